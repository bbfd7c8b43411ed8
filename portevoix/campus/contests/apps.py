from django.apps import AppConfig


class ContestsRoom(AppConfig):
    name = "portevoix.campus.contests"
    label = "contests"
