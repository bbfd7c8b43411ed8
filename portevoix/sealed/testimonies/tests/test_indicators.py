"""What the yearly report will say of testimonies: how many, and how soon the cell wrote back; nothing of four."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
import time_machine

from portevoix.ground.counts.indicators import Period, Reading
from portevoix.ground.schools.models import School
from portevoix.sealed.testimonies.indicators import FIRST_CONTACT, RECEIVED
from portevoix.sealed.testimonies.models import Stage, Step, Testimony
from tests.cast import Camille, Scene, a_school

MARCH = Period(date(2026, 3, 1), date(2026, 3, 31))
ARRIVES = datetime(2026, 3, 12, 9, tzinfo=UTC)


@pytest.fixture
def school(mines: Scene) -> School:
    return mines.school


def arrives(school: School, at: datetime = ARRIVES, *answered: timedelta) -> Testimony:
    """One that nobody could open, with what happened to it."""
    number = f"{Testimony.objects.count():032}"
    one = Testimony.objects.create(ident=number, school=school, stage=Stage.TRANSMITTED, auth_hash=number, opened=at)
    Step.objects.create(testimony=one, kind=Step.Kind.TRANSMITTED, at=at)
    for after in answered:
        Step.objects.create(testimony=one, kind=Step.Kind.ANSWERED, at=at + after)
    return one


def test_five_testimonies_are_counted_and_four_are_not_shown(school: School) -> None:
    for _ in range(4):
        arrives(school)
    assert RECEIVED.read(school, MARCH, "") == [Reading(None, is_masked=True)]
    arrives(school)
    assert RECEIVED.read(school, MARCH, "") == [Reading(5)]


def test_only_what_was_transmitted_in_the_period_to_this_school_counts(school: School) -> None:
    for _ in range(5):
        arrives(school)
    arrives(school, datetime(2026, 2, 28, 22, tzinfo=UTC))
    arrives(school, datetime(2026, 3, 31, 22, tzinfo=UTC))
    arrives(a_school("ponts").school)
    kept = arrives(school)
    kept.steps.update(kind=Step.Kind.KEPT)
    assert RECEIVED.read(school, MARCH, "") == [Reading(5)]


def test_what_camille_withdrew_is_counted_no_longer(mines: Scene) -> None:
    today = Period(date(2020, 1, 1), date(2100, 1, 1))
    for _ in range(4):
        arrives(mines.school)
    camille = Camille(mines)
    camille.promise = camille.speaks()
    assert RECEIVED.read(mines.school, today, "") == [Reading(5)]
    assert camille.withdraws().status_code == 204
    assert RECEIVED.read(mines.school, today, "") == [Reading(None, is_masked=True)]


def test_the_median_is_of_the_first_answers_and_a_slow_one_does_not_move_it(school: School) -> None:
    for days in (1, 1.26, 2, 3, 200):
        arrives(school, ARRIVES, timedelta(days=days), timedelta(days=days + 30))
    assert FIRST_CONTACT.read(school, MARCH, "") == [Reading(Decimal("2.0"))]
    arrives(school, ARRIVES, timedelta(days=2, hours=12))
    assert FIRST_CONTACT.read(school, MARCH, "") == [Reading(Decimal("2.2"))]


def test_those_that_wait_for_an_answer_are_not_in_the_median(school: School) -> None:
    for _ in range(5):
        arrives(school, ARRIVES, timedelta(days=4))
    for _ in range(20):
        arrives(school)
    assert FIRST_CONTACT.read(school, MARCH, "") == [Reading(Decimal("4.0"))]


def test_the_median_of_four_is_not_shown(school: School) -> None:
    for _ in range(4):
        arrives(school, ARRIVES, timedelta(days=1))
    for _ in range(20):
        arrives(school)
    assert FIRST_CONTACT.read(school, MARCH, "") == [Reading(None, is_masked=True)]


@time_machine.travel(datetime(2026, 3, 20, 12, tzinfo=UTC), tick=False)
def test_whoever_looks_every_morning_does_not_see_one_more_arrive(school: School) -> None:
    for days in range(9):
        arrives(school, ARRIVES, timedelta(days=days))
    assert RECEIVED.read(school, MARCH, "") == [Reading(5)]
    assert FIRST_CONTACT.read(school, MARCH, "") == [Reading(Decimal("2.0"))]
    arrives(school, ARRIVES, timedelta(days=9))
    assert RECEIVED.read(school, MARCH, "") == [Reading(10)]
    assert FIRST_CONTACT.read(school, MARCH, "") == [Reading(Decimal("4.5"))]


def test_once_the_period_is_over_the_number_is_exact(school: School) -> None:
    for _ in range(9):
        arrives(school)
    assert RECEIVED.read(school, MARCH, "") == [Reading(9)]
