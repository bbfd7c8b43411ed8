"""Proof of work: what an address over its budget is asked for, instead of a puzzle for people."""

from __future__ import annotations

from portevoix.ground.seal.fields import lp, sha256, sized

NONCE = 8
"""Bytes."""


def check(case: bytes, nonce: bytes, bits: int) -> bool:
    """Whether the proof starts with `bits` zero bits."""
    if len(nonce) != NONCE:
        return False
    proof = sha256(lp("portevoix/1 work", sized(case, 16), nonce))
    return int.from_bytes(proof, "big") >> (256 - bits) == 0


def make(case: bytes, bits: int) -> bytes:
    """A nonce that `check` accepts, after about 2^bits tries."""
    number = 0
    while not check(case, number.to_bytes(NONCE, "big"), bits):
        number += 1
    return number.to_bytes(NONCE, "big")
