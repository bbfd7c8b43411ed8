from django.apps import AppConfig


class PeopleRoom(AppConfig):
    name = "portevoix.ground.people"
    label = "people"
