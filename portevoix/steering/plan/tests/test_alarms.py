"""A plan that ends is said nine months before, more loudly at six, until the next one is begun."""

from datetime import date

import pytest
import time_machine
from django.test import Client

from portevoix.ground.population.tests.persona import a_campus, an_office, of_the_mission
from portevoix.ground.schools.models import School
from portevoix.steering.plan import acts, alarms
from portevoix.steering.plan.alarms import Kind
from portevoix.steering.plan.models import Plan
from portevoix.steering.plan.tests.persona import a_plan

pytestmark = pytest.mark.django_db


@pytest.fixture
def mines() -> School:
    return a_campus()


@pytest.fixture
def plan(mines: School) -> Plan:
    return a_plan(mines, 2025, 2027)


def kinds(plan: Plan, day: date) -> list[Kind]:
    return [alarm.kind for alarm in alarms.of(plan, day, is_followed=plan.followers.exists())]


@pytest.mark.parametrize(
    ("day", "heard"),
    [
        (date(2027, 3, 30), []),
        (date(2027, 3, 31), [Kind.PREPARE]),
        (date(2027, 6, 29), [Kind.PREPARE]),
        (date(2027, 6, 30), [Kind.TALKS]),
        (date(2027, 12, 31), [Kind.TALKS]),
        (date(2028, 1, 1), [Kind.ENDED]),
    ],
)
def test_it_rings_on_the_day(plan: Plan, day: date, heard: list[Kind]) -> None:
    assert kinds(plan, day) == heard


def test_it_is_silent_once_the_next_plan_is_begun_or_this_one_closed(plan: Plan, mines: School) -> None:
    ended = date(2028, 1, 1)
    assert kinds(plan, ended) == [Kind.ENDED]
    following = acts.clone_plan(plan, 2028, 2030, an_office(mines))
    assert kinds(plan, ended) == kinds(following, ended) == []


def test_a_closed_plan_asks_for_nothing(plan: Plan, mines: School) -> None:
    acts.close_plan(plan, date(2026, 5, 1), an_office(mines))
    assert kinds(plan, date(2028, 1, 1)) == []


def test_four_years_are_longer_than_the_law_says(mines: School) -> None:
    assert kinds(a_plan(mines, 2021, 2024), date(2021, 5, 1)) == [Kind.LONG]
    assert kinds(a_plan(mines, 2022, 2024), date(2022, 5, 1)) == []


@pytest.mark.parametrize(
    ("day", "months", "before"),
    [
        (date(2024, 8, 31), 6, date(2024, 2, 29)),
        (date(2025, 8, 31), 6, date(2025, 2, 28)),
        (date(2024, 12, 31), 9, date(2024, 3, 31)),
        (date(2025, 3, 31), 9, date(2024, 6, 30)),
        (date(2025, 1, 15), 12, date(2024, 1, 15)),
    ],
)
def test_months_are_counted_back_to_a_day_that_is(day: date, months: int, before: date) -> None:
    assert alarms.months_before(day, months) == before


def test_the_mission_finds_it_on_its_first_page(client: Client, plan: Plan, mines: School) -> None:
    with time_machine.travel(date(2027, 7, 1), tick=False):
        of_the_mission(client, mines)
        page = client.get("/mines/mission/").content.decode()
        assert "la négociation du suivant devrait être ouverte depuis le 30 juin 2027" in page
        assert 'href="/mines/mission/plan/2025-2027/tableau/"' in page
        of_the_mission(other := Client(), a_campus("telecom"))
        assert "négociation" not in other.get("/telecom/mission/").content.decode()
