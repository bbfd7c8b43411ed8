"""What prevention counts by itself: people whose training counts, out of those it is for."""

from collections.abc import Iterator

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portevoix.campus.attendance.models import Presence
from portevoix.campus.prevention import coverage
from portevoix.campus.prevention.rules import Share
from portevoix.campus.trainings.models import Training
from portevoix.ground.counts.indicators import Indicator, Period, Reading, Unit, declare
from portevoix.ground.population.models import Individual
from portevoix.ground.schools.models import School


def _trainings(school: School) -> Iterator[tuple[str, str]]:
    yield from Training.objects.for_school(school).in_order().values_list("ident", "name")


def _coverage(school: School, period: Period, option: str) -> list[Reading]:
    training = Training.objects.for_school(school).named(option)
    if training is None:
        return []
    whole, campuses = coverage.by_campus(training, _trained(training, period))
    named = [share for share in campuses if share.label]
    return [_reading(whole), *(_reading(share, share.label) for share in named)]


def _of_staff(school: School, period: Period, option: str) -> list[Reading]:
    training = Training.objects.for_school(school).named(option)
    if training is None:
        return []
    staff = training.target().matching(status=Individual.Status.STAFF)
    return [_reading(coverage.share_of(training.name, staff, _trained(training, period)))]


def _trained(training: Training, period: Period) -> frozenset[int]:
    """On the last day of the period, or today when it is not over: whoever was there before, and is still counted."""
    until = Period(period.first, min(period.last, timezone.localdate()))
    _first, night = until.moments
    return frozenset(Presence.objects.counting(training, until.last).before(night).values_list("individual", flat=True))


def _reading(share: Share, campus: str = "") -> Reading:
    return Reading(None if share.is_hidden else share.trained, share.population, campus, is_masked=share.is_hidden)


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
STAFF = declare(
    Indicator(
        key="prevention.staff",
        name=_("Coverage of a training among staff"),
        definition=_(
            "Distinct members of staff whose training still counts on the last day, out of all the staff it is for on "
            "the school’s lists today."
        ),
        numerator=_("members of staff whose training still counts"),
        denominator=_("members of staff the training is for"),
        unit=Unit.SHARE,
        read=_of_staff,
        options=_trainings,
    )
)
