"""Which figures are too small to be shown, and which others would give them away. Pure.

A figure is shown whole or not at all: with its total, a per cent says how many women there are. Figures lean on each
other: those who are there came in one of the last years, those who have a degree came in some years before, all
campuses are the sum of each. So each figure is written as a sum of intakes, and a small one that is a combination of
figures that are shown takes the smaller ones of these with it (`docs/decisions/shares.md`).
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction

from portevoix.ground.counts.masking import LEAST, mask_line
from portevoix.steering.shares.models import Programme, Share, Stage
from portevoix.steering.shares.rules import women_of

Place = tuple[int, str, int]
"""A figure: programme, stage, year."""
Terms = dict[Place, Fraction]
"""So many times each of these; those who came in are written as the admissions of that year."""
NOUGHT, ONE = Fraction(0), Fraction(1)


@dataclass(frozen=True)
class Counted:
    """How many women and men there are; None when only a per cent is known."""

    women: int | None = None
    men: int | None = None

    @property
    def is_small(self) -> bool:
        if self.women is None or self.men is None:
            return False
        return mask_line([self.women, self.men])[0][0].is_hidden

    @property
    def size(self) -> tuple[bool, int]:
        """What is hidden first; those of which only a per cent is known come last."""
        return self.women is None, min(self.women or 0, self.men or 0)


def hidden(shares: Iterable[Share]) -> set[Place]:
    """The figures of a school that are not shown. Give all there are: each may tell something of the others."""
    told = sorted(shares, key=lambda share: (share.programme_id, share.stage, share.year))
    known = {(share.programme_id, share.stage, share.year): counted(share) for share in told}
    small = {place for place, count in known.items() if count.is_small}
    if not small:
        return small
    school = _School(known, {share.programme_id: share.programme for share in told})
    found = small | school.giving_away(small)
    while more := school.added_up(small, found):
        found.add(min(more, key=lambda place: (known[place].size, place)))
    return found


def counted(share: Share) -> Counted:
    """From its counts, or from its total and its per cent, which tell as much."""
    if share.everyone is None:
        return Counted()
    women = share.women
    if women is None and share.percent is not None and share.everyone:
        women = women_of(share.everyone, share.percent)
    return Counted() if women is None else Counted(women, share.everyone - women)


class _School:
    """The figures of one school, and how each is a sum of others."""

    def __init__(self, known: dict[Place, Counted], programmes: dict[int, Programme]) -> None:
        self.known = known
        self.programmes = programmes
        self.parts: defaultdict[str, list[int]] = defaultdict(list)
        for pk, one in programmes.items():
            if one.campus_id is not None:
                self.parts[one.name.casefold()].append(pk)
        whole = {one.name.casefold() for one in programmes.values() if one.campus_id is None}
        self.tops = [
            pk
            for pk, one in programmes.items()
            if not one.is_whole and (one.campus_id is None or one.name.casefold() not in whole)
        ]
        self.terms = {place: self._terms(place) for place in known}

    def below(self, place: Place) -> list[Place]:
        """The figures that this one is the sum of: each campus of all, each programme of the whole school."""
        pk, stage, year = place
        one = self.programmes[pk]
        below = self.tops if one.is_whole else self.parts[one.name.casefold()] if one.campus_id is None else []
        return [(part, stage, year) for part in below if part != pk and (part, stage, year) in self.known]

    def _terms(self, place: Place) -> Terms:
        below = self.below(place)
        if below:
            return _added(self._terms(part) for part in below)
        pk, stage, year = place
        length = self.programmes[pk].years
        years = {
            Stage.ENROLLED: range(year - length + 1, year + 1),
            Stage.GRADUATED: range(year - length, year - length + 1),
        }.get(Stage(stage), range(year, year + 1))
        came = Stage.APPLIED if stage == Stage.APPLIED else Stage.ADMITTED
        return {(pk, came.value, when): ONE for when in years}

    def giving_away(self, small: set[Place]) -> set[Place]:
        """The figures without which no small one is a combination of what is shown (Gauss, on fractions).

        From the largest to the smallest, each is shown unless a small one would then be told.
        """
        kept: set[Place] = set()
        steps: dict[Place, Terms] = {}
        left = [self.terms[place] for place in small]
        for place in sorted(self.known.keys() - small, key=lambda place: (self.known[place].size, place), reverse=True):
            rest = _reduced(self.terms[place], steps)
            if not rest:
                continue
            lead = next(iter(rest))
            then = [_without(one, rest, lead) if lead in one else one for one in left]
            if all(then):
                left, steps[lead] = then, rest
            else:
                kept.add(place)
        return kept

    def added_up(self, small: set[Place], found: set[Place]) -> set[Place]:
        """The figures shown beside small ones that add up, all together, to so few that each is as good as known."""
        for place in self.known:
            for parts in self._sums(place):
                inside = [self.known[part] for part in parts if part in found]
                if place in found or not inside or not small & set(parts):
                    continue
                women = sum(count.women or 0 for count in inside)
                men = sum(count.men or 0 for count in inside)
                shown = {part for part in parts if part not in found}
                if min(women, men) < LEAST and shown:
                    return shown
        return set()

    def _sums(self, place: Place) -> Iterator[list[Place]]:
        if below := self.below(place):
            yield below
        pk, stage, year = place
        if stage == Stage.ENROLLED:
            intakes = [(pk, Stage.ADMITTED.value, year - back) for back in range(self.programmes[pk].years)]
            if all(intake in self.known for intake in intakes):
                yield intakes


def _added(several: Iterable[Terms]) -> Terms:
    whole: Terms = {}
    for one in several:
        whole = _plus(whole, one)
    return whole


def _plus(one: Terms, other: Terms, times: Fraction = ONE) -> Terms:
    """One, and so many times the other."""
    whole = dict(one)
    for place, value in other.items():
        whole[place] = whole.get(place, NOUGHT) + times * value
        if not whole[place]:
            del whole[place]
    return whole


def _without(one: Terms, told: Terms, lead: Place) -> Terms:
    """One, without the term that `told` leads with."""
    return _plus(one, told, -one[lead] / told[lead])


def _reduced(terms: Terms, steps: dict[Place, Terms]) -> Terms:
    """What a figure tells beside what is told already."""
    while lead := next((place for place in terms if place in steps), None):
        terms = _without(terms, steps[lead], lead)
    return terms
