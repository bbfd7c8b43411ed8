"""Ringing: something waits for someone. Whoever calls is inside the transaction of what happened.

A letter that a crash has swallowed leaves an hour later at most; two never leave within the same hour. Bells leave no
line in the trail: what happened has left its own.
"""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from django.db import transaction
from django.utils.module_loading import import_string

from portevoix.ground.notices.models import Bell
from portevoix.ground.people.models import Person

HOUR = timedelta(hours=1)
LATE = timedelta(minutes=10)
AGAIN = timedelta(minutes=5)
"""How long after a post office that did not answer it is tried again."""


def _now() -> datetime:
    return datetime.now(UTC)


def _send_at(bell: Bell, when: datetime) -> None:
    """Have the worker write, then. Only the person's identifier is stored."""
    bell.waiting, bell.due = True, when
    bell.save(update_fields=["waiting", "due"])
    import_string("portevoix.ground.notices.tasks.write").using(run_after=when).enqueue(bell.person.ident)


@transaction.atomic(savepoint=False)
def ring(people: Iterable[Person]) -> None:
    """Let each of them know that something waits, unless a letter is on its way already."""
    everyone = set(people)
    bells = list(Bell.objects.held().of(everyone))
    if len(bells) < len(everyone):
        Bell.objects.bulk_create([Bell(person=person) for person in everyone], ignore_conflicts=True)
        bells = list(Bell.objects.held().of(everyone))
    for bell in bells:
        if not bell.waiting:
            _send_at(bell, max(_now(), bell.rung_at + HOUR) if bell.rung_at else _now())


@transaction.atomic
def take(ident: str) -> Person | None:
    """The person to write to now, if any; from here on the hour is theirs, whatever becomes of the letter."""
    bell = Bell.objects.held().select_related("person").filter(person__ident=ident).first()
    if bell is None or not bell.waiting or (bell.rung_at is not None and bell.rung_at > _now() - HOUR):
        return None
    if not bell.person.is_active:
        _silence(bell)
        return None
    bell.rung_at = _now()
    bell.due = bell.rung_at + HOUR
    bell.save(update_fields=["rung_at", "due"])
    return bell.person


@transaction.atomic
def sent(person: Person) -> None:
    """The letter has left."""
    _silence(Bell.objects.held().get(person=person))


def _silence(bell: Bell) -> None:
    bell.waiting, bell.due = False, None
    bell.save(update_fields=["waiting", "due"])


@transaction.atomic
def not_sent(person: Person) -> None:
    """The post office did not take it: try again soon."""
    bell = Bell.objects.held().select_related("person").get(person=person)
    bell.rung_at = None
    bell.save(update_fields=["rung_at"])
    _send_at(bell, _now() + AGAIN)


@transaction.atomic
def recover() -> int:
    """Send what a crash has swallowed; how many. For the timetable."""
    late = list(Bell.objects.held().select_related("person").due_before(_now() - LATE))
    for bell in late:
        _send_at(bell, _now())
    return len(late)
