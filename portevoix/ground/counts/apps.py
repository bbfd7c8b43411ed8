from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class CountsRoom(AppConfig):
    name = "portevoix.ground.counts"
    label = "counts"

    def ready(self) -> None:
        """Each room that has something to count says so in its own `indicators.py`."""
        autodiscover_modules("indicators")
