"""Addresses of this room: for everyone, for authors, for the jury (twice: signed in, or by a link), for the mission."""

from django.urls import path

from portevoix.campus.contests import api, jury, manage, views
from portevoix.ground.sheets import sending as sending  # knows <sheet:kind>

MINE, OURS = "moi/concours/<slug:slug>/", "mission/concours/"
JURY = {
    "entries": "",
    "entry": "<str:ident>/",
    "aside": "<str:ident>/recuser/",
    "film": "<str:ident>/film",
    "captions": "<str:ident>/sous-titres.vtt",
}
app_name = "contests"
urlpatterns = [
    path("concours/", views.contests, name="contests"),
    *(
        path(f"concours/jury/<str:token>/{last}", jury.by_link(jury.PAGES[page]), name=f"link_{page}")
        for page, last in JURY.items()
    ),
    path("concours/<slug:slug>/", views.contest, name="contest"),
    path(MINE, views.enter, name="enter"),
    path(f"{MINE}deposer/", views.submit, name="submit"),
    path(f"{MINE}reprendre/", views.take_back, name="take_back"),
    path(f"{MINE}retirer/", views.withdraw, name="withdraw"),
    path(f"{MINE}accepter/", views.agree, name="agree"),
    path(f"{MINE}film", views.own_film, name="own_film"),
    path(f"{MINE}accords/<str:ident>/retirer/", views.take_consent_back, name="take_consent_back"),
    path(f"{MINE}envoi/", api.begin, name="send"),
    path(f"{MINE}envoi/<str:file>/<int:offset>", api.go_on, name="send_part"),
    path(f"{MINE}envoi/<str:file>/", api.finish, name="sent"),
    *(path(f"{MINE}jury/{last}", jury.signed_in(jury.PAGES[page]), name=f"jury_{page}") for page, last in JURY.items()),
    path(OURS, manage.contests, name="manage"),
    path(f"{OURS}nouveau/", manage.new, name="new"),
    path(f"{OURS}<slug:slug>/", manage.contest, name="edit"),
    path(f"{OURS}<slug:slug>/classement.<sheet:kind>", manage.export, name="export"),
    path(f"{OURS}<slug:slug>/jury/ecole/", manage.seat, name="seat"),
    path(f"{OURS}<slug:slug>/jury/dehors/", manage.invite, name="invite"),
    path(f"{OURS}<slug:slug>/jury/<str:ident>/retirer/", manage.unseat, name="unseat"),
    path(f"{OURS}<slug:slug>/annoncer/", manage.announce, name="announce"),
    path(f"{OURS}<slug:slug>/oeuvres/<str:ident>/", manage.entry, name="entry"),
    path(f"{OURS}<slug:slug>/oeuvres/<str:ident>/montrer/", manage.show, name="show"),
    path(f"{OURS}<slug:slug>/oeuvres/<str:ident>/film", manage.film, name="film"),
    path(f"{OURS}<slug:slug>/oeuvres/<str:ident>/accords/<str:consent>", manage.paper, name="paper"),
]
