"""Asking for a place: the last one goes to one person, the others wait in order, nobody is lost."""

from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from django.core import mail
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from portevoix.campus.attendance.models import Presence
from portevoix.campus.sittings import acts, rules
from portevoix.campus.sittings.models import Registration, Sitting
from portevoix.campus.sittings.tests.persona import a_sitting, a_training
from portevoix.ground.people.tests.persona import work
from portevoix.ground.population.models import Individual
from portevoix.ground.population.tests.persona import a_campus, an_office, someone
from portevoix.ground.schools.models import Campus, School
from portevoix.ground.web import clock
from portevoix.ground.web.rules import Refused
from tests.attacks.world import at_once

pytestmark = pytest.mark.django_db

WEEK = timedelta(days=7)


@pytest.fixture
def school() -> School:
    return a_campus()


def refused(sitting: Sitting, individual: Individual) -> str:
    with pytest.raises(Refused) as no:
        acts.register(sitting, individual)
    assert not Registration.objects.at(sitting).of(individual).exists()
    return no.value.code


def who(registrations: Any) -> list[str]:
    return [one.individual.given_name for one in registrations.in_turn()]


def test_lou_has_a_place_and_asking_twice_is_asking_once(school: School) -> None:
    sitting, lou = a_sitting(a_training(school), capacity=1), someone(school)
    first = acts.register(sitting, lou)
    assert first.has_place
    assert acts.register(sitting, lou) == first
    assert Registration.objects.count() == 1


def test_whoever_comes_too_late_waits_and_moves_up_when_somebody_cancels(school: School) -> None:
    sitting = a_sitting(a_training(school), capacity=1)
    lou, zoe, max_ = (acts.register(sitting, someone(school, name)) for name in ("Lou A", "Zoé B", "Max C"))
    assert [lou.has_place, zoe.rank, max_.rank] == [True, 1, 2]
    acts.cancel_registration(lou)
    work()
    assert who(Registration.objects.with_a_place()) == ["Zoé"]
    assert who(Registration.objects.waiting()) == ["Max"]
    assert [letter.to for letter in mail.outbox] == [[zoe.individual.email]]
    assert "Repérer" not in f"{mail.outbox[0].body}{mail.outbox[0].subject}"
    assert f"/mines/moi/seances/{sitting.ident}/" in mail.outbox[0].body


def test_whoever_cancels_and_asks_again_goes_to_the_end(school: School) -> None:
    sitting = a_sitting(a_training(school), capacity=1)
    registered = [acts.register(sitting, someone(school, name)) for name in ("Lou A", "Zoé B", "Max C")]
    acts.cancel_registration(registered[1])
    acts.register(sitting, registered[1].individual)
    assert who(Registration.objects.waiting()) == ["Max", "Zoé"]


def test_a_larger_room_lets_people_in_and_a_smaller_one_puts_nobody_out(school: School) -> None:
    sitting = a_sitting(a_training(school), capacity=1)
    for name in ("Lou A", "Zoé B", "Max C"):
        acts.register(sitting, someone(school, name))
    by = an_office(school)
    sitting.capacity = 2
    acts.keep_sitting(sitting, by)
    assert who(Registration.objects.with_a_place()) == ["Lou", "Zoé"]
    sitting.capacity = 1
    with pytest.raises(Refused):
        acts.keep_sitting(sitting, by)
    assert Sitting.objects.get().capacity == 2
    sitting.capacity = None
    acts.keep_sitting(sitting, by)
    assert not Registration.objects.waiting().exists()


def test_who_may_not_come_is_told_why(school: School) -> None:
    lou, training = someone(school), a_training(school)
    now = clock.rounded()
    assert refused(a_sitting(training, now - timedelta(minutes=5)), lou) == "past"
    assert refused(a_sitting(training, is_open=False), lou) == "closed"
    assert refused(a_sitting(training, cancelled=now), lou) == "called_off"
    assert refused(a_sitting(training, registration_until=now - timedelta(minutes=1)), lou) == "late"
    assert refused(a_sitting(a_training(school, is_published=False)), lou) == "closed"
    assert refused(a_sitting(training), someone(a_campus("ponts"))) == "audience"
    assert refused(a_sitting(training), someone(school, left="2026-01-01")) == "audience"
    training.audiences.create(campus=Campus.objects.create(school=school, name="Lac"))
    assert refused(a_sitting(training), lou) == "audience"


def test_another_training_comes_first_as_long_as_it_still_counts(school: School) -> None:
    lou, first, then = someone(school), a_training(school, "Repères"), a_training(school, "Réagir")
    then.prerequisites.add(first)
    sitting, before = a_sitting(then), a_sitting(first, clock.rounded() - WEEK)
    assert refused(sitting, lou) == "prerequisite"
    presence = Presence.objects.create(
        sitting=before, individual=lou, means="list", noted=clock.rounded(), valid_until="2020-01-01"
    )
    assert refused(sitting, lou) == "prerequisite"
    presence.valid_until = None
    presence.save()
    assert rules.may_register(sitting, lou, clock.rounded())
    assert acts.register(sitting, lou).has_place


def test_nobody_cancels_what_has_begun(school: School) -> None:
    lou = someone(school)
    registration = acts.register(a_sitting(a_training(school)), lou)
    Sitting.objects.update(begins=clock.rounded() - timedelta(minutes=1))
    registration = Registration.objects.of(lou).get()
    with pytest.raises(Refused):
        acts.cancel_registration(registration)


def test_whoever_leaves_the_school_leaves_the_place_to_the_next(school: School) -> None:
    sitting = a_sitting(a_training(school), capacity=1)
    lou, zoe = (acts.register(sitting, someone(school, name)) for name in ("Lou A", "Zoé B"))
    assert acts.free_places(clock.rounded()) == 0
    Individual.objects.filter(pk=lou.individual_id).update(left="2026-01-01")
    assert acts.free_places(clock.rounded()) == 1
    zoe.refresh_from_db()
    assert zoe.has_place


Deed = tuple[str, int]
PEOPLE = 5
DEEDS = st.lists(
    st.tuples(st.sampled_from(["ask", "ask", "cancel", "opt out", "come back", "grow"]), st.integers(0, PEOPLE - 1)),
    max_size=25,
)


@given(capacity=st.integers(0, 3), deeds=DEEDS)
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_waiting_list_keeps_its_word_whatever_people_do(school: School, capacity: int, deeds: list[Deed]) -> None:
    """Beside the house, a list on paper: who asked, in order. The first `capacity` of them have a place."""
    sitting = a_sitting(a_training(school), capacity=capacity)
    people, by, on_paper, aside = [someone(school) for _ in range(PEOPLE)], an_office(school), list[int](), set[int]()
    with_a_place = set[int]()

    def ask(one: int) -> None:
        if one in aside:
            assert refused(sitting, people[one]) == "opted_out"
        else:
            acts.register(sitting, people[one])
            on_paper.extend([one] if one not in on_paper else [])

    def leave(one: int) -> None:
        with_a_place.discard(one)
        if one in on_paper:
            on_paper.remove(one)

    def cancel(one: int) -> None:
        for registration in Registration.objects.at(sitting).of(people[one]):
            acts.cancel_registration(registration)
        leave(one)

    def opt_out(one: int) -> None:
        acts.opt_out(sitting.training, people[one])
        aside.add(one)
        leave(one)

    def come_back(one: int) -> None:
        acts.take_back_opt_out(sitting.training, people[one])
        aside.discard(one)

    def grow(_one: int) -> None:
        sitting.capacity = (sitting.capacity or 0) + 1
        acts.keep_sitting(sitting, by)

    does: dict[str, Callable[[int], None]] = {
        "ask": ask, "cancel": cancel, "opt out": opt_out, "come back": come_back, "grow": grow
    }  # fmt: skip
    for what, one in deeds:
        for _ in range(2):  # the same again changes nothing
            does[what](one)
            if what == "grow":
                break
        seated = [people.index(r.individual) for r in Registration.objects.at(sitting).with_a_place().in_turn()]
        waiting = [people.index(r.individual) for r in Registration.objects.at(sitting).waiting()]
        assert len(seated) <= (sitting.capacity or 0)
        assert sorted(seated + waiting) == sorted(on_paper)
        assert waiting == [one for one in on_paper if one in waiting]
        assert not waiting or len(seated) == sitting.capacity
        assert with_a_place <= set(seated)
        with_a_place |= set(seated)


@pytest.mark.django_db(transaction=True)
def test_twenty_at_once_for_the_last_place(school: School) -> None:
    sitting, people = a_sitting(a_training(school), capacity=1), [someone(school) for _ in range(20)]
    answers = at_once([partial(acts.register, sitting, one) for one in people])
    assert Counter(answer.has_place for answer in answers) == {True: 1, False: 19}
    assert sorted(one.turn for one in answers) == list(range(1, 21))
    assert [one.has_place for one in Registration.objects.in_turn()] == [True, *[False] * 19]


@pytest.mark.django_db(transaction=True)
def test_those_who_cancel_and_those_who_ask_at_once_leave_no_place_empty(school: School) -> None:
    sitting = a_sitting(a_training(school), capacity=4)
    here = [acts.register(sitting, someone(school)) for _ in range(8)]
    ask = [partial(acts.register, sitting, someone(school)) for _ in range(6)]
    cancel = [partial(acts.cancel_registration, one) for one in here[:6]]
    gestures: list[Callable[[], object]] = [gesture for both in zip(ask, cancel, strict=True) for gesture in both]
    at_once(gestures)
    assert Registration.objects.with_a_place().count() == 4
    assert Registration.objects.waiting().count() == 4
    assert list(Registration.objects.in_turn().with_a_place().values_list("pk", flat=True))[:2] == [
        one.pk for one in here[6:]
    ]


@pytest.mark.django_db(transaction=True)
def test_the_same_person_in_twenty_tabs_has_one_place(school: School) -> None:
    sitting, lou = a_sitting(a_training(school), capacity=5), someone(school)
    answers = at_once([partial(acts.register, sitting, lou)] * 20)
    assert len({answer.pk for answer in answers}) == 1
    assert Registration.objects.get().has_place
