"""Somebody is told that something waits: once, without a word too many, and even after a crash."""

import socket
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from portevoix.ground.notices import acts
from portevoix.ground.notices.models import Bell
from portevoix.ground.people.models import Person
from portevoix.ground.people.tests.persona import work

pytestmark = pytest.mark.django_db
LATER = timedelta(minutes=61)


@pytest.fixture
def ines() -> Person:
    return Person.objects.create_user("ines@ecole.test", "un mot de passe assez long", name="Inès Roux")


def test_ines_is_told_and_the_letter_says_nothing_else(ines: Person) -> None:
    acts.ring([ines])
    work()
    [letter] = mail.outbox
    assert letter.to == ["ines@ecole.test"]
    assert f"/{reverse('people:home').strip('/')}/\n" in letter.body
    said = f"{letter.subject} {letter.body}".lower()
    for word in ("témoign", "violence", "signal", "cellule", "situation", "écoute", "inès", "roux"):
        assert word not in said


def test_many_at_once_make_one_letter(ines: Person) -> None:
    for _ in range(5):
        acts.ring([ines, ines])
    assert DBTaskResult.objects.count() == 1
    work()
    work()
    assert len(mail.outbox) == 1


def test_one_letter_an_hour_and_the_second_is_not_lost(ines: Person) -> None:
    with time_machine.travel(timezone.now()) as clock:
        acts.ring([ines])
        work()
        clock.shift(timedelta(minutes=5))
        acts.ring([ines])
        work()
        assert len(mail.outbox) == 1
        clock.shift(LATER)
        work()
        assert len(mail.outbox) == 2


def test_what_did_not_happen_rings_for_nobody(ines: Person) -> None:
    with transaction.atomic():
        acts.ring([ines])
        transaction.set_rollback(True)
    assert not DBTaskResult.objects.exists()
    assert not Bell.objects.exists()


def test_tasks_hold_an_identifier_and_nothing_else(ines: Person) -> None:
    acts.ring([ines])
    assert DBTaskResult.objects.get().args_kwargs == {"args": [ines.ident], "kwargs": {}}


def test_a_crash_before_the_letter_is_made_good_within_the_hour(ines: Person) -> None:
    with time_machine.travel(timezone.now()) as clock:
        acts.ring([ines])
        acts.take(ines.ident)
        DBTaskResult.objects.all().delete()
        assert acts.recover() == 0
        clock.shift(LATER + acts.LATE)
        assert acts.recover() == 1
        work()
        assert len(mail.outbox) == 1
        assert acts.recover() == 0


def test_a_crash_after_the_letter_does_not_make_two_within_the_hour(ines: Person) -> None:
    acts.ring([ines])
    acts.take(ines.ident)
    DBTaskResult.objects.all().delete()
    acts.ring([ines])
    acts.recover()
    work()
    assert mail.outbox == []


def test_a_task_that_vanished_before_it_ran_is_made_again(ines: Person) -> None:
    with time_machine.travel(timezone.now()) as clock:
        acts.ring([ines])
        DBTaskResult.objects.all().delete()
        clock.shift(acts.LATE + timedelta(minutes=1))
        assert acts.recover() == 1
        work()
        assert len(mail.outbox) == 1


def test_a_post_office_that_does_not_answer_is_tried_again(ines: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> int:
        raise ConnectionRefusedError

    with time_machine.travel(timezone.now()) as clock:
        acts.ring([ines])
        with monkeypatch.context() as broken:
            broken.setattr(EmailBackend, "send_messages", refuse)
            work()
        assert mail.outbox == []
        clock.shift(acts.AGAIN + timedelta(seconds=1))
        work()
        assert len(mail.outbox) == 1
        assert not Bell.objects.waiting().exists()


def test_whoever_has_left_is_not_written_to(ines: Person) -> None:
    acts.ring([ines])
    ines.is_active = False
    ines.save()
    work()
    assert mail.outbox == []
    assert not Bell.objects.waiting().exists()


def test_a_post_office_that_takes_the_call_and_says_nothing_holds_nobody_up(ines: Person, settings: Any) -> None:
    """Else the one worker would wait for ever, and the cell would be told of nothing any more."""
    with socket.create_server(("127.0.0.1", 0)) as mute:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = mute.getsockname()
        assert settings.EMAIL_TIMEOUT <= 60
        settings.EMAIL_TIMEOUT = 0.2
        acts.ring([ines])
        work()
    bell = Bell.objects.get(person=ines)
    assert bell.waiting
    assert bell.rung_at is None
    assert DBTaskResult.objects.count() == 2, "it is tried again"
