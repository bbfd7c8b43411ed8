"""The doors of the survey: where a ticket is asked for, where it is spent, what the mission sees."""

from datetime import timedelta

from django.utils import timezone

from portevoix.ground.schools.models import School
from portevoix.steering.survey.tests.persona import a_survey, an_open_survey
from tests.house.doors.door import ANYONE, INDIVIDUAL, MINE, MISSION, OFFICE, Door

ONE = {"school": "mines", "slug": "survey"}
DRAFT = {"school": "mines", "slug": "draft-survey"}

SURVEY: dict[str, Door] = {
    "survey:answer": Door(ANYONE, ONE),
    "survey:change": Door(MISSION, DRAFT),
    "survey:close": Door(MISSION, ONE),
    "survey:give": Door(INDIVIDUAL, ONE),
    "survey:manage": OFFICE,
    "survey:mine": MINE,
    "survey:new": OFFICE,
    "survey:open": Door(MISSION, DRAFT),
    "survey:print": Door(MISSION, ONE),
    "survey:survey": Door(MISSION, ONE),
}


def two_surveys(school: School) -> dict[str, str]:
    """One that is open, one that is not yet."""
    today = timezone.localdate()
    closes = today + timedelta(days=7)
    draft = a_survey(school, "brouillon", opens=today, closes=closes)
    return {"survey": an_open_survey(school, today=today, opens=today, closes=closes).slug, "draft-survey": draft.slug}
