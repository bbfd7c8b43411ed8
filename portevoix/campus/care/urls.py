"""Addresses of this room."""


app_name = "care"
urlpatterns: list[object] = []
