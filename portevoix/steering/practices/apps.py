from django.apps import AppConfig


class PracticesRoom(AppConfig):
    name = "portevoix.steering.practices"
    label = "practices"
