from django.apps import AppConfig


class KeysRoom(AppConfig):
    name = "portevoix.sealed.keys"
    label = "keys"
