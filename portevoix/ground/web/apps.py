from django.apps import AppConfig


class WebRoom(AppConfig):
    name = "portevoix.ground.web"
    label = "web"
