"""Addresses of this room."""

from django.urls import path

from portevoix.steering.survey import manage, views

app_name = "survey"
urlpatterns = [
    path("barometre/<slug:slug>/", views.answer, name="answer"),
    path("moi/barometre/", views.mine, name="mine"),
    path("moi/barometre/<slug:slug>/jeton/", views.give, name="give"),
    path("mission/barometre/", manage.surveys, name="manage"),
    path("mission/barometre/nouveau/", manage.new, name="new"),
    path("mission/barometre/<slug:slug>/", manage.survey, name="survey"),
    path("mission/barometre/<slug:slug>/modifier/", manage.change, name="change"),
    path("mission/barometre/<slug:slug>/ouvrir/", manage.open_, name="open"),
    path("mission/barometre/<slug:slug>/fermer/", manage.close, name="close"),
    path("mission/barometre/<slug:slug>/papier/", manage.print_, name="print"),
]
