from django.apps import AppConfig


class StreamsRoom(AppConfig):
    name = "portevoix.sealed.streams"
    label = "streams"
