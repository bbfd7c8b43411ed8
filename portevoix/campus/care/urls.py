"""Addresses of this room."""

from django.urls import path

from portevoix.campus.care import views

app_name = "care"
urlpatterns = [
    path("", views.welcome, name="welcome"),
    path("limites/", views.limits, name="limits"),
    path("donnees/", views.data, name="data"),
    path("accessibilite/", views.accessibility, name="accessibility"),
    path("mission/aide/", views.manage, name="manage"),
    path("mission/aide/nouveau/", views.add, name="add"),
    path("mission/aide/<ident>/", views.service, name="service"),
    path("mission/aide/<ident>/verifie/", views.check, name="check"),
    path("mission/aide/<ident>/montrer/", views.show, name="show"),
]
