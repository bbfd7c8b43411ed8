"""Addresses of this room."""

from django.urls import path

from portevoix.ground.web import views

app_name = "web"
urlpatterns = [
    path("quitter/", views.leave, name="leave"),
    path("quitter/comment/", views.exit_page, name="exit"),
]
