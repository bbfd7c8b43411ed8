"""Addresses of this room."""

from django.urls import path

from portevoix.campus.sittings import views

app_name = "sittings"
urlpatterns = [
    path("moi/seances/", views.mine, name="mine"),
    path("moi/seances/<ident>/", views.one_of_mine, name="one_of_mine"),
    path("moi/seances/<ident>/inscription/", views.register, name="register"),
    path("moi/seances/<ident>/annulation/", views.cancel, name="cancel"),
]
