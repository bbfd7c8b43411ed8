"""Addresses of this room."""

from django.urls import path

from portevoix.ground.sheets import sending as sending  # knows <sheet:kind>
from portevoix.steering.shares import import_views, manage, views

app_name = "shares"
urlpatterns = [
    path("plan/part-des-femmes/", views.home, name="home"),
    path("plan/part-des-femmes.<sheet:kind>", views.export, name="export"),
    path("mission/part-des-femmes/", manage.manage, name="manage"),
    path("mission/part-des-femmes/chiffres.<sheet:kind>", manage.export, name="export_all"),
    path("mission/part-des-femmes/chiffres/<ident>/effacer/", manage.forget, name="forget"),
    path("mission/part-des-femmes/objectifs/<ident>/retirer/", manage.give_up, name="give_up"),
    path("mission/part-des-femmes/import/", import_views.send, name="import"),
    path("mission/part-des-femmes/import/<ident>/", import_views.look, name="look"),
    path("mission/part-des-femmes/import/<ident>/oublier/", import_views.drop, name="drop"),
    path("mission/part-des-femmes/programme/", manage.new_programme, name="new_programme"),
    path("mission/part-des-femmes/<ident>/", manage.programme, name="programme"),
    path("mission/part-des-femmes/<ident>/modifier/", manage.edit, name="edit"),
    path("mission/part-des-femmes/<ident>/supprimer/", manage.remove, name="remove"),
    path("mission/part-des-femmes/<ident>/publier/", manage.publish, name="publish"),
    path("mission/part-des-femmes/<ident>/chiffre/", manage.write, name="write"),
    path("mission/part-des-femmes/<ident>/objectif/", manage.aim, name="aim"),
]
