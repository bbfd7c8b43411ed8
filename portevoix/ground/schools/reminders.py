"""What a school's mission should not let pass, said on its first page.

Rooms above say which of theirs remind; the first page of the mission, which stands below them, asks here.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from portevoix.ground.schools.models import School


@dataclass(frozen=True)
class Reminder:
    """A sentence, and the page where something can be done about it."""

    sentence: str
    address: str
    is_pressing: bool = False


Asked = Callable[[School, date], list[Reminder]]
_asked: list[Asked] = []


def declare(asked: Asked) -> None:
    """Have this asked too; said once, when the house opens."""
    if asked not in _asked:
        _asked.append(asked)


def of(school: School, day: date) -> list[Reminder]:
    """What there is to be reminded of on this day; what presses first."""
    found = [one for asked in _asked for one in asked(school, day)]
    return sorted(found, key=lambda one: not one.is_pressing)
