"""Addresses of this room."""

from django.urls import path

from portevoix.ground.sheets import sending as sending  # knows <sheet:kind>
from portevoix.ground.web import numbers as numbers  # knows <number:year>
from portevoix.steering.report import views

app_name = "report"
urlpatterns = [
    path("bilan/", views.all_, name="all"),
    path("bilan/<number:year>/", views.one, name="one"),
    path("bilan/<number:year>/bilan.pdf", views.paper, name="paper"),
    path("mission/bilan/", views.manage, name="manage"),
    path("mission/bilan/nouveau/", views.new, name="new"),
    path("mission/bilan/<ident>/", views.show, name="show"),
    path("mission/bilan/<ident>/modifier/", views.change, name="change"),
    path("mission/bilan/<ident>/ajouter/", views.add, name="add"),
    path("mission/bilan/<ident>/retirer/<added>/", views.take_away, name="take_away"),
    path("mission/bilan/<ident>/clore/", views.close, name="close"),
    path("mission/bilan/<ident>/publier/", views.publish, name="publish"),
    path("mission/bilan/<ident>/reprendre/", views.withdraw, name="withdraw"),
    path("mission/bilan/<ident>/supprimer/", views.discard, name="discard"),
    path("mission/bilan/<ident>/bilan.pdf", views.our_paper, name="our_paper"),
    path("mission/bilan/<ident>/chiffres.<sheet:kind>", views.export, name="export"),
]
