"""What may be counted of testimonies without reading any: how many came, and how soon the cell wrote back."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from decimal import Decimal
from statistics import median

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portevoix.ground.counts.indicators import Indicator, Period, Reading, Unit, declare
from portevoix.ground.counts.masking import LEAST, masked
from portevoix.ground.schools.models import School
from portevoix.sealed.testimonies.models import Step

DAY = timedelta(days=1)


def _received(school: School, period: Period, _option: str) -> list[Reading]:
    shown = masked(_steady(len(list(_waits(school, period))), period))
    return [Reading(shown.value, is_masked=shown.is_hidden)]


def _first_contact(school: School, period: Period, _option: str) -> list[Reading]:
    """Unknown when fewer than five were answered: a median of four would tell of one."""
    both = sorted((answered, sent) for sent, answered in _waits(school, period) if answered)
    waited = [(answered - sent) / DAY for answered, sent in both[: _steady(len(both), period)]]
    if masked(len(waited)).is_hidden:
        return [Reading(None, is_masked=True)]
    return [Reading(Decimal(median(waited)).quantize(Decimal("0.1")))]


def _steady(count: int, period: Period) -> int:
    """While the period runs, the number moves on by five.

    The plan shows it to everyone: somebody who is named could else look every morning whether one more has come.
    """
    return count - count % LEAST if timezone.localdate() <= period.last else count


def _waits(school: School, period: Period) -> Iterator[tuple[datetime, datetime | None]]:
    """When each testimony of the period was transmitted, and when the cell first wrote after that."""
    first, after = period.moments
    answered: dict[int, datetime] = {}
    steps = Step.objects.filter(testimony__school=school).order_by("-at", "-pk")
    for step in steps.only("testimony_id", "kind", "at"):
        if step.kind == Step.Kind.ANSWERED:
            answered[step.testimony_id] = step.at
        elif step.kind == Step.Kind.TRANSMITTED and first <= step.at < after:
            yield step.at, answered.get(step.testimony_id)


RECEIVED = declare(
    Indicator(
        key="testimonies.received",
        name=_("Testimonies received"),
        definition=_(
            "Testimonies transmitted to the cell in the period. A testimony that its author withdrew is no longer "
            "counted. Under five, the number is not shown; while the period runs, it moves on by five. In the plan, a "
            "number once shown does not go down: nobody sees there that a testimony was withdrawn."
        ),
        numerator=_("testimonies"),
        denominator="",
        unit=Unit.COUNT,
        read=_received,
        stays_shown=True,
    )
)
FIRST_CONTACT = declare(
    Indicator(
        key="testimonies.first_contact",
        name=_("Days to the first answer"),
        definition=_(
            "Median of the days between a testimony’s arrival and the first answer of the cell, among those received "
            "in the period and answered. With fewer than five, it is not shown; while the period runs, it moves on "
            "only when five more were answered."
        ),
        numerator=_("days"),
        denominator="",
        unit=Unit.DAYS,
        read=_first_contact,
        stays_shown=True,
    )
)
