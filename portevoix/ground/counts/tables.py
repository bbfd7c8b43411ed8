"""Tables of small numbers with their totals, several side by side, masked so that no reckoning gives one back.

Counts have names; a `Sum` says that one is the total of others. Two tables are linked by the names they share. What
is masked is then audited as somebody would attack it: given every number that is published and every sum, what is the
least and the most a masked one can be? Integer linear programming (HiGHS) says. See docs/decisions/masking.md.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from portevoix.ground.counts.masking import LEAST, Masked

CROSSING = 10
"""Fewer people than this are never shown in a crossing (`people.md`, E7)."""

PATIENCE = 5.0
"""Seconds for one question to the solver. One that is not answered in time counts against showing more."""
TOTAL = 2
"""Counts of a lower rank are masked to protect others when nothing else is left."""


@dataclass(frozen=True)
class Count:
    """One number of a table."""

    value: int
    least: int | None = LEAST
    """Under it, it is masked. None: it is never published, whatever it is."""
    width: int = LEAST
    """How far apart its least and its most must stay when it is masked for being small."""
    rank: int = 0
    """Among those that could be masked with another, the highest rank goes first; under `TOTAL`, only if need be.
    Under nought, never: it is known anyway."""

    @property
    def is_small(self) -> bool:
        return self.least is not None and self.value < self.least


@dataclass(frozen=True)
class Sum:
    """`total` is the sum of `parts`."""

    total: str
    parts: tuple[str, ...]

    def names(self) -> tuple[str, ...]:
        return (self.total, *self.parts)


def two_way(name: str, rows: Iterable[str], columns: Iterable[str]) -> list[Sum]:
    """The sums of a table whose cells are « name|row|column », with the totals of rows, of columns, and of all."""
    down, across = list(rows), list(columns)
    sums = [Sum(f"{name}|{row}", tuple(f"{name}|{row}|{column}" for column in across)) for row in down]
    sums += [Sum(f"{name}||{column}", tuple(f"{name}|{row}|{column}" for row in down)) for column in across]
    return [*sums, Sum(name, tuple(f"{name}|{row}" for row in down))]


def mask(counts: Mapping[str, Count], sums: Sequence[Sum]) -> dict[str, Masked]:
    """Every count that may be published or masked. Raises ValueError when a sum is not one."""
    audit = _Audit(counts, sums)
    while weak := audit.unprotected():
        audit.hide_beside(weak)
    audit.show_what_is_known()
    return {
        name: Masked(None if name in audit.hidden else count.value)
        for name, count in counts.items()
        if count.least is not None
    }


class _Audit:
    """What is hidden so far, and what could be told of it."""

    def __init__(self, counts: Mapping[str, Count], sums: Sequence[Sum]) -> None:
        self.counts, self.sums = counts, sums
        for one in sums:
            if counts[one.total].value != sum(counts[part].value for part in one.parts):
                raise ValueError(f"{one.total} is not the sum of its parts")
        self.hidden = {name for name, count in counts.items() if count.least is None or count.is_small}
        self.around: dict[str, list[Sum]] = defaultdict(list)
        for one in sums:
            for name in one.names():
                self.around[name].append(one)
        self.sound: set[frozenset[str]] = set()

    def unprotected(self) -> list[str]:
        """Those of which too much can be told, in the first group of hidden counts that hold one another."""
        seen: set[str] = set()
        for name in sorted(self.hidden):
            if name in seen:
                continue
            group = self._held_with(name)
            seen |= group
            if frozenset(group) in self.sound:
                continue
            if weak := self._weak(group):
                return weak
            self.sound.add(frozenset(group))
        return []

    def hide_beside(self, weak: Sequence[str]) -> None:
        """For each, one more of a sum it is in; not twice in a sum that has just lost one."""
        touched: set[Sum] = set()
        for name in weak:
            if touched.intersection(self.around[name]):
                continue
            if chosen := self._least_missed(name):
                self.hidden.add(chosen)
                touched.update(self.around[chosen])
        if not touched:
            raise ValueError(f"{weak[0]} cannot be masked")

    def _least_missed(self, name: str) -> str | None:
        """In the sums it is in, or in those around them, and so on: first what is no total."""
        rings = [self.around[name]]
        known = set(rings[0])
        while rings[-1]:
            names = {other for one in rings[-1] for other in one.names()}
            rings.append([one for other in sorted(names) for one in self.around[other] if one not in known])
            known.update(rings[-1])
        for ring, least_rank in [*((ring, TOTAL) for ring in rings[:3]), *((ring, 0) for ring in rings)]:
            told = [
                (hidden, -self.counts[other].rank, self.counts[other].value, other)
                for one in ring
                if (hidden := len(self.hidden.intersection(one.names())))
                for other in one.names()
                if other not in self.hidden and self.counts[other].rank >= least_rank
            ]
            if told:
                return min(told)[-1]
        return None

    def _held_with(self, name: str) -> set[str]:
        """Every hidden count that a chain of sums leads to."""
        group, waiting = {name}, [name]
        while waiting:
            for one in self.around[waiting.pop()]:
                new = self.hidden.intersection(one.names()) - group
                group |= new
                waiting += new
        return group

    def show_what_is_known(self) -> None:
        """What was masked to protect another, and can be told from the rest all the same: it might as well be said."""
        waiting = set(self.hidden)
        while waiting:
            group = self._held_with(min(waiting))
            waiting -= group
            beside = {name: 1 for name in group if self._width(name) == 0 and self.counts[name].least is not None}
            self.hidden -= set(self._too_narrow(group, beside))

    def _width(self, name: str) -> int:
        count = self.counts[name]
        return count.width if count.is_small or count.least is None else 0

    def _weak(self, group: set[str]) -> list[str]:
        return self._too_narrow(group, {name: width for name in group if (width := self._width(name))})

    def _too_narrow(self, group: set[str], wanted: Mapping[str, int]) -> list[str]:
        if not wanted:
            return []
        values = {name: self.counts[name].value for name in sorted(group)}
        return _too_narrow(dict(sorted(wanted.items())), values, self._rows(group))

    def _rows(self, group: set[str]) -> list[tuple[dict[str, int], int]]:
        """Each sum, as coefficients of what is hidden and the number they come to."""
        rows = []
        for one in {one: None for name in sorted(group) for one in self.around[name]}:
            factors: dict[str, int] = defaultdict(int)
            for name, sign in [(one.total, 1), *((part, -1) for part in one.parts)]:
                if name in group:
                    factors[name] += sign
            rows.append((dict(factors), sum(factor * self.counts[name].value for name, factor in factors.items())))
        return rows


def _too_narrow(
    wanted: Mapping[str, int], values: Mapping[str, int], rows: Sequence[tuple[Mapping[str, int], int]]
) -> list[str]:
    """Those whose least and most possible values are closer than wanted. Every solution found widens them all."""
    import numpy as np
    from scipy.optimize import LinearConstraint, milp
    from scipy.sparse import lil_array

    names = list(values)
    place = {name: number for number, name in enumerate(names)}
    least = np.array([values[name] for name in names])
    most = least.copy()
    matrix = lil_array((len(rows), len(names)))
    for number, (factors, _known) in enumerate(rows):
        for name, factor in factors.items():
            matrix[number, place[name]] = factor
    known = np.array([total for _factors, total in rows])
    # Nobody can think of more people than there are; far enough above for no range to be cut short by it.
    bound = int(most.sum()) + 4 * max(wanted.values())
    held = [LinearConstraint(matrix.tocsr(), known, known)] if rows else []

    def stretch(aim: Any) -> None:
        """Go as far as one can against `aim`."""
        nonlocal least, most
        found = milp(
            aim, constraints=held, integrality=np.ones(len(names)), bounds=(0, bound), options={"time_limit": PATIENCE}
        )
        if found.x is not None:
            solution = np.rint(found.x).astype(int)
            least, most = np.minimum(least, solution), np.maximum(most, solution)

    draw = np.random.default_rng(1)
    for _attempt in range(8):
        stretch(draw.choice([-1, 1], len(names)))
    weak = []
    for name, width in wanted.items():
        here = place[name]
        for direction in (-1, 1):
            if most[here] - least[here] < width:
                aim = np.zeros(len(names))
                aim[here] = direction
                stretch(aim)
        if most[here] - least[here] < width:
            weak.append(name)
    return weak
