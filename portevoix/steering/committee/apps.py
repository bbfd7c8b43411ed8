from django.apps import AppConfig


class CommitteeRoom(AppConfig):
    name = "portevoix.steering.committee"
    label = "committee"

    def ready(self) -> None:
        from portevoix.ground.population import places
        from portevoix.ground.schools import reminders
        from portevoix.steering.committee import belonging, reminding

        reminders.declare(reminding.of)
        places.declare(belonging.place_of)
