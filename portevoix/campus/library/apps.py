from django.apps import AppConfig


class LibraryRoom(AppConfig):
    name = "portevoix.campus.library"
    label = "library"
