"""The receipt: nine words that give back a testimony, and nothing else does."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass

from portevoix.ground.seal import words
from portevoix.ground.seal.envelope import open_, seal
from portevoix.ground.seal.errors import SealError
from portevoix.ground.seal.fields import expand, lp, sha256, sized
from portevoix.ground.seal.words import WrongCount, WrongOrder, WrongWord

__all__ = ["Keys", "Receipt", "WrongCount", "WrongOrder", "WrongWord", "unwrap_root", "wrap_root"]

WORDS = 9
ROUNDS = 600_000


@dataclass(frozen=True)
class Keys:
    """What a receipt gives on one instance: `auth` to come back, `kek` that never leaves the device. 32 bytes each."""

    auth: bytes
    kek: bytes

    def __repr__(self) -> str:
        return "<Keys>"

    @property
    def auth_hash(self) -> bytes:
        """What the server keeps of `auth`."""
        return sha256(self.auth)


@dataclass(frozen=True)
class Receipt:
    """90 bits: 82 random ones and 8 that catch a typing error before anything is asked of a server."""

    bits: int

    def __post_init__(self) -> None:
        if self.bits >> 90 or _check(self.bits >> 8) != self.bits & 0xFF:
            raise WrongOrder

    def __repr__(self) -> str:
        return "<Receipt>"

    @classmethod
    def make(cls) -> Receipt:
        """A new one."""
        return cls.from_bits82(secrets.randbits(82))

    @classmethod
    def from_bits82(cls, bits82: int) -> Receipt:
        """The receipt of these 82 bits."""
        return cls(bits82 << 8 | _check(bits82))

    @classmethod
    def from_words(cls, typed: str) -> Receipt:
        """What someone typed. Raises WrongWord, WrongCount or WrongOrder."""
        given = words.typed_words(typed)
        bits = 0
        for position, word in enumerate(given, 1):
            index = words.index_of(word)
            if index is None:
                raise WrongWord(position, word, words.suggestions(word))
            bits = bits << 10 | index
        if len(given) != WORDS:
            raise WrongCount(len(given), WORDS)
        return cls(bits)

    @classmethod
    def from_base32(cls, typed: str) -> Receipt:
        """The 18 characters, in whatever case and grouping. Raises WrongOrder."""
        bits = words.read_base32(typed, 18)
        if bits is None:
            raise WrongOrder
        return cls(bits)

    @property
    def words(self) -> tuple[str, ...]:
        """The nine words."""
        return words.from_bits(self.bits, WORDS)

    @property
    def base32(self) -> str:
        """The same as 18 characters."""
        return words.base32(self.bits, 18)

    @property
    def code12(self) -> bytes:
        """The 90 bits, left-aligned in 12 bytes."""
        return (self.bits << 6).to_bytes(12, "big")

    def keys(self, inst: bytes) -> Keys:
        """What it gives on the instance `inst` (about a quarter of a second, on purpose)."""
        salt = sha256(lp("portevoix/1 code salt", sized(inst, 16)))
        stretched = hashlib.pbkdf2_hmac("sha512", self.code12, salt, ROUNDS, 64)
        return Keys(
            expand(stretched, lp("portevoix/1 auth"), 32),
            expand(stretched, lp("portevoix/1 kek"), 32),
        )


def wrap_root(keys: Keys, inst: bytes, root: bytes) -> bytes:
    """`root` under what the receipt gives: what the server keeps for the return."""
    return seal(keys.kek, _context(keys, inst), sized(root, 32))


def unwrap_root(keys: Keys, inst: bytes, wrap: bytes) -> bytes:
    """`root` again. Refuses `wrong_key` when it is another receipt's."""
    return sized(open_(keys.kek, _context(keys, inst), wrap), 32)


def _context(keys: Keys, inst: bytes) -> bytes:
    return lp("portevoix/1 root", sized(inst, 16), keys.auth_hash)


def _check(bits82: int) -> int:
    if not 0 <= bits82 < 1 << 82:
        raise SealError("malformed", "a receipt has 82 bits")
    return sha256(lp("portevoix/1 check", (bits82 << 6).to_bytes(11, "big")))[0]
