"""How far a plan is, as the pages where it is written need it: read in a few queries, whatever its size."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Max
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import ngettext

from portevoix.ground.schools.models import School
from portevoix.ground.schools.reminders import Reminder
from portevoix.steering.plan import proposing, rules
from portevoix.steering.plan.measured import GaugeQuerySet
from portevoix.steering.plan.models import Action, Axis, Gauge, Plan, Proposal, Value
from portevoix.steering.plan.wording import When

State = Action.State
MONTH, FROM_EIGHT = timedelta(days=30), 8
STATES = {State.DONE: "done", State.STARTED: "open", State.DROPPED: "closed", State.CONTINUED: "closed"}
"""The class of a word about a state; the others wait."""


@dataclass(frozen=True)
class Progress:
    """Actions of a plan, those given up left out."""

    actions: int
    done: int
    late: int


@dataclass(frozen=True)
class Line:
    """An action, as one line of the page where the plan is written."""

    action: Action
    is_late: bool

    @property
    def when(self) -> str:
        return str(When(self.action.begins, self.action.ends))

    @property
    def mark(self) -> str:
        """The class of its state."""
        return STATES.get(State(self.action.state), "waiting")


@dataclass(frozen=True)
class Reached:
    """An indicator, and where it stands."""

    gauge: Gauge
    value: Value | None
    """The last year's, for the whole school; None while there is none."""
    is_due: bool
    """Whether somebody should type a value."""

    @property
    def is_reached(self) -> bool | None:
        """Whether the target is met; None while one of the two is unknown."""
        return self.gauge.is_reached_by(self.value.number) if self.value is not None else None


@dataclass(frozen=True)
class Part:
    """A measure with what is in it."""

    axis: Axis
    lines: list[Line] = field(default_factory=list)
    gauges: list[Reached] = field(default_factory=list)


def progress(plan: Plan, today: date) -> Progress:
    actions = Action.objects.of(plan).not_dropped()
    return Progress(actions.count(), actions.done().count(), actions.late_on(today).count())


def axes_of(plan: Plan, today: date) -> list[Part]:
    """Every measure in its order, with its actions and its indicators."""
    parts = {axis.pk: Part(axis) for axis in plan.axes.in_order()}
    for action in Action.objects.of(plan).in_order():
        parts[action.axis_id].lines.append(Line(action, action.is_late(today)))
    for reached in _standing(Gauge.objects.of(plan), plan, today):
        parts[reached.gauge.axis_id].gauges.append(reached)
    return list(parts.values())


def gauges_of(action: Action, today: date) -> list[Reached]:
    return _standing(Gauge.objects.of(action.plan).filter(action=action), action.plan, today)


def due(plan: Plan, today: date) -> list[Gauge]:
    """Indicators kept by hand whose value is late."""
    if plan.closed or today.year > plan.last_year + 1:
        return []
    return [one.gauge for one in _standing(Gauge.objects.of(plan).by_hand(), plan, today) if one.is_due]


def _standing(gauges: GaugeQuerySet, plan: Plan, today: date) -> list[Reached]:
    whole = Value.objects.filter(gauge__in=gauges.order_by(), campus="", programme="").order_by("year")
    last = dict(whole.values_list("gauge", "pk"))
    latest = {value.gauge_id: value for value in Value.objects.filter(pk__in=last.values())}
    taken = dict(Value.objects.filter(gauge__in=gauges.order_by()).order_by("taken").values_list("gauge", "taken"))
    return [_reached(gauge, plan, latest.get(gauge.pk), taken.get(gauge.pk), today) for gauge in gauges.in_order()]


def _reached(gauge: Gauge, plan: Plan, value: Value | None, taken: date | None, today: date) -> Reached:
    gauge.axis.plan = plan
    if value is not None:
        value.gauge = gauge
    return Reached(gauge, value, rules.is_due(gauge, taken, today))


def reminders(school: School, day: date) -> list[Reminder]:
    """Proposals that wait for an answer, and indicators that wait for a value, on the first page of the mission."""
    found, waiting = [], Proposal.objects.for_school(school).waiting().count()
    if waiting:
        sentence = ngettext("%(n)d proposal waits for an answer.", "%(n)d proposals wait for an answer.", waiting)
        found.append(Reminder(sentence % {"n": waiting}, reverse("plan:proposals", args=[school.slug])))
    plan = Plan.objects.for_school(school).current(day)
    late = len(due(plan, day)) if plan is not None else 0
    if plan is not None and late:
        sentence = ngettext("%(n)d indicator waits for its value.", "%(n)d indicators wait for their values.", late)
        found.append(Reminder(sentence % {"n": late}, reverse("plan:edit", args=[school.slug, plan.slug])))
    return found


def remind(now: datetime) -> int:
    """Ring the mission for values that are late: from eight in the morning on, once a month at most. How many plans."""
    here, told = timezone.localtime(now), 0
    if here.hour < FROM_EIGHT:
        return 0
    today = here.date()
    for plan in Plan.objects.under_way(today).not_reminded_since(today - MONTH).select_related("school"):
        if due(plan, today):
            with transaction.atomic():
                Plan.objects.filter(pk=plan.pk).update(reminded=today)
                proposing.tell_the_mission(plan.school)
            told += 1
    return told


def next_number(plan: Plan) -> int:
    last: int | None = plan.axes.aggregate(last=Max("number"))["last"]
    return 1 + (last or 0)


def table(values: Iterable[Value]) -> tuple[list[int], list[tuple[str, dict[int, Value]]]]:
    """Values as a table: the years, then each part of the school (its name, empty for the whole) with its values."""
    years: set[int] = set()
    lines: dict[str, dict[int, Value]] = defaultdict(dict)
    for value in values:
        years.add(value.year)
        lines[" · ".join(filter(None, (value.campus, value.programme)))][value.year] = value
    return sorted(years), sorted(lines.items())
