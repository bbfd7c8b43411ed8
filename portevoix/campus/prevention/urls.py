"""Addresses of this room."""

from django.urls import path

from portevoix.campus.prevention import views
from portevoix.ground.sheets import sending as sending  # knows <sheet:kind>

app_name = "prevention"
urlpatterns = [
    path("mission/", views.home, name="home"),
    path("mission/couverture/<slug:slug>/", views.training, name="training"),
    path("mission/couverture/<slug:slug>/couverture.<sheet:kind>", views.export, name="export"),
    path("mission/couverture/<slug:slug>/objectif/", views.aim, name="aim"),
    path("mission/objectifs/<ident>/retirer/", views.give_up, name="give_up"),
]
