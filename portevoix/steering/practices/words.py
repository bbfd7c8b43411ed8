"""Texts as they may be kept and sent on: without what no file can hold, and without signs that nobody sees."""

import re
from typing import Final

LONGEST: Final = {
    "title": 120,
    "problem": 5_000,
    "done": 8_000,
    "cost": 2_000,
    "effect": 5_000,
    "again": 8_000,
    "told": 12_000,
    "audience": 200,
    "partner": 200,
    "period": 120,
    "credit": 300,
    "author": 200,
    "licence": 60,
    "tags": 300,
    "language": 12,
}
"""Characters of each field of a sheet."""
SEPARATOR: Final = ","
TAG: Final = 40
MOST_TAGS: Final = 12
CUT: Final = "…"

_unwritable = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_turning = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")


def writable(text: str) -> str:
    """Without the characters that XML cannot hold."""
    return _unwritable.sub("", text).replace("\r\n", "\n").replace("\r", "\n")


def said(value: object, longest: int, *, on_one_line: bool = False) -> str:
    """What another site says, if it is a text: cut where it is too long, without signs that nobody sees."""
    if not isinstance(value, str):
        return ""
    text = _turning.sub("", writable(value[: 4 * longest]))
    text = " ".join(text.split()) if on_one_line else text.strip()
    return text if len(text) <= longest else text[: longest - 1].rstrip() + CUT


def joined(tags: list[str]) -> str:
    """Tags in one column, each once whatever its capitals."""
    kept: dict[str, str] = {}
    for tag in tags:
        bare = " ".join(tag.replace(SEPARATOR, " ").split())[:TAG].strip()
        if bare:
            kept.setdefault(bare.casefold(), bare)
    whole = list(kept.values())[:MOST_TAGS]
    while len(SEPARATOR.join(whole)) > LONGEST["tags"]:
        whole.pop()
    return SEPARATOR.join(whole)


def split(tags: str) -> list[str]:
    return tags.split(SEPARATOR) if tags else []
