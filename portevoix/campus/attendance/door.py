"""The code at the door: it changes every half minute, and only this installation can write it.

A code says which sitting, and when it was shown. Whoever scans it and is not signed in yet keeps the moment of their
scan in a code of the same form, good for a quarter of an hour: time to come in.
"""

import hashlib
import hmac
import struct
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from django.conf import settings

WINDOW: Final = 30
"""Seconds during which one code is shown. The one before still counts."""
SHOWN, SCANNED = 1, 2
LAYOUT: Final = struct.Struct(">B16sI")
TAG: Final = 12
"""Bytes of the tag: nobody guesses 96 bits at a door."""


@dataclass(frozen=True)
class Code:
    """Of which sitting, whether it was on the screen or keeps a scan, and since when (whole seconds)."""

    sitting: str
    kind: int
    at: datetime

    def __str__(self) -> str:
        return _written(self.kind, self.sitting, int(self.at.timestamp()))


def shown(sitting: str, now: datetime) -> Code:
    """The code on the screen: the same during one window."""
    return Code(sitting, SHOWN, window(now))


def scanned(sitting: str, now: datetime) -> Code:
    """What keeps the moment of a scan while somebody comes in."""
    return Code(sitting, SCANNED, now.replace(microsecond=0))


def kept(code: Code, now: datetime) -> Code:
    """The scan that this code is, whether it comes from the screen now or was kept."""
    return scanned(code.sitting, now) if code.kind == SHOWN else code


def left(now: datetime) -> int:
    """Whole seconds, one at least, until the code on the screen changes."""
    return WINDOW - int(now.timestamp()) % WINDOW


def window(now: datetime) -> datetime:
    """When the window began in which `now` falls."""
    return datetime.fromtimestamp(int(now.timestamp()) // WINDOW * WINDOW, UTC)


def read(text: str) -> Code | None:
    """What a code says; None when this installation did not write it."""
    try:
        raw = urlsafe_b64decode(text.encode("ascii"))
        kind, sitting, seconds = LAYOUT.unpack(raw[:-TAG])
    except (ValueError, struct.error):
        return None
    code = Code(sitting.hex(), kind, datetime.fromtimestamp(seconds, UTC))
    return code if hmac.compare_digest(str(code), text) else None


def _written(kind: int, sitting: str, seconds: int) -> str:
    body = LAYOUT.pack(kind, bytes.fromhex(sitting), seconds)
    key = hmac.digest(settings.SECRET_KEY.encode(), b"portevoix door", hashlib.sha256)
    return urlsafe_b64encode(body + hmac.digest(key, body, hashlib.sha256)[:TAG]).decode()
