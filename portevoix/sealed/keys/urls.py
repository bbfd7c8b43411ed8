"""Addresses of this room: vault, directory and members under /cellule/; who listens, under each school."""

from django.urls import include, path

from portevoix.sealed.keys import api, views

app_name = "keys"
urlpatterns = [
    path("cellule/coffre/", views.vault, name="vault"),
    path("cellule/coffre/nouveau/", views.new_vault, name="new_vault"),
    path("cellule/annuaire/", views.directory, name="directory"),
    path("cellule/annuaire/secours/", views.recovery, name="recovery"),
    path("cellule/annuaire/secours/nouvelle/", views.new_recovery_key, name="new_recovery_key"),
    path("cellule/annuaire/affiche/", views.poster, name="poster"),
    path("cellule/membres/<ident>/", views.member, name="member"),
    path("cellule/api/", include((api.patterns, "api"))),
    path("<slug:school>/cellule/", views.listeners, name="listeners"),
]
