"""Every rule of `docs/formats.md` that a server can hold people to without opening anything. Pure.

The seal says how records follow one another; this page adds what only the server knows: who asks, what is already
there, and that nobody is granted who has left the directory since.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import chain
from typing import Final

from django.utils.translation import gettext as _

from portevoix.ground.seal.directory import Directories
from portevoix.ground.seal.envelope import CHUNK, HEAD, TAG, VERSION, padded_size
from portevoix.ground.seal.errors import SealError
from portevoix.ground.seal.identity import Public
from portevoix.ground.seal.items import Header
from portevoix.ground.seal.records import Kind, Place, Record, must_follow
from portevoix.ground.web.rules import Refused
from portevoix.sealed.streams.wire import SentGrant, SentItem, SentRecord

ITEMS: Final = 20_000
"""The most items of one author in a stream: nobody fills it for the others."""
WEIGHT: Final = 8 * 1024 * 1024
"""The most sealed bytes of one author in a stream, files apart: whoever opens it gets all of it at once."""
TITLE: Final = 4 * 1024
"""The largest sealed title, in bytes: a desk shows many, and looks for a word in all of them."""
PARENTS: Final = 100

SAYABLE: Final[Mapping[Kind, Collection[str]]] = {
    "private": {"title", "testimony", "message", "file"},
    "conversation": {"title", "testimony", "message", "file"},
    "internal": {"title", "note", "file"},
    "side": {"title", "message", "file"},
}
"""What kind of item may be said in what kind of stream."""


@dataclass(frozen=True)
class Standing:
    """What the server knows of a stream before something new arrives."""

    place: Place
    kind: Kind
    reporter: bytes
    epoch: int
    writers: Collection[bytes]
    """Fingerprints of those whom the latest record lets read, hence write."""


@contextmanager
def sealed_rightly() -> Iterator[None]:
    """Turns what the seal refuses into a refusal for the person who sent it. Their own client would say more."""
    try:
        yield
    except SealError as error:
        raise Refused(
            _("This is not sealed in the way expected here. Nothing was received."), code=error.code, status=422
        ) from error


def out_of_date() -> Refused:
    """Something else arrived first: whoever sent this must look again before they go on."""
    return Refused(
        _("Something was written in the meantime. Look at it, then send yours again."), code="stale", status=409
    )


def directory_changed() -> Refused:
    return Refused(
        _("The list of the people who listen has changed. Look at who can read, then send again."),
        code="directory_changed",
        status=409,
    )


def records_must_follow(
    before: Record | None,
    sent: Sequence[SentRecord],
    author: Public,
    reporter: bytes,
    directories: Directories,
    aside: Collection[bytes] | None = None,
) -> None:
    """New records of a stream, all by whoever asks. Refuses what `seal.records.must_follow` refuses.

    `aside`: whom the reporter ever put aside in the conversation, for the thread that only members read.
    """
    for one in sent:
        if before is not None and one.record.number <= before.number:
            raise out_of_date()
        if not one.is_by(author):
            raise SealError("record_chain", "not signed by whoever asks")
        must_follow(before, one.record, reporter, directories, aside)
        before = one.record
    if before is not None and not may_still_read(before, reporter, directories):
        raise directory_changed()


def may_still_read(record: Record, reporter: bytes, directories: Directories) -> bool:
    """Whether everyone granted also reads in the latest directory: nobody is granted after they have left."""
    return all(fpr == reporter or directories.latest.may_read(fpr) for fpr in record.granted)


def nobody_comes_back(record: Record, aside: Collection[bytes]) -> None:
    """Whoever was put aside stays so under the keys of a new vault: `aside` are all the names they have had."""
    if any(fpr in aside for fpr in record.granted):
        raise SealError("excluded", "put aside under former keys")


def grants_must_cover(before: Record | None, sent: Sequence[SentRecord], grants: Sequence[SentGrant]) -> None:
    """Exactly one grant for everyone whom a record newly lets read, and none for anybody else."""
    needed = set()
    for one in sent:
        record = one.record
        known = before.granted if before is not None and record.epoch == before.epoch else ()
        if record.kind != "private" or record.epoch:
            needed |= {(record.number, fpr) for fpr in record.granted if fpr not in known}
        before = record
    if len(grants) != len(needed) or {(grant.record, grant.recipient) for grant in grants} != needed:
        raise SealError("not_granted", "grants are not those the records announce")


def may_write(standing: Standing, author: bytes) -> bool:
    return author in standing.writers


def must_be_allowed_to_write(standing: Standing, author: bytes) -> None:
    if not may_write(standing, author):
        raise Refused(_("This conversation does not exist, or it was not opened to you."), code="unknown", status=404)


def items_must_stand_here(
    standing: Standing, sent: Sequence[SentItem], author: bytes, turn: int, known: Collection[bytes]
) -> None:
    """New items by `author`, who has already said `turn` of them here. `known` are hashes of what was said before.

    Refuses another place, epoch or author, a kind that is not said there, a gap or a repetition in the author's
    count, a parent nobody wrote, and a size that padding never gives.
    """
    must_be_allowed_to_write(standing, author)
    if turn + len(sent) > ITEMS:
        raise _full()
    earlier: set[bytes] = set()
    for expected, item in enumerate(sent, turn):
        header = item.header
        if header.place != standing.place:
            raise SealError("wrong_place", "an item of another stream")
        if header.author != author:
            raise SealError("wrong_place", "an item of someone else")
        if header.epoch < standing.epoch or header.seq < expected:
            raise out_of_date()
        if header.epoch > standing.epoch or header.seq > expected:
            raise SealError("missing_item", "a gap before this item")
        _must_be_sayable(standing, header)
        if len(header.parents) > PARENTS or not all(p in known or p in earlier for p in header.parents):
            raise SealError("missing_item", "answers what nobody wrote")
        if header.kind == "title" and len(item.box) > TITLE:
            raise Refused(_("This is too large to be received here."), code="too_large", status=413)
        if not is_padded(len(item.box), header.floor) or item.box[:1] != VERSION:
            raise SealError("malformed", "box")
        earlier.add(item.hash)


def _must_be_sayable(standing: Standing, header: Header) -> None:
    if header.kind not in SAYABLE[standing.kind]:
        raise SealError("wrong_place", "not said in this kind of stream")
    if header.kind == "testimony" and header.author != standing.reporter:
        raise SealError("wrong_place", "only the reporter testifies")


def must_have_room(weight: int, sent: Sequence[SentItem]) -> None:
    """An author who has said `weight` bytes in a stream says these items too."""
    if weight + sum(len(item.box) for item in sent) > WEIGHT:
        raise _full()


def _full() -> Refused:
    return Refused(_("This conversation is full."), code="full", status=409)


def is_padded(size: int, floor: int) -> bool:
    """Whether a box of `size` bytes holds a padded text: so that sizes tell no more than they must."""
    body = size - len(VERSION) - HEAD
    plain = body - TAG * (body // (CHUNK + TAG) + 1)
    return plain >= floor and padded_size(plain, floor) == plain


def parents_named(sent: Sequence[SentItem]) -> set[bytes]:
    """Everything these items answer, outside themselves."""
    return set(chain.from_iterable(item.header.parents for item in sent)) - {item.hash for item in sent}
