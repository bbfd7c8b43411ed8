"""What is done with streams, for both ends alike. Rooms above call these inside their own transaction.

They leave no line in the trail themselves: the act that calls them does, with the hashes of what was received.
"""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from functools import partial
from hmac import compare_digest
from typing import Any, Final

from django.db import IntegrityError, transaction
from django.db.models import Case, F, Value, When
from django.utils.translation import gettext as _

from portevoix.ground.seal import records as seal
from portevoix.ground.seal.errors import SealError
from portevoix.ground.seal.files import PART
from portevoix.ground.seal.identity import Public
from portevoix.ground.web import clock
from portevoix.ground.web.models import Instance
from portevoix.ground.web.rows import insert, insert_values
from portevoix.ground.web.rules import Refused
from portevoix.sealed.keys import chain
from portevoix.sealed.keys.models import Directory
from portevoix.sealed.streams import parts, rules, wire
from portevoix.sealed.streams.models import Grant, Item, Part, Reader, ReaderQuerySet, Record, SealedFile, Shelf, Stream

FILES_OF_A_CASE: Final = 200

Wire = Mapping[str, Any]


@transaction.atomic(savepoint=False)
def open_stream(
    case: str, sent: Wire | wire.SentStream, *, author: Public, directory: Directory | None, reporter: Public
) -> Stream:
    """Begin a stream with its first record, its grants, and what is said at once."""
    directories = chain.up_to(directory)
    assert directory is not None
    with rules.sealed_rightly():
        new = sent if isinstance(sent, wire.SentStream) else wire.read_stream(sent)
        place = _place(case, new.stream)
        if len(new.records) != 1 or new.records[0].record.place != place or new.records[0].record.kind != new.kind:
            raise SealError("wrong_place", "a record of another stream")
        rules.records_must_follow(None, new.records, author, reporter.fpr, directories, _ever_aside(case, new.kind))
        first = new.records[0].record
        rules.nobody_comes_back(first, chain.also_known_as(first.excluded, directories))
        rules.grants_must_cover(None, new.records, new.grants)
        granted = first.granted
        standing = rules.Standing(place, new.kind, reporter.fpr, 0, granted)
        rules.items_must_stand_here(standing, new.items, author.fpr, 0, ())
    stream = Stream(
        ident=new.stream.hex(),
        case=case,
        cell_id=directory.cell_id,
        kind=new.kind,
        reporter=reporter.fpr.hex(),
        said=len(new.items),
    )
    insert([stream])
    _keep_records(stream, new.records, new.grants)
    now = clock.rounded()
    shelf = Shelf.NEW if new.kind == "conversation" else Shelf.ASIDE
    insert_values(Reader, [_reader(stream, fpr.hex(), shelf, now, unread=fpr != author.fpr) for fpr in granted])
    _keep_items(stream, new.items, 0)
    return stream


@transaction.atomic(savepoint=False)
def append(stream: Stream, items: Sequence[Wire], author: Public) -> list[Item]:
    """Say something in a stream. What was already received is answered as it was the first time."""
    with rules.sealed_rightly():
        sent = wire.read_items(items)
    stream = Stream.objects.held().get(pk=stream.pk)
    received = {item.hash: item for item in stream.items.hashed(item.hash.hex() for item in sent)}
    new = [item for item in sent if item.hash.hex() not in received]
    if new:
        named = stream.items.hashed(parent.hex() for parent in rules.parents_named(new))
        known = {bytes.fromhex(digest) for digest in named.values_list("hash", flat=True)}
        mine = stream.items.by(author.fpr.hex())
        turn = mine.count()
        with rules.sealed_rightly():
            rules.items_must_stand_here(_standing(stream), new, author.fpr, turn, known)
        rules.must_have_room(mine.weight(), new)
        kept = _keep_items(stream, new, stream.said)
        received |= {item.hash: item for item in kept}
        stream.said += len(new)
        stream.save(update_fields=["said"])
        stir(stream.readers.all(), author, kept[-1].received)
    return [received[item.hash.hex()] for item in sent]


@transaction.atomic(savepoint=False)
def grant(stream: Stream, records: Sequence[Wire], grants: Sequence[Wire], author: Public) -> Stream:
    """Change who may read from now on: add, remove, new key. Sent again, it changes nothing more."""
    with rules.sealed_rightly():
        sent, given = wire.read_records(records), wire.read_grants(grants)
    stream = Stream.objects.held().get(pk=stream.pk)
    last = stream.records.all().reverse()[0]
    if not sent or last.hash == sent[-1].record.hash.hex():
        return stream
    directories = chain.up_to(chain.latest(stream.cell))
    with rules.sealed_rightly():
        before = seal.Record.read(bytes(last.body))
        rules.must_be_allowed_to_write(_standing(stream), author.fpr)
        reporter, aside = bytes.fromhex(stream.reporter), _ever_aside(stream.case, before.kind)
        rules.records_must_follow(before, sent, author, reporter, directories, aside)
        for one in sent:
            rules.nobody_comes_back(one.record, chain.also_known_as(one.record.excluded, directories))
        rules.grants_must_cover(before, sent, given)
    _keep_records(stream, sent, given)
    stream.epoch = sent[-1].record.epoch
    stream.save(update_fields=["epoch"])
    _let_read(stream, sent[-1].record.granted)
    return stream


def _ever_aside(case: str, kind: seal.Kind) -> set[bytes] | None:
    """Whom the reporter ever put aside in the conversation: nobody else is put aside in what only members read."""
    if kind != "internal":
        return None
    said = Record.objects.filter(stream__case=case, stream__kind="conversation").values_list("body", flat=True)
    return {fpr for body in said for fpr in seal.Record.read(bytes(body)).excluded}


def stir(readers: ReaderQuerySet, author: Public, at: datetime) -> None:
    """Something new waits for everyone but its author; what was put away as done comes back."""
    readers.update(
        activity=at,
        unread=Case(When(fpr=author.fpr.hex(), then=F("unread")), default=Value(True)),
        shelf=Case(
            When(shelf=Shelf.MINE_DONE, then=Value(Shelf.MINE)),
            When(shelf=Shelf.OTHERS_DONE, then=Value(Shelf.OTHERS)),
            default=F("shelf"),
        ),
    )


def shelve(stream: Stream, *, holder: str, done: bool = False) -> None:
    """Put a stream where its readers look for it: whose it is, and whether it is done."""
    theirs, others = (Shelf.MINE_DONE, Shelf.OTHERS_DONE) if done else (Shelf.MINE, Shelf.OTHERS)
    stream.readers.update(shelf=Case(When(fpr=holder, then=Value(theirs)), default=Value(others)))


def mark_read(stream: Stream, fpr: str) -> None:
    """Remember that someone has read everything said so far."""
    stream.readers.of(fpr).filter(unread=True).update(unread=False)


def mark_unread(stream: Stream, fpr: str) -> None:
    """Something waits for this one reader."""
    stream.readers.of(fpr).update(unread=True)


def receive_part(file: str, number: int, sha256: str, body: parts.Body, *, case: str, upload: bytes) -> None:
    """Keep one part of a sealed file; the same part sent again, or twice at once, is one part.

    `upload` is the secret of whoever sends the file: nobody else can add to it.
    """
    holder = hashlib.sha256(upload).hexdigest()
    if _has_part(SealedFile.objects.named(file), number, sha256, case, holder):
        return
    if number >= parts.MOST_PARTS:
        raise Refused(_("This file is too large to be received here."), code="too_large", status=413)
    place, size = parts.write(body, sha256)
    try:
        with transaction.atomic():
            sealed, begun = SealedFile.objects.get_or_create(
                ident=file, defaults={"case": case, "upload_hash": holder, "begun": clock.rounded()}
            )
            if begun and SealedFile.objects.of_case(case).count() > FILES_OF_A_CASE:
                raise Refused(_("There are too many files already."), code="too_large", status=413)
            sealed = SealedFile.objects.held().get(pk=sealed.pk)
            if _has_part(sealed, number, sha256, case, holder):
                parts.remove([place])
                return
            Part.objects.create(file=sealed, number=number, size=size, sha256=sha256, place=place)
    except BaseException:
        parts.remove([place])
        raise


def _has_part(sealed: SealedFile | None, number: int, sha256: str, case: str, holder: str) -> bool:
    """Whether this very part is there. Refuses another sender, another content, and more of a file that is whole."""
    if sealed is None:
        return False
    if sealed.case != case or not compare_digest(sealed.upload_hash, holder):
        raise Refused(_("This file does not exist."), code="unknown", status=404)
    part = sealed.received.numbered(number)
    if (part is None and sealed.parts is not None) or (part is not None and part.sha256 != sha256):
        raise Refused(_("This file was already received, with another content."), code="part", status=409)
    return part is not None


def parts_received(file: str, upload: bytes) -> list[int]:
    """Which parts of a file need not be sent again."""
    sealed = SealedFile.objects.named(file)
    if sealed is None or not compare_digest(sealed.upload_hash, hashlib.sha256(upload).hexdigest()):
        raise Refused(_("This file does not exist."), code="unknown", status=404)
    return list(sealed.received.values_list("number", flat=True))


@transaction.atomic(savepoint=False)
def claim_files(case: str, files: Iterable[Wire]) -> None:
    """Files of a case that are whole, and stay as long as the case does."""
    for claim in files:
        sealed = SealedFile.objects.of_case(case).held().named(claim["file"])
        received = list(sealed.received.all()) if sealed else []
        if sealed is None or not _is_whole(received, claim["parts"]):
            raise Refused(_("A file has not been received whole. It can be sent again."), code="part", status=409)
        sealed.parts = claim["parts"]
        sealed.save(update_fields=["parts"])


def _is_whole(received: Sequence[Part], count: int) -> bool:
    return [part.number for part in received] == list(range(count)) and all(part.size == PART for part in received[:-1])


@transaction.atomic(savepoint=False)
def erase(case: str) -> None:
    """Take a case's streams and files away for good, rows at once, parts when the transaction has ended well."""
    places = Part.objects.of_case(case).places()
    Stream.objects.of_case(case).delete()
    SealedFile.objects.of_case(case).delete()
    transaction.on_commit(partial(parts.remove, places))


@transaction.atomic
def forget_unclaimed(before: datetime) -> None:
    """Take away files begun before then that no testimony claimed."""
    abandoned = [sealed.pk for sealed in SealedFile.objects.held().unclaimed_since(before)]
    places = Part.objects.filter(file__in=abandoned).places()
    SealedFile.objects.filter(pk__in=abandoned).delete()
    transaction.on_commit(partial(parts.remove, places))


def sweep(older_than: float) -> None:
    """Take off the disk what no row speaks of any more, and has been there for so many seconds: a crash left it."""
    found = list(parts.older_than(older_than))
    for start in range(0, len(found), 500):
        some = found[start : start + 500]
        known = set(Part.objects.filter(place__in=some).places())
        parts.remove(place for place in some if place not in known)


def _place(case: str, stream: bytes) -> seal.Place:
    return seal.Place(bytes.fromhex(Instance.current_ident()), bytes.fromhex(case), stream)


def _standing(stream: Stream) -> rules.Standing:
    writers = [bytes.fromhex(fpr) for fpr in stream.readers.values_list("fpr", flat=True)]
    place = _place(stream.case, bytes.fromhex(stream.ident))
    kind: seal.Kind = stream.kind  # type: ignore[assignment]  # the column's choices are the seal's kinds
    return rules.Standing(place, kind, bytes.fromhex(stream.reporter), stream.epoch, writers)


def _keep_records(stream: Stream, sent: Sequence[wire.SentRecord], grants: Sequence[wire.SentGrant]) -> None:
    kept = [
        Record(
            stream=stream,
            number=one.record.number,
            body=one.record.body,
            signature=one.signature,
            hash=one.record.hash.hex(),
        )
        for one in sent
    ]
    insert(kept)
    by_number = {one.record.number: (row, one.record) for one, row in zip(sent, kept, strict=True)}
    insert_values(
        Grant,
        [
            {
                "stream_id": stream.pk,
                "record_id": by_number[given.record][0].pk,
                "epoch": by_number[given.record][1].epoch,
                "recipient": given.recipient.hex(),
                "granter": by_number[given.record][1].author.hex(),
                "blob": given.blob,
            }
            for given in grants
        ],
    )


def _keep_items(stream: Stream, sent: Sequence[wire.SentItem], number: int) -> list[Item]:
    now = clock.rounded()
    items = [
        Item(
            ident=item.header.item.hex(),
            stream=stream,
            number=at,
            epoch=item.header.epoch,
            kind=item.header.kind,
            author=item.header.author.hex(),
            author_seq=item.header.seq,
            header=item.packed,
            box=item.box,
            hash=item.hash.hex(),
            received=now,
        )
        for at, item in enumerate(sent, number)
    ]
    try:
        insert(items)
    except IntegrityError as error:
        raise rules.out_of_date() from error
    return items


def _let_read(stream: Stream, granted: Sequence[bytes]) -> None:
    names = {fpr.hex() for fpr in granted}
    present = {reader.fpr: reader for reader in stream.readers.all()}
    activity = max(reader.activity for reader in present.values())
    shelf = _shelf_left({reader.shelf for reader in present.values() if reader.fpr in names})
    if shelf == Shelf.NEW:
        stream.readers.update(shelf=shelf)
    stream.readers.exclude(fpr__in=names).delete()
    insert_values(Reader, [_reader(stream, fpr, shelf, activity) for fpr in sorted(names - set(present))])


def _reader(stream: Stream, fpr: str, shelf: Shelf, activity: datetime, *, unread: bool = True) -> dict[str, Any]:
    return {"stream_id": stream.pk, "fpr": fpr, "shelf": shelf, "unread": unread, "activity": activity}


def _shelf_left(shelves: set[str]) -> Shelf:
    """Where newcomers find what those who stay have; when the one whose it was is gone, it waits again for everyone."""
    if Shelf.ASIDE in shelves:
        return Shelf.ASIDE
    if shelves & {Shelf.MINE_DONE, Shelf.OTHERS_DONE}:
        return Shelf.OTHERS_DONE
    return Shelf.OTHERS if Shelf.MINE in shelves else Shelf.NEW
