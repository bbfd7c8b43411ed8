"""What the clock does about surveys."""

from django.utils import timezone

from portevoix.steering.survey import acts, answering
from portevoix.steering.survey.models import Survey


def tend() -> None:
    """Close what has had its last day, let newcomers ask, and put rows into another order. For the timetable."""
    changed = False
    for survey in Survey.objects.that_should_close(timezone.localdate()):
        answering.shuffle(survey)
        acts.close_survey(survey)
        changed = True
    for survey in Survey.objects.open_now():
        acts.welcome(survey)
        changed = answering.shuffle(survey) or changed
    if changed:
        answering.wipe()
