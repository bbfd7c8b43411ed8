"""Small numbers, masked so that nobody can be pointed at.

A number under `LEAST` is not shown. In a line whose total is published, others are masked with it until the masked ones
together are at least `LEAST` and at least two, so that no subtraction gives one of them back.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.formats import number_format
from django.utils.translation import gettext as _

LEAST = 5
"""Fewer people than this are never shown (`people.md`, E7: k-anonymity of 5)."""


@dataclass(frozen=True)
class Masked:
    """A count as it may be shown; `value` is None when it may not."""

    value: int | None

    @property
    def is_hidden(self) -> bool:
        return self.value is None

    def __str__(self) -> str:
        return _("too few to show") if self.value is None else number_format(self.value, force_grouping=True)


def masked(count: int, least: int = LEAST) -> Masked:
    """A count that stands alone."""
    return Masked(count if count >= least else None)


def mask_line(counts: Sequence[int], least: int = LEAST) -> tuple[list[Masked], Masked]:
    """The parts of a line and their total, both published. Without a total worth showing, nothing is shown."""
    if sum(counts) < least:
        return [Masked(None)] * len(counts), Masked(None)
    hidden = {place for place, count in enumerate(counts) if count < least}
    while hidden and len(hidden) < len(counts) and not _is_hard_to_guess([counts[place] for place in hidden], least):
        smallest = min(count for place, count in enumerate(counts) if place not in hidden)
        # All that are equal: which of them is masked would tell something of the others.
        hidden |= {place for place, count in enumerate(counts) if count == smallest}
    parts = [Masked(None if place in hidden else count) for place, count in enumerate(counts)]
    return parts, Masked(sum(counts))


def _is_hard_to_guess(hidden: Sequence[int], least: int) -> bool:
    """Whether the masked parts cannot be told from their sum: neither all at zero, nor all as large as they may be."""
    return len(hidden) > 1 and least <= sum(hidden) != (least - 1) * len(hidden)
