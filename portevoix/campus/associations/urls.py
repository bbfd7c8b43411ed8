"""Addresses of this room."""

from django.urls import path

from portevoix.campus.associations import views
from portevoix.ground.sheets import sending as sending  # knows <sheet:kind>

app_name = "associations"
MINE, OFFICE = "moi/associations/", "mission/associations/"
urlpatterns = [
    path("associations/", views.everyone, name="everyone"),
    path("associations/<slug:slug>/", views.page, name="page"),
    path(MINE, views.mine, name="mine"),
    path(MINE + "evenements/<ident>/", views.event, name="event"),
    path(MINE + "evenements/<ident>/modifier/", views.revise, name="revise"),
    path(MINE + "evenements/<ident>/annuler/", views.call_off, name="call_off"),
    path(MINE + "evenements/<ident>/montrer/", views.show, name="show"),
    path(MINE + "evenements/<ident>/referents/", views.referents, name="referents"),
    path(MINE + "evenements/<ident>/porte/", views.door, name="door"),
    path(MINE + "evenements/<ident>/lignes/<line>/", views.tick, name="tick"),
    path(MINE + "<group>/", views.own, name="own"),
    path(MINE + "<group>/page/", views.edit, name="edit"),
    path(MINE + "<group>/proposer/", views.propose, name="propose"),
    path(OFFICE, views.manage, name="manage"),
    path(OFFICE + "evenements.<sheet:kind>", views.export, name="export"),
    path(OFFICE + "exigences/", views.standard, name="standard"),
    path(OFFICE + "exigences/lignes/", views.add_line, name="add_line"),
    path(OFFICE + "exigences/lignes/<ident>/", views.ask_for_line, name="ask_for_line"),
    path(OFFICE + "evenements/<ident>/", views.office_event, name="office_event"),
    path(OFFICE + "evenements/<ident>/porte/", views.office_door, name="office_door"),
    path(OFFICE + "evenements/<ident>/seance/", views.make_sitting, name="make_sitting"),
    path(OFFICE + "evenements/<ident>/lignes/<line>/", views.office_tick, name="office_tick"),
    path(OFFICE + "<group>/", views.one, name="one"),
]
