"""Addresses of this room."""

from django.urls import path

from portevoix.ground.population import import_views, list_views, views
from portevoix.ground.sheets import sending as sending  # knows <sheet:kind>

app_name = "population"
urlpatterns = [
    path("entrer/", views.sign_in, name="sign_in"),
    path("entrer/envoye/", views.sent, name="sent"),
    path("entrer/ecole/", views.at_school, name="at_school"),
    path("moi/", views.me, name="me"),
    path("moi/entrer/<code>/", views.link, name="link"),
    path("moi/retour/", views.returned, name="returned"),
    path("moi/sortir/partout/", views.sign_out_everywhere, name="sign_out_everywhere"),
    path("mission/personnes/", list_views.manage, name="manage"),
    path("mission/personnes/liste.<sheet:kind>", list_views.export, name="export"),
    path("mission/personnes/ajouter/", list_views.add, name="add"),
    path("mission/personnes/groupes/", list_views.groups, name="groups"),
    path("mission/personnes/groupes/<ident>/", list_views.group, name="group"),
    path("mission/personnes/groupes/<ident>/liste.<sheet:kind>", list_views.export_group, name="export_group"),
    path("mission/personnes/groupes/<ident>/<who>/retirer/", list_views.take_out, name="take_out"),
    path("mission/personnes/import/", import_views.send, name="import"),
    path("mission/personnes/import/<ident>/", import_views.look, name="look"),
    path("mission/personnes/import/<ident>/avancement/", import_views.progress, name="progress"),
    path("mission/personnes/import/<ident>/oublier/", import_views.drop, name="drop"),
    path("mission/personnes/<ident>/", list_views.person, name="person"),
    path("mission/personnes/<ident>/depart/", list_views.leave, name="leave"),
    path("moi/sortir/", views.sign_out, name="sign_out"),
]
