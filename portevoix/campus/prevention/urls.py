"""Addresses of this room."""

from django.urls import path

from portevoix.campus.prevention import views

app_name = "prevention"
urlpatterns = [
    path("mission/", views.home, name="home"),
    path("mission/couverture/<slug:slug>/", views.training, name="training"),
    path("mission/couverture/<slug:slug>/objectif/", views.aim, name="aim"),
    path("mission/objectifs/<ident>/retirer/", views.give_up, name="give_up"),
]
