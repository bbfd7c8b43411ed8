"""What the trail does: note an act, close a day, prove, check everything again, erase."""

import os
import secrets
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Protocol

from django.db import connection, transaction
from django.db.models import F

from portevoix.ground.seal.fields import b64, lp, sha256
from portevoix.ground.trail import log, tree
from portevoix.ground.trail.models import MINUTES_A_DAY, Batch, Leaf, Line, Node, day_of
from portevoix.ground.web import clock
from portevoix.ground.web.rows import insert

SMALLEST_BATCH = 64
CHUNK = 500


@dataclass(frozen=True)
class Promise:
    """The log's word that a commitment will be under a checkpoint within a day."""

    commitment: str
    salt: str
    minute: int
    signature: str

    def as_dict(self) -> dict[str, str | int]:
        """As JSON carries it: hex, hex, minutes, base64url."""
        return asdict(self)


def note(
    kind: str, fields: Sequence[bytes | str | int], *, actor: str = "", subject: str = "", cell: str = ""
) -> Promise:
    """Write down that something was done, inside the transaction that does it.

    `fields` are what the line commits to, beside its kind and day. The act of somebody named also commits to who, about
    what and where; a reporter's line does not, so that she can compute it from what she sent.
    """
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("an act and its line stand or fall together")
    minute = clock.minute()
    event = _event(kind, minute, fields, actor, subject, cell)
    salt = os.urandom(32)
    commitment = _commitment(salt, event)
    line = Line(
        commitment=commitment.hex(),
        salt=salt,
        event=event,
        kind=kind,
        actor=actor,
        subject=subject,
        cell=cell,
        minute=minute,
    )
    insert([line])
    return promise_of(line)


class Named(Protocol):
    """Whatever has a public identifier."""

    @property
    def ident(self) -> str: ...


def deed(kind: str, by: Named, about: Named, *more: bytes | str | int) -> Promise:
    """Write down what somebody did to something of their school; `more` is what else the line commits to."""
    return note(kind, more, actor=by.ident, subject=about.ident)


def promise_of(line: Line) -> Promise:
    """The promise given with a line, the same each time."""
    signature = log.promise(bytes.fromhex(line.commitment), line.minute)
    return Promise(line.commitment, bytes(line.salt).hex(), line.minute, b64(signature))


@transaction.atomic
def close_day(day: date) -> Batch:
    """Commit to every line up to the end of that day (UTC), among random leaves, and sign the checkpoint.

    A day is closed once; a second call gives the same batch. A day without a line looks like any other.
    """
    closed = Batch.objects.filter(day=day).first()
    if closed:
        return closed
    before = Batch.objects.newest()
    start = before.size if before else 0
    lines = dict(Line.objects.waiting().until(day).values_list("pk", "commitment"))
    commitments = list(lines.values())
    count = _padded(len(commitments))
    commitments += [secrets.token_hex(32) for _ in range(count - len(commitments))]
    secrets.SystemRandom().shuffle(commitments)

    grown = list(tree.grow(start, map(_leaf, commitments), _node))
    fresh = {(level, index): value for level, index, value in grown}
    size = start + count
    root = tree.root(size, lambda level, index: fresh.get((level, index)) or _node(level, index))
    batch = Batch.objects.create(day=day, size=size, root=root.hex(), checkpoint=log.checkpoint(size, root))
    Leaf.objects.bulk_create(
        (Leaf(index=index, commitment=one, batch=batch) for index, one in enumerate(commitments, start)), CHUNK
    )
    Node.objects.bulk_create((Node(level=level, index=index, hash=value.hex()) for level, index, value in grown), CHUNK)
    # These very lines: one more may have come since they were read.
    read = list(lines)
    for at in range(0, len(read), CHUNK):
        Line.objects.filter(pk__in=read[at : at + CHUNK]).update(batch=batch)
    return batch


def proof_for(commitment: str) -> str | None:
    """The text of the `.tlog-proof` of a commitment, under the checkpoint of its day; None until that day is closed."""
    leaf = Leaf.objects.select_related("batch").filter(commitment=commitment).first()
    if leaf is None:
        return None
    return log.proof(leaf.index, tree.inclusion(leaf.index, leaf.batch.size, _node), leaf.batch.checkpoint)


def consistency(first: int, second: int) -> list[bytes]:
    """The proof that the checkpoint of `second` leaves continues the one of `first`; ValueError when there is none."""
    if Batch.objects.filter(size__in={first, second}).count() != len({first, second}):
        raise ValueError("no such tree")
    return tree.consistency(first, second, _node)


@transaction.atomic
def erase(subject: str) -> int:
    """Forget what every line about this case or person says, but its day; the commitments stay. How many lines."""
    minute = F("minute") - F("minute") % MINUTES_A_DAY
    return Line.objects.about(subject).update(
        salt=b"", event=b"", kind="", actor="", subject="", cell="", minute=minute
    )


def _event(kind: str, minute: int, fields: Sequence[bytes | str | int], actor: str, subject: str, cell: str) -> bytes:
    day = day_of(minute).isoformat()
    return lp(kind, day, actor, subject, cell, *fields) if actor else lp(kind, day, *fields)


def _commitment(salt: bytes, event: bytes) -> bytes:
    return sha256(lp("portevoix/1 cm", salt, event))


def _leaf(commitment: str) -> bytes:
    return tree.leaf_hash(lp("portevoix/1 leaf", bytes.fromhex(commitment)))


def _node(level: int, index: int) -> bytes:
    return bytes.fromhex(Node.objects.values_list("hash", flat=True).get(level=level, index=index))


def _padded(count: int) -> int:
    """The next of 64, 256, 1 024, …: how much was done that day shows no closer."""
    size = SMALLEST_BATCH
    while size < count:
        size *= 4
    return size
