from django.apps import AppConfig


class PlanRoom(AppConfig):
    name = "portevoix.steering.plan"
    label = "plan"

    def ready(self) -> None:
        from portevoix.ground.schools import reminders
        from portevoix.steering.plan import alarms, standing

        reminders.declare(alarms.reminders)
        reminders.declare(standing.reminders)
