"""Indicators that feed themselves: what the rooms of the house have counted becomes values of the plan."""

from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from portevoix.ground.counts.indicators import DECLARED, Period, Reading
from portevoix.ground.people.models import Office
from portevoix.ground.trail import acts as trail
from portevoix.steering.plan import rules
from portevoix.steering.plan.models import Gauge, Plan, Value

ACCOUNTS = 31
"""Days of January in which last year is still counted: bills come late."""
FROM_FOUR = 4
"""O’clock, when the day is closed everywhere in the house."""
FIELDS = ["numerator", "denominator", "number", "places", "is_masked", "source", "taken", "by_hand"]


@transaction.atomic
def feed(plan: Plan, year: int, by: Office | None = None, *, only: Gauge | None = None) -> int:
    """Ask the rooms what they count of this year, for every indicator that names one; how many values there are now.

    What was typed by hand stays. A line is left only when somebody asks for it: by the clock, nobody acts.
    """
    today, written = timezone.localdate(), 0
    asked = Gauge.objects.of(plan).select_related("axis__plan__school").fed()
    for gauge in [only] if only is not None else asked:
        indicator = DECLARED.get(gauge.feeds)
        if indicator is not None and rules.may_speak_of(plan, year):
            readings = indicator.read(plan.school, Period.year(year), gauge.option)
            written += _write(gauge, year, readings, today, stays_shown=indicator.stays_shown)
    if by is not None:
        trail.deed("indicators counted", by, plan, year)
    return written


def _write(gauge: Gauge, year: int, readings: list[Reading], today: date, *, stays_shown: bool) -> int:
    known = {(one.campus, one.programme): one for one in gauge.values.filter(year=year)}
    if gauge.option and len(readings) == 1:  # alone, it is the whole of what was asked
        readings = [replace(readings[0], campus="", programme="")]
    said = {(one.campus, one.programme): _value(gauge, year, one, today) for one in readings}
    fresh = {place: value for place, value in said.items() if place not in known or not known[place].by_hand}
    for place, value in fresh.items():
        if stays_shown and place in known:
            _hold(value, known[place])
    gone = [one.pk for place, one in known.items() if not one.by_hand and place not in said]
    Value.objects.filter(pk__in=gone).delete()
    Value.objects.bulk_create(
        fresh.values(),
        update_conflicts=True,
        unique_fields=["gauge", "year", "campus", "programme"],
        update_fields=FIELDS,
    )
    return len(fresh)


def _hold(value: Value, before: Value) -> None:
    """The number that was shown stays, when the new one is too small to be shown, or a smaller count."""
    if before.number is None:
        return
    falls = value.number is not None and value.number < before.number and value.gauge.unit == Gauge.Unit.COUNT
    if value.number is None or falls:
        value.numerator, value.number, value.is_masked = before.numerator, before.number, False


def _value(gauge: Gauge, year: int, reading: Reading, today: date) -> Value:
    """A reading as the plan keeps it. A denominator of nought is no per cent at all."""
    hidden = reading.is_masked
    number = None if hidden else reading.percent if gauge.is_share else _decimal(reading.numerator)
    counted = gauge.is_share and reading.as_published is None
    return Value(
        gauge=gauge,
        year=year,
        campus=reading.campus,
        programme=reading.programme,
        numerator=None if hidden else reading.numerator,
        denominator=reading.denominator,
        number=number,
        places=1 if counted else Value.places_of(number),
        is_masked=hidden,
        taken=today,
    )


def _decimal(number: Decimal | int | None) -> Decimal | None:
    return None if number is None else Decimal(number)


def feed_all(now: datetime) -> int:
    """By the clock, once a day from four in the morning on: every indicator of a plan that is not closed.

    This year's value; in January, last year's too. One that was counted today already waits until tomorrow.
    """
    here = timezone.localtime(now)
    if here.hour < FROM_FOUR:
        return 0
    years = [here.year, here.year - 1] if here.timetuple().tm_yday <= ACCOUNTS else [here.year]
    waiting = Gauge.objects.fed().of_open_plans().not_counted_on(here.date(), here.year)
    return sum(feed(gauge.axis.plan, year, only=gauge) for gauge in waiting for year in years)
