"""How a person signs in: with a password, then with the code their phone shows."""

from __future__ import annotations

import time
from dataclasses import dataclass

from allauth.mfa.totp.internal import auth as totp
from django.test import Client
from django.urls import reverse
from django_tasks_db.models import DBTaskResult

from portevoix.ground.people import acts
from portevoix.ground.people.models import Person

PASSWORD = "un mot de passe assez long"


@dataclass
class Phone:
    """An application that shows codes."""

    secret: str

    def __post_init__(self) -> None:
        self.secret = self.secret.replace(" ", "")

    @classmethod
    def of(cls, person: Person) -> Phone:
        """A phone already enrolled, that has not shown a code for a while."""
        secret = totp.generate_totp_secret()
        acts.enrol(person, secret, int(time.time()) // 30 - 10)
        return cls(secret)

    def code(self, ahead: int = 0) -> str:
        shown: str = totp.format_hotp_value(totp.hotp_value(self.secret, int(time.time()) // 30 + ahead))
        return shown


def sign_in(client: Client, person: Person, phone: Phone | None = None, ahead: int = 0) -> Client:
    """By the same pages as everybody."""
    phone = phone or Phone.of(person)
    answer = client.post(reverse("account_login"), {"login": person.email, "password": PASSWORD})
    assert answer["Location"] == reverse("mfa_authenticate"), answer
    answer = client.post(reverse("mfa_authenticate"), {"code": phone.code(ahead)})
    assert answer["Location"] == reverse("people:home"), answer.content
    return client


def work() -> None:
    """Let the worker do what is due, in this thread."""
    for row in DBTaskResult.objects.ready():
        row.claim("a test")
        row.task.call(*row.args_kwargs["args"], **row.args_kwargs["kwargs"])
        row.set_successful(None)
