"""How far a share may be from what everybody would have said, and whether two years differ by more than chance.

Wilson's interval at 95 %, narrowed by the part of the population that answered; Newcombe's for a difference. They stand
for chance only: not for those who did not answer, who may have lived something else.
"""

from dataclasses import dataclass
from math import sqrt

Z = 1.959963984540054
"""Nineteen times out of twenty."""


@dataclass(frozen=True)
class Share:
    """So many out of so many; None where it is masked or unknown."""

    count: int | None
    of: int | None
    answered: float = 0.0
    """The part of the population that answered the survey, from 0 to 1; 0 when it is not known."""

    @property
    def is_known(self) -> bool:
        return self.count is not None and bool(self.of)

    @property
    def percent(self) -> float | None:
        return None if self.count is None or not self.of else 100 * self.count / self.of

    @property
    def interval(self) -> tuple[float, float] | None:
        """In per cent."""
        share = self.percent
        if share is None or not self.of:
            return None
        if self.answered >= 1:
            return share, share
        number, part = self.of / (1 - self.answered), share / 100
        middle = (part + Z * Z / (2 * number)) / (1 + Z * Z / number)
        half = Z / (1 + Z * Z / number) * sqrt(part * (1 - part) / number + Z * Z / (4 * number * number))
        return 100 * max(0.0, middle - half), 100 * min(1.0, middle + half)


@dataclass(frozen=True)
class Change:
    """From one survey to the next, in points."""

    before: Share
    now: Share

    @property
    def points(self) -> float | None:
        before, now = self.before.percent, self.now.percent
        return None if before is None or now is None else now - before

    @property
    def interval(self) -> tuple[float, float] | None:
        points, before, now = self.points, self.before.interval, self.now.interval
        if points is None or before is None or now is None or self.before.percent is None or self.now.percent is None:
            return None
        low = sqrt((self.now.percent - now[0]) ** 2 + (before[1] - self.before.percent) ** 2)
        high = sqrt((now[1] - self.now.percent) ** 2 + (self.before.percent - before[0]) ** 2)
        return points - low, points + high

    @property
    def is_more_than_chance(self) -> bool:
        between = self.interval
        return between is not None and (between[0] > 0 or between[1] < 0)

    @property
    def distance(self) -> tuple[float, float] | None:
        """The least and the most it moved, whichever way."""
        between = self.interval
        if between is None:
            return None
        low, high = sorted(map(abs, between))
        return low, high
