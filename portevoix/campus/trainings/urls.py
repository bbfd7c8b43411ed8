"""Addresses of this room."""

from django.urls import path

from portevoix.campus.trainings import views
from portevoix.ground.sheets import sending as sending  # knows <sheet:kind>

app_name = "trainings"
urlpatterns = [
    path("formations/", views.all_, name="all"),
    path("formations/<slug>/", views.training, name="training"),
    path("mission/formations/", views.manage, name="manage"),
    path("mission/formations/liste.<sheet:kind>", views.export, name="export"),
    path("mission/formations/nouvelle/", views.new, name="new"),
    path("mission/formations/<ident>/", views.one, name="one"),
    path("mission/formations/<ident>/modifier/", views.change, name="change"),
    path("mission/formations/<ident>/relecture/", views.review, name="review"),
    path("mission/formations/<ident>/publier/", views.publish, name="publish"),
    path("mission/formations/<ident>/retirer/", views.withdraw, name="withdraw"),
    path("mission/programmes/nouveau/", views.new_programme, name="new_programme"),
    path("mission/programmes/<ident>/", views.programme, name="programme"),
    path("mission/partenaires/", views.partners, name="partners"),
    path("mission/partenaires/liste.<sheet:kind>", views.export_partners, name="export_partners"),
    path("mission/partenaires/nouveau/", views.new_partner, name="new_partner"),
    path("mission/partenaires/<ident>/", views.partner, name="partner"),
]
