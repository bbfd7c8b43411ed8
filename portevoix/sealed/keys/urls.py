"""Addresses of this room: the vault and the directory under /cellule/, and who listens under each school."""

from django.urls import include, path

from portevoix.sealed.keys import api, views

app_name = "keys"
urlpatterns = [
    path("cellule/coffre/", views.vault, name="vault"),
    path("cellule/coffre/nouveau/", views.new_vault, name="new_vault"),
    path("cellule/annuaire/", views.directory, name="directory"),
    path("cellule/annuaire/affiche/", views.poster, name="poster"),
    path("cellule/api/", include((api.patterns, "api"))),
    path("<slug:school>/cellule/", views.listeners, name="listeners"),
]
