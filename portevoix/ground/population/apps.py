from django.apps import AppConfig


class PopulationRoom(AppConfig):
    name = "portevoix.ground.population"
    label = "population"
