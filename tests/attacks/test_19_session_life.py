"""Sessions: made anew at sign-in, ended on the server, never longer than one thinks."""

import pytest
import time_machine
from django.contrib.auth.tokens import default_token_generator
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from portevoix.ground.people import acts
from portevoix.ground.people.models import Membership, Person, Session
from portevoix.ground.people.tests.persona import PASSWORD, Phone, sign_in
from portevoix.ground.schools.models import Cell

pytestmark = pytest.mark.django_db
MINUTE = 60


@pytest.fixture
def ines() -> Membership:
    person = Person.objects.create_user("ines@ecole.test", PASSWORD, name="Inès")
    return Membership.objects.create(person=person, cell=Cell.objects.create(name="Cellule"), role="listener")


def is_in(client: Client) -> bool:
    return client.get(reverse("people:account")).status_code == 200


def test_a_session_fixed_beforehand_is_not_the_one_signed_in(client: Client, ines: Membership) -> None:
    thief = Client()
    mine = Person.objects.create_user("voleur@ecole.test", PASSWORD, name="Voleur")
    thief.get(reverse("people:new_password", args=[mine.ident, default_token_generator.make_token(mine)]))
    planted = thief.cookies["session"].value
    client.cookies["session"] = planted
    sign_in(client, ines.person)
    assert client.cookies["session"].value != planted
    assert is_in(client)
    assert not is_in(thief)


def test_signing_out_ends_it_on_the_server(client: Client, ines: Membership) -> None:
    sign_in(client, ines.person)
    kept = client.cookies["session"].value
    answer = client.post(reverse("account_logout"))
    assert answer["Clear-Site-Data"] == '"cache", "cookies", "storage"'
    thief = Client()
    thief.cookies["session"] = kept
    assert not is_in(thief)
    assert not Session.objects.exists()


def test_nobody_is_signed_out_by_a_link(client: Client, ines: Membership) -> None:
    sign_in(client, ines.person)
    client.get(reverse("account_logout"))
    assert is_in(client)


def test_half_an_hour_without_use_ends_it(client: Client, ines: Membership) -> None:
    now = timezone.now()
    with time_machine.travel(now) as clock:
        sign_in(client, ines.person)
        for _ in range(3):
            clock.shift(28 * MINUTE)
            assert is_in(client), "what is used goes on"
        clock.shift(31 * MINUTE)
        assert not is_in(client)


def test_twelve_hours_end_it_even_when_used(client: Client, ines: Membership) -> None:
    with time_machine.travel(timezone.now()) as clock:
        sign_in(client, ines.person)
        for _ in range(26):
            clock.shift(28 * MINUTE)
            client.get(reverse("people:account"))
        assert not is_in(client)


def test_a_new_password_ends_the_others(client: Client, ines: Membership) -> None:
    other = sign_in(Client(), ines.person)
    acts.change_password(ines.person, "un nouveau mot de passe bien long")
    assert not is_in(other)
    assert not Session.objects.of(ines.person).exists()


def test_removal_by_the_lead_ends_them(client: Client, ines: Membership) -> None:
    hers = sign_in(Client(), ines.person)
    acts.leave(ines)
    assert not is_in(hers)


def test_ines_closes_her_other_sessions(client: Client, ines: Membership) -> None:
    phone = Phone.of(ines.person)
    forgotten = sign_in(Client(), ines.person, phone)
    sign_in(client, ines.person, phone, ahead=1)
    client.post(reverse("people:close_sessions"))
    assert is_in(client)
    assert not is_in(forgotten)


def test_pages_of_members_are_kept_by_no_cache(client: Client, ines: Membership) -> None:
    sign_in(client, ines.person)
    assert "no-store" in client.get(reverse("people:account"))["Cache-Control"]
