"""Where the lines of a chart go: several series over years, each told from the others by its dashes and its marks.

Pure geometry. What is drawn is decorative: whoever draws puts a table beside it, which is what is read.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from math import ceil, floor, log10

WIDTH, HEIGHT = 360, 230
LEFT, RIGHT, TOP, BOTTOM = 40, 16, 12, 30
KINDS = 6
"""Dashes and marks that are told from each other at a glance; a seventh line looks like the first."""
MARKS = (
    "M-3.5 0a3.5 3.5 0 1 0 7 0a3.5 3.5 0 1 0 -7 0z",
    "M-3.2 -3.2h6.4v6.4h-6.4z",
    "M0 -4.4L4.2 3.2H-4.2z",
    "M0 -4.6L4.6 0L0 4.6L-4.6 0z",
    "M-3.6 -3.6L3.6 3.6M-3.6 3.6L3.6 -3.6",
    "M0 -4.4V4.4M-4.4 0H4.4",
)
"""Disc, square, triangle, lozenge, saltire, cross, around the point they mark."""
STEPS = (1, 2, 5, 10, 20)


@dataclass(frozen=True)
class Curve:
    """One series: its name, and what it is worth each year. A year without a value leaves a gap."""

    name: str
    points: Sequence[tuple[int, Decimal | float | None]]

    def known(self) -> list[tuple[int, float]]:
        """The years that have a value, in order."""
        return sorted((year, float(value)) for year, value in self.points if value is not None)


@dataclass(frozen=True)
class Frame:
    """What is seen: years from left to right, values from bottom to top."""

    years: tuple[int, int]
    values: tuple[float, float]
    step: float

    def across(self, year: float) -> float:
        first, last = self.years
        return round(LEFT + (WIDTH - LEFT - RIGHT) * ((year - first) / (last - first) if last > first else 0.5), 1)

    def up(self, value: float) -> float:
        low, high = self.values
        held = min(high, max(low, value))
        return round(TOP + (HEIGHT - TOP - BOTTOM) * (high - held) / (high - low), 1)

    def levels(self) -> Iterator[float]:
        """The values that have a line across."""
        low, high = self.values
        return (round(low + at * self.step, 6) for at in range(round((high - low) / self.step) + 1))

    def marked_years(self) -> Iterator[int]:
        """Six at most, the last one always."""
        first, last = self.years
        every = max(1, ceil((last - first + 1) / 6))
        return (year for year in range(first, last + 1) if (last - year) % every == 0)


def frame(curves: Sequence[Curve]) -> Frame | None:
    """Round values around what there is, never under nought; None when there is nothing to draw."""
    known = [point for curve in curves for point in curve.known()]
    if not known:
        return None
    years = [year for year, _value in known]
    values = [value for _year, value in known]
    step = _step(max(values) - min(values) or max(abs(max(values)), 1) / 2)
    low, high = step * floor(min(values) / step), step * ceil(max(values) / step)
    if low == high:
        low, high = low - step if low else low, high + step
    return Frame((min(years), max(years)), (low, high), step)


def _step(span: float) -> float:
    """One, two, five or ten times a power of ten: five steps at most make the span."""
    unit = 10.0 ** floor(log10(span / 5))
    return next(unit * step for step in STEPS if unit * step * 5 >= span)


def strokes(curve: Curve, seen: Frame) -> str:
    """The path through its values; two years without a value between them are not joined."""
    told, before = [], None
    for year, value in curve.known():
        joined = before is not None and not any(before < at < year for at, said in curve.points if said is None)
        told.append(f"{'L' if joined else 'M'}{seen.across(year)} {seen.up(value)}")
        before = year
    return "".join(told)
