"""Shutting people out by failing in their name: one account stays one account, one address stays one address."""

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from portevoix.ground.people.models import Membership, Person
from portevoix.ground.people.tests.persona import PASSWORD, Phone, sign_in
from portevoix.ground.schools.models import Cell
from portevoix.ground.web.models import Bucket

pytestmark = pytest.mark.django_db
WRONG = "ce n'est pas le mot de passe"


@pytest.fixture
def ines() -> Person:
    return member("ines@ecole.test")


def member(email: str) -> Person:
    cell, _ = Cell.objects.get_or_create(name="Cellule")
    person = Person.objects.create_user(email, PASSWORD, name=email)
    Membership.objects.create(person=person, cell=cell, role="listener")
    return person


def hammer(email: str, times: int, **headers: str) -> Client:
    client = Client(**headers)  # type: ignore[arg-type]  # headers, by their names in WSGI
    for _ in range(times):
        client.post(reverse("account_login"), {"login": email, "password": WRONG})
    return client


def comes_in(email: str, **headers: str) -> bool:
    answer = Client(**headers).post(reverse("account_login"), {"login": email, "password": PASSWORD})  # type: ignore[arg-type]  # headers, by their names in WSGI
    return answer.get("Location") == reverse("mfa_authenticate")


def test_guessing_stops_after_a_few_tries(ines: Person) -> None:
    Phone.of(ines)
    hammer(ines.email, 8)
    assert not comes_in(ines.email)


def test_shutting_out_one_account_leaves_the_others(ines: Person) -> None:
    marc = member("marc@ecole.test")
    Phone.of(marc)
    hammer(ines.email, 20)
    assert comes_in(marc.email)


def test_an_attacker_elsewhere_does_not_shut_ines_out(ines: Person) -> None:
    Phone.of(ines)
    hammer(ines.email, 40, REMOTE_ADDR="198.51.100.7")
    assert comes_in(ines.email, REMOTE_ADDR="203.0.113.4")


def test_nor_do_three_places_that_try_every_minute_all_day(ines: Person) -> None:
    Phone.of(ines)
    with time_machine.travel(timezone.now(), tick=False) as clock:
        for _ in range(180):
            clock.shift(60)
            for place in ("198.51.100.7", "198.51.101.7", "198.51.102.7"):
                hammer(ines.email, 1, REMOTE_ADDR=place)
        assert comes_in(ines.email, REMOTE_ADDR="203.0.113.4")


def test_a_written_address_neither_helps_nor_harms(ines: Person) -> None:
    Phone.of(ines)
    for number in range(12):
        hammer(ines.email, 1, REMOTE_ADDR="198.51.100.7", HTTP_X_FORWARDED_FOR=f"203.0.113.{number}")
    assert not comes_in(ines.email, REMOTE_ADDR="198.51.100.7", HTTP_X_FORWARDED_FOR="192.0.2.99")
    assert comes_in(ines.email, REMOTE_ADDR="203.0.113.4")


def test_codes_cannot_be_tried_one_after_the_other(ines: Person, client: Client) -> None:
    phone = Phone.of(ines)
    client.post(reverse("account_login"), {"login": ines.email, "password": PASSWORD})
    for code in range(10):
        client.post(reverse("mfa_authenticate"), {"code": f"{code:06d}"})
    answer = client.post(reverse("mfa_authenticate"), {"code": phone.code()})
    assert answer.get("Location") is None


def test_the_buckets_tell_neither_who_nor_whence(ines: Person) -> None:
    hammer(ines.email, 2, REMOTE_ADDR="198.51.100.7")
    sign_in(Client(REMOTE_ADDR="198.51.100.8"), ines)
    kept = " ".join(Bucket.objects.values_list("key", flat=True))
    assert "198.51" not in kept
    assert "ines" not in kept
    assert ines.ident not in kept
