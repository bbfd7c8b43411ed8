from django.apps import AppConfig


class TrainingsRoom(AppConfig):
    name = "portevoix.campus.trainings"
    label = "trainings"
