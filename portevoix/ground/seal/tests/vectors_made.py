"""What the vectors are about: the bytes that never change, and what was sealed once."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, cast

import pyshamir

from portevoix.ground.seal import envelope, files, receipt, records, testimony, work
from portevoix.ground.seal.directory import Directories
from portevoix.ground.seal.fields import b64, lp
from portevoix.ground.seal.identity import Identity
from portevoix.ground.seal.items import Header
from portevoix.ground.seal.member import Keyring, RecoveryCode, Seen, SeenCase, SeenStream, WayKeys, WayKind, seal_vault
from portevoix.ground.seal.records import Place
from portevoix.ground.seal.recovery import write_share
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
    RSEED,
    SPARE,
    TEAM,
    Signed,
    fixed,
    listed,
    versions,
    with_a_spare,
)
from portevoix.ground.seal.tests.told import told

VECTORS = Path(__file__).parents[4] / "vectors"
Json = dict[str, Any]
STORY: Json = json.loads((VECTORS / "story.json").read_text("utf-8")) if (VECTORS / "story.json").exists() else {}
Case = tuple[str, str, Json]
USER, WAY, FILE = fixed("user", 16), fixed("way", 16), fixed("file", 16)
STREAM = fixed("stream", 16)
PLACE = Place(INST, CASE, STREAM)
HERE = {"inst": INST.hex(), "case": CASE.hex(), "cell": CELL.hex()}


def story(name: str, make: Callable[[], Any]) -> Any:
    """What many cases are about: made once, kept in `story.json`, which cases point into."""
    if name not in STORY:
        STORY[name] = make()
    return STORY[name]


def formats() -> list[Case]:
    """What is the same bytes every time."""
    everything = [{"bytes": "00ff"}, {"text": "Inès"}, {"integer": 2**53 - 1}, {"list": [{"text": "a"}, {"list": []}]}]
    directory = versions(TEAM)
    record = records.first(
        PLACE,
        "conversation",
        author=CAMILLE.public.fpr,
        key=fixed("SK"),
        directory=1,
        granted=[CAMILLE.public.fpr, INES.public.fpr],
        excluded=[PAUL.public.fpr],
        time=NOW,
    )
    header = Header(PLACE, 1, "message", fixed("item", 16), INES.public.fpr, 2, tuple(sorted((fixed("a"), fixed("b")))))
    two = versions(TEAM, [*TEAM[:2], listed(NORA, "Nora", "écoute", officer=True)])
    return [
        ("nothing", "lp", {"fields": []}),
        ("every kind of field", "lp", {"fields": everything}),
        ("fields read back", "read_lp", {"bytes": lp("Inès", 3, b"", [b"a"]).hex()}),
        ("no field", "read_lp", {"bytes": ""}),
        ("the largest integer", "read_integer", {"bytes": "001fffffffffffff"}),
        ("base64url", "unb64", {"text": "-_8"}),
        ("expand 32", "expand", {"key": "0b" * 64, "info": lp("portevoix/1 kek").hex(), "length": 32}),
        ("expand 100", "expand", {"key": "0b" * 32, "info": lp("portevoix/1 kek").hex(), "length": 100}),
        *[(f"padded {size}/{floor}", "padded_size", {"size": size, "floor": floor}) for size, floor in SIZES],
        ("a short text padded", "pad", {"data": "41" * 3, "floor": 2048}),
        ("a title padded", "pad", {"data": "41" * 300, "floor": 256}),
        ("an identity", "identity", {"xwing_seed": fixed("x").hex(), "ed25519_seed": fixed("e").hex()}),
        ("a receipt", "receipt", {"bits82": bits82(fixed("receipt", 11))}),
        ("the receipt of zeros", "receipt", {"bits82": "00" * 11}),
        ("the receipt of ones", "receipt", {"bits82": "ff" * 10 + "c0"}),
        ("base32 as typed", "receipt_from_base32", {"typed": typed_base32()}),
        ("what a receipt gives", "receipt_keys", {"code12": made_receipt().code12.hex(), "inst": INST.hex()}),
        ("a reporter", "reporter", {"root": CAMILLE.root.hex()}),
        ("a member", "member", {"mseed": INES.mseed.hex()}),
        ("a passphrase", "passphrase", {"passphrase": "cheval été ﬁn", "way": WAY.hex()}),
        ("the same, composed otherwise", "passphrase", {"passphrase": "cheval e\u0301te\u0301 fin", "way": WAY.hex()}),
        ("a recovery code", "recovery", {"code16": fixed("code", 16).hex(), "inst": INST.hex()}),
        ("a recovery code printed", "recovery_printed", {"code16": fixed("code", 16).hex()}),
        ("a recovery code typed", "recovery_from_printed", {"typed": typed_recovery()}),
        ("a directory", "read_directories", read(directory)),
        ("a directory with two versions", "read_directories", {**read(two), "seen_directory": seen(two[:1])}),
        ("a directory with a recovery key", "read_directories", read(with_a_spare()[:1])),
        ("a directory signed by the recovery key", "read_directories", read(with_a_spare())),
        ("a recovery key", "recovery_key", {"rseed": RSEED.hex()}),
        ("a share on its sheet", "write_share", {"fpr": SPARE.public.fpr.hex(), "share": fixed("share", 33).hex()}),
        ("a share typed", "read_share", {"fpr": SPARE.public.fpr.hex(), "typed": typed_share()}),
        (
            "a commitment",
            "commit",
            {"case": CASE.hex(), "stream": STREAM.hex(), "epoch": 2, "key": fixed("SK").hex()},
        ),
        ("a record", "read_record", {"body": record.body.hex()}),
        ("a header", "read_header", {"hdr": header.packed.hex()}),
        ("an item's hash", "item_hash", {"hdr": header.packed.hex(), "box": "01ab"}),
        ("work done", "check_work", {"case": CASE.hex(), "nonce": work.make(CASE, 12).hex(), "bits": 12}),
    ]


SIZES = [(1, 256), (256, 256), (257, 256), (2048, 2048), (2049, 2048), (3000, 2048), (70_000, 2048), (10_000_001, 2048)]


def bits82(random: bytes) -> str:
    return random[:10].hex() + f"{random[10] & 0xC0:02x}"


def made_receipt() -> receipt.Receipt:
    return receipt.Receipt.from_bits82(int.from_bytes(fixed("receipt", 11), "big") >> 6)


def spoken() -> list[Case]:
    """The nine words, as people type them."""
    given = made_receipt().words
    return [
        ("words as given", "receipt_from_words", {"typed": " ".join(given)}),
        ("words cut after four letters", "receipt_from_words", {"typed": "-".join(word[:4] for word in given)}),
        ("words with accents and capitals", "receipt_from_words", {"typed": accented(given)}),
    ]


def misspoken() -> list[Case]:
    given = made_receipt().words
    return [
        ("eight words", "receipt_from_words", {"typed": " ".join(given[:8])}),
        ("ten words", "receipt_from_words", {"typed": " ".join([*given, given[0]])}),
        ("no word", "receipt_from_words", {"typed": " "}),
        ("a word that is not of the list", "receipt_from_words", {"typed": "zzzzz " * 9}),
        ("words in another order", "receipt_from_words", {"typed": " ".join(reversed(given))}),
    ]


def accented(spoken: tuple[str, ...]) -> str:
    """As someone may write them: É for e, decomposed or not."""
    text = ", ".join(spoken).upper()
    return text.replace("E", "É", 1).replace("A", "A\u0300", 1)


def typed_base32() -> str:
    text = made_receipt().base32.lower().replace("1", "l").replace("0", "o")
    return f" {text[:6]}-{text[6:12]} {text[12:]}"


def typed_recovery() -> str:
    return RecoveryCode(fixed("code", 16)).printed.lower().replace("-", " ")


def typed_share() -> str:
    text = write_share(SPARE.public.fpr, fixed("share", 33)).lower().replace("1", "l").replace("0", "o")
    return text.replace("-", " ", 7)


def shares() -> list[str]:
    """Three sheets, any two of which give the seed back, cut by another program than the browser's."""
    return [bytes(share).hex() for share in pyshamir.split(RSEED, 3, 2)]


def an_act() -> Json:
    sig = SPARE.sign_act(INST, CELL, USER, NOW)
    where = {"inst": INST.hex(), "cell": CELL.hex(), "user": USER.hex()}
    return {**where, "rseed": RSEED.hex(), "minute": NOW, "sig": b64(sig)}


def read(signed: list[Signed]) -> Json:
    return {**HERE, "directories": [{"text": text, "signatures": signatures} for text, signatures in signed]}


def seen(signed: list[Signed]) -> Json:
    latest = Directories.read(signed, inst=INST, cell=CELL).latest
    return {"version": latest.version, "hash": latest.hash.hex()}


def sealed() -> list[Case]:
    """What comes out different every time it is sealed: frozen once, to be opened for ever."""
    key, big = fixed("key"), fixed("big", 33_000)
    person = {"xwing_seed": fixed("x").hex()}
    keyring = Keyring({STREAM: {0: fixed("SK"), 3: fixed("SK3")}}, {CELL: Seen(2, fixed("hash"))})
    deposit, draft, long = story("deposit", without_paul), story("draft", kept), story("conversation", continued)
    story("directories", lambda: read(TWICE)["directories"])
    story("one directory", lambda: read(versions(TEAM))["directories"])
    aside = [one.public.fpr.hex() for one in (MARC, PAUL)]
    cut, opened_again = story("sheets", shares), story("opened again", for_the_spare)
    story("spare directories", lambda: read(with_a_spare())["directories"])
    return [
        ("nothing sealed", "open", opening(key, b"", b"")),
        ("a sentence sealed", "open", opening(key, lp("portevoix/1 test"), "Voilà.".encode())),
        ("three chunks sealed", "open", opening(key, lp("portevoix/1 test"), big)),
        ("a whole chunk sealed", "open", opening(key, b"c", big[:16384])),
        ("sealed to someone", "hpke_open", {**person, "info": b"info".hex(), "blob": to_someone(b"info", b"SK").hex()}),
        (
            "a root wrapped",
            "unwrap_root",
            {
                "auth": KEYS.auth.hex(),
                "kek": KEYS.kek.hex(),
                "inst": INST.hex(),
                "wrap": receipt.wrap_root(KEYS, INST, CAMILLE.root).hex(),
            },
        ),
        ("a vault", "open_vault", vault(3)),
        ("the way of a passphrase", "unwrap_vault_key", way("passphrase")),
        ("the way of a recovery code", "unwrap_vault_key", way("recovery")),
        ("a keyring", "open_keyring", ring(keyring, 7)),
        ("a keyring that remembers where Inès left a case", "open_keyring", ring(remembering(), 8)),
        ("a small file", "open_file", file(b"", 1 << 20)),
        ("a file in three parts", "open_file", file(big, 12_000)),
        ("a deposit's hashes", "deposit_hashes", {"deposit": deposit}),
        ("a deposit read by Inès", "read_stream", stream(deposit["streams"][0], {"mseed": INES.mseed.hex()})),
        ("a deposit read by Camille", "read_stream", stream(deposit["streams"][0], {"root": CAMILLE.root.hex()})),
        ("a draft read by Camille", "read_stream", stream(draft["streams"][0], {"root": CAMILLE.root.hex()})),
        (
            "notes closed to Marc, whom Camille put aside since, read by Léa",
            "read_stream",
            {**stream(story("notes without Marc", closed_to_marc), {"mseed": LEA.mseed.hex()}), "aside": aside},
        ),
        ("two sheets of three", "join_shares", {"shares": cut[1:], "fpr": SPARE.public.fpr.hex()}),
        ("three sheets of three", "join_shares", {"shares": cut, "fpr": SPARE.public.fpr.hex()}),
        ("an act of the recovery key", "check_recovery_act", an_act()),
        (
            "a deposit opened again by the recovery key, read by it",
            "read_stream",
            stream(opened_again, {"rseed": RSEED.hex()}, with_a_spare()),
        ),
        (
            "a deposit opened again by the recovery key, read by Nora",
            "read_stream",
            stream(opened_again, {"mseed": NORA.mseed.hex()}, with_a_spare()),
        ),
        *[
            (f"a story read by {name}", "read_stream", stream(long, reader, TWICE))
            for name, reader in (
                ("Camille", {"root": CAMILLE.root.hex()}),
                ("Marc", {"mseed": MARC.mseed.hex()}),
                ("Inès, who left", {"mseed": INES.mseed.hex()}),
                ("Nora, who came", {"mseed": NORA.mseed.hex()}),
            )
        ],
    ]


def remembering() -> Keyring:
    """Inès has read a conversation and notes about it."""
    talk = SeenStream(2, fixed("record"), tuple(sorted((fixed("a"), fixed("b")))))
    seen = SeenCase(CAMILLE.public.fpr, {STREAM: talk, fixed("notes", 16): SeenStream(0, fixed("first"), ())})
    return Keyring({STREAM: {0: fixed("SK")}}, {CELL: Seen(2, fixed("hash"))}, {CASE: seen})


def opening(key: bytes, context: bytes, plaintext: bytes) -> Json:
    return {"key": key.hex(), "context": context.hex(), "blob": envelope.seal(key, context, plaintext).hex()}


def to_someone(info: bytes, plaintext: bytes) -> bytes:
    return Identity(fixed("x"), bytes(32)).public.seal_to(info, plaintext)


def vault(version: int) -> Json:
    blob = seal_vault(fixed("VK"), INST, USER, version, INES.mseed)
    return {
        "vault_key": fixed("VK").hex(),
        "inst": INST.hex(),
        "user": USER.hex(),
        "version": version,
        "vault": blob.hex(),
    }


def way(kind: str) -> Json:
    wrap = WayKeys(bytes(32), fixed("kek")).wrap(INST, USER, cast(WayKind, kind), WAY, fixed("VK"))
    return {
        "kek": fixed("kek").hex(),
        "inst": INST.hex(),
        "user": USER.hex(),
        "kind": kind,
        "way": WAY.hex(),
        "wrap": wrap.hex(),
    }


def ring(keyring: Keyring, counter: int) -> Json:
    blob = keyring.seal(INES, INST, USER, counter)
    return {
        "mseed": INES.mseed.hex(),
        "inst": INST.hex(),
        "user": USER.hex(),
        "counter": counter,
        "keyring": blob.hex(),
    }


def file(data: bytes, part: int) -> Json:
    whole = b"".join(files.seal_file(fixed("FK"), INST, CASE, FILE, [data]))
    parts = [whole[at : at + part].hex() for at in range(0, len(whole), part)]
    return {**HERE, "key": fixed("FK").hex(), "file": FILE.hex(), "parts": parts}


TWICE = versions(TEAM, [*TEAM[1:], listed(NORA, "Nora", "écoute")])


def without_paul(**more: Any) -> Json:
    """What Camille sends: she has put Paul aside."""
    return told(excluded=[PAUL.public.fpr], **more)


def for_the_spare() -> Json:
    """Camille tells; Inès and Marc lose their vaults; the recovery key opens it to Nora, and closes it to them."""
    first, later = (Directories.read(signed, inst=INST, cell=CELL) for signed in (with_a_spare()[:1], with_a_spare()))
    found: Json = told(directories=first)["streams"][0]
    opened = testimony.read_stream(
        found, inst=INST, case=CASE, reader=SPARE.identity, reporter=CAMILLE.public, directories=later
    )
    readers = [CAMILLE.public, *(one.public for one in later.latest.readers)]
    more = opened.regrant(SPARE.identity, "leave", readers, later, NOW + 60)
    return {**found, "records": found["records"] + more["records"], "grants": found["grants"] + more["grants"]}


def kept() -> Json:
    return without_paul(transmit=False)


def continued() -> Json:
    """Camille tells, Inès answers, then leaves the cell; Marc makes a new key; Nora comes and answers; Camille too."""
    after = Directories.read(TWICE, inst=INST, cell=CELL)
    found: Json = without_paul()["streams"][0]
    tale.say(found, INES, "Merci de nous avoir écrit.")
    tale.regrant(found, MARC, "leave", [CAMILLE, MARC, LEA], after)
    tale.say(found, MARC, "Inès a quitté la cellule, je prends la suite.", after)
    tale.regrant(found, MARC, "add", [CAMILLE, MARC, LEA, NORA], after)
    tale.say(found, NORA, "Bonjour, je suis Nora.", after)
    tale.say(found, CAMILLE, "Bonjour.", after)
    return found


def closed_to_marc() -> Json:
    """Notes of Inès, Marc and Léa; Camille puts Marc aside as she did Paul, so Inès makes a new key."""
    place = Place(INST, CASE, fixed("notes", 16))
    said: list[testimony.Said] = [("note", {"text": "À voir jeudi."})]
    others = [MARC.public, LEA.public]
    found = testimony.open_internal(place, INES.identity, others, tale.BEFORE, said, NOW, [PAUL.public.fpr])
    aside = [PAUL.public.fpr, MARC.public.fpr]
    tale.regrant(found, INES, "remove", [INES, LEA], tale.BEFORE, excluded=aside)
    return found


def stream(wire: Json, reader: Json, signed: list[Signed] | None = None) -> Json:
    reporter = CAMILLE.public.as_json()
    return {**read(signed or versions(TEAM)), "reader": reader, "reporter": reporter, "stream": wire}
