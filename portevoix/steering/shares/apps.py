from django.apps import AppConfig


class SharesRoom(AppConfig):
    name = "portevoix.steering.shares"
    label = "shares"
