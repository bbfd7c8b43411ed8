from django.apps import AppConfig


class SheetsRoom(AppConfig):
    name = "portevoix.ground.sheets"
    label = "sheets"
