"""What streams look like on their way in and out: names and bytes in JSON, read strictly, written as they were."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any, Final

from portevoix.ground.seal.errors import SealError
from portevoix.ground.seal.fields import b64, hex16, hex32, unb64, whole
from portevoix.ground.seal.identity import Public
from portevoix.ground.seal.items import Header, item_hash
from portevoix.ground.seal.records import KINDS, Kind, Record
from portevoix.ground.web.moment import of_one_moment
from portevoix.sealed.streams import models

GRANT: Final = 1 + 1120 + 32 + 64 + 16
"""Bytes of a grant that gives one epoch; each earlier one adds `EARLIER`."""
EARLIER: Final = 8 + 32


@dataclass(frozen=True)
class SentRecord:
    """A record on its way in."""

    record: Record
    signature: bytes

    def is_by(self, author: Public) -> bool:
        return self.record.is_signed(author, self.signature)


@dataclass(frozen=True)
class SentGrant:
    """A grant on its way in: sealed by the author of record `record` to `recipient`."""

    record: int
    recipient: bytes
    blob: bytes


@dataclass(frozen=True)
class SentItem:
    """An item on its way in."""

    header: Header
    packed: bytes
    box: bytes

    @cached_property
    def hash(self) -> bytes:
        return item_hash(self.packed, self.box)


@dataclass(frozen=True)
class SentStream:
    """A stream that begins."""

    stream: bytes
    kind: Kind
    records: tuple[SentRecord, ...]
    grants: tuple[SentGrant, ...]
    items: tuple[SentItem, ...]

    @property
    def hashes(self) -> list[bytes]:
        """The hash of each record, then of each item: what the trail commits to."""
        return [*(one.record.hash for one in self.records), *(item.hash for item in self.items)]


def read_stream(value: Mapping[str, Any]) -> SentStream:
    """A stream on its way in. Refuses (SealError) what is not of the format; the rules say the rest."""
    if value["kind"] not in KINDS:
        raise SealError("malformed", "unknown kind of stream")
    return SentStream(
        hex16(value["stream"]),
        value["kind"],
        read_records(value["records"]),
        read_grants(value["grants"]),
        read_items(value["items"]),
    )


def read_records(values: Iterable[Mapping[str, Any]]) -> tuple[SentRecord, ...]:
    return tuple(SentRecord(Record.read(unb64(value["body"])), unb64(value["sig"], 64)) for value in values)


def read_grants(values: Iterable[Mapping[str, Any]]) -> tuple[SentGrant, ...]:
    return tuple(
        SentGrant(whole(value["record"]), hex32(value["recipient"]), _grant_blob(unb64(value["blob"])))
        for value in values
    )


def _grant_blob(blob: bytes) -> bytes:
    if blob[:1] != b"\x01":
        raise SealError("unknown_version", "grant")
    if len(blob) < GRANT or (len(blob) - GRANT) % EARLIER:
        raise SealError("malformed", "grant")
    return blob


def read_items(values: Iterable[Mapping[str, Any]]) -> tuple[SentItem, ...]:
    sent = []
    for value in values:
        packed = unb64(value["hdr"])
        sent.append(SentItem(Header.read(packed), packed, unb64(value["box"])))
    return tuple(sent)


def access(stream: models.Stream, fpr: str) -> dict[str, Any]:
    """Who may read a stream, and what lets `fpr` open it. Asked for many: `Stream.objects.with_access_of(fpr)`.

    Read `of_one_moment`, as `of` does: else a grant of a record that is not here yet may come along.
    """
    records = list(stream.records.all())
    grants = stream.given if hasattr(stream, "given") else stream.grants.to(fpr)
    numbers = {record.pk: record.number for record in records}
    return {
        "stream": stream.ident,
        "kind": stream.kind,
        "epoch": stream.epoch,
        "records": [{"body": b64(bytes(record.body)), "sig": b64(bytes(record.signature))} for record in records],
        "grants": [
            {
                "record": numbers[grant.record_id],
                "epoch": grant.epoch,
                "recipient": grant.recipient,
                "granter": grant.granter,
                "blob": b64(bytes(grant.blob)),
            }
            for grant in grants
        ],
    }


def of(stream: models.Stream, fpr: str) -> dict[str, Any]:
    """A stream as one reader gets it: everything said, and the grants made to them only."""
    with of_one_moment():
        items = [
            {"hdr": b64(bytes(item.header)), "box": b64(bytes(item.box)), "at": minute(item.received)}
            for item in stream.items.all()
        ]
        return {**access(stream, fpr), "items": items}


def arrival(item: models.Item) -> dict[str, Any]:
    """What whoever wrote an item is told: that it is on disk, and since when."""
    return {"item": item.ident, "at": minute(item.received)}


def minute(moment: datetime) -> int:
    return int(moment.timestamp()) // 60
