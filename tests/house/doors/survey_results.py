"""The doors of what a survey says: to the mission, and to everyone what the mission publishes."""

from portevoix.ground.schools.models import School
from portevoix.steering.survey.tests.answers import already_counted
from tests.house.doors.door import ANYONE, MISSION, Door

CLOSED = {"school": "mines", "slug": "closed-survey"}

SURVEY_RESULTS: dict[str, Door] = {
    "survey:export_results": Door(MISSION, CLOSED | {"kind": "csv"}),
    "survey:public_results": Door(ANYONE, CLOSED),
    "survey:publish_results": Door(MISSION, CLOSED),
    "survey:results": Door(MISSION, CLOSED),
    "survey:results_of_module": Door(MISSION, CLOSED | {"module": "module"}),
}


def a_closed_survey(school: School) -> dict[str, str]:
    """Counted, and one module published."""
    outcome = already_counted(school, {"n": 70, "climate.safe": 70, "climate.safe|yes": 60, "climate.safe|no": 10})
    outcome.shown = ["climate"]
    outcome.save(update_fields=["shown"])
    return {"closed-survey": outcome.survey.slug, "module": "climate"}
