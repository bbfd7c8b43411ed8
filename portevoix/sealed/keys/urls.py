"""Addresses of this room."""

app_name = "keys"
urlpatterns: list[object] = []
