"""Files of any size: sealed as one stream under their own key, cut into numbered parts."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Iterator
from typing import Final

from portevoix.ground.seal.envelope import open_stream, seal_stream, sealed_size
from portevoix.ground.seal.fields import lp, sized

PART: Final = 8 * 1024 * 1024
"""Bytes of a part; the last may be shorter."""


def new_key() -> bytes:
    """`FK`, 32 random bytes."""
    return secrets.token_bytes(32)


def parts_of(size: int) -> int:
    """How many parts the sealed file of `size` bytes has."""
    return -(-sealed_size(size) // PART)


def seal_file(key: bytes, inst: bytes, case: bytes, file: bytes, data: Iterable[bytes]) -> Iterator[bytes]:
    """The parts of a sealed file, in order; never more than two in memory."""
    held = bytearray()
    for piece in seal_stream(key, _context(inst, case, file), data):
        held += piece
        while len(held) >= PART:
            yield bytes(held[:PART])
            del held[:PART]
    if held:
        yield bytes(held)


def open_file(key: bytes, inst: bytes, case: bytes, file: bytes, parts: Iterable[bytes]) -> Iterator[bytes]:
    """The file again, piece after piece; it is whole only when the iterator ends without refusing."""
    return open_stream(key, _context(inst, case, file), parts)


def _context(inst: bytes, case: bytes, file: bytes) -> bytes:
    return lp("portevoix/1 file", sized(inst, 16), sized(case, 16), sized(file, 16))
