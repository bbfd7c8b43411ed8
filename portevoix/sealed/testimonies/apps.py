from django.apps import AppConfig


class TestimoniesRoom(AppConfig):
    name = "portevoix.sealed.testimonies"
    label = "testimonies"
