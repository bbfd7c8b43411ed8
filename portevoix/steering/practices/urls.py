"""Addresses of this room."""

from django.urls import path

from portevoix.steering.practices import manage, views

OURS, THEIRS = "mission/pratiques/", "mission/pratiques/recues/"
FEEDS = "mission/pratiques/abonnements/"
app_name = "practices"
urlpatterns = [
    path("pratiques/", views.all_, name="all"),
    path("pratiques/<slug:slug>/", views.sheet, name="sheet"),
    path("pratiques.atom", views.atom, name="atom"),
    path("pratiques.json", views.json, name="json"),
    path(OURS, manage.manage, name="manage"),
    path(f"{OURS}nouvelle/", manage.new, name="new"),
    path(THEIRS, manage.received, name="received"),
    path(f"{THEIRS}<ident>/", manage.read, name="read"),
    path(f"{THEIRS}<ident>/adopter/", manage.adopt, name="adopt"),
    path(FEEDS, manage.following, name="following"),
    path(f"{FEEDS}<ident>/regarder/", manage.look_now, name="look_now"),
    path(f"{FEEDS}<ident>/arreter/", manage.stop, name="stop"),
    path(f"{OURS}<ident>/", manage.one, name="one"),
    path(f"{OURS}<ident>/modifier/", manage.edit, name="edit"),
    path(f"{OURS}<ident>/publier/", manage.publish, name="publish"),
    path(f"{OURS}<ident>/retirer/", manage.withdraw, name="withdraw"),
    path(f"{OURS}<ident>/effacer/", manage.remove, name="remove"),
]
