"""The next plan begins with what goes on of this one, so that both can be compared."""

from collections.abc import Collection
from typing import TypeVar

from django.db import transaction
from django.utils.text import slugify

from portevoix.ground.people.models import Office
from portevoix.ground.schools.models import School
from portevoix.ground.trail import acts as trail
from portevoix.ground.web import clock
from portevoix.ground.web.models import public_id
from portevoix.steering.plan import rules
from portevoix.steering.plan.models import Action, Axis, Contributor, Gauge, Mark, Plan, Step

State = Action.State
Thing = TypeVar("Thing", Axis, Action, Gauge)


@transaction.atomic
def clone_plan(
    plan: Plan,
    first_year: int,
    last_year: int,
    by: Office,
    *,
    title: str = "",
    keeping: Collection[Action] | None = None,
) -> Plan:
    """A plan that follows this one: its measures, the actions that go on, and every indicator of what goes on.

    `keeping` names the actions that go on; without it, all that are not over. Here they become « continued »; there
    they exist already. Each indicator begins from its last known value. Nobody sees the new plan before it is
    published.
    """
    rules.must_have_years(first_year, last_year)
    goes_on = {one.pk for one in (Action.objects.of(plan).unfinished() if keeping is None else keeping)}
    following = _begin(plan, first_year, last_year, title)
    axes = {axis.pk: _axis(axis, following) for axis in plan.axes.in_order()}
    actions: dict[int, Action] = {}
    for action in Action.objects.of(plan).in_order():
        if action.pk in goes_on:
            actions[action.pk] = _action(action, axes[action.axis_id], by)
    for gauge in Gauge.objects.of(plan).with_values():
        if gauge.action_id is None or gauge.action_id in actions:
            _gauge(gauge, axes[gauge.axis_id], actions.get(gauge.action_id or 0))
    trail.deed("plan continued", by, following, plan.ident)
    return following


def free_slug(school: School, wanted: str) -> str:
    """An address that no other plan of the school has; two who write at once wait for each other."""
    held = School.objects.select_for_update().get(pk=school.pk)
    slug = slugify(wanted)[:50]
    taken = Plan.objects.for_school(held).at_slugs_like(slug)
    numbered = (f"{slug}-{number}" for number in range(2, 10_000))
    return slug if slug not in taken else next(one for one in numbered if one not in taken)


def _begin(plan: Plan, first_year: int, last_year: int, title: str) -> Plan:
    return Plan.objects.create(
        school=plan.school,
        slug=free_slug(plan.school, f"{first_year}-{last_year}"),
        title=title.strip() or plan.title,
        first_year=first_year,
        last_year=last_year,
        governing_body=plan.governing_body,
        aims=plan.aims,
        networks=plan.networks,
        follows=plan,
    )


def _again(thing: Thing) -> Thing:
    """The same, as a new row that remembers which one it continues."""
    fresh = type(thing).objects.get(pk=thing.pk)
    fresh.pk, fresh.ident, fresh.continues = None, public_id(), thing
    fresh._state.adding = True
    return fresh


def _axis(axis: Axis, plan: Plan) -> Axis:
    fresh = _again(axis)
    fresh.plan = plan
    fresh.save()
    return fresh


def _action(action: Action, axis: Axis, by: Office) -> Action:
    now, fresh = clock.rounded(), _again(action)
    under_way = action.state in {State.STARTED, State.DONE}
    fresh.axis, fresh.state, fresh.changed = axis, State.STARTED if under_way else action.state, now
    if fresh.state in Action.OVER:
        fresh.state = State.PLANNED
    fresh.is_existing = action.is_existing or under_way
    fresh.begins = action.begins if under_way else None
    fresh.ends = fresh.planned = fresh.spent = None
    fresh.save()
    Step.objects.create(action=fresh, state=fresh.state, office=by, at=now)
    Contributor.objects.bulk_create(
        Contributor(action=fresh, name=one.name, partner=one.partner) for one in action.contributors.all()
    )
    Mark.objects.bulk_create(Mark(action=fresh, scheme=one.scheme, code=one.code) for one in action.marks.all())
    if action.state != State.CONTINUED:
        Action.objects.filter(pk=action.pk).update(state=State.CONTINUED, changed=now)
        Step.objects.create(action=action, state=State.CONTINUED, office=by, at=now)
    return fresh


def _gauge(gauge: Gauge, axis: Axis, action: Action | None) -> Gauge:
    fresh = _again(gauge)
    fresh.axis, fresh.action, fresh.target_year = axis, action, None
    known = {year: value.number for year, value in gauge.overall().items() if value.number is not None}
    if known:
        fresh.baseline_year, fresh.baseline = max(known), known[max(known)]
    if fresh.feeds.startswith("plan.") and fresh.option == gauge.axis.plan.ident:
        fresh.option = axis.plan.ident
    fresh.save()
    return fresh
