"""Addresses of the cell, under /cellule/."""

from django.urls import include, path

from portevoix.ground.web.doors import addresses
from portevoix.sealed.cases import views
from portevoix.sealed.cases.api import api
from portevoix.sealed.streams.parts import LARGEST_BODY

# Without a session a door answers 401 and a sentence; a page would be sent to where one signs in.
doors = addresses(api, without_account=True, raw={"part": LARGEST_BODY})

app_name = "cases"
urlpatterns = [
    path("", views.desk, name="desk"),
    path("moi/", views.desk, {"view": "moi"}, name="mine"),
    path("toutes/", views.desk, {"view": "toutes"}, name="all"),
    path("situations/<str:case>/", views.case, name="case"),
    path("membres/<ident>/retirer/", views.remove_member, name="remove_member"),
    path("visionneuse/", views.viewer, name="viewer"),
    path("registre/", views.trail, name="trail"),
    path("api/", include((doors, "api"))),
]
