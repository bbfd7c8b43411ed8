"""What the clock does about surveys, and what takes too long for a page to wait."""

from django.utils import timezone
from django_tasks import task

from portevoix.steering.survey import acts, answering, counting
from portevoix.steering.survey.models import Survey


def tend() -> None:
    """Close and count what has had its last day, let newcomers ask, shuffle rows. For the timetable."""
    changed = False
    for survey in Survey.objects.that_should_close(timezone.localdate()):
        answering.shuffle(survey)
        acts.close_survey(survey)
        changed = True
    for survey in Survey.objects.open_now():
        acts.welcome(survey)
        changed = answering.shuffle(survey) or changed
    for survey in Survey.objects.closed().not_counted():
        changed = counting.count_up(survey) is not None or changed
    if changed:
        answering.wipe()


@task()
def count(ident: str) -> None:
    """Count a survey that has just been closed; the clock does it otherwise."""
    survey = Survey.objects.named(ident)
    if survey and counting.count_up(survey):
        answering.wipe()
