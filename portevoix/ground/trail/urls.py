"""Addresses of this room."""

from django.urls import path

from portevoix.ground.trail import views
from portevoix.ground.web import numbers as numbers  # knows <number:first>

app_name = "trail"
urlpatterns = [
    path(".well-known/portevoix-log/checkpoint", views.checkpoint, name="checkpoint"),
    path(".well-known/portevoix-log/key", views.key, name="key"),
    path(".well-known/portevoix-log/consistency/<number:first>/<number:second>", views.consistency, name="consistency"),
]
