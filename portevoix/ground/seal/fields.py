"""The one way bytes are put together: `lp`, integers, HKDF-Expand, base64url and hex, all strict when read."""

from __future__ import annotations

import base64
import binascii
import hashlib
import json
import re
from collections.abc import Sequence
from itertools import pairwise
from typing import Any, Final

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.hkdf import HKDFExpand

from portevoix.ground.seal.errors import SealError

Field = bytes | str | int | Sequence["Field"]

LARGEST_INTEGER: Final = 2**53 - 1
"""Beyond it a browser would round."""

_HEX16 = re.compile(r"[0-9a-f]{32}\Z")
_HEX32 = re.compile(r"[0-9a-f]{64}\Z")


def u64(number: int) -> bytes:
    """An integer from 0 to 2^53 − 1 as 8 bytes, big-endian."""
    if not 0 <= number <= LARGEST_INTEGER:
        raise SealError("malformed", "integer out of range")
    return number.to_bytes(8, "big")


def read_u64(data: bytes) -> int:
    """The integer that `u64` wrote; anything else is malformed."""
    if len(data) != 8:
        raise SealError("malformed", "an integer is 8 bytes")
    number = int.from_bytes(data, "big")
    if number > LARGEST_INTEGER:
        raise SealError("malformed", "integer out of range")
    return number


def lp(*fields: Field) -> bytes:
    """Each field after its length (4 bytes, big-endian): text as UTF-8, integers as `u64`, lists as their own `lp`."""
    parts: list[bytes] = []
    for field in fields:
        data = _field(field)
        parts.append(len(data).to_bytes(4, "big"))
        parts.append(data)
    return b"".join(parts)


def _field(field: Field) -> bytes:
    if isinstance(field, bytes):
        return field
    if isinstance(field, str):
        return utf8(field)
    if isinstance(field, int):
        return u64(field)
    return lp(*field)


def read_lp(data: bytes) -> list[bytes]:
    """The fields of an `lp`. Trailing bytes or a length past the end are malformed."""
    fields: list[bytes] = []
    at, end = 0, len(data)
    while at < end:
        if at + 4 > end:
            raise SealError("malformed", "cut length")
        size = int.from_bytes(data[at : at + 4], "big")
        at += 4
        if at + size > end:
            raise SealError("malformed", "cut field")
        fields.append(data[at : at + size])
        at += size
    return fields


def utf8(text: str) -> bytes:
    """The bytes of a text; a lone surrogate is malformed."""
    try:
        return text.encode("utf-8")
    except UnicodeEncodeError as error:
        raise SealError("malformed", "text is not Unicode") from error


def read_utf8(data: bytes) -> str:
    """The text of these bytes, strictly."""
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise SealError("malformed", "text is not UTF-8") from error


def sha256(data: bytes) -> bytes:
    """SHA-256, 32 bytes."""
    return hashlib.sha256(data).digest()


def expand(key: bytes, info: bytes, length: int) -> bytes:
    """HKDF-Expand with SHA-512 (RFC 5869), `length` bytes."""
    return HKDFExpand(hashes.SHA512(), length, info).derive(key)


def b64(data: bytes) -> str:
    """Base64url without padding."""
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode("ascii")


def unb64(text: object, size: int | None = None) -> bytes:
    """The bytes of a canonical unpadded base64url text (of `size` bytes); any other writing is malformed."""
    if not isinstance(text, str):
        raise SealError("malformed", "not base64url")
    try:
        data = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    except (binascii.Error, ValueError) as error:
        raise SealError("malformed", "not base64url") from error
    if b64(data) != text:
        raise SealError("malformed", "base64url is not canonical")
    if size is not None and len(data) != size:
        raise SealError("malformed", f"expected {size} bytes")
    return data


def hex16(text: object) -> bytes:
    """A 16-byte name from its 32 lower-case hexadecimal characters."""
    if not isinstance(text, str) or not _HEX16.match(text):
        raise SealError("malformed", "expected 32 lower-case hexadecimal characters")
    return bytes.fromhex(text)


def hex32(text: object) -> bytes:
    """A 32-byte fingerprint or hash from its 64 lower-case hexadecimal characters."""
    if not isinstance(text, str) or not _HEX32.match(text):
        raise SealError("malformed", "expected 64 lower-case hexadecimal characters")
    return bytes.fromhex(text)


def sized(data: bytes, size: int) -> bytes:
    """The same bytes, once their length is right."""
    if len(data) != size:
        raise SealError("malformed", f"expected {size} bytes")
    return data


def ascending(names: Sequence[bytes], size: int) -> tuple[bytes, ...]:
    """A list of names of `size` bytes, strictly ascending (sorted, nobody twice)."""
    for name in names:
        sized(name, size)
    if any(a >= b for a, b in pairwise(names)):
        raise SealError("malformed", "a list is not sorted")
    return tuple(names)


def write_json(value: Any) -> bytes:
    """JSON as we write it: compact, in UTF-8, accents as they are."""
    return utf8(json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False))


def read_json(data: bytes) -> Any:
    """A JSON value from UTF-8 bytes. A name written twice in an object is malformed."""

    def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        found = dict(pairs)
        if len(found) != len(pairs):
            raise SealError("malformed", "a name is there twice")
        return found

    def refused(constant: str) -> Any:
        raise SealError("malformed", "not JSON")

    try:
        return json.loads(read_utf8(data), object_pairs_hook=once, parse_constant=refused)
    except (ValueError, RecursionError) as error:
        raise SealError("malformed", "not JSON") from error


def shaped(value: Any, names: Sequence[str], optional: Sequence[str] = ()) -> dict[str, Any]:
    """The same object, once it has all these names and no other."""
    if not isinstance(value, dict):
        raise SealError("malformed", "expected an object")
    if not set(names) <= set(value) <= {*names, *optional}:
        raise SealError("malformed", "unexpected names in an object")
    return value


def part(value: Any, name: str) -> Any:
    """What an object has under a name that it must have, whatever else it has."""
    if not isinstance(value, dict) or name not in value:
        raise SealError("malformed", f"expected an object with {name}")
    return value[name]


def parts(value: Any, name: str) -> list[Any]:
    """The list that an object has under a name that it must have."""
    found = part(value, name)
    if not isinstance(found, list):
        raise SealError("malformed", f"expected a list of {name}")
    return found


def whole(value: object) -> int:
    """A whole number from 0 to 2^53 − 1 read from JSON."""
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= LARGEST_INTEGER:
        raise SealError("malformed", "expected a whole number")
    return value


def text(value: object) -> str:
    """A text read from JSON."""
    if not isinstance(value, str):
        raise SealError("malformed", "expected a text")
    utf8(value)
    return value
