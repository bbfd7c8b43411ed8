"""Addresses of this room: for everyone, for those who have come in, for the mission."""

from collections.abc import Callable

from django.http import HttpResponse
from django.urls import path
from django.urls.resolvers import URLPattern

from portevoix.campus.library import api, manage, posters, views
from portevoix.ground.sheets import sending as sending  # knows <sheet:kind>


def parts(place: str, view: Callable[..., HttpResponse], prefix: str) -> list[URLPattern]:
    """What a work is made of, each at its own address."""
    return [
        path(f"{place}<slug:slug>/{last}", view, {"use": use}, name=f"{prefix}{use}")
        for use, last in (("film", "film"), ("file", "fichier"), ("cover", "image"))
    ] + [
        path(f"{place}<slug:slug>/sous-titres/<str:language>.vtt", view, {"use": "captions"}, name=f"{prefix}captions"),
    ]


OURS = "mission/mediatheque/"
app_name = "library"
urlpatterns = [
    path("mediatheque/", views.home, name="home"),
    path("mediatheque/<slug:slug>/", views.work, name="work"),
    *parts("mediatheque/", views.part, ""),
    path("moi/mediatheque/", views.mine, name="mine"),
    path("moi/mediatheque/<slug:slug>/", views.my_work, name="my_work"),
    *parts("moi/mediatheque/", views.my_part, "my_"),
    path(OURS, manage.works, name="manage"),
    path(f"{OURS}liste.<sheet:kind>", manage.export, name="export"),
    path(f"{OURS}nouvelle/", manage.new, name="new"),
    path(f"{OURS}<slug:slug>/", manage.work, name="edit"),
    path(f"{OURS}<slug:slug>/apercu/", manage.preview, name="preview"),
    path(f"{OURS}<slug:slug>/acces/", manage.access, name="access"),
    path(f"{OURS}<slug:slug>/sous-titres/", manage.caption, name="caption"),
    path(f"{OURS}<slug:slug>/sous-titres/<str:language>/retirer/", manage.uncaption, name="uncaption"),
    path(f"{OURS}<slug:slug>/retirer/", manage.remove, name="remove"),
    path(f"{OURS}<slug:slug>/envoi/", api.begin, name="send"),
    path(f"{OURS}<slug:slug>/envoi/<str:file>/<int:offset>", api.go_on, name="send_part"),
    path(f"{OURS}<slug:slug>/envoi/<str:file>/", api.finish, name="sent"),
    *parts(OURS, manage.part, "our_"),
    path("mission/affiches/", posters.posters, name="posters"),
]
