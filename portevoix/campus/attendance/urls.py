"""Addresses of this room."""

from django.urls import path

from portevoix.campus.attendance import views
from portevoix.ground.sheets import sending as sending  # knows <sheet:kind>

app_name = "attendance"
LIST = "mission/seances/<slug:ident>/presences/"
DOOR = "mission/seances/<slug:ident>/porte/"
urlpatterns = [
    path(LIST, views.keep_list, name="list"),
    path(f"{LIST}feuille/", views.paper, name="paper"),
    path(f"{LIST}liste.<sheet:kind>", views.export, name="export"),
    path(f"{LIST}import/", views.bring_in, name="import"),
    path(f"{LIST}<slug:presence>/retirer/", views.take_back, name="take_back"),
    path(DOOR, views.door, name="door"),
    path(f"{DOOR}code.svg", views.drawing, name="drawing"),
    path(f"{DOOR}liens/", views.give_pass, name="give_pass"),
    path(f"{DOOR}liens/<slug:given>/retirer/", views.withdraw_pass, name="withdraw_pass"),
    path("porte/<slug:code>/", views.lent_door, name="lent_door"),
    path("porte/<slug:code>/code.svg", views.lent_drawing, name="lent_drawing"),
    path("porte/<slug:code>/liste/", views.lent_list, name="lent_list"),
    path("moi/porte/<str:code>/", views.scan, name="scan"),
    path("moi/attestations/", views.mine, name="mine"),
    path("moi/attestations/<slug:ident>/", views.certificate, name="certificate"),
    path("attestation/", views.ask_check, name="ask_check"),
    path("attestation/<str:code>/", views.check, name="check"),
]
