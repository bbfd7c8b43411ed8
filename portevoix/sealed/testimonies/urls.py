"""Addresses of this room."""

from django.urls import include, path

from portevoix.ground.web.doors import addresses
from portevoix.sealed.streams.parts import LARGEST_BODY
from portevoix.sealed.testimonies import views
from portevoix.sealed.testimonies.api import reporter_api

api = addresses(reporter_api, without_account=True, raw={"part": LARGEST_BODY})

app_name = "testimonies"
urlpatterns = [
    path("temoigner/", views.compose, name="compose"),
    path("revenir/", views.comeback, name="comeback"),
    path("sans-javascript/", views.plain, name="plain"),
    path("sans-javascript/revenir/", views.plain_back, name="plain_back"),
    path("api/", include((api, "api"))),
]
