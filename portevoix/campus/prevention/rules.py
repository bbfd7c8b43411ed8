"""How coverage is counted, and what a target may be. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from math import ceil

from django.utils.translation import gettext as _

from portevoix.campus.prevention.models import Target
from portevoix.campus.trainings.models import Training
from portevoix.ground.counts.masking import LEAST
from portevoix.ground.schools.models import School
from portevoix.ground.web.rules import Refused


@dataclass(frozen=True)
class Share:
    """Of `population` distinct people, `trained` have a training that still counts. Never seats."""

    label: str
    trained: int
    population: int
    is_beside_small: bool = field(default=False, compare=False)
    """Large enough by itself, and yet what is missing from the total would tell of a small one beside it."""

    @property
    def percent(self) -> int | None:
        """Rounded down, so that 100 % means everyone. None when nobody is there to be counted."""
        return 100 * self.trained // self.population if self.population else None

    @property
    def is_small(self) -> bool:
        """So few people that a share says who: only the number of people is shown."""
        return self.population < LEAST

    @property
    def is_hidden(self) -> bool:
        """Whether only the number of people is shown."""
        return self.is_small or self.is_beside_small

    def shown(self) -> tuple[int | str, int, int | str | None]:
        """How many are trained, out of how many, and per cent, as a sheet may say it."""
        hidden = _("too few to show") if self.is_small else _("kept back")
        return (hidden, self.population, hidden) if self.is_hidden else (self.trained, self.population, self.percent)

    def missing(self, percent: int) -> int:
        """How many more people it takes to reach this share."""
        return max(0, ceil(self.population * percent / 100) - self.trained)


def cover_small(parts: Sequence[Share]) -> list[Share]:
    """Parts of one whole that is shown too: with a small one, the next smallest are hidden, so that the whole less
    those that are shown tells nothing of it. Where nobody is trained, or everybody, the whole has told it already."""
    hidden = [part for part in parts if part.is_small and part.population]
    if not hidden or _tells(parts):
        return list(parts)
    for part in sorted((part for part in parts if not part.is_small), key=lambda part: part.population):
        if len(hidden) > 1 and sum(one.population for one in hidden) >= LEAST and not _tells(hidden):
            break
        hidden.append(part)
    return [replace(part, is_beside_small=not part.is_small and part in hidden) for part in parts]


def _tells(parts: Sequence[Share]) -> bool:
    """Whether the sum of these says of each who is trained."""
    return sum(part.trained for part in parts) in {0, sum(part.population for part in parts)}


def may_aim(target: Target, school: School) -> bool:
    """A share of people of the school, at a training of the school."""
    places = [target.training.programme.school_id]
    places += [place.school_id for place in (target.campus, target.group) if place is not None]
    return all(place == school.pk for place in places) and 1 <= target.percent <= 100


def must_be_allowed_to_aim(target: Target, school: School) -> None:
    if not may_aim(target, school):
        raise Refused(_("This target is not about people or a training of this school."), code="target", status=422)


def must_be_of(school: School, training: Training | None) -> Training:
    """The training, when it is one of the school's."""
    if training is None or training.programme.school_id != school.pk:
        raise Refused(_("There is no such training here."), code="training", status=404)
    return training


def must_know(target: Target | None) -> Target:
    """The target, when there is one."""
    if target is None:
        raise Refused(_("There is no such target here."), code="target", status=404)
    return target
