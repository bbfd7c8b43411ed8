"""What the columns of a table are about, guessed from their titles."""

import re
import unicodedata
from collections.abc import Callable, Sequence


def plain(told: str) -> str:
    """In lower case, without accents, points or spaces that do not count; `n°` is `n`."""
    bare = unicodedata.normalize("NFKD", re.sub("[°º’·]", " ", told)).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", " ", bare.lower()).strip()


def guess(header: Sequence[str], meaning_of: Callable[[str], str]) -> list[str]:
    """A meaning for each title; each is given once, to the first column that seems to have it. Empty: none."""
    found: list[str] = []
    for title in header:
        meaning = meaning_of(plain(title))
        found.append(meaning if meaning not in found else "")
    return found
