"""A whole testimony put together and read back, as a browser does it: for the page without JavaScript and the demo."""

from __future__ import annotations

import secrets
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from portevoix.ground.seal import grants, receipt, records
from portevoix.ground.seal.bodies import ItemKind
from portevoix.ground.seal.directory import Directories
from portevoix.ground.seal.errors import SealError
from portevoix.ground.seal.fields import b64, hex16, hex32, part, parts, sha256, unb64, whole
from portevoix.ground.seal.identity import Identity, Public
from portevoix.ground.seal.items import Header, Item, heads, in_order, item_hash, must_be_whole, open_item, seal_item
from portevoix.ground.seal.records import Chain, Kind, Place, Reason, Record
from portevoix.ground.seal.reporter import Reporter

Json = dict[str, Any]
Said = tuple[ItemKind, Json]
"""What someone says: a kind of item and its body."""


def compose(
    *,
    inst: bytes,
    case: bytes,
    reporter: Reporter,
    keys: receipt.Keys,
    directories: Directories,
    said: Sequence[Said],
    now: int,
    excluded: Sequence[bytes] = (),
    transmit: bool = True,
    files: Sequence[tuple[bytes, int]] = (),
    work: bytes | None = None,
) -> Json:
    """The deposit a browser would send: one stream with everything said in it, in order.

    `keys` come from the receipt, `now` is in minutes, `files` are (name, number of parts). With `transmit` the cell
    can read at once, except `excluded`; without, it is kept in the private stream until `transmitted`.
    """
    place = Place(inst, case, secrets.token_bytes(16))
    if transmit:
        stream = open_conversation(place, reporter, directories, excluded, said, now)
    else:
        stream = open_private(place, reporter, directories, excluded, said, now)
    return {
        "case": case.hex(),
        **reporter.public.as_json(),
        "auth_hash": keys.auth_hash.hex(),
        "wrap": b64(receipt.wrap_root(keys, inst, reporter.root)),
        "withdraw_hash": reporter.withdraw_hash.hex(),
        "streams": [stream],
        "files": [{"file": file.hex(), "parts": parts} for file, parts in files],
        "work": work.hex() if work is not None else None,
    }


def open_private(
    place: Place,
    reporter: Reporter,
    directories: Directories,
    excluded: Sequence[bytes],
    said: Sequence[Said],
    now: int,
) -> Json:
    """A private stream: nobody but the reporter, whose root gives its key."""
    return _opened(
        place,
        "private",
        reporter.identity,
        reporter.private_key,
        [],
        directories,
        excluded,
        said,
        now,
        grant_self=False,
    )


def open_conversation(
    place: Place,
    reporter: Reporter,
    directories: Directories,
    excluded: Sequence[bytes],
    said: Sequence[Said],
    now: int,
) -> Json:
    """A conversation with everyone who reads in the latest directory, except `excluded`: this is transmitting."""
    readers = [member.public for member in directories.latest.readers if member.fpr not in excluded]
    key = secrets.token_bytes(32)
    return _opened(place, "conversation", reporter.identity, key, readers, directories, excluded, said, now)


def open_internal(
    place: Place,
    member: Identity,
    others: Sequence[Public],
    directories: Directories,
    said: Sequence[Said],
    now: int,
    excluded: Sequence[bytes] = (),
) -> Json:
    """A stream of members that the reporter cannot read."""
    return _opened(place, "internal", member, secrets.token_bytes(32), others, directories, excluded, said, now)


def open_side(
    place: Place,
    reporter: Reporter,
    guests: Sequence[Public],
    directories: Directories,
    said: Sequence[Said],
    now: int,
) -> Json:
    """A stream of the reporter and an invited professional."""
    return _opened(place, "side", reporter.identity, secrets.token_bytes(32), guests, directories, (), said, now)


def _opened(
    place: Place,
    kind: Kind,
    author: Identity,
    key: bytes,
    others: Sequence[Public],
    directories: Directories,
    excluded: Sequence[bytes],
    said: Sequence[Said],
    now: int,
    *,
    grant_self: bool = True,
) -> Json:
    readers = [*others, author.public]
    record = records.first(
        place,
        kind,
        author=author.fpr,
        key=key,
        directory=directories.latest.version,
        granted=[reader.fpr for reader in readers],
        excluded=excluded,
        time=now,
    )
    written: list[tuple[Header, bytes]] = []
    boxes = [_say(place, 0, key, author, what, written) for what in said]
    return {
        "stream": place.stream.hex(),
        "kind": kind,
        "records": [_record_json(record, author)],
        "grants": [_grant_json(author, reader, record, key) for reader in (readers if grant_self else [])],
        "items": boxes,
    }


def _say(
    place: Place, epoch: int, key: bytes, author: Identity, said: Said, written: list[tuple[Header, bytes]]
) -> Json:
    kind, body = said
    seq = sum(header.author == author.fpr for header, _ in written)
    header = Header(place, epoch, kind, secrets.token_bytes(16), author.fpr, seq, heads(written))
    box = seal_item(author, key, header, body)
    written.append((header, item_hash(header.packed, box)))
    return {"hdr": b64(header.packed), "box": b64(box)}


def _record_json(record: Record, author: Identity) -> Json:
    return {"body": b64(record.body), "sig": b64(record.sign(author))}


def _grant_json(
    granter: Identity, reader: Public, record: Record, key: bytes, earlier: Mapping[int, bytes] = grants.NOTHING_EARLIER
) -> Json:
    blob = grants.grant(granter, reader, record, key, earlier)
    return {"record": record.number, "recipient": reader.fpr.hex(), "blob": b64(blob)}


def hashes(deposit: Json) -> list[bytes]:
    """`h` of each record, then of each item, stream by stream: the fields of the deposit's line in the trail."""
    found: list[bytes] = []
    for stream in parts(deposit, "streams"):
        found += [sha256(unb64(part(record, "body"))) for record in parts(stream, "records")]
        found += [item_hash(unb64(part(item, "hdr")), unb64(part(item, "box"))) for item in parts(stream, "items")]
    return found


@dataclass(frozen=True)
class Unopened:
    """An item that could not be opened, and why."""

    hdr: bytes
    error: SealError


@dataclass
class Opened:
    """A stream as one reader could open it. What can be read is there even when something else is refused."""

    chain: Chain
    keys: dict[int, bytes]
    items: list[Item]
    unopened: list[Unopened]
    missing: SealError | None
    """Why what is there is not all that was written."""
    written: list[tuple[Header, bytes]] = field(repr=False, default_factory=list)

    def must_be_sound(self) -> None:
        """Refuses with the first thing that was refused, if any."""
        for unopened in self.unopened:
            raise unopened.error
        if self.missing is not None:
            raise self.missing

    @property
    def place(self) -> Place:
        """Where the stream stands."""
        return self.chain.last.place

    def say(self, author: Identity, kind: ItemKind, body: Json) -> Json:
        """A new item in the stream, as it is sent."""
        epoch = self.chain.last.epoch
        if epoch not in self.keys:
            raise SealError("not_granted", "no key of this epoch")
        return _say(self.place, epoch, self.keys[epoch], author, (kind, body), self.written)

    def regrant(
        self,
        author: Identity,
        reason: Reason,
        readers: Sequence[Public],
        directories: Directories,
        now: int,
        *,
        excluded: Sequence[bytes] | None = None,
        past: bool = True,
    ) -> Json:
        """A new record after which exactly `readers` may read, with its grants, as they are sent.

        Someone who leaves, or `rekey`, makes a new key, granted to all; else only to those who come, with the earlier
        epochs when `past`. Refuses what the rules refuse. Then read the stream again before going on.
        """
        before = self.chain.last
        granted = [reader.fpr for reader in readers]
        anew = records.needs_new_key(before, reason, granted)
        if before.epoch not in self.keys:
            raise SealError("not_granted", "no key of this epoch")
        key = secrets.token_bytes(32) if anew else self.keys[before.epoch]
        record = records.following(
            before,
            reason,
            author=author.fpr,
            key=key,
            directory=directories.latest.version,
            granted=granted,
            excluded=excluded,
            time=now,
        )
        records.must_follow(before, record, self.chain.reporter, directories)
        earlier = {epoch: self.keys[epoch] for epoch in self.keys if epoch < record.epoch} if past else {}
        return {
            "stream": self.place.stream.hex(),
            "kind": before.kind,
            "records": [_record_json(record, author)],
            "grants": [
                _grant_json(author, reader, record, key, {} if reader.fpr in before.granted else earlier)
                for reader in readers
                if anew or reader.fpr not in before.granted
            ],
            "items": [],
        }


def read_stream(
    stream: Json,
    *,
    inst: bytes,
    case: bytes,
    reader: Identity,
    reporter: Public,
    directories: Directories,
    keys: Mapping[int, bytes] = grants.NOTHING_EARLIER,
    seen_record: tuple[int, bytes] | None = None,
    seen_items: Sequence[bytes] = (),
    aside: Collection[bytes] | None = None,
) -> Opened:
    """A stream as the server gives it back, verified and opened for one reader.

    `keys` are stream keys already known (a keyring, or the reporter's private key), `seen_*` what was met before,
    `aside` whom the reporter ever put aside in the conversation (for `internal`, where it is at hand).
    Refuses what concerns the whole stream; what concerns one item is in `unopened`, what is lacking in `missing`.
    """
    place = Place(inst, case, hex16(part(stream, "stream")))
    kind = part(stream, "kind")
    if kind not in records.KINDS:
        raise SealError("malformed", "unknown kind of stream")
    chain = Chain.read(
        [(unb64(part(record, "body")), unb64(part(record, "sig"), 64)) for record in parts(stream, "records")],
        place,
        kind,
        reporter=reporter,
        directories=directories,
        seen=seen_record,
        aside=aside,
    )
    found = _stream_keys(parts(stream, "grants"), chain, reader, reporter, directories, keys)
    opened = Opened(chain, found, [], [], None)
    for value in parts(stream, "items"):
        hdr, box = unb64(part(value, "hdr")), unb64(part(value, "box"))
        try:
            header = Header.read(hdr)
            if header.place != place:
                raise SealError("wrong_place", "an item of another stream")
            opened.written.append((header, item_hash(hdr, box)))
            opened.items.append(_open_one(header, box, chain, found, reporter, directories))
        except SealError as error:
            opened.unopened.append(Unopened(hdr, error))
    opened.items = in_order(opened.items)
    try:
        must_be_whole(opened.written, seen_items)
    except SealError as error:
        opened.missing = error
    return opened


def read_as_reporter(
    stream: Json, *, inst: bytes, case: bytes, reporter: Reporter, directories: Directories, **seen: Any
) -> Opened:
    """`read_stream` for the reporter, whose root gives the key of their private stream."""
    keys = {0: reporter.private_key} if part(stream, "kind") == "private" else {}
    return read_stream(
        stream,
        inst=inst,
        case=case,
        reader=reporter.identity,
        reporter=reporter.public,
        directories=directories,
        keys=keys,
        **seen,
    )


def _stream_keys(
    given: Sequence[Json],
    chain: Chain,
    reader: Identity,
    reporter: Public,
    directories: Directories,
    known: Mapping[int, bytes],
) -> dict[int, bytes]:
    found = {epoch: key for epoch, key in known.items() if chain.is_key(epoch, key)}
    refused: SealError | None = None
    for value in given:
        if hex32(part(value, "recipient")) != reader.fpr:
            continue
        number = whole(part(value, "record"))
        record = chain.records[number] if number < len(chain.records) else None
        if record is not None and record.epoch in found and set(range(record.epoch)) <= set(found):
            continue
        try:
            granter = _public(record.author if record else b"", reporter, directories)
            found.update(grants.open_grant(reader, granter, chain, number, unb64(part(value, "blob"))))
        except SealError as error:
            refused = error
    if not found:
        raise refused or SealError("not_granted", "no grant for this reader")
    return found


def _public(fpr: bytes, reporter: Public, directories: Directories) -> Public:
    if fpr == reporter.fpr:
        return reporter
    listed = directories.find(fpr)
    if listed is None:
        raise SealError("record_chain", "unknown author")
    return listed.public


def _open_one(
    header: Header,
    box: bytes,
    chain: Chain,
    keys: Mapping[int, bytes],
    reporter: Public,
    directories: Directories,
) -> Item:
    record = chain.at_epoch(header.epoch)
    if record is None or header.author not in record.granted:
        raise SealError("wrong_place", "by someone who could not write here")
    if header.epoch not in keys:
        raise SealError("not_granted", "no key of this epoch")
    return open_item(keys[header.epoch], header, box, _public(header.author, reporter, directories))
