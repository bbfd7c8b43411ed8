"""Addresses of this room."""

from django.urls import path

from portevoix.campus.evaluation import views
from portevoix.ground.sheets import sending as sending  # knows <sheet:kind>

app_name = "evaluation"
urlpatterns = [
    path("moi/questions/", views.mine, name="mine"),
    path("moi/questions/<slug:ident>/", views.answer, name="answer"),
    path("mission/evaluation/", views.manage, name="manage"),
    path("mission/evaluation/questions/<slug:ident>/", views.change, name="change"),
    path("mission/evaluation/questions/<slug:ident>/retirer/", views.withdraw, name="withdraw"),
    path("mission/evaluation/formations/<slug:slug>/", views.training, name="training"),
    path("mission/evaluation/formations/<slug:slug>/resultats.<sheet:kind>", views.export, name="export"),
    path("mission/evaluation/formations/<slug:slug>/question/", views.write, name="write"),
    path("mission/evaluation/formations/<slug:slug>/depart/", views.take_first_set, name="take_first_set"),
]
