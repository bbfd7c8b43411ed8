"""Changing a password, and having forgotten it."""

import re

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django_tasks_db.models import DBTaskResult

from portevoix.ground.people.models import Membership, Session
from portevoix.ground.people.tests.persona import PASSWORD, Phone, sign_in, work

pytestmark = pytest.mark.django_db
NEW = "une phrase que je retiens bien"


def ask(client: Client, email: str) -> None:
    answer = client.post(reverse("account_reset_password"), {"email": email})
    assert answer["Location"] == reverse("account_reset_password_done")


def test_ines_has_forgotten_her_password(client: Client, ines: Membership, phone_of_ines: Phone) -> None:
    hers = sign_in(Client(), ines.person, phone_of_ines)
    ask(client, "INES@ecole.test ")
    work()
    link = re.search(r"https?://[^/]+(/\S+)", str(mail.outbox[0].body))
    assert link is not None
    led = client.get(link[1]).content.decode()
    assert led.count(f'"{reverse("people:new_password_now")}"') == 1, (
        "a link, for browsers that do not go by themselves"
    )
    assert f'http-equiv="refresh" content="0; url={reverse("people:new_password_now")}"' in led
    page = client.post(reverse("people:new_password_now"), {"password": NEW, "again": NEW})
    assert page.status_code == 200
    ines.person.refresh_from_db()
    assert ines.person.check_password(NEW)
    assert hers.get(reverse("people:account")).status_code == 302, "her other sessions end"
    assert client.get(reverse("people:account")).status_code == 302, "nobody is signed in by a letter"
    assert client.get(link[1]).status_code == 404, "the link serves once"
    answer = client.post(reverse("account_login"), {"login": ines.person.email, "password": NEW})
    assert answer["Location"] == reverse("mfa_authenticate"), "the second factor is still asked"


def test_an_unknown_address_gives_the_same_answer_and_the_same_work(client: Client, ines: Membership) -> None:
    ask(client, "personne@ecole.test")
    ask(client, ines.person.email)
    assert DBTaskResult.objects.count() == 2
    work()
    assert [letter.to for letter in mail.outbox] == [["ines@ecole.test"]]


def test_nobody_floods_the_letter_box_of_ines(client: Client, ines: Membership) -> None:
    for _ in range(8):
        ask(client, ines.person.email)
    work()
    assert len(mail.outbox) == 3


def test_changing_it_needs_the_present_one_and_ends_the_other_sessions(
    client: Client, ines: Membership, phone_of_ines: Phone
) -> None:
    other = sign_in(Client(), ines.person, phone_of_ines)
    sign_in(client, ines.person, phone_of_ines, ahead=1)
    form = {"present": "pas le bon", "password": NEW, "again": NEW}
    assert client.post(reverse("account_change_password"), form).status_code == 200
    ines.person.refresh_from_db()
    assert ines.person.check_password(PASSWORD)
    client.post(reverse("account_change_password"), form | {"present": PASSWORD})
    assert client.get(reverse("people:account")).status_code == 200
    assert other.get(reverse("people:account")).status_code == 302


def test_a_forged_link_opens_nothing(client: Client, ines: Membership) -> None:
    for ident, token in ((ines.person.ident, "abc-def"), ("0" * 32, "abc-def"), (ines.person.ident, "x")):
        assert client.get(reverse("people:new_password", args=[ident, token])).status_code == 404
    assert not Session.objects.exists(), "nor is anything kept for it: anybody could make as many as they like"
    assert client.post(reverse("people:new_password_now"), {"password": NEW, "again": NEW}).status_code == 404
    ines.person.refresh_from_db()
    assert ines.person.check_password(PASSWORD)
