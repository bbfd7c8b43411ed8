"""What the cell does with a case. Each act is one transaction and one line of the trail."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction

from portevoix.ground.notices import acts as notices
from portevoix.ground.people.models import Membership
from portevoix.ground.seal.identity import Public
from portevoix.ground.seal.records import Record
from portevoix.ground.trail import acts as trail
from portevoix.ground.trail.models import Line
from portevoix.ground.web import clock
from portevoix.sealed.cases import rules
from portevoix.sealed.cases.models import Case, DeskLine, fpr_of
from portevoix.sealed.keys import acts as keys
from portevoix.sealed.keys import chain
from portevoix.sealed.streams import acts as streams
from portevoix.sealed.streams.models import Item, Stream
from portevoix.sealed.streams.rules import out_of_date
from portevoix.sealed.testimonies import acts as testimonies
from portevoix.sealed.testimonies.models import Step, Testimony

Wire = Mapping[str, Any]


def _note(kind: str, testimony: Testimony, membership: Membership, *fields: bytes | str | int) -> None:
    trail.note(kind, fields, actor=membership.ident, subject=testimony.ident, cell=membership.cell.ident)


def _held(testimony: Testimony) -> tuple[Testimony, Case]:
    """The testimony and its case; nobody else changes them until the transaction ends. Refused once withdrawn."""
    # Locked first, then read: PostgreSQL does not look again at what was joined while it waited for the lock.
    now = Testimony.objects.held().named(testimony.ident) and Testimony.objects.with_threads().named(testimony.ident)
    if now is None:
        raise rules.unknown()
    Case.objects.get_or_create(testimony=now)
    return now, Case.objects.with_holders().get(testimony=now)


def _come_to(testimony: Testimony, stage: str | None, step: str) -> None:
    """Move to a stage and tell the reporter, without saying twice in a row the same."""
    if stage is not None and stage != testimony.stage:
        testimony.stage = stage
        testimony.save(update_fields=["stage"])
    last = testimony.steps.last()
    if last is None or last.kind != step:
        testimonies.step(testimony, step)


def _give_to(testimony: Testimony, case: Case, membership: Membership) -> None:
    case.holder = membership
    case.save(update_fields=["holder", "taken_up"])
    assert testimony.conversation is not None
    streams.shelve(testimony.conversation, holder=fpr_of(membership))


@transaction.atomic
def take_up(testimony: Testimony, membership: Membership) -> Case:
    """Look after a case from now on. Two at once: one wins, the other is told who did."""
    testimony, case = _held(testimony)
    if case.holder_id == membership.pk and case.is_held:
        return case
    rules.must_be_allowed_to_take_up(testimony, case)
    case.taken_up = clock.rounded()
    _give_to(testimony, case, membership)
    _come_to(testimony, rules.stage_after("take_up", testimony), Step.Kind.TAKEN_UP)
    _note("taken up", testimony, membership)
    return case


def read(testimony: Testimony, membership: Membership) -> None:
    """Leave a line when a member is given what a case says: one a day for each."""
    if not Line.objects.of_the_day("read", actor=membership.ident, subject=testimony.ident).exists():
        with transaction.atomic():
            _note("read", testimony, membership)


def read_file(testimony: Testimony, membership: Membership, file: str) -> None:
    """Leave a line when a member fetches the files of a case: one a day for each."""
    if not Line.objects.of_the_day("file read", actor=membership.ident, subject=testimony.ident).exists():
        with transaction.atomic():
            _note("file read", testimony, membership, file)


def mark_read(testimony: Testimony, fpr: str) -> None:
    """Nothing in the case is new to this member any more: their browser has opened it.

    One thread after the other: whoever writes a note touches both in the other order, and would wait for this one.
    """
    for stream in streams_of(testimony):
        streams.mark_read(stream, fpr)


@transaction.atomic
def answer(
    testimony: Testimony, membership: Membership, items: Sequence[Wire], author: Public, files: Sequence[Wire] = ()
) -> list[Item]:
    """Write to the reporter."""
    testimony, _ = _held(testimony)
    rules.must_be_allowed_to_answer(testimony)
    assert testimony.conversation is not None
    streams.claim_files(testimony.ident, files)
    before = testimony.conversation.said
    said = streams.append(testimony.conversation, items, author)
    new = [item for item in said if item.number >= before]
    if any(item.kind in {"message", "file"} for item in new):
        _come_to(testimony, rules.stage_after("answer", testimony), Step.Kind.ANSWERED)
    if new:
        _note("answered", testimony, membership, *(bytes.fromhex(item.hash) for item in new))
    return said


@transaction.atomic
def open_internal(
    testimony: Testimony, membership: Membership, sent: Wire, author: Public, files: Sequence[Wire] = ()
) -> Stream:
    """Begin the thread that only members read. Sent again, it changes nothing more."""
    testimony, case = _held(testimony)
    if case.internal is not None:
        if case.internal.ident == sent["stream"]:
            return case.internal
        raise out_of_date()
    case.internal = streams.open_stream(
        testimony.ident,
        sent,
        author=author,
        directory=chain.latest(membership.cell),
        reporter=testimonies.public_of(testimony),
    )
    case.save(update_fields=["internal"])
    streams.claim_files(testimony.ident, files)
    rules.must_have_no_strangers(_strangers(testimony, case))
    conversation = testimony.conversation
    assert conversation is not None
    read_by = case.internal.readers.fprs(), conversation.readers.fprs()
    rules.must_be_allowed_to_close_to_recovery(*read_by, _spare(membership))
    rules.must_put_the_same_aside(put_aside(case.internal), put_aside(testimony.conversation))
    said = case.internal.items.all()
    _stir(testimony, author)
    _note("notes opened", testimony, membership, *(bytes.fromhex(item.hash) for item in said))
    return case.internal


@transaction.atomic
def write_note(
    testimony: Testimony, membership: Membership, items: Sequence[Wire], author: Public, files: Sequence[Wire] = ()
) -> list[Item]:
    """Write to colleagues; the reporter cannot read it."""
    testimony, case = _held(testimony)
    rules.must_be_allowed_to_read(case.internal, author.fpr.hex())
    assert case.internal is not None
    rules.must_have_no_strangers(_strangers(testimony, case))
    streams.claim_files(testimony.ident, files)
    before = case.internal.said
    said = streams.append(case.internal, items, author)
    new = [item for item in said if item.number >= before]
    if new:
        renamed = all(item.kind == "title" for item in new)
        if not renamed:
            _stir(testimony, author)
        digests = [bytes.fromhex(item.hash) for item in new]
        _note("renamed" if renamed else "note written", testimony, membership, *digests)
    return said


def _stir(testimony: Testimony, author: Public) -> None:
    """A note makes the case new to colleagues, and to nobody else: the reporter is told nothing."""
    assert testimony.conversation is not None
    streams.stir(testimony.conversation.readers.others_than(testimony.fpr), author, clock.rounded())


def put_aside(stream: Stream | None) -> set[bytes]:
    """Those the latest record says the reporter put aside."""
    last = stream.records.last() if stream else None
    return set(Record.read(bytes(last.body)).excluded) if last else set()


def _strangers(testimony: Testimony, case: Case) -> set[str]:
    """Those who may read the notes and not the conversation: the reporter has put them aside since."""
    assert testimony.conversation is not None
    return case.internal.readers.fprs() - testimony.conversation.readers.fprs() if case.internal else set()


@transaction.atomic
def change_access(testimony: Testimony, membership: Membership, changes: Sequence[Wire], author: Public) -> None:
    """Add readers, or leave some out with a new key, as the signed records say."""
    testimony, case = _held(testimony)
    by_ident = {stream.ident: stream for stream in streams_of(testimony, case)}
    strangers, listening, hashes = _strangers(testimony, case), _listening(membership), []
    for change in changes:
        stream = by_ident.get(change["stream"])
        rules.must_be_allowed_to_read(stream, author.fpr.hex())
        assert stream is not None
        before = stream.readers.fprs()
        granted = streams.grant(stream, change["records"], change["grants"], author)
        gone = before - stream.readers.fprs()
        rules.must_be_allowed_to_leave_out(gone - strangers, listening)
        hashes.append(bytes.fromhex(granted.records.values_list("hash", flat=True).last() or ""))
    rules.must_have_no_strangers(_strangers(testimony, case) - strangers)
    _note("access changed", testimony, membership, *hashes)


def _spare(membership: Membership) -> str:
    directory = chain.latest(membership.cell)
    spare = chain.up_to(directory).latest.spare if directory else None
    return spare.fpr.hex() if spare else ""


def recover(membership: Membership) -> None:
    """Leave a line when the sheets of the recovery key are put together: one a day for each who does."""
    cell = membership.cell.ident
    if not Line.objects.of_the_day("recovery key used", actor=membership.ident, subject=cell).exists():
        with transaction.atomic():
            trail.note("recovery key used", [], actor=membership.ident, subject=cell, cell=cell)


def _listening(membership: Membership) -> set[str]:
    directory = chain.latest(membership.cell)
    return set(chain.readers_of(directory)) if directory else set()


@transaction.atomic
def pass_on(testimony: Testimony, membership: Membership, to: Membership) -> Case:
    """Give the case to a colleague who may read it; they are told that something waits."""
    testimony, case = _held(testimony)
    if case.holder_id == to.pk:
        return case
    rules.must_be_allowed_to_pass_on(testimony, case, membership)
    assert testimony.conversation is not None
    rules.must_be_able_to_receive(testimony.conversation, to, fpr_of(to))
    _give_to(testimony, case, to)
    streams.mark_unread(testimony.conversation, fpr_of(to))
    testimonies.step(testimony, Step.Kind.PASSED_ON)
    _note("passed on", testimony, membership, to.ident)
    if to.pk != membership.pk:
        notices.ring([to.person])
    return case


@transaction.atomic
def open_and_pass_on(
    testimony: Testimony, membership: Membership, changes: Sequence[Wire], author: Public, to: Membership
) -> Case:
    """Open the case to a colleague who could not read it, and give it to them."""
    change_access(testimony, membership, changes, author)
    return pass_on(testimony, membership, to)


@transaction.atomic
def remove_member(seat: Membership, by: Membership) -> Membership:
    """The lead takes someone out of the cell; what they looked after waits again for those who may read it."""
    DeskLine.objects.looked_after_by(seat).wait_again()
    return keys.remove_member(seat, by)


@transaction.atomic
def close(testimony: Testimony, membership: Membership) -> Case:
    """Say that the cell has done what it could; the reporter is told and may write again."""
    testimony, case = _held(testimony)
    rules.must_be_allowed_to_close(testimony, case, membership)
    case.closed = clock.rounded()
    case.save(update_fields=["closed"])
    _come_to(testimony, rules.stage_after("close", testimony), Step.Kind.CLOSED)
    _shelve(testimony, case, done=True)
    _note("closed", testimony, membership)
    return case


@transaction.atomic
def reopen(testimony: Testimony, membership: Membership) -> Case:
    """Take a closed case up again."""
    testimony, case = _held(testimony)
    rules.must_be_allowed_to_reopen(testimony, case, membership)
    case.closed = None
    case.save(update_fields=["closed"])
    _come_to(testimony, rules.stage_after("reopen", testimony), Step.Kind.REOPENED)
    _shelve(testimony, case, done=False)
    _note("opened again", testimony, membership)
    return case


def _shelve(testimony: Testimony, case: Case, *, done: bool) -> None:
    assert testimony.conversation is not None
    streams.shelve(testimony.conversation, holder=fpr_of(case.holder) if case.holder else "", done=done)


@transaction.atomic
def export(testimony: Testimony, membership: Membership) -> None:
    """Leave a line when a member downloads a case from their browser."""
    _note("exported", testimony, membership)


def streams_of(testimony: Testimony, case: Case | None = None) -> list[Stream]:
    """The threads of a case that members may have access to: the conversation, then the notes."""
    case = case or getattr(testimony, "handling", None)
    threads = [testimony.conversation, case.internal if case else None]
    return [thread for thread in threads if thread is not None]
