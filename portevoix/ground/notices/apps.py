from django.apps import AppConfig


class NoticesRoom(AppConfig):
    name = "portevoix.ground.notices"
    label = "notices"
