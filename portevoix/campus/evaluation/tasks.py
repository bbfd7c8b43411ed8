"""Letters that ask a few questions. They name no subject; the tasks hold identifiers only."""

from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, override
from django_tasks import task

from portevoix.campus.evaluation import acts, rules
from portevoix.campus.evaluation.models import Asked, Moment
from portevoix.campus.sittings.models import Sitting
from portevoix.ground.population import letters

AGAIN = timedelta(minutes=5)
TRIES = 12
"""An hour of a post office that does not answer."""


@task()
def write(ident: str, tries: int = TRIES) -> None:
    """Write to somebody who was asked, unless they have answered or it is too late."""
    asked = Asked.objects.named(ident)
    if asked is None or asked.individual.left is not None or not rules.may_answer(asked, timezone.now()):
        return
    with override(settings.LANGUAGE_CODE):
        school = asked.individual.school
        link = settings.ORIGIN + reverse("evaluation:answer", args=[school.slug, asked.ident])
        try:
            letters.write(asked.individual, gettext("A few questions"), "evaluation/mail/asked.txt", link=link)
        except OSError:
            if tries > 1:
                write.using(run_after=timezone.now() + AGAIN).enqueue(ident, tries - 1)


def ask_in_time() -> None:
    """Ask about every sitting for which it is time, by day. For the timetable."""
    now = datetime.now(UTC)
    if not rules.is_by_day(now):
        return
    for moment, (first, last) in {
        Moment.BEFORE: (now, now + rules.BEFORE),
        Moment.AFTER: (now - rules.OPEN - timedelta(days=1), now),
        Moment.LATER: (now - rules.LATER - rules.OPEN - timedelta(days=1), now - rules.LATER),
    }.items():
        for sitting in Sitting.objects.between(first, last).select_related("training"):
            acts.ask(sitting, moment, now)


def forget() -> None:
    """Forget who was asked. For the timetable."""
    acts.forget(datetime.now(UTC))
