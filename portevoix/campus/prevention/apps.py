from django.apps import AppConfig


class PreventionRoom(AppConfig):
    name = "portevoix.campus.prevention"
    label = "prevention"
