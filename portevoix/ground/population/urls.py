"""Addresses of this room."""

from django.urls import path

from portevoix.ground.population import views

app_name = "population"
urlpatterns = [
    path("entrer/", views.sign_in, name="sign_in"),
    path("entrer/envoye/", views.sent, name="sent"),
    path("entrer/ecole/", views.at_school, name="at_school"),
    path("moi/", views.me, name="me"),
    path("moi/entrer/<code>/", views.link, name="link"),
    path("moi/retour/", views.returned, name="returned"),
    path("moi/sortir/partout/", views.sign_out_everywhere, name="sign_out_everywhere"),
    path("mission/personnes/", views.manage, name="manage"),
    path("moi/sortir/", views.sign_out, name="sign_out"),
]
