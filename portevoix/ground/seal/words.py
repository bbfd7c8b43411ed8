"""The list of 1 024 words: how people read, write and compare what is random."""

from __future__ import annotations

import re
import secrets
import unicodedata
from functools import cache
from importlib.resources import files

from portevoix.ground.seal.errors import SealError

CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_READ_AS = str.maketrans({"I": "1", "L": "1", "O": "0", **dict.fromkeys(" -\t\r\n\u00a0\u2010\u2011\u2013\u202f")})


class WrongWord(SealError):  # noqa: N818  named from the domain
    """A typed word is not in the list. `position` counts from 1; `suggestions` are the nearest words, best first."""

    def __init__(self, position: int, typed: str, suggestions: tuple[str, ...]) -> None:
        super().__init__("receipt_word", f"word {position}")
        self.position, self.typed, self.suggestions = position, typed, suggestions


class WrongOrder(SealError):  # noqa: N818  named from the domain
    """Every word is in the list, but not these together: one is another's, or two have changed places."""

    def __init__(self) -> None:
        super().__init__("receipt_order")


class WrongCount(SealError):  # noqa: N818  named from the domain
    """Too few words or too many."""

    def __init__(self, given: int, expected: int) -> None:
        super().__init__("receipt_count", f"{given} for {expected}")
        self.given, self.expected = given, expected


@cache
def words() -> tuple[str, ...]:
    """The list, in its order."""
    return tuple(files("portevoix.ground.seal").joinpath("words.fr.txt").read_text("utf-8").split())


@cache
def _starts() -> dict[str, int]:
    return {word[:4]: index for index, word in enumerate(words())}


def typed_words(typed: str) -> list[str]:
    """The words in what someone typed: lower-cased, accents taken off, everything but letters separates."""
    plain = unicodedata.normalize("NFD", typed.lower().replace("œ", "oe").replace("æ", "ae"))
    return re.findall(r"[a-z]+", "".join(c for c in plain if not unicodedata.combining(c)))


def index_of(typed: str) -> int | None:
    """The place of a word of the list, whole or cut after its fourth letter; None when it is not one."""
    index = _starts().get(typed[:4])
    return index if index is not None and words()[index].startswith(typed) else None


def suggestions(typed: str, most: int = 3) -> tuple[str, ...]:
    """The words of the list that are nearest to what was typed, best first."""
    ranked = sorted((_distance(typed, word), index) for index, word in enumerate(words()))
    return tuple(words()[index] for distance, index in ranked[:most] if distance <= 3)


def _distance(a: str, b: str) -> int:
    """Letters to put in, take out, change or swap with the next to go from one to the other."""
    before: list[int] = []
    row = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        older, before = before, row
        row = [i]
        for j, y in enumerate(b, 1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (x != y))
            if i > 1 and j > 1 and x == b[j - 2] and a[i - 2] == y:
                cost = min(cost, older[j - 2] + 1)
            row.append(cost)
    return row[-1]


def propose(count: int = 6) -> tuple[str, ...]:
    """Words drawn at random: a passphrase that can be remembered (10 bits a word)."""
    return tuple(secrets.choice(words()) for _ in range(count))


def from_bits(bits: int, count: int) -> tuple[str, ...]:
    """`count` words for as many times 10 bits, the highest first."""
    return tuple(words()[bits >> 10 * (count - 1 - place) & 1023] for place in range(count))


def base32(bits: int, count: int) -> str:
    """`count` characters of Crockford's base32 for as many times 5 bits, the highest first."""
    return "".join(CROCKFORD[bits >> 5 * (count - 1 - place) & 31] for place in range(count))


def read_base32(typed: str, count: int) -> int | None:
    """The bits of `count` characters, in whatever case, spaces and hyphens left out, I and L as 1, O as 0; or None."""
    plain = typed.upper().translate(_READ_AS)
    if len(plain) != count or any(c not in CROCKFORD for c in plain):
        return None
    bits = 0
    for c in plain:
        bits = bits << 5 | CROCKFORD.index(c)
    return bits
