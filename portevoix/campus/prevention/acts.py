"""What the mission decides: a target set, a target given up. One transaction and one line each."""

from datetime import date

from django.db import transaction

from portevoix.campus.prevention import rules
from portevoix.campus.prevention.models import Target
from portevoix.campus.trainings.models import Training
from portevoix.ground.people.models import Office
from portevoix.ground.population.models import Group
from portevoix.ground.schools.models import Campus
from portevoix.ground.trail import acts as trail


@transaction.atomic
def aim(
    training: Training,
    by: Office,
    percent: int,
    until: date,
    *,
    occasion: str = "",
    status: str = "",
    campus: Campus | None = None,
    group: Group | None = None,
    in_office: bool = False,
) -> Target:
    """Set a share of some people to be trained by a day."""
    target = Target(training=training, percent=percent, by=until, occasion=occasion.strip())
    target.status, target.campus, target.group, target.in_office = status, campus, group, in_office
    rules.must_be_allowed_to_aim(target, by.school)
    target.save()
    trail.deed("target set", by, target, percent)
    return target


@transaction.atomic
def give_up(target: Target, by: Office) -> None:
    """Take a target away."""
    rules.must_be_of(by.school, target.training)
    trail.deed("target given up", by, target)
    target.delete()
