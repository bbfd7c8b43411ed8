"""Addresses of this room."""

from django.urls import URLPattern

app_name = "shares"
urlpatterns: list[URLPattern] = []
