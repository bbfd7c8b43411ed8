"""Addresses of this room."""

from django.urls import path

from . import views

app_name = "web"
urlpatterns = [
    path("", views.schools, name="schools"),
    path("quitter/", views.leave, name="leave"),
    path("quitter/comment/", views.exit_page, name="exit"),
]
