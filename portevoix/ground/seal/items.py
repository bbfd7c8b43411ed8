"""What is said in a stream: each item signed by its author, tied to its place and to what the author had seen."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

from portevoix.ground.seal.bodies import ItemKind, item_kind, read_body, write_body
from portevoix.ground.seal.envelope import FLOOR, open_, pad, seal, unpad
from portevoix.ground.seal.errors import SealError
from portevoix.ground.seal.fields import ascending, expand, lp, read_lp, read_u64, read_utf8, sha256, sized
from portevoix.ground.seal.identity import Identity, Public
from portevoix.ground.seal.records import Place

LABEL: Final = b"portevoix/1 item"
TITLE_FLOOR: Final = 256


@dataclass(frozen=True)
class Header:
    """What the server sees of an item, and what its seal is tied to."""

    place: Place
    epoch: int
    kind: ItemKind
    item: bytes
    author: bytes
    seq: int
    parents: tuple[bytes, ...] = ()

    @cached_property
    def packed(self) -> bytes:
        """`hdr`."""
        place = self.place
        return lp(
            LABEL,
            place.inst,
            place.case,
            place.stream,
            self.epoch,
            self.kind,
            sized(self.item, 16),
            self.author,
            self.seq,
            self.parents,
        )

    @classmethod
    def read(cls, packed: bytes) -> Header:
        """A header from its bytes, strictly."""
        fields = read_lp(packed)
        if not fields or fields[0] != LABEL or len(fields) != 10:
            raise SealError("malformed", "item")
        return cls(
            Place(fields[1], fields[2], fields[3]),
            read_u64(fields[4]),
            item_kind(read_utf8(fields[5])),
            sized(fields[6], 16),
            sized(fields[7], 32),
            read_u64(fields[8]),
            ascending(read_lp(fields[9]), 32),
        )

    @property
    def floor(self) -> int:
        """The smallest padded size of this kind, in bytes."""
        return TITLE_FLOOR if self.kind == "title" else FLOOR


@dataclass(frozen=True)
class Item:
    """An item that has been opened, and whose author did write it."""

    header: Header
    body: dict[str, Any]
    hash: bytes


def item_hash(hdr: bytes, box: bytes) -> bytes:
    """`h(item)`, from what the server holds."""
    return sha256(lp("portevoix/1 item hash", hdr, box))


def seal_item(author: Identity, key: bytes, header: Header, body: dict[str, Any]) -> bytes:
    """The box of an item, under the stream key of its epoch."""
    if author.fpr != header.author:
        raise SealError("wrong_key", "signed by another than its author")
    written = write_body(header.kind, body)
    plain = pad(author.sign(_signed(header.packed, written)) + written, header.floor)
    return seal(_items_key(key, header.place), header.packed, plain)


def open_item(key: bytes, header: Header, box: bytes, author: Public) -> Item:
    """An item again. Refuses `wrong_key` (another key, another header), `altered`, `malformed`."""
    plain = unpad(open_(_items_key(key, header.place), header.packed, box), header.floor)
    signature, body = plain[:64], plain[64:]
    if author.fpr != header.author or not author.verify(signature, _signed(header.packed, body)):
        raise SealError("altered", "not written by its author")
    return Item(header, read_body(header.kind, body), item_hash(header.packed, box))


def _items_key(key: bytes, place: Place) -> bytes:
    return expand(sized(key, 32), lp("portevoix/1 items", place.stream), 32)


def _signed(hdr: bytes, body: bytes) -> bytes:
    return lp("portevoix/1 item sig", hdr, hashlib.sha512(body).digest())


def heads(written: Sequence[tuple[Header, bytes]]) -> tuple[bytes, ...]:
    """The hashes of the items that nobody has answered yet, sorted: the parents of the next one."""
    answered = {parent for header, _ in written for parent in header.parents}
    return tuple(sorted(digest for _, digest in written if digest not in answered))


def must_be_whole(written: Sequence[tuple[Header, bytes]], seen: Sequence[bytes] = ()) -> None:
    """Refuses `missing_item` when an item that another one names, or that was `seen` before, is not there.

    Also when an author's count has a gap; and `wrong_place` when one count or one name serves twice.
    """
    digests = {digest for _, digest in written}
    if not set(seen) <= digests:
        raise SealError("missing_item", "an item seen before is gone")
    counts: dict[bytes, list[int]] = {}
    for header, _ in written:
        if not set(header.parents) <= digests:
            raise SealError("missing_item", "an item that was answered is gone")
        counts.setdefault(header.author, []).append(header.seq)
    if len({header.item for header, _ in written}) != len(written):
        raise SealError("wrong_place", "one name serves twice")
    for numbers in counts.values():
        if len(set(numbers)) != len(numbers):
            raise SealError("wrong_place", "one count serves twice")
        if max(numbers) != len(numbers) - 1:
            raise SealError("missing_item", "an author's count has a gap")


def in_order(items: Sequence[Item]) -> list[Item]:
    """The items, each after those its author had seen; between the others, by hash. Absent parents are skipped."""
    present = {item.hash: item for item in items}
    waiting = {item.hash: {p for p in item.header.parents if p in present} for item in items}
    ordered: list[Item] = []
    while waiting:
        ready = sorted(digest for digest, parents in waiting.items() if not parents)
        if not ready:
            raise SealError("altered", "items answer each other in a circle")
        for digest in ready:
            ordered.append(present[digest])
            del waiting[digest]
        for parents in waiting.values():
            parents.difference_update(ready)
    return ordered
