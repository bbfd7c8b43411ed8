"""How coverage is counted, and what a target may be. Pure."""

from dataclasses import dataclass
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

    @property
    def percent(self) -> int | None:
        """Rounded down, so that 100 % means everyone. None when nobody is there to be counted."""
        return 100 * self.trained // self.population if self.population else None

    @property
    def is_small(self) -> bool:
        """So few people that a share says who: only the number of people is shown."""
        return self.population < LEAST

    def missing(self, percent: int) -> int:
        """How many more people it takes to reach this share."""
        return max(0, ceil(self.population * percent / 100) - self.trained)


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
