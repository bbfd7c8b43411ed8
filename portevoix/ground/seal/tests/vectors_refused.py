"""What the vectors say must be refused."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from typing import Any

from portevoix.ground.seal import envelope, items, receipt, records, testimony
from portevoix.ground.seal.directory import Directories
from portevoix.ground.seal.fields import b64, lp, unb64
from portevoix.ground.seal.items import Header, seal_item
from portevoix.ground.seal.member import Keyring
from portevoix.ground.seal.records import Record
from portevoix.ground.seal.tests import told as tale
from portevoix.ground.seal.tests.cast import (
    CAMILLE,
    CASE,
    CELL,
    INES,
    INST,
    KEYS,
    LEA,
    MARC,
    NORA,
    NOW,
    PAUL,
    fixed,
)
from portevoix.ground.seal.tests.vectors_forged import forgeries
from portevoix.ground.seal.tests.vectors_made import (
    PLACE,
    TWICE,
    Case,
    Json,
    continued,
    file,
    made_receipt,
    opening,
    read,
    ring,
    seen,
    story,
    stream,
    to_someone,
    typed_recovery,
    vault,
    way,
    without_paul,
)
from portevoix.ground.seal.tests.vectors_spare import mistyped, refused_spares


def refused() -> list[Case]:
    """What must be refused, and with which code."""
    return [*refused_bytes(), *refused_directories(), *refused_spares(), *refused_streams()]


def refused_bytes() -> list[Case]:
    key = fixed("key")
    whole, long = opening(key, b"c", b"Bonsoir."), opening(key, b"c", fixed("big", 16_400))
    blob, long_blob = bytes.fromhex(whole["blob"]), bytes.fromhex(long["blob"])
    to_ines = {"xwing_seed": fixed("x").hex(), "info": b"info".hex()}
    given = to_someone(b"info", b"SK")
    record = records.first(
        PLACE, "private", author=fixed("a"), key=key, directory=1, granted=[fixed("a"), fixed("b")], time=NOW
    )
    header = Header(PLACE, 0, "note", fixed("item", 16), fixed("a"), 0).packed
    return [
        ("a length past the end", "read_lp", {"bytes": "000000050000"}),
        ("a length cut short", "read_lp", {"bytes": "000000"}),
        ("a byte too many", "read_lp", {"bytes": "0000000041"}),
        ("an integer a browser would round", "read_integer", {"bytes": "0020000000000000"}),
        ("an integer of seven bytes", "read_integer", {"bytes": "00000000000001"}),
        ("padding in base64url", "unb64", {"text": "-_8="}),
        ("the other alphabet", "unb64", {"text": "+/8"}),
        ("spare bits that are not zero", "unb64", {"text": "-_9"}),
        ("a lone character", "unb64", {"text": "A"}),
        ("a line's end in base64url", "unb64", {"text": "-_8\n"}),
        ("nothing to open", "open", {**whole, "blob": ""}),
        ("another version", "open", {**whole, "blob": flip(blob, 0).hex()}),
        ("another salt", "open", {**whole, "blob": flip(blob, 1).hex()}),
        ("another commitment", "open", {**whole, "blob": flip(blob, 56).hex()}),
        ("the first chunk altered", "open", {**whole, "blob": flip(blob, 57).hex()}),
        ("the last byte altered", "open", {**whole, "blob": flip(blob, len(blob) - 1).hex()}),
        ("the last chunk dropped", "open", {**long, "blob": long_blob[: 57 + 16384 + 16].hex()}),
        ("the last chunk's tag cut", "open", {**long, "blob": long_blob[:-1].hex()}),
        ("the head cut", "open", {**whole, "blob": blob[:40].hex()}),
        ("a byte behind", "open", {**whole, "blob": (blob + b"\0").hex()}),
        ("another key", "open", {**whole, "key": fixed("other").hex()}),
        ("another context", "open", {**whole, "context": b"d".hex()}),
        ("a key of 31 bytes", "open", {**whole, "key": key[:31].hex()}),
        ("padding that is not zero", "unpad", {"padded": ("00000001" + "41" + "00" * 250 + "01"), "floor": 256}),
        ("padding of another size", "unpad", {"padded": "00000001" + "41" + "00" * 250, "floor": 256}),
        ("padding that says too long", "unpad", {"padded": "000000ff" + "00" * 252, "floor": 256}),
        ("padding without its length", "unpad", {"padded": "0000", "floor": 256}),
        ("sealed to someone else", "hpke_open", {**to_ines, "xwing_seed": "00" * 32, "blob": given.hex()}),
        ("sealed for something else", "hpke_open", {**to_ines, "info": b"else".hex(), "blob": given.hex()}),
        ("sealed to someone, of another version", "hpke_open", {**to_ines, "blob": flip(given, 0).hex()}),
        ("sealed to someone, altered inside", "hpke_open", {**to_ines, "blob": flip(given, 5).hex()}),
        ("sealed to someone, altered at the end", "hpke_open", {**to_ines, "blob": flip(given, len(given) - 1).hex()}),
        ("sealed to someone, cut", "hpke_open", {**to_ines, "blob": given[:1000].hex()}),
        ("sealed to someone, empty", "hpke_open", {**to_ines, "blob": ""}),
        ("another receipt's root", "unwrap_root", {**root_of(KEYS), "kek": fixed("other").hex()}),
        ("another instance's root", "unwrap_root", {**root_of(KEYS), "inst": "00" * 16}),
        ("base32 with a letter that is not of it", "receipt_from_base32", {"typed": "U" * 18}),
        ("base32 too short", "receipt_from_base32", {"typed": made_receipt().base32[:17]}),
        ("base32 mistyped", "receipt_from_base32", {"typed": mistyped(made_receipt().base32)}),
        ("another member's vault version", "open_vault", {**vault(3), "version": 2}),
        ("another kind of way", "unwrap_vault_key", {**way("recovery"), "kind": "passphrase"}),
        ("another passphrase", "unwrap_vault_key", {**way("passphrase"), "kek": fixed("other").hex()}),
        ("a recovery code mistyped", "recovery_from_printed", {"typed": mistyped(typed_recovery())}),
        ("a recovery code too short", "recovery_from_printed", {"typed": typed_recovery()[:-1]}),
        ("an older keyring", "open_keyring", {**ring(Keyring(), 7), "counter": 8}),
        ("a file whose chunks changed places", "open_file", swapped_parts()),
        ("a file without its last part", "open_file", {**file(b"", 15_000), "parts": two_parts()}),
        ("another file's key", "open_file", {**file(b"data", 1 << 20), "file": "00" * 16}),
        ("a record with one field too few", "read_record", {"body": lp("portevoix/1 record", INST).hex()}),
        ("a record of an unknown kind", "read_record", {"body": record.body.replace(b"private", b"PRIVATE").hex()}),
        ("a record of an unknown reason", "read_record", {"body": record.body.replace(b"open", b"shut").hex()}),
        ("a record whose list is not sorted", "read_record", {"body": unsorted(record).hex()}),
        ("a header with another label", "read_header", {"hdr": header.replace(b"item", b"ITEM").hex()}),
        ("a header of an unknown kind", "read_header", {"hdr": header.replace(b"note", b"nope").hex()}),
        ("too little work", "check_work", {"case": CASE.hex(), "nonce": "00" * 8, "bits": 30}),
    ]


def flip(blob: bytes, at: int) -> bytes:
    return blob[:at] + bytes([blob[at] ^ 2]) + blob[at + 1 :]


def root_of(keys: receipt.Keys) -> Json:
    wrap = receipt.wrap_root(keys, INST, CAMILLE.root).hex()
    return {"auth": keys.auth.hex(), "kek": keys.kek.hex(), "inst": INST.hex(), "wrap": wrap}


def swapped_parts() -> Json:
    given = file(fixed("big", 33_000), 57 + 16_400)
    whole = "".join(given["parts"])
    head, one, two, rest = (
        whole[:114],
        whole[114 : 114 + 32_800],
        whole[114 + 32_800 : 114 + 65_600],
        whole[114 + 65_600 :],
    )
    return {**given, "parts": [head + two, one + rest]}


def two_parts() -> list[str]:
    return list(file(fixed("big", 16_400), 8_300)["parts"][:1])


def unsorted(record: Record) -> bytes:
    one, two = record.granted
    return record.body.replace(one + lp(two), two + lp(one))


def refused_directories() -> list[Case]:
    (first, signed), (second, signed_too) = TWICE
    good = read(TWICE)

    def written(change: Callable[[Json], Any], signer: Any = MARC) -> Json:
        """Version 1 changed by an officer, and signed so."""
        value = json.loads(first)
        change(value)
        text = json.dumps(value, ensure_ascii=False)
        signature = signer.identity.sign(lp("portevoix/1 directory sig", text))
        return read([(text, [{"fpr": signer.public.fpr.hex(), "sig": b64(signature)}])])

    return [
        ("no version", "read_directories", read([])),
        ("another text under the signature", "read_directories", read([(first + " ", signed)])),
        ("no signature", "read_directories", read([(first, [])])),
        ("signed by someone who is no officer", "read_directories", written(lambda value: None, INES)),
        ("a signature that is not sorted out", "read_directories", read([(first, [{**signed[0], "sig": "AA"}])])),
        ("the second version first", "read_directories", read([(second, signed_too)])),
        (
            "the second version twice",
            "read_directories",
            read([(first, signed), (second, signed_too), (second, signed_too)]),
        ),
        ("another second version", "read_directories", {**good, "seen_directory": {"version": 2, "hash": "00" * 32}}),
        ("fewer versions than seen", "read_directories", {**read(TWICE[:1]), "seen_directory": seen(TWICE)}),
        ("another cell's", "read_directories", {**good, "cell": "00" * 16}),
        ("another instance's", "read_directories", {**good, "inst": "00" * 16}),
        ("directory of another version", "read_directories", written(lambda value: value.update(v=2))),
        ("a name too many", "read_directories", written(lambda value: value.update(more=1))),
        ("a member without a role", "read_directories", written(lambda value: value["members"][0].pop("role"))),
        ("a member twice", "read_directories", written(lambda value: value["members"].append(value["members"][0]))),
        ("a fingerprint of other keys", "read_directories", written(lambda value: swap_fprs(value["members"]))),
        ("reads that is a number", "read_directories", written(lambda value: value["members"][0].update(reads=1))),
        ("no signature needed", "read_directories", written(lambda value: value["policy"].update(signatures=0))),
        (
            "more signatures than officers",
            "read_directories",
            written(lambda value: value["policy"].update(signatures=2)),
        ),
        ("not JSON", "read_directories", read([("{", signed)])),
        ("a name twice in an object", "read_directories", read([(first.replace("{", '{"v":1,', 1), signed)])),
    ]


def swap_fprs(members: list[Json]) -> None:
    members[0]["fpr"], members[1]["fpr"] = members[1]["fpr"], members[0]["fpr"]


def refused_streams() -> list[Case]:
    long, ines = story("conversation", continued), {"mseed": INES.mseed.hex()}
    marc, paul = {"mseed": MARC.mseed.hex()}, {"mseed": PAUL.mseed.hex()}
    other = story("another conversation", lambda: without_paul()["streams"][0])

    def told_otherwise(change: Callable[[Json], Any], reader: Json = marc, **more: Any) -> Json:
        wire = copy.deepcopy(long)
        change(wire)
        return {**stream(wire, reader, TWICE), **more}

    def box(wire: Json, at: int, place: int) -> None:
        wire["items"][at]["box"] = b64(flip(unb64(wire["items"][at]["box"]), place))

    forged = forgeries(long)
    notes = {**stream(story("notes without Marc", dict), {"mseed": LEA.mseed.hex()}), "aside": [PAUL.public.fpr.hex()]}
    first_record = Record.read(unb64(long["records"][0]["body"]))
    last_item = keys_of(long, CAMILLE).items[-1].hash
    return [
        ("someone put aside", "read_stream", told_otherwise(lambda wire: None, paul)),
        ("someone of another school", "read_stream", stream(other, {"mseed": NORA.mseed.hex()})),
        ("no grant", "read_stream", told_otherwise(lambda wire: wire.update(grants=[]))),
        ("someone else's grant under one's name", "read_stream", told_otherwise(swap_grants)),
        ("a grant altered", "read_stream", told_otherwise(alter_grants)),
        (
            "a grant without its record",
            "read_stream",
            told_otherwise(lambda wire: wire.update(records=wire["records"][:1])),
        ),
        ("no record", "read_stream", told_otherwise(lambda wire: wire.update(records=[]))),
        ("the first record dropped", "read_stream", told_otherwise(lambda wire: wire["records"].pop(0))),
        ("the middle record dropped", "read_stream", told_otherwise(lambda wire: wire["records"].pop(1))),
        ("a record twice", "read_stream", told_otherwise(lambda wire: wire["records"].append(wire["records"][-1]))),
        ("records in another order", "read_stream", told_otherwise(lambda wire: wire["records"].reverse())),
        ("a record's signature altered", "read_stream", told_otherwise(alter_signature)),
        ("another stream's record", "read_stream", told_otherwise(lambda wire: wire.update(records=other["records"]))),
        ("another stream's name", "read_stream", told_otherwise(lambda wire: wire.update(stream="00" * 16))),
        ("another kind of stream", "read_stream", told_otherwise(lambda wire: wire.update(kind="internal"))),
        ("an unknown kind of stream", "read_stream", told_otherwise(lambda wire: wire.update(kind="open"))),
        (
            "fewer records than seen",
            "read_stream",
            told_otherwise(lambda wire: None, seen_record={"number": 3, "hash": first_record.hash.hex()}),
        ),
        (
            "another first record than seen",
            "read_stream",
            told_otherwise(lambda wire: None, seen_record={"number": 0, "hash": "00" * 32}),
        ),
        (
            "an older directory than the records",
            "read_stream",
            {**told_otherwise(lambda wire: None), **read(TWICE[:1])},
        ),
        *[(name, "read_stream", told_otherwise(change(record))) for name, record, change in forged],
        ("notes closed to someone whom the reporter never put aside", "read_stream", notes),
        ("an item altered", "read_stream", told_otherwise(lambda wire: box(wire, 2, 60))),
        ("an item of another version", "read_stream", told_otherwise(lambda wire: box(wire, 2, 0))),
        ("two items' boxes swapped", "read_stream", told_otherwise(swap_boxes)),
        (
            "an item of another stream",
            "read_stream",
            told_otherwise(lambda wire: wire["items"].append(other["items"][0])),
        ),
        ("an item twice", "read_stream", told_otherwise(lambda wire: wire["items"].append(wire["items"][0]))),
        ("the middle item dropped", "read_stream", told_otherwise(lambda wire: wire["items"].pop(2))),
        ("Camille's first item dropped", "read_stream", told_otherwise(lambda wire: wire["items"].pop(0))),
        (
            "the last item dropped after it was seen",
            "read_stream",
            told_otherwise(lambda wire: wire["items"].pop(), seen_items=[last_item.hex()]),
        ),
        (
            "an item by Inès after she left",
            "read_stream",
            told_otherwise(lambda wire: wire["items"].append(late(wire))),
        ),
        (
            "an item by someone with a stolen key",
            "read_stream",
            told_otherwise(lambda wire: wire["items"].append(usurped(wire))),
        ),
        ("an item of an epoch not granted", "read_stream", told_otherwise(lambda wire: None, ines)),
        (
            "an item whose body has another version",
            "read_stream",
            told_otherwise(lambda wire: say_raw(wire, b'{"v":2,"text":"x"}')),
        ),
        (
            "an item whose body has more",
            "read_stream",
            told_otherwise(lambda wire: say_raw(wire, b'{"v":1,"text":"x","y":1}')),
        ),
        ("an item whose body is no JSON", "read_stream", told_otherwise(lambda wire: say_raw(wire, b"x"))),
    ]


def swap_grants(wire: Json) -> None:
    for grant in wire["grants"]:
        if grant["recipient"] == LEA.public.fpr.hex():
            grant["recipient"] = MARC.public.fpr.hex()
        elif grant["recipient"] == MARC.public.fpr.hex():
            grant["recipient"] = LEA.public.fpr.hex()


def alter_grants(wire: Json) -> None:
    for grant in wire["grants"]:
        grant["blob"] = b64(flip(unb64(grant["blob"]), 1130))


def alter_signature(wire: Json) -> None:
    wire["records"][1]["sig"] = b64(flip(unb64(wire["records"][1]["sig"]), 3))


def swap_boxes(wire: Json) -> None:
    one, two = wire["items"][2], wire["items"][3]
    one["box"], two["box"] = two["box"], one["box"]


def keys_of(wire: Json, reader: Any) -> testimony.Opened:
    return tale.read(wire, reader, Directories.read(TWICE, inst=INST, cell=CELL))


def late(wire: Json) -> Json:
    """Inès somehow has the new key, and writes with it."""
    opened = keys_of(wire, MARC)
    header = Header(opened.place, 1, "message", fixed("late", 16), INES.public.fpr, 1, opened.written[-1][0].parents)
    box = seal_item(INES.identity, opened.keys[1], header, {"text": "Encore moi."})
    return {"hdr": b64(header.packed), "box": b64(box)}


def usurped(wire: Json) -> Json:
    """Nora writes in Marc's name."""
    opened = keys_of(wire, NORA)
    header = Header(opened.place, 1, "message", fixed("usurped", 16), MARC.public.fpr, 1)
    written = b'{"v":1,"text":"Je suis Marc."}'
    plain = envelope.pad(NORA.identity.sign(items._signed(header.packed, written)) + written)
    box = envelope.seal(items._items_key(opened.keys[1], opened.place), header.packed, plain)
    return {"hdr": b64(header.packed), "box": b64(box)}


def say_raw(wire: Json, written: bytes) -> None:
    """Nora writes something that is not a message."""
    opened = keys_of(wire, NORA)
    header = Header(opened.place, 1, "message", fixed("raw", 16), NORA.public.fpr, 1)
    plain = envelope.pad(NORA.identity.sign(items._signed(header.packed, written)) + written)
    box = envelope.seal(items._items_key(opened.keys[1], opened.place), header.packed, plain)
    wire["items"].append({"hdr": b64(header.packed), "box": b64(box)})
