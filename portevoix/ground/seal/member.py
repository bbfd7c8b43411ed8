"""A member of a cell: keys from `mseed`, the vault that keeps it, the ways into the vault, and the keyring."""

from __future__ import annotations

import hashlib
import secrets
import unicodedata
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal, NamedTuple

from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

from portevoix.ground.seal import words
from portevoix.ground.seal.envelope import open_, seal
from portevoix.ground.seal.errors import SealError
from portevoix.ground.seal.fields import (
    ascending,
    b64,
    expand,
    hex16,
    hex32,
    lp,
    parts,
    read_json,
    sha256,
    shaped,
    sized,
    unb64,
    utf8,
    whole,
    write_json,
)
from portevoix.ground.seal.identity import Identity, Public

WayKind = Literal["passphrase", "recovery"]


class Member:
    """The keys of one member."""

    def __init__(self, mseed: bytes) -> None:
        self.mseed = sized(mseed, 32)

    @classmethod
    def make(cls) -> Member:
        """A new member's keys."""
        return cls(secrets.token_bytes(32))

    def __repr__(self) -> str:
        return f"<Member {self.public.fpr.hex()[:16]}>"

    @cached_property
    def identity(self) -> Identity:
        """The keys they sign with and are sealed to."""
        return Identity(self._expand("portevoix/1 member xwing"), self._expand("portevoix/1 member ed25519"))

    @property
    def public(self) -> Public:
        """Their public keys."""
        return self.identity.public

    @property
    def keyring_key(self) -> bytes:
        """What closes their keyring."""
        return self._expand("portevoix/1 member keyring")

    def _expand(self, label: str) -> bytes:
        return expand(self.mseed, lp(label), 32)


def seal_vault(vault_key: bytes, inst: bytes, user: bytes, version: int, mseed: bytes) -> bytes:
    """`mseed` as the server keeps it, under a vault key of 32 bytes."""
    return seal(vault_key, _vault(inst, user, version), sized(mseed, 32))


def open_vault(vault_key: bytes, inst: bytes, user: bytes, version: int, vault: bytes) -> Member:
    """The member whose vault it is."""
    return Member(open_(vault_key, _vault(inst, user, version), vault))


def _vault(inst: bytes, user: bytes, version: int) -> bytes:
    return lp("portevoix/1 vault", sized(inst, 16), sized(user, 16), version)


@dataclass(frozen=True)
class WayKeys:
    """What a way in gives: `auth` to be given the wrapped key, `kek` to open it. 32 bytes each."""

    auth: bytes
    kek: bytes

    @classmethod
    def _from(cls, stretched: bytes) -> WayKeys:
        return cls(
            expand(stretched, lp("portevoix/1 vault auth"), 32),
            expand(stretched, lp("portevoix/1 vault kek"), 32),
        )

    @classmethod
    def from_passphrase(cls, passphrase: str, way: bytes) -> WayKeys:
        """Argon2id, 64 MiB, three passes: about a tenth of a second."""
        argon = Argon2id(salt=sized(way, 16), length=64, iterations=3, lanes=1, memory_cost=64 * 1024)
        return cls._from(argon.derive(utf8(unicodedata.normalize("NFKC", passphrase))))

    @classmethod
    def from_recovery(cls, code: RecoveryCode, inst: bytes) -> WayKeys:
        """The printed code needs no stretching: it has 128 random bits."""
        return cls._from(hashlib.sha512(lp("portevoix/1 recovery", sized(inst, 16), code.code16)).digest())

    def __repr__(self) -> str:
        return "<WayKeys>"

    @property
    def auth_hash(self) -> bytes:
        """What the server keeps of `auth`."""
        return sha256(self.auth)

    def wrap(self, inst: bytes, user: bytes, kind: WayKind, way: bytes, vault_key: bytes) -> bytes:
        """The vault key, closed for this way in."""
        return seal(self.kek, _way(inst, user, kind, way), sized(vault_key, 32))

    def unwrap(self, inst: bytes, user: bytes, kind: WayKind, way: bytes, wrap: bytes) -> bytes:
        """The vault key again. Refuses `wrong_key` when the passphrase or the code is another."""
        return sized(open_(self.kek, _way(inst, user, kind, way), wrap), 32)


def _way(inst: bytes, user: bytes, kind: WayKind, way: bytes) -> bytes:
    return lp("portevoix/1 vault key", sized(inst, 16), sized(user, 16), kind, sized(way, 16))


@dataclass(frozen=True)
class RecoveryCode:
    """128 random bits, printed on paper and kept apart."""

    code16: bytes

    def __repr__(self) -> str:
        return "<RecoveryCode>"

    @classmethod
    def make(cls) -> RecoveryCode:
        """A new one."""
        return cls(secrets.token_bytes(16))

    @classmethod
    def from_printed(cls, typed: str) -> RecoveryCode:
        """What someone copied from the paper, in whatever case and grouping. Refuses `recovery_code`."""
        bits = words.read_base32(typed, 28)
        if bits is None or bits >> 10 & 0b11:
            raise SealError("recovery_code")
        code = cls((bits >> 12).to_bytes(16, "big"))
        if code._check != bits & 1023:
            raise SealError("recovery_code")
        return code

    @property
    def printed(self) -> str:
        """28 characters in seven groups of four."""
        whole_code = words.base32(int.from_bytes(self.code16, "big") << 2, 26) + words.base32(self._check, 2)
        return "-".join(whole_code[at : at + 4] for at in range(0, 28, 4))

    @property
    def _check(self) -> int:
        digest = sha256(lp("portevoix/1 recovery check", sized(self.code16, 16)))
        return int.from_bytes(digest[:2], "big") >> 6


class Seen(NamedTuple):
    """The latest directory version of a cell that a member's client has seen."""

    version: int
    hash: bytes


class SeenStream(NamedTuple):
    """Where a member last left a stream: its last record, and the items that nobody had answered."""

    number: int
    record: bytes
    items: tuple[bytes, ...]


@dataclass(frozen=True)
class SeenCase:
    """Where a member last left a case: who reports it, and each of its streams."""

    reporter: bytes
    streams: dict[bytes, SeenStream]

    def as_json(self) -> dict[str, object]:
        """As the keyring writes it."""
        streams = {
            name.hex(): {"number": at.number, "record": at.record.hex(), "items": [one.hex() for one in at.items]}
            for name, at in self.streams.items()
        }
        return {"reporter": self.reporter.hex(), "streams": streams}


@dataclass
class Keyring:
    """What a member's client has already opened and seen.

    Stream keys by stream and epoch, directories by cell, and where each case was left.
    """

    streams: dict[bytes, dict[int, bytes]] = field(default_factory=dict)
    directories: dict[bytes, Seen] = field(default_factory=dict)
    heads: dict[bytes, SeenCase] = field(default_factory=dict)

    def __repr__(self) -> str:
        return f"<Keyring of {len(self.streams)} streams>"

    def seal(self, member: Member, inst: bytes, user: bytes, counter: int) -> bytes:
        """The keyring as the server keeps it; `counter` grows by one each time."""
        value = {
            "v": 1,
            "streams": {
                stream.hex(): {str(epoch): b64(key) for epoch, key in keys.items()}
                for stream, keys in self.streams.items()
            },
            "directories": {
                cell.hex(): {"version": seen.version, "hash": seen.hash.hex()}
                for cell, seen in self.directories.items()
            },
            "heads": {case.hex(): seen.as_json() for case, seen in self.heads.items()},
        }
        return seal(member.keyring_key, _keyring(inst, user, counter), write_json(value))

    @classmethod
    def open(cls, member: Member, inst: bytes, user: bytes, counter: int, blob: bytes) -> Keyring:
        """The keyring again. Refuses `wrong_key` for another counter, so an older one is never taken for this one."""
        written = read_json(open_(member.keyring_key, _keyring(inst, user, counter), blob))
        value = shaped(written, ("v", "streams", "directories"), ("heads",))
        heads = value.get("heads", {})
        if whole(value["v"]) != 1:
            raise SealError("unknown_version", "keyring")
        if not all(isinstance(part, dict) for part in (value["streams"], value["directories"], heads)):
            raise SealError("malformed", "keyring")
        return cls(
            {hex16(stream): _keys(keys) for stream, keys in value["streams"].items()},
            {hex16(cell): _seen(seen) for cell, seen in value["directories"].items()},
            {hex16(case): _seen_case(seen) for case, seen in heads.items()},
        )


def _keys(value: object) -> dict[int, bytes]:
    if not isinstance(value, dict) or any(not epoch.isdecimal() or str(int(epoch)) != epoch for epoch in value):
        raise SealError("malformed", "keyring")
    return {whole(int(epoch)): unb64(key, 32) for epoch, key in value.items()}


def _seen(value: object) -> Seen:
    seen = shaped(value, ("version", "hash"))
    return Seen(whole(seen["version"]), hex32(seen["hash"]))


def _seen_case(value: object) -> SeenCase:
    seen = shaped(value, ("reporter", "streams"))
    if not isinstance(seen["streams"], dict):
        raise SealError("malformed", "keyring")
    return SeenCase(hex32(seen["reporter"]), {hex16(name): _seen_stream(at) for name, at in seen["streams"].items()})


def _seen_stream(value: object) -> SeenStream:
    at = shaped(value, ("number", "record", "items"))
    items = ascending([hex32(one) for one in parts(at, "items")], 32)
    return SeenStream(whole(at["number"]), hex32(at["record"]), items)


def _keyring(inst: bytes, user: bytes, counter: int) -> bytes:
    return lp("portevoix/1 keyring", sized(inst, 16), sized(user, 16), counter)
