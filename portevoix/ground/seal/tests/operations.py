"""What the vectors ask, by name: `vectors/README.md` says what each is given and gives. Its twin is in TypeScript."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import Any, cast

import pyshamir

from portevoix.ground.seal import directory, envelope, fields, files, records, testimony, work
from portevoix.ground.seal.errors import SealError
from portevoix.ground.seal.identity import Identity, Public
from portevoix.ground.seal.items import Header, item_hash
from portevoix.ground.seal.member import Keyring, Member, RecoveryCode, WayKeys, WayKind, open_vault
from portevoix.ground.seal.receipt import Keys, Receipt, unwrap_root
from portevoix.ground.seal.recovery import RecoveryKey, act, read_share, write_share
from portevoix.ground.seal.reporter import Reporter

Json = dict[str, Any]
OPERATIONS: dict[str, Callable[[Json], Json]] = {}


def operation(function: Callable[[Json], Json]) -> Callable[[Json], Json]:
    OPERATIONS[function.__name__.rstrip("_")] = function
    return function


def raw(given: Json, name: str) -> bytes:
    return bytes.fromhex(given[name])


def _field(value: Any) -> fields.Field:
    ((kind, content),) = value.items()
    if kind == "bytes":
        return bytes.fromhex(content)
    return [_field(one) for one in content] if kind == "list" else cast(fields.Field, content)


@operation
def lp(given: Json) -> Json:
    return {"bytes": fields.lp(*[_field(value) for value in given["fields"]]).hex()}


@operation
def read_lp(given: Json) -> Json:
    return {"fields": [field.hex() for field in fields.read_lp(raw(given, "bytes"))]}


@operation
def read_integer(given: Json) -> Json:
    return {"integer": fields.read_u64(raw(given, "bytes"))}


@operation
def unb64(given: Json) -> Json:
    return {"bytes": fields.unb64(given["text"]).hex()}


@operation
def expand(given: Json) -> Json:
    return {"bytes": fields.expand(raw(given, "key"), raw(given, "info"), given["length"]).hex()}


@operation
def open_(given: Json) -> Json:
    return {"plaintext": envelope.open_(raw(given, "key"), raw(given, "context"), raw(given, "blob")).hex()}


@operation
def pad(given: Json) -> Json:
    padded = envelope.pad(raw(given, "data"), given["floor"])
    return {"size": len(padded), "sha256": hashlib.sha256(padded).hexdigest()}


@operation
def padded_size(given: Json) -> Json:
    return {"size": envelope.padded_size(given["size"], given["floor"])}


@operation
def unpad(given: Json) -> Json:
    return {"data": envelope.unpad(raw(given, "padded"), given["floor"]).hex()}


@operation
def identity(given: Json) -> Json:
    public = Identity(raw(given, "xwing_seed"), raw(given, "ed25519_seed")).public
    return _public(public)


def _public(public: Public) -> Json:
    return {
        "xwing_sha256": hashlib.sha256(public.xwing).hexdigest(),
        "ed25519": public.ed25519.hex(),
        "fpr": public.fpr.hex(),
    }


@operation
def hpke_open(given: Json) -> Json:
    reader = Identity(raw(given, "xwing_seed"), bytes(32))
    return {"plaintext": reader.open(raw(given, "info"), raw(given, "blob")).hex()}


def _receipt(receipt: Receipt) -> Json:
    return {"code12": receipt.code12.hex(), "base32": receipt.base32}


@operation
def receipt(given: Json) -> Json:
    made = Receipt.from_bits82(int.from_bytes(raw(given, "bits82"), "big") >> 6)
    indices = [made.bits >> 10 * place & 1023 for place in range(8, -1, -1)]
    return {**_receipt(made), "indices": indices}


@operation
def receipt_from_base32(given: Json) -> Json:
    return _receipt(Receipt.from_base32(given["typed"]))


@operation
def receipt_from_words(given: Json) -> Json:
    return _receipt(Receipt.from_words(given["typed"]))


@operation
def receipt_keys(given: Json) -> Json:
    bits = int.from_bytes(raw(given, "code12"), "big") >> 6
    keys = Receipt(bits).keys(raw(given, "inst"))
    return {"auth": keys.auth.hex(), "kek": keys.kek.hex(), "auth_hash": keys.auth_hash.hex()}


@operation
def unwrap_root_(given: Json) -> Json:
    keys = Keys(raw(given, "auth"), raw(given, "kek"))
    return {"root": unwrap_root(keys, raw(given, "inst"), raw(given, "wrap")).hex()}


@operation
def reporter(given: Json) -> Json:
    made = Reporter(raw(given, "root"))
    return {
        **_public(made.public),
        "private_key": made.private_key.hex(),
        "withdrawal": made.withdrawal.hex(),
        "withdraw_hash": made.withdraw_hash.hex(),
    }


@operation
def member(given: Json) -> Json:
    made = Member(raw(given, "mseed"))
    return {**_public(made.public), "keyring_key": made.keyring_key.hex()}


@operation
def open_vault_(given: Json) -> Json:
    opened = open_vault(
        raw(given, "vault_key"), raw(given, "inst"), raw(given, "user"), given["version"], raw(given, "vault")
    )
    return {"mseed": opened.mseed.hex()}


@operation
def passphrase(given: Json) -> Json:
    return _way(WayKeys.from_passphrase(given["passphrase"], raw(given, "way")))


@operation
def recovery(given: Json) -> Json:
    return _way(WayKeys.from_recovery(RecoveryCode(raw(given, "code16")), raw(given, "inst")))


def _way(keys: WayKeys) -> Json:
    return {"auth": keys.auth.hex(), "kek": keys.kek.hex(), "auth_hash": keys.auth_hash.hex()}


@operation
def unwrap_vault_key(given: Json) -> Json:
    keys = WayKeys(bytes(32), raw(given, "kek"))
    kind = cast(WayKind, given["kind"])
    opened = keys.unwrap(raw(given, "inst"), raw(given, "user"), kind, raw(given, "way"), raw(given, "wrap"))
    return {"vault_key": opened.hex()}


@operation
def recovery_printed(given: Json) -> Json:
    return {"printed": RecoveryCode(raw(given, "code16")).printed}


@operation
def recovery_from_printed(given: Json) -> Json:
    return {"code16": RecoveryCode.from_printed(given["typed"]).code16.hex()}


@operation
def open_keyring(given: Json) -> Json:
    keyring = Keyring.open(
        Member(raw(given, "mseed")),
        raw(given, "inst"),
        raw(given, "user"),
        given["counter"],
        raw(given, "keyring"),
    )
    heads = {case.hex(): seen.as_json() for case, seen in keyring.heads.items()}
    return {
        "streams": {
            stream.hex(): {str(epoch): key.hex() for epoch, key in keys.items()}
            for stream, keys in keyring.streams.items()
        },
        "directories": {
            cell.hex(): {"version": seen.version, "hash": seen.hash.hex()} for cell, seen in keyring.directories.items()
        },
        **({"heads": heads} if heads else {}),
    }


def _directories(given: Json) -> directory.Directories:
    seen = given.get("seen_directory")
    return directory.Directories.read(
        [(one["text"], one["signatures"]) for one in given["directories"]],
        inst=raw(given, "inst"),
        cell=raw(given, "cell"),
        seen=(seen["version"], bytes.fromhex(seen["hash"])) if seen else None,
    )


@operation
def read_directories(given: Json) -> Json:
    found = _directories(given)
    return {
        "version": found.latest.version,
        "hash": found.latest.hash.hex(),
        "readers": [reader.fpr.hex() for reader in found.latest.readers],
        "officers": [officer.fpr.hex() for officer in found.latest.officers],
        "fingerprint": found.fingerprint.hex(),
        **({"recovery": found.latest.recovery.as_json()} if found.latest.recovery else {}),
    }


@operation
def recovery_key(given: Json) -> Json:
    return _public(RecoveryKey(raw(given, "rseed")).public)


@operation
def write_share_(given: Json) -> Json:
    return {"printed": write_share(raw(given, "fpr"), raw(given, "share"))}


@operation
def read_share_(given: Json) -> Json:
    return {"share": read_share(raw(given, "fpr"), given["typed"]).hex()}


@operation
def join_shares(given: Json) -> Json:
    """Python joins shares here only, to be sure that it could: pages do it in the browser."""
    try:
        key = RecoveryKey(bytes(pyshamir.combine([bytearray.fromhex(share) for share in given["shares"]])))
    except ValueError as error:
        raise SealError("recovery_share") from error
    if key.public.fpr != raw(given, "fpr"):
        raise SealError("recovery_share")
    return {"fpr": key.public.fpr.hex()}


@operation
def check_recovery_act(given: Json) -> Json:
    key = RecoveryKey(raw(given, "rseed"))
    said = act(raw(given, "inst"), raw(given, "cell"), raw(given, "user"), given["minute"])
    return {"holds": key.public.verify(fields.unb64(given["sig"]), said)}


@operation
def commit(given: Json) -> Json:
    place = records.Place(bytes(16), raw(given, "case"), raw(given, "stream"))
    return {"kc": records.commit(place, given["epoch"], raw(given, "key")).hex()}


@operation
def read_record(given: Json) -> Json:
    record = records.Record.read(raw(given, "body"))
    return {
        "hash": record.hash.hex(),
        "inst": record.place.inst.hex(),
        "case": record.place.case.hex(),
        "stream": record.place.stream.hex(),
        "kind": record.kind,
        "number": record.number,
        "epoch": record.epoch,
        "kc": record.kc.hex(),
        "prev": record.prev.hex(),
        "author": record.author.hex(),
        "directory": record.directory,
        "granted": [fpr.hex() for fpr in record.granted],
        "excluded": [fpr.hex() for fpr in record.excluded],
        "reason": record.reason,
        "time": record.time,
    }


@operation
def read_header(given: Json) -> Json:
    header = Header.read(raw(given, "hdr"))
    return {
        "inst": header.place.inst.hex(),
        "case": header.place.case.hex(),
        "stream": header.place.stream.hex(),
        "epoch": header.epoch,
        "kind": header.kind,
        "item": header.item.hex(),
        "author": header.author.hex(),
        "seq": header.seq,
        "parents": [parent.hex() for parent in header.parents],
    }


@operation
def item_hash_(given: Json) -> Json:
    return {"hash": item_hash(raw(given, "hdr"), raw(given, "box")).hex()}


@operation
def read_stream(given: Json) -> Json:
    """`reader` is {"root"}, {"mseed"} or {"rseed"}; `reporter` has public keys; the rest is as the server sends it."""
    reader = given["reader"]
    seen = given.get("seen_record")
    common: Json = {
        "inst": raw(given, "inst"),
        "case": raw(given, "case"),
        "directories": _directories(given),
        "seen_record": (seen["number"], bytes.fromhex(seen["hash"])) if seen else None,
        "seen_items": [bytes.fromhex(digest) for digest in given.get("seen_items", [])],
        "aside": [bytes.fromhex(fpr) for fpr in given["aside"]] if "aside" in given else None,
    }
    if "root" in reader:
        opened = testimony.read_as_reporter(given["stream"], reporter=Reporter(raw(reader, "root")), **common)
    else:
        opened = testimony.read_stream(
            given["stream"],
            reader=(RecoveryKey if "rseed" in reader else Member)(bytes.fromhex(*reader.values())).identity,
            reporter=Public.from_b64(given["reporter"]["xwing"], given["reporter"]["ed25519"]),
            **common,
        )
    return {
        "granted": [fpr.hex() for fpr in opened.chain.last.granted],
        "excluded": [fpr.hex() for fpr in opened.chain.last.excluded],
        "keys": {str(epoch): opened.keys[epoch].hex() for epoch in sorted(opened.keys)},
        "items": [
            {"hash": item.hash.hex(), "kind": item.header.kind, "author": item.header.author.hex(), "body": item.body}
            for item in opened.items
        ],
        "unopened": [unopened.error.code for unopened in opened.unopened],
        "missing": opened.missing.code if opened.missing else None,
    }


@operation
def deposit_hashes(given: Json) -> Json:
    return {"hashes": [digest.hex() for digest in testimony.hashes(given["deposit"])]}


@operation
def open_file(given: Json) -> Json:
    parts = [bytes.fromhex(part) for part in given["parts"]]
    opened = b"".join(
        files.open_file(raw(given, "key"), raw(given, "inst"), raw(given, "case"), raw(given, "file"), parts)
    )
    return {"sha256": hashlib.sha256(opened).hexdigest(), "size": len(opened), "parts": files.parts_of(len(opened))}


@operation
def check_work(given: Json) -> Json:
    return {"holds": work.check(raw(given, "case"), raw(given, "nonce"), given["bits"])}
