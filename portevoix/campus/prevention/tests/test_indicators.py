"""What the yearly report will say of coverage: people, on a day, out of how many, and nothing of four of them."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portevoix.campus.attendance.models import Presence
from portevoix.campus.prevention.indicators import COVERAGE
from portevoix.campus.prevention.rules import Share, cover_small
from portevoix.campus.sittings.models import OptOut
from portevoix.campus.sittings.tests.persona import a_sitting, a_training
from portevoix.campus.trainings.models import Training
from portevoix.ground.counts.indicators import Period, Reading
from portevoix.ground.counts.masking import LEAST
from portevoix.ground.population.models import Individual
from portevoix.ground.population.tests.persona import a_campus, someone
from portevoix.ground.schools.models import Campus, School

pytestmark = pytest.mark.django_db
MARCH = datetime(2026, 3, 12, 9, tzinfo=UTC)
SPRING, SUMMER = Period(date(2026, 1, 1), date(2026, 4, 30)), Period(date(2026, 1, 1), date(2026, 8, 31))


@pytest.fixture
def school() -> School:
    return a_campus()


@pytest.fixture
def training(school: School) -> Training:
    return a_training(school)


def came(individual: Individual, training: Training, begins: datetime = MARCH, until: date | None = None) -> None:
    sitting = a_sitting(training, begins)
    Presence.objects.create(sitting=sitting, individual=individual, means="list", noted=begins, valid_until=until)


def people(school: School, count: int, campus: Campus | None = None) -> list[Individual]:
    return [someone(school, f"P{number} Nom", campus=campus) for number in range(count)]


def read(training: Training, period: Period = SUMMER) -> list[Reading]:
    return COVERAGE.read(training.programme.school, period, training.ident)


def test_who_comes_twice_counts_once_and_who_prefers_not_to_come_stays(school: School, training: Training) -> None:
    lou, zoe, *_others = people(school, 6)
    came(lou, training)
    came(lou, training, MARCH + timedelta(days=3))
    OptOut.objects.create(training=training, individual=zoe)
    assert read(training) == [Reading(1, 6)]


def test_who_comes_after_the_period_does_not_count_for_it(school: School, training: Training) -> None:
    lou, zoe, *_others = people(school, 6)
    came(lou, training, datetime(2026, 4, 30, 18, tzinfo=UTC))
    came(zoe, training, datetime(2026, 5, 1, 7, tzinfo=UTC))
    assert read(training, SPRING) == [Reading(1, 6)]
    assert read(training, SUMMER) == [Reading(2, 6)]


def test_a_training_that_no_longer_counts_on_the_last_day_is_not_counted(school: School, training: Training) -> None:
    lou, zoe, *_others = people(school, 6)
    came(lou, training, until=date(2026, 8, 30))
    came(zoe, training, until=date(2026, 8, 31))
    assert read(training, SPRING) == [Reading(2, 6)]
    assert read(training, SUMMER) == [Reading(1, 6)]


def test_four_people_are_not_told_apart(school: School, training: Training) -> None:
    came(people(school, 4)[0], training)
    assert read(training) == [Reading(None, 4, is_masked=True)]


def test_a_campus_of_four_cannot_be_found_again_from_the_others(school: School, training: Training) -> None:
    forest, lake, station = (Campus.objects.create(school=school, name=name) for name in ("Forêt", "Lac", "Gare"))
    came(people(school, 4, forest)[0], training)
    for one in people(school, 9, lake)[:3]:
        came(one, training)
    for one in people(school, 20, station):
        came(one, training)
    assert read(training) == [
        Reading(24, 33),
        Reading(None, 4, "Forêt", is_masked=True),
        Reading(20, 20, "Gare"),
        Reading(None, 9, "Lac", is_masked=True),
    ]


def test_another_school_learns_nothing(school: School, training: Training) -> None:
    people(school, 6)
    assert COVERAGE.read(a_campus("ponts"), SUMMER, training.ident) == []
    assert list(COVERAGE.options(a_campus("autre"))) == []
    assert list(COVERAGE.options(school)) == [(training.ident, training.name)]


SHARES = st.lists(
    st.integers(0, 20).flatmap(lambda of: st.builds(Share, st.just(""), st.integers(0, of), st.just(of))), max_size=6
)


@given(SHARES)
def test_the_whole_less_those_that_are_shown_tells_nothing_of_a_small_one(parts: list[Share]) -> None:
    """Unless the whole tells it already: nobody is trained, or everybody, or there is nobody else to hide behind."""
    shown = cover_small(parts)
    assert shown == parts
    assert all(share.is_hidden for share in shown if share.population < LEAST)
    hidden = [share for share in shown if share.is_hidden and share.population]
    somewhere = [share for share in parts if share.population]
    trained, population = sum(share.trained for share in hidden), sum(share.population for share in hidden)
    if (
        hidden
        and len(hidden) < len(somewhere)
        and 0 < sum(one.trained for one in parts) < sum(p.population for p in parts)
    ):
        assert len(hidden) > 1
        assert population >= LEAST
        assert 0 < trained < population


def test_a_place_where_nobody_is_hides_no_other() -> None:
    parts = [Share("Lac", 10, 36), Share("Gare", 10, 36), Share("", 0, 0)]
    assert [share.is_hidden for share in cover_small(parts)[:2]] == [False, False]
