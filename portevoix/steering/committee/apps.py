from django.apps import AppConfig


class CommitteeRoom(AppConfig):
    name = "portevoix.steering.committee"
    label = "committee"
