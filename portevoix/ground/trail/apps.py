from django.apps import AppConfig


class TrailRoom(AppConfig):
    name = "portevoix.ground.trail"
    label = "trail"
