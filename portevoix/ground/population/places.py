"""Places that only some people of the school have: the first page of their space leads there.

Rooms above say whose they are; that page, which stands below them, asks here.
"""

from collections.abc import Callable
from dataclasses import dataclass

from portevoix.ground.population.models import Individual


@dataclass(frozen=True)
class Place:
    """What it is called, and where it is."""

    name: str
    address: str


Asked = Callable[[Individual], Place | None]
_asked: list[Asked] = []


def declare(asked: Asked) -> None:
    """Have this asked too; said once, when the house opens."""
    if asked not in _asked:
        _asked.append(asked)


def of(individual: Individual) -> list[Place]:
    """Where this person may go beside what everybody has."""
    return [place for asked in _asked if (place := asked(individual)) is not None]
