from django.apps import AppConfig


class DemoRoom(AppConfig):
    name = "portevoix.demo"
    label = "demo"
