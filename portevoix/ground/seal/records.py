"""Who may read a stream, said and signed by those who decide it: a chain of records from the first."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Final, Literal, get_args

from portevoix.ground.seal.directory import Directories
from portevoix.ground.seal.errors import SealError
from portevoix.ground.seal.fields import ascending, lp, read_lp, read_u64, read_utf8, sha256, sized
from portevoix.ground.seal.identity import Identity, Public

Kind = Literal["private", "conversation", "internal", "side"]
Reason = Literal["open", "add", "remove", "leave", "rekey"]
KINDS: Final[tuple[Kind, ...]] = get_args(Kind)
REASONS: Final[tuple[Reason, ...]] = get_args(Reason)
LABEL: Final = b"portevoix/1 record"
NOTHING_BEFORE: Final = bytes(32)


@dataclass(frozen=True)
class Place:
    """Where a stream stands: nothing of one place is ever taken for something of another."""

    inst: bytes
    case: bytes
    stream: bytes

    def __post_init__(self) -> None:
        for name in (self.inst, self.case, self.stream):
            sized(name, 16)


def commit(place: Place, epoch: int, key: bytes) -> bytes:
    """`kc`: what ties a record to the stream key of its epoch, without saying it."""
    return sha256(lp("portevoix/1 kc", place.case, place.stream, epoch, sized(key, 32)))


@dataclass(frozen=True)
class Record:
    """From now on, who may read a stream. `time` in minutes."""

    place: Place
    kind: Kind
    number: int
    epoch: int
    kc: bytes
    prev: bytes
    author: bytes
    directory: int
    granted: tuple[bytes, ...]
    excluded: tuple[bytes, ...]
    reason: Reason
    time: int

    @cached_property
    def body(self) -> bytes:
        """The bytes that are signed and hashed."""
        return lp(
            LABEL,
            self.place.inst,
            self.place.case,
            self.place.stream,
            self.kind,
            self.number,
            self.epoch,
            self.kc,
            self.prev,
            self.author,
            self.directory,
            self.granted,
            self.excluded,
            self.reason,
            self.time,
        )

    @cached_property
    def hash(self) -> bytes:
        """`h(record)`."""
        return sha256(self.body)

    @classmethod
    def read(cls, body: bytes) -> Record:
        """A record from its bytes, strictly: these bytes and no others write it."""
        fields = read_lp(body)
        if not fields or fields[0] != LABEL or len(fields) != 15:
            raise SealError("malformed", "record")
        kind, reason = read_utf8(fields[4]), read_utf8(fields[13])
        if kind not in KINDS or reason not in REASONS:
            raise SealError("malformed", "record")
        return cls(
            Place(fields[1], fields[2], fields[3]),
            kind,
            read_u64(fields[5]),
            read_u64(fields[6]),
            sized(fields[7], 32),
            sized(fields[8], 32),
            sized(fields[9], 32),
            read_u64(fields[10]),
            ascending(read_lp(fields[11]), 32),
            ascending(read_lp(fields[12]), 32),
            reason,
            read_u64(fields[14]),
        )

    def sign(self, author: Identity) -> bytes:
        """The author's signature, 64 bytes."""
        return author.sign(lp("portevoix/1 record sig", self.body))

    def is_signed(self, author: Public, signature: bytes) -> bool:
        """Whether the author it names signed it."""
        return author.fpr == self.author and author.verify(signature, lp("portevoix/1 record sig", self.body))


def first(
    place: Place,
    kind: Kind,
    *,
    author: bytes,
    key: bytes,
    directory: int,
    granted: Sequence[bytes],
    excluded: Sequence[bytes] = (),
    time: int,
) -> Record:
    """The record that opens a stream under `key`."""
    return Record(
        place,
        kind,
        0,
        0,
        commit(place, 0, key),
        NOTHING_BEFORE,
        author,
        directory,
        tuple(sorted(granted)),
        tuple(sorted(excluded)),
        "open",
        time,
    )


def following(
    before: Record,
    reason: Reason,
    *,
    author: bytes,
    key: bytes,
    directory: int,
    granted: Sequence[bytes],
    excluded: Sequence[bytes] | None = None,
    time: int,
) -> Record:
    """The record after `before`. `key` is the stream key from now on: a new one exactly when `needs_new_key`."""
    epoch = before.epoch + (1 if needs_new_key(before, reason, granted) else 0)
    return replace(
        before,
        number=before.number + 1,
        epoch=epoch,
        kc=commit(before.place, epoch, key),
        prev=before.hash,
        author=author,
        directory=directory,
        granted=tuple(sorted(granted)),
        excluded=before.excluded if excluded is None else tuple(sorted(excluded)),
        reason=reason,
        time=time,
    )


def needs_new_key(before: Record, reason: Reason, granted: Sequence[bytes]) -> bool:
    """Whether someone who could read no longer may, or a new key is the very reason of the record."""
    return reason == "rekey" or not set(before.granted) <= set(granted)


def must_follow(
    before: Record | None,
    record: Record,
    reporter: bytes,
    directories: Directories,
    aside: Collection[bytes] | None = None,
) -> None:
    """The rules of `docs/formats.md` for one record after another, for readers and for the server alike.

    `reporter` is the fingerprint of the testimony's reporter; `aside` are all those they ever put aside in the
    conversation of the case, None where it is not at hand. Refuses `record_chain`, `excluded`, `wrong_place`,
    `not_granted` (someone is granted whom the directory does not let read) and `directory_older`.
    """
    if before is None:
        _must_open(record, reporter)
    else:
        _must_continue(before, record, reporter)
    if set(record.granted) & set(record.excluded):
        raise SealError("excluded", "someone put aside is granted")
    if record.kind == "internal" and aside is not None and not set(record.excluded) <= set(aside):
        raise SealError("excluded", "put aside by a member")
    if record.kind == "private" and record.granted != (reporter,):
        raise SealError("record_chain", "a private stream is the reporter's alone")
    if (record.kind == "internal") == (reporter in record.granted):
        raise SealError("record_chain", "the reporter reads every stream but the internal one")
    if record.author not in record.granted:
        raise SealError("record_chain", "whoever makes a key can read with it")
    directory = directories.version(record.directory)
    for fpr in record.granted:
        if fpr != reporter and not directory.may_read(fpr):
            raise SealError("not_granted", "someone granted may not read in the directory named")
    if any(directory.may_read(fpr) and fpr not in record.excluded for fpr in _left_out(before, record)):
        raise SealError("excluded", "someone who listens is left out, and was not put aside")


def _left_out(before: Record | None, record: Record) -> set[bytes]:
    return set(before.granted) - set(record.granted) if before else set()


def _must_open(record: Record, reporter: bytes) -> None:
    if record.number or record.epoch or record.prev != NOTHING_BEFORE or record.reason != "open":
        raise SealError("record_chain", "not a first record")
    if (record.author == reporter) != (record.kind != "internal"):
        raise SealError("record_chain", "opened by someone who may not")


def _must_continue(before: Record, record: Record, reporter: bytes) -> None:
    if record.place != before.place or record.kind != before.kind:
        raise SealError("wrong_place", "a record of another stream")
    if record.number != before.number + 1 or record.prev != before.hash or record.reason == "open":
        raise SealError("record_chain", "records do not follow")
    if record.author not in before.granted:
        raise SealError("record_chain", "by someone who could not read")
    if needs_new_key(before, record.reason, record.granted):
        if record.epoch != before.epoch + 1:
            raise SealError("record_chain", "someone left and the key stayed")
    elif record.epoch != before.epoch or record.kc != before.kc:
        raise SealError("record_chain", "the key changed without a reason")
    if record.author != reporter and not set(before.excluded) <= set(record.excluded):
        raise SealError("excluded", "only the reporter may take someone back")
    if record.author != reporter and record.kind != "internal" and record.excluded != before.excluded:
        raise SealError("excluded", "only the reporter may put someone aside")
    if record.directory < before.directory:
        raise SealError("directory_older", "an older directory than the record before")


@dataclass(frozen=True)
class Chain:
    """The records of one stream, verified from the first to the last."""

    records: tuple[Record, ...]
    reporter: bytes

    @classmethod
    def read(
        cls,
        signed: Sequence[tuple[bytes, bytes]],
        place: Place,
        kind: Kind,
        *,
        reporter: Public,
        directories: Directories,
        seen: tuple[int, bytes] | None = None,
        aside: Collection[bytes] | None = None,
    ) -> Chain:
        """Verifies every record (body, signature) of a stream. `seen` = number and hash of the last one met before.

        `aside`: as for `must_follow`.

        Refuses what `must_follow` refuses, and `record_chain` for a wrong signature or a shorter or another past.
        """
        records: list[Record] = []
        known = _known(reporter, directories)
        for body, signature in signed:
            record = Record.read(body)
            if record.place != place or record.kind != kind:
                raise SealError("wrong_place", "a record of another stream")
            author = known(record.author)
            if author is None or not record.is_signed(author, signature):
                raise SealError("record_chain", f"record {record.number} is not signed by its author")
            must_follow(records[-1] if records else None, record, reporter.fpr, directories, aside)
            records.append(record)
        if not records:
            raise SealError("record_chain", "no record")
        if seen is not None and (seen[0] >= len(records) or records[seen[0]].hash != seen[1]):
            raise SealError("record_chain", "another past than the one seen")
        return cls(tuple(records), reporter.fpr)

    @property
    def put_aside(self) -> set[bytes]:
        """Everyone whom a record ever put aside."""
        return {fpr for record in self.records for fpr in record.excluded}

    @property
    def last(self) -> Record:
        """Who may read now."""
        return self.records[-1]

    def at_epoch(self, epoch: int) -> Record | None:
        """The last record of an epoch: everyone who could read during it."""
        found = [record for record in self.records if record.epoch == epoch]
        return found[-1] if found else None

    def is_key(self, epoch: int, key: bytes) -> bool:
        """Whether this is the stream key that the records of an epoch commit to."""
        record = self.at_epoch(epoch)
        return record is not None and commit(record.place, epoch, key) == record.kc


def _known(reporter: Public, directories: Directories) -> Callable[[bytes], Public | None]:
    def find(fpr: bytes) -> Public | None:
        if fpr == reporter.fpr:
            return reporter
        listed = directories.find(fpr)
        return listed.public if listed else None

    return find
