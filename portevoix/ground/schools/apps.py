from django.apps import AppConfig


class SchoolsRoom(AppConfig):
    name = "portevoix.ground.schools"
    label = "schools"
