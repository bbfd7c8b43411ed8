"""Addresses of this room."""

from django.urls import path

from portevoix.ground.trail import views

app_name = "trail"
urlpatterns = [
    path(".well-known/portevoix-log/checkpoint", views.checkpoint, name="checkpoint"),
    path(".well-known/portevoix-log/key", views.key, name="key"),
    path(".well-known/portevoix-log/consistency/<int:first>/<int:second>", views.consistency, name="consistency"),
]
