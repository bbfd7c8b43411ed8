"""Lou came: it is noted once, for as long as the training counts, and a mistake is taken back."""

from collections.abc import Callable
from datetime import date, timedelta
from functools import partial

import pytest
from django.test import Client

from portevoix.campus.attendance import acts, rules
from portevoix.campus.attendance.models import Presence
from portevoix.campus.attendance.tests.persona import NINE, a_date
from portevoix.ground.population.tests.persona import a_campus, of_the_mission, someone
from portevoix.ground.trail.models import Line
from portevoix.ground.web import clock
from portevoix.ground.web.rules import Refused
from tests.attacks.world import at_once

CODE, LIST = Presence.Means.CODE, Presence.Means.LIST


@pytest.mark.django_db
def test_whoever_came_without_registering_counts_and_counts_once() -> None:
    school = a_campus()
    sitting, lou = a_date(school), someone(school)
    with clock.telling(NINE + timedelta(seconds=41)):
        first = acts.note_presence(sitting, lou, CODE)
    assert first.noted == NINE
    assert acts.note_presence(sitting, lou, LIST).pk == first.pk
    assert Presence.objects.get().means == CODE
    assert not Line.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("months", "day", "last"),
    [
        (24, date(2026, 3, 12), date(2028, 3, 12)),
        (1, date(2026, 1, 31), date(2026, 2, 28)),
        (12, date(2028, 2, 29), date(2029, 2, 28)),
        (11, date(2026, 1, 1), date(2026, 12, 1)),
        (12, date(2026, 12, 31), date(2027, 12, 31)),
        (None, date(2026, 3, 12), None),
    ],
)
def test_a_presence_counts_as_long_as_the_training_says(months: int | None, day: date, last: date | None) -> None:
    assert rules.valid_until(a_date(a_campus(), valid_months=months).training, day) == last


@pytest.mark.django_db
def test_the_day_is_the_day_it_was_in_paris() -> None:
    school = a_campus()
    late = NINE.replace(hour=23, minute=30)
    sitting = a_date(school, late, valid_months=1)
    assert acts.note_presence(sitting, someone(school), CODE).valid_until == date(2026, 4, 13)


@pytest.mark.django_db
def test_someone_of_another_school_is_not_noted() -> None:
    sitting, nora = a_date(a_campus()), someone(a_campus("ponts"), "Nora Petit")
    office = of_the_mission(Client(), sitting.training.programme.school)
    with pytest.raises(Refused):
        acts.note_presence(sitting, nora, CODE)
    with pytest.raises(Refused):
        acts.note_by_hand(sitting, [nora], LIST, office)
    assert not Presence.objects.exists()


@pytest.mark.django_db
def test_the_mission_notes_a_list_and_takes_one_back() -> None:
    school = a_campus()
    sitting, office = a_date(school), of_the_mission(Client(), school)
    lou, noe = someone(school), someone(school, "Noé Roux")
    acts.note_presence(sitting, lou, CODE)
    assert acts.note_by_hand(sitting, [lou, noe, noe], LIST, office) == 1
    assert acts.note_by_hand(sitting, [lou, noe], LIST, office) == 0
    acts.take_back(Presence.objects.get(individual=noe), office)
    assert Presence.objects.get().individual == lou
    kinds = Line.objects.filter(subject=sitting.ident).order_by("pk").values_list("kind", "actor")
    assert list(kinds) == [
        ("presences noted", office.ident),
        ("presence taken back", office.ident),
    ]


def test_noted_twelve_times_at_the_same_instant_it_is_once(transactional_db: None) -> None:
    school = a_campus()
    sitting, lou = a_date(school), someone(school)
    office = of_the_mission(Client(), school)
    scans: list[Callable[[], object]] = [partial(acts.note_presence, sitting, lou, CODE)] * 10
    lists: list[Callable[[], object]] = [partial(acts.note_by_hand, sitting, [lou], LIST, office)] * 2
    answers = at_once([*scans, *lists])
    assert Presence.objects.count() == 1
    assert {one.pk for one in answers if isinstance(one, Presence)} == {Presence.objects.get().pk}
