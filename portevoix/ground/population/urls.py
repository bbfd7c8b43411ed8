"""Addresses of this room."""

from django.urls import path

from portevoix.ground.population import views

app_name = "population"
urlpatterns = [
    path("entrer/", views.sign_in, name="sign_in"),
    path("moi/", views.me, name="me"),
    path("mission/personnes/", views.manage, name="manage"),
    path("moi/sortir/", views.sign_out, name="sign_out"),
]
