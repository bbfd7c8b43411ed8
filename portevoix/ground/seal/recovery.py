"""The recovery key of a cell: nobody holds it; some of its trustees together can make it again from their sheets."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

from portevoix.ground.seal import words
from portevoix.ground.seal.errors import SealError
from portevoix.ground.seal.fields import expand, hex32, lp, sha256, shaped, sized, text, whole
from portevoix.ground.seal.identity import Identity, Public

FEWEST: Final = 2
"""Nobody opens anything alone."""

MOST: Final = 7
"""Trustees."""

SHARE: Final = 33
"""Bytes: those of the seed on the polynomials, and where they were taken."""


@dataclass(frozen=True)
class Recovery:
    """What a directory says of the key: which line it is, how many sheets it takes, who keeps them."""

    fpr: bytes
    needed: int
    trustees: tuple[str, ...]

    def as_json(self) -> dict[str, Any]:
        """As the directory carries it."""
        return {"fpr": self.fpr.hex(), "needed": self.needed, "trustees": list(self.trustees)}

    @classmethod
    def from_json(cls, value: Any) -> Recovery:
        """The same, read strictly: from two sheets of seven at most."""
        shaped(value, ("fpr", "needed", "trustees"))
        if not isinstance(value["trustees"], list):
            raise SealError("malformed", "trustees")
        found = cls(hex32(value["fpr"]), whole(value["needed"]), tuple(text(name) for name in value["trustees"]))
        if not FEWEST <= found.needed <= len(found.trustees) <= MOST or not all(found.trustees):
            raise SealError("malformed", "how many sheets, of how many")
        return found


class RecoveryKey:
    """The keys of `rseed`. The server never has it: this is for tests, and for whoever reads the format."""

    def __init__(self, rseed: bytes) -> None:
        self.rseed = sized(rseed, 32)

    @classmethod
    def make(cls) -> RecoveryKey:
        """A new one."""
        return cls(secrets.token_bytes(32))

    def __repr__(self) -> str:
        return f"<RecoveryKey {self.public.fpr.hex()[:16]}>"

    @cached_property
    def identity(self) -> Identity:
        """The keys it signs with and is sealed to."""
        return Identity(self._expand("portevoix/1 recovery xwing"), self._expand("portevoix/1 recovery ed25519"))

    @property
    def public(self) -> Public:
        """Its public keys."""
        return self.identity.public

    def _expand(self, label: str) -> bytes:
        return expand(self.rseed, lp(label), 32)

    def sign_act(self, inst: bytes, cell: bytes, user: bytes, minute: int) -> bytes:
        """What shows the server that the sheets are there, for somebody of a cell, now."""
        return self.identity.sign(act(inst, cell, user, minute))


def act(inst: bytes, cell: bytes, user: bytes, minute: int) -> bytes:
    """The bytes signed by whoever holds the key again."""
    return lp("portevoix/1 recovery act", sized(inst, 16), sized(cell, 16), sized(user, 16), minute)


def write_share(fpr: bytes, share: bytes) -> str:
    """A share as its sheet shows it: 56 characters in fourteen groups of four."""
    bits = int.from_bytes(sized(share, SHARE) + _check(fpr, share), "big")
    written = words.base32(bits, 56)
    return "-".join(written[at : at + 4] for at in range(0, 56, 4))


def read_share(fpr: bytes, typed: str) -> bytes:
    """What somebody copied from the sheet of this very key. Refuses `recovery_share`."""
    bits = words.read_base32(typed, 56)
    if bits is None:
        raise SealError("recovery_share")
    read = bits.to_bytes(SHARE + 2, "big")
    if _check(fpr, read[:SHARE]) != read[SHARE:] or not read[SHARE - 1]:
        raise SealError("recovery_share")
    return read[:SHARE]


def _check(fpr: bytes, share: bytes) -> bytes:
    return sha256(lp("portevoix/1 share check", sized(fpr, 32), share))[:2]
