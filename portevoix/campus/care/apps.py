from django.apps import AppConfig


class CareRoom(AppConfig):
    name = "portevoix.campus.care"
    label = "care"
