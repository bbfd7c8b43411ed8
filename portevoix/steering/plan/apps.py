from django.apps import AppConfig


class PlanRoom(AppConfig):
    name = "portevoix.steering.plan"
    label = "plan"
