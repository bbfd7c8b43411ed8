from django.apps import AppConfig


class AssociationsRoom(AppConfig):
    name = "portevoix.campus.associations"
    label = "associations"
