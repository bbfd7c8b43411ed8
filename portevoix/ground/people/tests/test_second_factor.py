"""Codes: each serves once; a new application replaces the former; codes of recovery run out."""

import time

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from django.test import Client
from django.urls import reverse

from portevoix.ground.people import acts
from portevoix.ground.people.models import Membership
from portevoix.ground.people.tests.persona import PASSWORD, Phone, sign_in

pytestmark = pytest.mark.django_db


def test_the_secret_is_sealed_in_the_table(ines: Membership, phone_of_ines: Phone) -> None:
    row = Authenticator.objects.get(user=ines.person, type="totp")
    assert phone_of_ines.secret not in str(row.data)
    codes = Authenticator.objects.get(user=ines.person, type="recovery_codes")
    assert len(codes.data["seed"]) > 100


def test_an_older_code_is_refused_after_a_newer(ines: Membership, phone_of_ines: Phone) -> None:
    assert acts.spend_code(ines.person, phone_of_ines.code(1)) is not None
    assert acts.spend_code(ines.person, phone_of_ines.code(0)) is None
    assert acts.spend_code(ines.person, phone_of_ines.code(-1)) is None


def test_a_code_of_two_minutes_ago_is_refused(ines: Membership, phone_of_ines: Phone) -> None:
    code = phone_of_ines.code()
    with time_machine.travel(time.time() + 120):
        assert acts.spend_code(ines.person, code) is None


def test_a_recovery_code_signs_in_once(client: Client, ines: Membership, phone_of_ines: Phone) -> None:
    code = Authenticator.objects.get(user=ines.person, type="recovery_codes").wrap().get_unused_codes()[0]
    written = f"{code[:4]} {code[4:8]} {code[8:]}"
    for expected in (reverse("people:home"), None):
        client.post(reverse("account_login"), {"login": ines.person.email, "password": PASSWORD})
        answer = client.post(reverse("mfa_authenticate"), {"code": written})
        assert answer.get("Location") == expected
        client.post(reverse("account_logout"))
        client.cookies.clear()


def test_ines_changes_her_phone(client: Client, ines: Membership, phone_of_ines: Phone) -> None:
    sign_in(client, ines.person, phone_of_ines)
    asked = client.get(reverse("mfa_activate_totp"))
    assert asked["Location"].startswith(reverse("mfa_reauthenticate"))
    answer = client.post(asked["Location"], {"code": phone_of_ines.code(1)})
    assert answer["Location"] == reverse("mfa_activate_totp")
    phone = Phone(client.get(reverse("mfa_activate_totp")).context["secret"])
    client.post(reverse("mfa_activate_totp"), {"code": phone.code()})
    assert Authenticator.objects.filter(user=ines.person, type="totp").count() == 1
    assert acts.spend_code(ines.person, phone.code(1)) is not None


def test_the_code_that_enrolled_a_phone_does_not_sign_in_again(client: Client, ines: Membership) -> None:
    client.post(reverse("account_login"), {"login": ines.person.email, "password": PASSWORD})
    client.post(reverse("account_reauthenticate") + "?next=" + reverse("mfa_activate_totp"), {"password": PASSWORD})
    phone = Phone(client.get(reverse("mfa_activate_totp")).context["secret"])
    code = phone.code()
    assert client.post(reverse("mfa_activate_totp"), {"code": code})["Location"] == reverse("mfa_view_recovery_codes")
    assert acts.spend_code(ines.person, code) is None


def test_a_wrong_code_enrols_nothing(client: Client, ines: Membership) -> None:
    client.post(reverse("account_login"), {"login": ines.person.email, "password": PASSWORD})
    client.post(reverse("account_reauthenticate") + "?next=" + reverse("mfa_activate_totp"), {"password": PASSWORD})
    client.get(reverse("mfa_activate_totp"))
    assert client.post(reverse("mfa_activate_totp"), {"code": "000000"}).status_code == 200
    assert not Authenticator.objects.exists()


def test_making_new_recovery_codes_asks_for_a_code(client: Client, ines: Membership, phone_of_ines: Phone) -> None:
    sign_in(client, ines.person, phone_of_ines)
    answer = client.post(reverse("mfa_generate_recovery_codes"))
    assert answer["Location"].startswith(reverse("mfa_reauthenticate"))
    client.post(reverse("mfa_reauthenticate"), {"code": phone_of_ines.code(1)})
    before = Authenticator.objects.get(user=ines.person, type="recovery_codes").pk
    client.post(reverse("mfa_generate_recovery_codes"))
    assert Authenticator.objects.get(user=ines.person, type="recovery_codes").pk != before
