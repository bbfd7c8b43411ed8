"""Addresses of this room."""

from django.urls import path

from . import views

app_name = "care"
urlpatterns = [
    path("", views.welcome, name="welcome"),
    path("limites/", views.limits, name="limits"),
    path("donnees/", views.data, name="data"),
    path("accessibilite/", views.accessibility, name="accessibility"),
]
