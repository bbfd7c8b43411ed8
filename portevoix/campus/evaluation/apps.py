from django.apps import AppConfig


class EvaluationRoom(AppConfig):
    name = "portevoix.campus.evaluation"
    label = "evaluation"
