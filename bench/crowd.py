"""Years of a cell's work, all at once: rows of real testimonies again and again, each under names of its own."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import islice
from typing import Any

from django.db import connection, models, transaction
from django.utils import timezone

from portevoix.ground.people.models import Membership
from portevoix.ground.trail.models import Line
from portevoix.sealed.cases.models import Case
from portevoix.sealed.keys.models import Vault
from portevoix.sealed.streams.models import Record, Shelf, Stream
from portevoix.sealed.testimonies.models import Stage, Step, Testimony

AT_ONCE = 1000
PARTS = ["conversation__records__grants", "conversation__items", "conversation__readers"]
YEARS = 5

# What becomes of a hundred testimonies, in turn: twenty wait, the others are somebody's, half of them closed.
WAITING, IN_HAND = range(20), range(20, 60)


def fill(count: int) -> None:
    """So many more testimonies, at every stage, over five years; each copies one of those that are there."""
    samples = list(Testimony.objects.select_related("conversation").prefetch_related(*PARTS).order_by("pk")[:20])
    lines = {line.subject: line for line in Line.objects.all()}
    fprs = dict(Vault.objects.values_list("person__memberships", "fpr"))
    members = [(one, fprs[one.pk]) for one in Membership.objects.order_by("pk")]
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA synchronous=OFF")
    numbers = iter(range(count))
    while some := list(islice(numbers, AT_ONCE)):
        with transaction.atomic():
            rows: dict[type[models.Model], list[Any]] = {}
            for number in some:
                sample = samples[number % len(samples)]
                for row in _copied(sample, lines[sample.ident], number, *members[number % len(members)]):
                    rows.setdefault(type(row), []).append(row)
            for kind, kept in rows.items():
                kind._default_manager.bulk_create(kept)  # in the order in which they name one another


def _copied(sample: Testimony, line: Line, number: int, member: Membership, fpr: str) -> Iterator[models.Model]:
    place = number % 100
    moved = timezone.now() - timedelta(minutes=secrets.randbelow(YEARS * 365 * 24 * 60))
    conversation = sample.conversation
    assert conversation is not None
    case = secrets.token_hex(16)
    stream = _as(conversation, ident=secrets.token_hex(16), case=case)
    stream.pk = _next(Stream)
    yield stream
    for record in conversation.records.all():
        new = _as(record, stream=stream)
        new.pk = _next(Record)
        yield new
        for grant in record.grants.all():
            yield _as(grant, stream=stream, record=new)
    for item in conversation.items.all():
        yield _as(item, stream=stream, ident=secrets.token_hex(16), hash=secrets.token_hex(32), received=moved)
    for reader in conversation.readers.all():
        shelf, unread = _shelf(place, mine=reader.fpr == fpr), secrets.randbelow(10) == 0 or place in WAITING
        yield _as(reader, stream=stream, shelf=shelf, unread=unread, activity=moved)
    stage = Stage.TRANSMITTED if place in WAITING else Stage.TAKEN_UP if place in IN_HAND else Stage.CLOSED
    names = {"auth_hash": secrets.token_hex(32), "fpr": secrets.token_hex(32)}
    testimony = _as(sample, ident=case, conversation=stream, stage=stage, opened=moved, **names)
    testimony.pk = _next(Testimony)
    yield testimony
    yield Step(testimony=testimony, kind=Step.Kind.TRANSMITTED, at=moved)
    if stage != Stage.TRANSMITTED:
        closed = moved if stage == Stage.CLOSED else None
        yield Case(testimony=testimony, holder=member, taken_up=moved, closed=closed)
    yield _as(line, commitment=secrets.token_hex(32), subject=case, minute=_minute(moved))


def _shelf(place: int, *, mine: bool) -> Shelf:
    if place in WAITING:
        return Shelf.NEW
    if place in IN_HAND:
        return Shelf.MINE if mine else Shelf.OTHERS
    return Shelf.MINE_DONE if mine else Shelf.OTHERS_DONE


def _as(row: Any, **changed: Any) -> Any:
    fields = {
        field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields if not field.primary_key
    }
    for name, value in changed.items():
        fields.pop(row._meta.get_field(name).attname)
        fields[name] = value
    return type(row)(**fields)


_last: dict[type[models.Model], int] = {}


def _next(kind: type[models.Model]) -> int:
    """The key of the next row of a kind, so that others can name it before it is written."""
    if kind not in _last:
        _last[kind] = kind._default_manager.aggregate(last=models.Max("pk"))["last"] or 0
    _last[kind] += 1
    return _last[kind]


def _minute(moment: datetime) -> int:
    return int(moment.timestamp()) // 60
