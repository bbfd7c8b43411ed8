"""What the plan counts of itself: how much of it is done, and what it has cost."""

from collections.abc import Iterator
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from portevoix.ground.counts.indicators import Indicator, Period, Reading, Unit, declare
from portevoix.ground.schools.models import School
from portevoix.steering.plan.models import Action, ActionQuerySet, Plan, Step


def _plans(school: School) -> Iterator[tuple[str, str]]:
    for plan in Plan.objects.for_school(school).latest_first():
        yield plan.ident, str(plan)


def _actions(school: School, option: str) -> ActionQuerySet:
    return Action.objects.for_school(school).filter(axis__plan__ident=option)


def _done(school: School, period: Period, option: str) -> list[Reading]:
    """As they stood on the evening of the last day, by the steps they went."""
    _first, night = period.moments
    steps = Step.objects.filter(action__in=_actions(school, option), at__lt=night).order_by("pk")
    stood = dict(steps.values_list("action", "state"))
    counted = [state for state in stood.values() if state != Action.State.DROPPED]
    return [Reading(counted.count(Action.State.DONE), len(counted))]


def _spent(school: School, period: Period, option: str) -> list[Reading]:
    """Unknown as long as no action says what it cost."""
    begun = [one for one in _actions(school, option) if one.begins is None or one.begins <= period.last]
    known = [one.spent for one in begun if one.spent is not None]
    return [Reading(sum(known, Decimal(0)) if known else None)]


DONE = declare(
    Indicator(
        key="plan.done",
        name=_("Actions of the plan that are done"),
        definition=_("Actions that were done at the end of the period, out of all those of the plan not given up."),
        numerator=_("actions done"),
        denominator=_("actions of the plan"),
        unit=Unit.SHARE,
        read=_done,
        options=_plans,
    )
)
SPENT = declare(
    Indicator(
        key="plan.spent",
        name=_("Spent on the plan"),
        definition=_(
            "What the actions begun by the end of the period have cost so far, as noted for each; those without an "
            "amount are left out."
        ),
        numerator=_("euros"),
        denominator="",
        unit=Unit.EUROS,
        read=_spent,
        options=_plans,
    )
)
