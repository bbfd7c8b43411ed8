from django.apps import AppConfig


class SittingsRoom(AppConfig):
    name = "portevoix.campus.sittings"
    label = "sittings"
