"""Addresses of this room."""

from django.urls import path

from portevoix.ground.sheets import sending as sending  # knows <sheet:kind>
from portevoix.steering.survey import manage, result_views, views

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
    path("barometre/<slug:slug>/resultats/", result_views.public, name="public_results"),
    path("mission/barometre/<slug:slug>/resultats/", result_views.results, name="results"),
    path("mission/barometre/<slug:slug>/resultats/publier/", result_views.publish, name="publish_results"),
    path("mission/barometre/<slug:slug>/resultats.<sheet:kind>", result_views.export, name="export_results"),
    path("mission/barometre/<slug:slug>/resultats/<slug:module>/", result_views.module, name="results_of_module"),
]
