from django.apps import AppConfig


class SurveyRoom(AppConfig):
    name = "portevoix.steering.survey"
    label = "survey"
