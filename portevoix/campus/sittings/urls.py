"""Addresses of this room."""

from django.urls import path

from portevoix.campus.sittings import views
from portevoix.ground.sheets import sending  # noqa: F401  `<sheet:kind>`

app_name = "sittings"
urlpatterns = [
    path("agenda/", views.agenda, name="agenda"),
    path("agenda.ics", views.feed, name="feed"),
    path("agenda/<ident>.ics", views.one_feed, name="one_feed"),
    path("agenda/<ident>/", views.one, name="one"),
    path("agenda/prive/<token>.ics", views.my_feed, name="my_feed"),
    path("moi/seances/", views.mine, name="mine"),
    path("moi/seances/adresse/", views.renew_feed, name="renew_feed"),
    path("moi/seances/<ident>/", views.one_of_mine, name="one_of_mine"),
    path("moi/seances/<ident>/inscription/", views.register, name="register"),
    path("moi/seances/<ident>/annulation/", views.cancel, name="cancel"),
    path("moi/formations/<slug>/", views.my_training, name="my_training"),
    path("moi/formations/<slug>/eviter/", views.opt_out, name="opt_out"),
    path("moi/formations/<slug>/revenir/", views.take_back, name="take_back"),
    path("mission/seances/", views.manage, name="manage"),
    path("mission/seances/nouvelle/", views.new, name="new"),
    path("mission/seances/<ident>/", views.overview, name="overview"),
    path("mission/seances/<ident>/modifier/", views.change, name="change"),
    path("mission/seances/<ident>/ouvrir/", views.open_registration, name="open"),
    path("mission/seances/<ident>/repeter/", views.repeat, name="repeat"),
    path("mission/seances/<ident>/jeter/", views.discard, name="discard"),
    path("mission/seances/<ident>/annuler/", views.call_off, name="call_off"),
    path("mission/seances/<ident>/inscriptions.<sheet:kind>", views.export, name="export"),
    path("mission/cycles/nouveau/", views.new_cycle, name="new_cycle"),
    path("mission/cycles/<ident>/", views.cycle, name="cycle"),
]
