"""A plan as it is looked at: each measure with its actions and indicators, how far all of it is, and what is late.

Whatever the plan holds, it is read in the same few questions to the database.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cached_property

from django.db.models import OuterRef, Prefetch, Q, Subquery
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portevoix.steering.plan import rules
from portevoix.steering.plan.models import Action, ActionQuerySet, Axis, Evidence, Gauge, Plan, Value
from portevoix.steering.plan.wording import (
    When,
    aim,
    amount,
    figure,
    in_figures,
    of_what,
    so_far,
    start,
    vote,
    where_from,
)

State = Action.State
TELLS = Q(number__isnull=False) | Q(numerator__isnull=False) | Q(is_masked=True)
"""Values that are not plainly unknown."""
STATES = {
    State.DONE: "done",
    State.CONTINUED: "done",
    State.STARTED: "open",
    State.PLANNED: "waiting",
    State.IDEA: "waiting",
    State.DROPPED: "closed",
}
"""The class of a word about a state."""


@dataclass(frozen=True)
class Line:
    """An action, as one line of a plan."""

    action: Action
    when: When
    is_late: bool
    pieces: list[Evidence]

    @cached_property
    def mark(self) -> str:
        """The class of its state."""
        return "late" if self.is_late else STATES[State(self.action.state)]

    @cached_property
    def led_by(self) -> str:
        """Who leads it, as everyone may read it: nobody's name but one that was written in the plan."""
        return self.action.lead or (_("equality mission") if self.action.lead_office_id else "")

    @cached_property
    def money(self) -> str:
        """What it cost, and was meant to; empty when nothing says."""
        return amount(self.action.spent, self.action.planned)

    @cached_property
    def with_whom(self) -> str:
        """Those who take part, besides its lead."""
        return ", ".join(one.name for one in self.action.contributors.all())


@dataclass(frozen=True)
class Tally:
    """How many actions are where. One that is late counts as late only; one given up stands aside."""

    done: int = 0
    continued: int = 0
    under_way: int = 0
    to_come: int = 0
    late: int = 0
    dropped: int = 0
    planned: Decimal | None = None
    spent: Decimal | None = None
    """Euros; None when no action says."""

    @classmethod
    def of(cls, lines: Iterable[Line]) -> "Tally":
        counted = list(lines)
        late = sum(line.is_late for line in counted)
        states = [line.action.state for line in counted if not line.is_late]
        return cls(
            done=states.count(State.DONE),
            continued=states.count(State.CONTINUED),
            under_way=states.count(State.STARTED),
            to_come=states.count(State.PLANNED) + states.count(State.IDEA),
            late=late,
            dropped=states.count(State.DROPPED),
            planned=_sum(line.action.planned for line in counted),
            spent=_sum(line.action.spent for line in counted),
        )

    @property
    def whole(self) -> int:
        """All but those given up."""
        return self.done + self.continued + self.under_way + self.to_come + self.late

    @property
    def parts(self) -> list[tuple[str, int]]:
        """As they are drawn beside each other."""
        return [
            ("done", self.done + self.continued),
            ("open", self.under_way),
            ("late", self.late),
            ("waiting", self.to_come),
        ]

    @property
    def said(self) -> list[tuple[str, int, str]]:
        """The class of each part, how many, and their word, without what there is none of."""
        counted = [
            ("", self.whole, ngettext("action", "actions", self.whole)),
            ("done", self.done, ngettext("done", "done", self.done)),
            ("done", self.continued, _("continued in the next plan")),
            ("open", self.under_way, _("under way")),
            ("late", self.late, _("late")),
            ("waiting", self.to_come, _("to come")),
        ]
        return [part for part in counted if part[1]]

    @property
    def money(self) -> str:
        """What was spent and meant to be; empty when nothing says."""
        return amount(self.spent, self.planned)


@dataclass(frozen=True)
class Reading:
    """An indicator, and its last value for the whole school that is not plainly unknown."""

    gauge: Gauge
    value: Value | None
    is_due: bool = False

    @cached_property
    def figure(self) -> str:
        return figure(self.value)

    @cached_property
    def of_what(self) -> str:
        return of_what(self.value)

    @cached_property
    def source(self) -> str:
        return where_from(self.value, self.gauge)

    @cached_property
    def taken(self) -> str:
        """The day its value was taken, in figures; empty without a value."""
        return in_figures(self.value.taken) if self.value is not None else ""

    @cached_property
    def aim(self) -> str:
        return aim(self.gauge)

    @cached_property
    def start(self) -> str:
        return start(self.gauge)

    @cached_property
    def reached(self) -> bool | None:
        """Whether its aim is met; None when that cannot be said."""
        return self.gauge.is_reached_by(self.value.number) if self.value is not None else None

    @cached_property
    def whole(self) -> Decimal | None:
        """Out of what its bar is drawn; None when a bar would tell nothing."""
        if self.gauge.is_share:
            return Decimal(100)
        number = self.value.number if self.value is not None else None
        if number is None or self.gauge.target is None or self.gauge.lower_is_better:
            return None
        return max(number, self.gauge.target)


@dataclass(frozen=True)
class Part:
    """A measure with what belongs to it."""

    axis: Axis
    lines: list[Line]
    readings: list[Reading]
    tally: Tally = field(default_factory=Tally)


@dataclass(frozen=True)
class Board:
    """All of a plan, on a day."""

    plan: Plan
    parts: list[Part]
    tally: Tally
    late: list[Line]
    due: list[Reading]
    """Indicators that wait for somebody to type a value."""

    so_far: str
    """How far its years are, in words."""
    vote: str

    @property
    def lines(self) -> list[Line]:
        return [line for part in self.parts for line in part.lines]

    @property
    def readings(self) -> list[Reading]:
        return [reading for part in self.parts for reading in part.readings]


def of(plan: Plan, day: date, *, public: bool) -> Board:
    """The plan on one page; what everyone reads of it when `public`."""
    lines = [_line(action, day) for action in _shown(Action.objects.of(plan), public=public)]
    readings = _readings(plan, day, public=public)
    parts = [_part(axis, lines, readings) for axis in plan.axes.in_order()]
    shown = [part for part in parts if part.lines or part.readings or not part.axis.is_beside]
    late = [line for line in lines if line.is_late]
    return Board(
        plan, shown, Tally.of(lines), late, [one for one in readings if one.is_due], so_far(plan, day), vote(plan)
    )


def of_axis(axis: Axis, day: date, *, public: bool) -> Part:
    """One measure and its actions; its indicators are in `dashboard.py`."""
    lines = [_line(action, day) for action in _shown(Action.objects.filter(axis=axis), public=public)]
    return Part(axis, lines, [], Tally.of(lines))


def _part(axis: Axis, lines: Sequence[Line], readings: Sequence[Reading]) -> Part:
    ours = [line for line in lines if line.action.axis_id == axis.pk]
    return Part(axis, ours, [one for one in readings if one.gauge.axis_id == axis.pk], Tally.of(ours))


def _shown(actions: ActionQuerySet, *, public: bool) -> ActionQuerySet:
    actions = actions.select_related("axis", "lead_office__person").in_order()
    pieces = Evidence.objects.filter(published=True) if public else Evidence.objects.all()
    shown = actions.published() if public else actions.prefetch_related("marks")
    return shown.prefetch_related("contributors", Prefetch("pieces", pieces.order_by("pk")))


def _line(action: Action, day: date) -> Line:
    return Line(action, When(action.begins, action.ends), action.is_late(day), list(action.pieces.all()))


def _readings(plan: Plan, day: date, *, public: bool) -> list[Reading]:
    gauges = Gauge.objects.of(plan).select_related("axis__plan").in_order()
    whole = Value.objects.filter(campus="", programme="")
    of_it = whole.filter(gauge=OuterRef("gauge")).order_by("-year").values("year")
    last = Q(year=Subquery(of_it[:1])) | Q(year=Subquery(of_it.filter(TELLS)[:1]))
    found = defaultdict[int, list[Value]](list)
    for value in whole.filter(last, gauge__axis__plan=plan).order_by("year"):
        found[value.gauge_id].append(value)
    shown = gauges.published() if public else gauges
    return [reading(gauge, found[gauge.pk], day) for gauge in shown]


def reading(gauge: Gauge, values: Sequence[Value], day: date) -> Reading:
    """An indicator and its last value that tells something; `values` are those of the whole school, in order."""
    for value in values:
        value.gauge = gauge
    telling = [value for value in values if value.number is not None or value.numerator is not None or value.is_masked]
    taken = values[-1].taken if values else None
    return Reading(gauge, telling[-1] if telling else None, rules.is_due(gauge, taken, day))


def _sum(amounts: Iterable[Decimal | None]) -> Decimal | None:
    known = [one for one in amounts if one is not None]
    return sum(known, Decimal(0)) if known else None
