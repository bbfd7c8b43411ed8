"""A ticket for a survey: whoever asks for it is known, whoever spends it is not (VOPRF, RFC 9497, ristretto255-SHA512).

The person's browser draws a nonce, sends it blinded, and gets it evaluated under a key that is the same for everyone.
What comes back, unblinded, has nothing in common with what the server has seen.
"""

from __future__ import annotations

import hmac
import secrets
from dataclasses import dataclass
from typing import Final

from voprf import ristretto

from portevoix.ground.seal import words
from portevoix.ground.seal.errors import SealError
from portevoix.ground.seal.fields import lp, sha256, sized

KEY, NONCE, TAG = 5, 10, 10
"""Bytes of a ticket: which key, what was drawn, what shows that the key has evaluated it."""
LENGTH: Final = 40
"""Characters of a ticket, in ten groups of four."""
PROOF: Final = 64


@dataclass(frozen=True)
class Ticket:
    """25 bytes: whoever holds them answers once."""

    key: bytes
    nonce: bytes
    tag: bytes

    def __repr__(self) -> str:
        return "<Ticket>"

    def __str__(self) -> str:
        written = words.base32(int.from_bytes(self.key + self.nonce + self.tag, "big"), LENGTH)
        return "-".join(written[at : at + 4] for at in range(0, LENGTH, 4))

    @classmethod
    def read(cls, typed: str) -> Ticket:
        """As somebody has copied it, or as its link holds it. Refuses `malformed`."""
        bits = words.read_base32(typed, LENGTH)
        if bits is None:
            raise SealError("malformed", "not a ticket")
        read = bits.to_bytes(KEY + NONCE + TAG, "big")
        return cls(read[:KEY], read[KEY : KEY + NONCE], read[KEY + NONCE :])

    @property
    def spent(self) -> int:
        """What is kept of it once it has served: 63 bits of a hash, never nought."""
        digest = sha256(lp("portevoix/1 ticket spent", self.key, self.nonce))
        return int.from_bytes(digest[:8], "big") >> 1 or 1


class Mint:
    """The key of one survey, made from `seed`: it evaluates what it cannot read, and knows its own again."""

    def __init__(self, seed: bytes, inst: bytes, survey: bytes) -> None:
        self.inst, self.survey = sized(inst, 16), sized(survey, 16)
        info = lp("portevoix/1 survey key", self.inst, self.survey)
        self._evaluator = ristretto.Evaluator.from_seed(sized(seed, 32), info)
        self.public = bytes(self._evaluator.public_key.serialize())

    def __repr__(self) -> str:
        return f"<Mint {self.public.hex()[:16]}>"

    @property
    def named(self) -> bytes:
        """How its tickets call it: the first bytes of `fingerprint`."""
        return fingerprint(self.inst, self.survey, self.public)[:KEY]

    def evaluate(self, blinded: bytes) -> tuple[bytes, bytes]:
        """What a browser sent, evaluated; and the proof that it was under the public key. Refuses `malformed`."""
        try:
            known = ristretto.BlindedInput.deserialize(blinded)
        except ValueError as error:
            raise SealError("malformed", "not a blinded element") from error
        said = bytes(self._evaluator.evaluate(known).serialize())
        return said[PROOF:], said[:PROOF]

    def is_ours(self, ticket: Ticket) -> bool:
        """Whether this very key has evaluated it."""
        right = hmac.compare_digest(self._tag(ticket.nonce), ticket.tag)
        return ticket.key == self.named and right

    def make(self) -> Ticket:
        """A ticket for whoever is handed it, on paper."""
        nonce = secrets.token_bytes(NONCE)
        return Ticket(self.named, nonce, self._tag(nonce))

    def _tag(self, nonce: bytes) -> bytes:
        return bytes(self._evaluator.evaluate_known_input(asked(self.survey, nonce)))[:TAG]


def asked(survey: bytes, nonce: bytes) -> bytes:
    """What is blinded and evaluated."""
    return lp("portevoix/1 ticket", sized(survey, 16), sized(nonce, NONCE))


def fingerprint(inst: bytes, survey: bytes, public: bytes) -> bytes:
    """Of a survey's public key: 32 bytes, the first of which are in every ticket, and are what people compare."""
    return sha256(lp("portevoix/1 survey fingerprint", sized(inst, 16), sized(survey, 16), sized(public, 32)))
