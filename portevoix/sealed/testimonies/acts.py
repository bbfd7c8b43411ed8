"""What a reporter does. Each act is one transaction and one line of the trail, which names nobody."""

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.db import IntegrityError, transaction

from portevoix.ground.notices import acts as bells
from portevoix.ground.people.models import Person
from portevoix.ground.schools.models import School
from portevoix.ground.seal.fields import unb64
from portevoix.ground.seal.identity import Public
from portevoix.ground.trail import acts as trail
from portevoix.ground.web import clock
from portevoix.ground.web.rows import insert, insert_values, select
from portevoix.ground.web.rules import Refused
from portevoix.sealed.keys import chain
from portevoix.sealed.streams import acts as streams
from portevoix.sealed.streams import wire
from portevoix.sealed.streams.models import Item, Stream
from portevoix.sealed.streams.rules import sealed_rightly
from portevoix.sealed.testimonies import rules
from portevoix.sealed.testimonies.models import Stage, Step, Testimony
from portevoix.sealed.testimonies.shapes import Deposit

Wire = Mapping[str, Any]

# Asked at every deposit: written out, it costs a tenth of what Django takes to write it.
READERS_NOT_RUNG = """
SELECT vault.person_id FROM streams_reader reader
JOIN keys_vault vault ON vault.fpr = reader.fpr
LEFT JOIN notices_bell bell ON bell.person_id = vault.person_id
WHERE reader.stream_id = %s AND (bell.id IS NULL OR NOT bell.waiting)
"""


def receive(school: School, deposit: Deposit, *, admit: Callable[[], None] | None = None) -> Testimony:
    """Take in a testimony. Sent again, at once or later, it is the same testimony with the same promise.

    `admit` may refuse at the last moment, when everything else is right. Refuses (409) another testimony under the
    same name.
    """
    try:
        return _receive(school, deposit, admit)
    except (IntegrityError, Refused) as failure:
        known = Testimony.objects.named(deposit.case)
        if known is None and isinstance(failure, Refused):
            raise
        if known is None or known.school_id != school.pk or known.auth_hash != deposit.auth_hash:
            raise rules.conflict() from failure
        return known


def _receive(school: School, deposit: Deposit, admit: Callable[[], None] | None) -> Testimony:
    rules.must_be_a_beginning(deposit.streams[0].kind)
    stage, step = rules.BEGINNINGS[deposit.streams[0].kind]
    with sealed_rightly():
        reporter = Public.from_b64(deposit.xwing, deposit.ed25519)
        wrap = unb64(deposit.wrap)
        sent = wire.read_stream(deposit.streams[0].model_dump())
    with transaction.atomic():
        directory = chain.latest(school.cell)
        stream = streams.open_stream(deposit.case, sent, author=reporter, directory=directory, reporter=reporter)
        streams.claim_files(deposit.case, [file.model_dump() for file in deposit.files])
        promise = trail.note("deposit", sent.hashes, subject=deposit.case, cell=school.cell.ident)
        testimony = Testimony(
            ident=deposit.case,
            school=school,
            stage=stage,
            xwing=reporter.xwing,
            ed25519=reporter.ed25519,
            fpr=reporter.fpr.hex(),
            auth_hash=deposit.auth_hash,
            wrap=wrap,
            withdraw_hash=deposit.withdraw_hash,
            private=stream if stage == Stage.KEPT else None,
            conversation=stream if stage == Stage.TRANSMITTED else None,
            opened=clock.rounded(),
            promise=json.dumps(promise.as_dict()),
        )
        insert([testimony])
        insert_values(Step, [{"testimony_id": testimony.pk, "kind": step, "at": testimony.opened}])
        _ring(stream)
        if admit is not None:
            admit()
    return testimony


def recognise(school: School, auth: bytes) -> Testimony:
    """The testimony that the nine words open at this school. Every other case is refused alike."""
    auth_hash = hashlib.sha256(auth).hexdigest()
    testimony = Testimony.objects.for_school(school).with_threads().known_by(auth_hash)
    if testimony is None:
        raise rules.unknown()
    return testimony


def open_mailbox(testimony: Testimony) -> Testimony:
    """The reporter reads: what was new to them no longer is."""
    if testimony.conversation is not None:
        streams.mark_read(testimony.conversation, testimony.fpr)
    return testimony


@transaction.atomic
def say(testimony: Testimony, stream: str, items: Sequence[Wire], files: Sequence[Wire] = ()) -> list[Item]:
    """The reporter writes more, in the conversation or for themself."""
    testimony = _held(testimony)
    thread = rules.thread_of(testimony, stream)
    thread.refresh_from_db(fields=["said"])  # a row that was joined is older than the lock
    streams.claim_files(testimony.ident, files)
    said = streams.append(thread, items, public_of(testimony))
    new = [item for item in said if item.number >= thread.said]
    if new:
        _note("reporter wrote", testimony, [bytes.fromhex(item.hash) for item in new])
    if new and thread == testimony.conversation:
        _ring(thread)
    return said


@transaction.atomic
def transmit(testimony: Testimony, sent: Wire, files: Sequence[Wire] = ()) -> Testimony:
    """Open a kept testimony to the cell. Sent again, it changes nothing more."""
    testimony = _held(testimony)
    if testimony.conversation is not None and testimony.conversation.ident == sent["stream"]:
        return testimony
    rules.must_be_allowed_to_transmit(testimony, sent["kind"])
    reporter = public_of(testimony)
    directory = chain.latest(testimony.school.cell)
    with sealed_rightly():
        new = wire.read_stream(sent)
    testimony.conversation = streams.open_stream(
        testimony.ident, new, author=reporter, directory=directory, reporter=reporter
    )
    streams.claim_files(testimony.ident, files)
    testimony.stage = Stage.TRANSMITTED
    testimony.save(update_fields=["conversation", "stage"])
    step(testimony, Step.Kind.TRANSMITTED)
    _note("transmitted", testimony, new.hashes)
    _ring(testimony.conversation)
    return testimony


@transaction.atomic
def change_access(testimony: Testimony, stream: str, records: Sequence[Wire], grants: Sequence[Wire]) -> None:
    """The reporter puts someone aside, takes someone back, or makes a new key."""
    testimony = _held(testimony)
    thread = rules.thread_of(testimony, stream)
    rules.must_be_allowed_to_change(thread.records.count() + len(records))
    streams.grant(thread, records, grants, public_of(testimony))
    with sealed_rightly():
        digests = [sent.record.hash for sent in wire.read_records(records)]
    _note("reporter changed access", testimony, digests)


@transaction.atomic
def change_words(testimony: Testimony, secret: bytes, auth_hash: str, wrap: bytes) -> Testimony:
    """Nine new words open the testimony, the old ones no longer do."""
    testimony = _held(testimony)
    rules.must_be_withdrawal(testimony, secret)
    testimony.auth_hash, testimony.wrap = auth_hash, wrap
    try:
        with transaction.atomic():
            testimony.save(update_fields=["auth_hash", "wrap"])
    except IntegrityError as error:
        raise rules.conflict() from error
    step(testimony, Step.Kind.WORDS_CHANGED)
    _note("words changed", testimony)
    return testimony


@transaction.atomic
def withdraw(testimony: Testimony, secret: bytes) -> None:
    """Take everything away: rows, files, and what the trail could tell. The fact of a withdrawal stays, unnamed."""
    testimony = _held(testimony)
    rules.must_be_withdrawal(testimony, secret)
    cell = testimony.school.cell.ident
    trail.erase(subject=testimony.ident)
    Testimony.objects.filter(pk=testimony.pk).delete()
    streams.erase(testimony.ident)
    trail.note("withdrawn", [], cell=cell)


def step(testimony: Testimony, kind: str) -> Step:
    """Tell the reporter that something happened, with its minute."""
    return Step.objects.create(testimony=testimony, kind=kind, at=clock.rounded())


def public_of(testimony: Testimony) -> Public:
    """The reporter's public keys."""
    return Public(bytes(testimony.xwing), bytes(testimony.ed25519))


def _held(testimony: Testimony) -> Testimony:
    """The same, as it is now, until the transaction ends; refused when it was withdrawn or its words were changed."""
    now = Testimony.objects.held().with_threads().known_by(testimony.auth_hash)
    if now is None:
        raise rules.unknown()
    return now


def _note(kind: str, testimony: Testimony, digests: Sequence[bytes] = ()) -> None:
    trail.note(kind, digests, subject=testimony.ident, cell=testimony.school.cell.ident)


def _ring(stream: Stream) -> None:
    """Those who may read it are told that something is waiting, unless a letter says so already."""
    people = [person for (person,) in select(READERS_NOT_RUNG, [stream.pk])]
    if people:
        bells.ring(Person.objects.filter(pk__in=people))
