"""A code read over the shoulder: it serves once, even when two use it at the same instant."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from allauth.mfa.models import Authenticator
from django.db import connection
from django.test import Client
from django.urls import reverse

from portevoix.ground.people import acts
from portevoix.ground.people.models import Membership, Person
from portevoix.ground.people.tests.persona import PASSWORD, Phone
from portevoix.ground.schools.models import Cell

AT_ONCE = 6


@pytest.fixture
def ines(transactional_db: None) -> Person:
    person = Person.objects.create_user("ines@ecole.test", PASSWORD, name="Inès")
    Membership.objects.create(person=person, cell=Cell.objects.create(name="Cellule"), role="listener")
    return person


def all_at_once(attempt: Callable[[], object]) -> list[object]:
    """What each of several threads gets, let go together."""
    start = Barrier(AT_ONCE)

    def one(_: int) -> object:
        start.wait()
        try:
            return attempt()
        finally:
            connection.close()

    with ThreadPoolExecutor(AT_ONCE) as threads:
        return list(threads.map(one, range(AT_ONCE)))


def test_the_same_code_does_not_sign_in_twice(ines: Person) -> None:
    code = Phone.of(ines).code()
    answers = []
    for _ in range(2):
        client = Client()
        client.post(reverse("account_login"), {"login": ines.email, "password": PASSWORD})
        answers.append(client.post(reverse("mfa_authenticate"), {"code": code}).status_code)
    assert answers == [302, 200]


def test_the_same_code_at_the_same_instant_serves_one(ines: Person) -> None:
    code = Phone.of(ines).code()
    taken = all_at_once(lambda: acts.spend_code(ines, code))
    assert sum(one is not None for one in taken) == 1


def test_the_same_recovery_code_at_the_same_instant_serves_one(ines: Person) -> None:
    Phone.of(ines)
    codes = Authenticator.objects.get(user=ines, type="recovery_codes").wrap().get_unused_codes()
    taken = all_at_once(lambda: acts.spend_code(ines, codes[0]))
    assert sum(one is not None for one in taken) == 1
    assert len(Authenticator.objects.get(user=ines, type="recovery_codes").wrap().get_unused_codes()) == len(codes) - 1


def test_a_code_of_one_person_is_nothing_to_another(ines: Person) -> None:
    Phone.of(ines)
    nora = Person.objects.create_user("nora@ailleurs.test", PASSWORD, name="Nora")
    assert acts.spend_code(ines, Phone.of(nora).code()) is None
