from django.apps import AppConfig


class ReportRoom(AppConfig):
    name = "portevoix.steering.report"
    label = "report"
