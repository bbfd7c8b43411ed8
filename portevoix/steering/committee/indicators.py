"""What the committee counts of itself: how often it met, and what became of what it decided."""

from django.utils.translation import gettext_lazy as _

from portevoix.ground.counts.indicators import Indicator, Period, Reading, Unit, declare
from portevoix.ground.schools.models import School
from portevoix.steering.committee.models import Decision, Meeting, MeetingQuerySet


def _meetings(school: School, period: Period) -> MeetingQuerySet:
    return Meeting.objects.for_school(school).took_place().between(*period.moments)


def _met(school: School, period: Period, _option: str) -> list[Reading]:
    return [Reading(_meetings(school, period).count())]


def _followed(school: School, period: Period, _option: str) -> list[Reading]:
    """As they stand today; a decision carries no name of anybody, so nothing is masked."""
    decided = Decision.objects.of_meetings(_meetings(school, period))
    return [Reading(decided.followed().count(), decided.count())]


MET = declare(
    Indicator(
        key="committee.met",
        name=_("Meetings of the steering committee"),
        definition=_("Meetings that took place in the period; those called off or only planned are left out."),
        numerator=_("meetings"),
        denominator="",
        unit=Unit.COUNT,
        read=_met,
    )
)
FOLLOWED = declare(
    Indicator(
        key="committee.followed",
        name=_("Decisions of the committee that were followed"),
        definition=_(
            "Decisions of meetings of the period that are done or have gone into the plan since, out of all of them."
        ),
        numerator=_("decisions followed"),
        denominator=_("decisions"),
        unit=Unit.SHARE,
        read=_followed,
    )
)
