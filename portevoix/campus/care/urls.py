"""Addresses of this room."""

from django.urls import path

from portevoix.campus.care import views

app_name = "care"
urlpatterns = [
    path("", views.welcome, name="welcome"),
    path("limites/", views.limits, name="limits"),
    path("donnees/", views.data, name="data"),
    path("accessibilite/", views.accessibility, name="accessibility"),
]
