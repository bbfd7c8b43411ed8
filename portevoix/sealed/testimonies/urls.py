"""Addresses of this room."""


app_name = "testimonies"
urlpatterns: list[object] = []
