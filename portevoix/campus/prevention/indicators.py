"""What prevention counts by itself: people whose training counts, out of those it is for."""

from collections.abc import Iterator
from datetime import datetime, time, timedelta

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portevoix.campus.attendance.models import Presence
from portevoix.campus.trainings.models import Training
from portevoix.ground.counts.indicators import Indicator, Period, Reading, Unit, declare
from portevoix.ground.counts.masking import LEAST
from portevoix.ground.schools.models import Campus, School


def _trainings(school: School) -> Iterator[tuple[str, str]]:
    yield from Training.objects.for_school(school).in_order().values_list("ident", "name")


def _coverage(school: School, period: Period, option: str) -> list[Reading]:
    """On the last day of the period, or today when it is not over: whoever was there before, and is still counted."""
    training = Training.objects.for_school(school).named(option)
    if training is None:
        return []
    day = min(period.last, timezone.localdate())
    night = timezone.make_aware(datetime.combine(day + timedelta(days=1), time()))
    trained = set(Presence.objects.counting(training, day).before(night).values_list("individual", flat=True))
    people = dict(training.target().values_list("pk", "campus__name"))
    whole = [_reading(set(people), trained, "")]
    names = Campus.objects.filter(school=school).values_list("name", flat=True)
    return whole + [_reading({pk for pk, at in people.items() if at == name}, trained, name) for name in names]


def _reading(people: set[int], trained: set[int], campus: str) -> Reading:
    hidden = len(people) < LEAST
    return Reading(None if hidden else len(people & trained), len(people), campus, is_masked=hidden)


COVERAGE = declare(
    Indicator(
        key="prevention.coverage",
        name=_("Coverage of a training"),
        definition=_(
            "Distinct people whose training still counts on the last day, out of all those it is for on the "
            "school’s lists today. Nobody is counted twice; those who prefer not to come stay in the population."
        ),
        numerator=_("people whose training still counts"),
        denominator=_("people the training is for"),
        unit=Unit.SHARE,
        read=_coverage,
        options=_trainings,
    )
)
