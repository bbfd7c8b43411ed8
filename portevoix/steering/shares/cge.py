"""National figures to compare with: the barometer of the Conférence des grandes écoles, with editions and sources."""

import csv
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path

from portevoix.ground.web.curves import Curve
from portevoix.steering.shares.models import Family

FIGURES = Path(__file__).parent / "data" / "cge.csv"


@dataclass(frozen=True)
class National:
    """The share of women among the students of one kind of school, in one year, as published."""

    family: Family
    year: int
    percent: Decimal
    edition: str
    source: str


@cache
def figures() -> tuple[National, ...]:
    """All of them, by kind of school then year."""
    with FIGURES.open(encoding="utf-8", newline="") as file:
        told = [
            National(Family(one["family"]), int(one["year"]), Decimal(one["percent"]), one["edition"], one["source"])
            for one in csv.DictReader(file)
        ]
    return tuple(sorted(told, key=lambda one: (list(Family).index(one.family), one.year)))


def of(family: str) -> list[National]:
    """Those of one kind of school, in the order of years."""
    return [one for one in figures() if one.family == family]


def latest(family: str) -> National | None:
    """The last one published for a kind of school."""
    return next(reversed(of(family)), None)


def in_year(family: str, year: int) -> National | None:
    """The one of this year, if there was an edition."""
    return next((one for one in of(family) if one.year == year), None)


def editions() -> list[tuple[int, str, str, list[tuple[Family, Decimal | None]]]]:
    """Each edition: its year, its name, where it is read, and what it says of each kind of school."""
    found = {(one.year, one.edition): one.source for one in figures()}
    known = {(one.year, one.edition, one.family): one.percent for one in figures()}
    return [
        (year, edition, source, [(family, known.get((year, edition, family))) for family in Family])
        for (year, edition), source in sorted(found.items())
    ]


def curves() -> list[Curve]:
    """One line for each kind of school that has several years."""
    known = ((family, [(one.year, one.percent) for one in of(family)]) for family in Family)
    return [Curve(str(family.label), points) for family, points in known if len(points) > 1]
