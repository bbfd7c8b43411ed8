"""Signing in: a password, then a second factor; nothing that tells who has an account."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from portevoix.ground.people.models import Membership, Session
from portevoix.ground.people.tests.persona import PASSWORD, Phone, sign_in

pytestmark = pytest.mark.django_db


def without_tokens(page: bytes, address: str = "-") -> bytes:
    """The page but for what differs in any two requests, and the address that was typed."""
    page = page.replace(address.encode(), b"")
    return re.sub(rb'name="csrfmiddlewaretoken" value="[^"]+"', b"", page)


def test_ines_signs_in_with_password_and_code(client: Client, ines: Membership, phone_of_ines: Phone) -> None:
    sign_in(client, ines.person, phone_of_ines)
    page = client.get(reverse("people:account"))
    assert page.status_code == 200
    assert page.wsgi_request.membership == ines  # type: ignore[attr-defined]  # set by the middleware


def test_a_password_alone_opens_nothing(client: Client, ines: Membership, phone_of_ines: Phone) -> None:
    client.post(reverse("account_login"), {"login": ines.person.email, "password": PASSWORD})
    page = client.get(reverse("people:account"))
    assert page["Location"].startswith(reverse("account_login"))


def test_someone_without_a_second_factor_is_led_to_make_one(client: Client, ines: Membership) -> None:
    client.post(reverse("account_login"), {"login": ines.person.email, "password": PASSWORD})
    page = client.get(reverse("people:account"))
    assert page["Location"] == reverse("mfa_activate_totp")
    assert page.wsgi_request.membership is None  # type: ignore[attr-defined]  # set by the middleware


def test_a_session_that_never_showed_a_code_cannot_replace_the_second_factor(client: Client, ines: Membership) -> None:
    client.post(reverse("account_login"), {"login": ines.person.email, "password": PASSWORD})
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    Phone.of(ines.person)
    answer = client.get(reverse("mfa_activate_totp"))
    assert answer["Location"].startswith((reverse("account_login"), reverse("mfa_reauthenticate")))
    answer = client.get(reverse("people:account"))
    assert answer["Location"] != reverse("people:account")


def test_known_and_unknown_addresses_get_the_same_page(client: Client, ines: Membership) -> None:
    pages = {
        without_tokens(client.post(reverse("account_login"), {"login": address, "password": "autre"}).content, address)
        for address in (ines.person.email, "nora@ailleurs.test")
    }
    assert len(pages) == 1


def test_someone_who_left_is_told_the_same_as_with_a_wrong_password(client: Client, ines: Membership) -> None:
    ines.person.is_active = False
    ines.person.save()
    right = client.post(reverse("account_login"), {"login": ines.person.email, "password": PASSWORD})
    wrong = client.post(reverse("account_login"), {"login": ines.person.email, "password": "ce n'est pas lui"})
    assert without_tokens(right.content) == without_tokens(wrong.content)


@pytest.mark.parametrize("address", ["/compte/inscription/", "/compte/signup/", "/accounts/signup/", "/compte/email/"])
def test_nobody_makes_an_account_by_themselves(client: Client, address: str) -> None:
    assert client.get(address).status_code in {302, 404}
    assert client.post(address, {"email": "paul@ecole.test", "password1": PASSWORD}).status_code in {302, 404}


def test_the_cookie_is_not_what_the_table_keeps(client: Client, ines: Membership, phone_of_ines: Phone) -> None:
    sign_in(client, ines.person, phone_of_ines)
    row = Session.objects.get()
    assert row.person == ines.person
    assert row.session_key != client.cookies["session"].value
    client.cookies["session"] = row.session_key
    assert client.get(reverse("people:account")).status_code == 302
