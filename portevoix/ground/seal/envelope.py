"""The symmetric envelope: a version byte, then C2SP chunked-encryption (Cobblestone-256); and the padding inside."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from hmac import compare_digest
from typing import Final

from cryptography.cobblestone import Cobblestone256Decryptor, Cobblestone256Encryptor
from cryptography.exceptions import InvalidTag

from portevoix.ground.seal.errors import SealError
from portevoix.ground.seal.fields import expand, sized

VERSION: Final = b"\x01"
HEAD: Final = 24 + 32
"""Salt and key commitment, in bytes."""
TAG: Final = 16
CHUNK: Final = 16 * 1024
FLOOR: Final = 2048
"""The smallest padded size, in bytes; a title has its own."""
_SCHEME: Final = b"c2sp.org/chunked-encryption@v1+AEAD_AES_256_GCM\x00"


def seal(key: bytes, context: bytes, plaintext: bytes) -> bytes:
    """`0x01 ‖ CB(key, context, plaintext)`, under a key of 32 bytes."""
    encryptor = Cobblestone256Encryptor(sized(key, 32), context)
    return VERSION + encryptor.update(plaintext) + encryptor.finalize()


def open_(key: bytes, context: bytes, blob: bytes) -> bytes:
    """What `seal` closed. Refuses `wrong_key` (or another context), `altered`, `unknown_version`."""
    return b"".join(open_stream(key, context, (blob,)))


def seal_stream(key: bytes, context: bytes, plaintext: Iterable[bytes]) -> Iterator[bytes]:
    """`seal` for what does not fit in memory, piece after piece."""
    encryptor = Cobblestone256Encryptor(sized(key, 32), context)
    yield VERSION
    for piece in plaintext:
        yield encryptor.update(piece)
    yield encryptor.finalize()


def open_stream(key: bytes, context: bytes, blob: Iterable[bytes]) -> Iterator[bytes]:
    """`open_` piece after piece. Nothing read is whole until the iterator has ended without refusing."""
    pieces = iter(blob)
    start = b""
    while len(start) < 1 + HEAD:
        piece = next(pieces, None)
        if piece is None:
            break
        start += piece
    body = without_version(start)
    if len(body) < HEAD:
        raise SealError("altered", "cut before its first chunk")
    keys = expand(sized(key, 32), _SCHEME + body[:24] + context, 32 + 12 + 32)
    if not compare_digest(keys[44:], body[24:HEAD]):
        raise SealError("wrong_key", "key commitment")
    decryptor = Cobblestone256Decryptor(key, context)
    try:
        yield decryptor.update(body)
        for piece in pieces:
            yield decryptor.update(piece)
        yield decryptor.finalize()
    except InvalidTag as error:
        raise SealError("altered", "chunk") from error


def without_version(blob: bytes) -> bytes:
    """What follows the version byte, once that is one we know."""
    if not blob:
        raise SealError("altered", "empty")
    if blob[:1] != VERSION:
        raise SealError("unknown_version")
    return blob[1:]


def sealed_size(size: int) -> int:
    """Bytes that `seal` makes of `size` bytes."""
    return 1 + HEAD + size + TAG * (size // CHUNK + 1)


def padded_size(size: int, floor: int = FLOOR) -> int:
    """Padmé: the size of the padded whole for `size` bytes, the 4 of the length included."""
    if size < floor:
        return floor
    exponent = size.bit_length() - 1
    mask = (1 << (exponent - exponent.bit_length())) - 1
    return (size + mask) & ~mask


def pad(data: bytes, floor: int = FLOOR) -> bytes:
    """4-byte length ‖ data ‖ zeros, to the Padmé size of the whole."""
    size = 4 + len(data)
    return len(data).to_bytes(4, "big") + data + bytes(padded_size(size, floor) - size)


def unpad(padded: bytes, floor: int = FLOOR) -> bytes:
    """What `pad` was given; another size or anything but zeros behind is malformed."""
    size = 4 + int.from_bytes(padded[:4], "big")
    if len(padded) < 4 or len(padded) != padded_size(size, floor) or any(padded[size:]):
        raise SealError("malformed", "padding")
    return padded[4:size]
