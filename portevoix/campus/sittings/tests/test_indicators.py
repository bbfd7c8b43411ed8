"""What the yearly report will say of the agenda: what was held, and what it cost as far as anybody noted it."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from portevoix.campus.sittings.indicators import HELD, SPENT
from portevoix.campus.sittings.models import Sitting
from portevoix.campus.sittings.tests.persona import a_sitting, a_training
from portevoix.ground.counts.indicators import Period, Reading
from portevoix.ground.population.tests.persona import a_campus
from portevoix.ground.schools.models import Campus, School
from portevoix.ground.web import clock

pytestmark = pytest.mark.django_db
MARCH = Period(date(2026, 3, 1), date(2026, 3, 31))


@pytest.fixture
def school() -> School:
    return a_campus()


def held(school: School, month: int, day: int, hour: int, **known: object) -> Sitting:
    return a_sitting(a_training(school), datetime(2026, month, day, hour, tzinfo=UTC), **known)


def test_the_first_and_the_last_evening_are_in_the_period_and_the_next_morning_is_not(school: School) -> None:
    held(school, 2, 28, 22)  # eleven in the evening, in Paris
    held(school, 2, 28, 23)  # midnight
    held(school, 3, 31, 21)  # eleven in the evening, in summer time
    held(school, 3, 31, 22)  # midnight
    assert HELD.read(school, MARCH, "") == [Reading(2)]


def test_what_was_called_off_or_is_still_to_come_was_not_held(school: School) -> None:
    held(school, 3, 12, 9)
    held(school, 3, 13, 9, cancelled=datetime(2026, 3, 10, tzinfo=UTC))
    soon = a_sitting(a_training(school), clock.rounded() + timedelta(days=1))
    today = Period(MARCH.first, soon.ends.date() + timedelta(days=30))
    assert HELD.read(school, today, "") == [Reading(1)]


def test_each_campus_counts_for_itself_and_a_date_online_for_the_whole(school: School) -> None:
    lake = Campus.objects.create(school=school, name="Lac")
    held(school, 3, 12, 9, campus=lake)
    held(school, 3, 13, 9, campus=lake)
    held(school, 3, 14, 9)
    held(a_campus("ponts"), 3, 14, 9)
    assert HELD.read(school, MARCH, "") == [Reading(3), Reading(2, campus="Lac")]


def test_what_nobody_noted_is_unknown_and_not_nought(school: School) -> None:
    held(school, 3, 12, 9)
    assert SPENT.read(school, MARCH, "") == [Reading(None)]
    held(school, 3, 13, 9, cost=Decimal("350.50"))
    held(school, 3, 14, 9, cost=Decimal("0"))
    assert SPENT.read(school, MARCH, "") == [Reading(Decimal("350.50"))]
    assert SPENT.read(school, Period.year(2025), "") == [Reading(None)]
