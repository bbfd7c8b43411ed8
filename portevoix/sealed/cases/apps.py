from django.apps import AppConfig


class CasesRoom(AppConfig):
    name = "portevoix.sealed.cases"
    label = "cases"
