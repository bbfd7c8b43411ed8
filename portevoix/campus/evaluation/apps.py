from django.apps import AppConfig


class EvaluationRoom(AppConfig):
    name = "portevoix.campus.evaluation"
    label = "evaluation"

    def ready(self) -> None:
        from portevoix.campus.evaluation import waiting
        from portevoix.ground.population import places

        places.declare(waiting.place_of)
