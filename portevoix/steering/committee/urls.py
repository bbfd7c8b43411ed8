"""Addresses of this room: for everyone, for members in their own space, for the mission."""

from django.urls import path

from portevoix.ground.sheets import sending as sending  # knows <sheet:kind>
from portevoix.ground.web import numbers as numbers  # knows <number:year>
from portevoix.steering.committee import looking_back, manage, minuting, views

MINE, OURS = "moi/comite/", "mission/comite/"
MEETING, REVIEW = f"{OURS}reunion/<str:ident>/", f"{OURS}revue/<str:ident>/"
app_name = "committee"
urlpatterns = [
    path("plan/revues/", views.reviews, name="reviews"),
    path("plan/revues/<slug:plan>/<number:year>/", views.review, name="public_review"),
    path(MINE, views.mine, name="mine"),
    path(f"{MINE}<str:ident>/", views.my_meeting, name="my_meeting"),
    path(f"{MINE}<str:ident>/document.pdf", views.my_paper, name="my_paper"),
    path(f"{MINE}<str:ident>/date.ics", views.my_calendar, name="my_calendar"),
    path(OURS, manage.manage, name="manage"),
    path(MEETING, manage.meeting, name="meeting"),
    path(f"{MEETING}date/", manage.move, name="move"),
    path(f"{MEETING}ordre-du-jour/", manage.fill, name="fill"),
    path(f"{MEETING}points/", manage.add_point, name="add_point"),
    path(f"{MEETING}points/<str:point>/monter/", manage.raise_point, name="raise_point"),
    path(f"{MEETING}points/<str:point>/retirer/", manage.remove_point, name="remove_point"),
    path(f"{MEETING}convoquer/", manage.call, name="call"),
    path(f"{MEETING}annuler/", manage.call_off, name="call_off"),
    path(f"{MEETING}tenue/", manage.hold, name="hold"),
    path(f"{MEETING}ecrire/", minuting.write, name="write"),
    path(f"{MEETING}relire/", manage.show_proof, name="show_proof"),
    path(f"{MEETING}approuver/", manage.approve, name="approve"),
    path(f"{MEETING}corriger/", minuting.correct, name="correct"),
    path(f"{MEETING}document.pdf", minuting.paper, name="paper"),
    path(f"{MEETING}date.ics", minuting.calendar, name="calendar"),
    path(f"{OURS}decision/<str:ident>/", minuting.decision, name="decision"),
    path(f"{OURS}decision/<str:ident>/faite/", minuting.settle, name="settle"),
    path(f"{OURS}membre/<str:ident>/", manage.seat, name="seat"),
    path(REVIEW, looking_back.review, name="review"),
    path(f"{REVIEW}publier/", looking_back.publish, name="publish"),
    path(f"{REVIEW}revue.<sheet:kind>", looking_back.export, name="export"),
    path(f"{OURS}<slug:plan>/", manage.home, name="home"),
    path(f"{OURS}<slug:plan>/comite/", manage.set_up, name="set_up"),
    path(f"{OURS}<slug:plan>/membres/", manage.members, name="members"),
    path(f"{OURS}<slug:plan>/nouvelle-reunion/", manage.new_meeting, name="new_meeting"),
    path(f"{OURS}<slug:plan>/nouvelle-revue/", looking_back.open_review, name="open_review"),
    path(f"{OURS}<slug:plan>/suite/", looking_back.following, name="following"),
    path(f"{OURS}<slug:plan>/comparer/<slug:other>/", looking_back.compare, name="compare"),
]
