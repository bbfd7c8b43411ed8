"""Addresses of this room."""

from django.urls import path

from portevoix.ground.schools import views

app_name = "schools"
urlpatterns = [path("", views.schools, name="list")]
