"""A plan as tables for a spreadsheet: its actions, its indicators, and every value with where it comes from."""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from portevoix.ground.sheets.writing import Cell
from portevoix.steering.plan.board import Board
from portevoix.steering.plan.models import Mark, Plan, Value
from portevoix.steering.plan.wording import where_from

Scheme = Mark.Scheme


def action_header() -> list[str]:
    return [
        _("Number"),
        _("Measure"),
        _("Action"),
        _("State of the action"),
        _("Late"),
        _("Led by"),
        _("With"),
        _("For whom"),
        _("Begins"),
        _("Ends"),
        _("Planned, in euros"),
        _("Spent, in euros"),
        _("Was there before the plan"),
        _("Is published"),
        *(str(scheme.label) for scheme in Scheme),
    ]


def actions(board: Board) -> Iterator[list[Cell]]:
    """One row each, in the order of the plan."""
    for line in board.lines:
        action = line.action
        marks = [", ".join(str(one) for one in action.marks.all() if one.scheme == scheme) for scheme in Scheme]
        yield [
            action.reference,
            action.axis.title,
            action.title,
            action.get_state_display(),
            _said(line.is_late),
            action.led_by,
            line.with_whom,
            action.audience,
            action.begins,
            action.ends,
            action.planned,
            action.spent,
            _said(action.is_existing),
            _said(action.published),
            *marks,
        ]


def gauge_header() -> list[str]:
    return [
        _("Measure"),
        _("Indicator"),
        _("Definition"),
        _("Numerator"),
        _("Denominator"),
        _("Unit"),
        _("Source"),
        _("Frequency"),
        _("Start"),
        _("Year of the start"),
        _("Aim"),
        _("Year of the aim"),
        _("Last value"),
        _("Year"),
        _("Is published"),
    ]


def gauges(board: Board) -> Iterator[list[Cell]]:
    """One row each, with its last value."""
    for reading in board.readings:
        gauge, value = reading.gauge, reading.value
        yield [
            gauge.axis.title,
            gauge.name,
            gauge.definition,
            gauge.numerator,
            gauge.denominator,
            gauge.get_unit_display(),
            where_from(None, gauge),
            gauge.get_frequency_display(),
            gauge.baseline,
            gauge.baseline_year,
            gauge.target,
            gauge.target_year,
            _number(value) if value is not None else reading.figure,
            value.year if value is not None else None,
            _said(gauge.published),
        ]


def value_header() -> list[str]:
    return [
        _("Measure"),
        _("Indicator"),
        _("Year"),
        _("Campus"),
        _("Programme of study"),
        _("Value"),
        _("Numerator"),
        _("Denominator"),
        _("Source"),
        _("Taken on"),
        _("Typed by hand"),
    ]


def values(plan: Plan) -> Iterator[list[Cell]]:
    """Every value of every indicator; one that is masked or unknown says so."""
    for value in Value.objects.of_plan(plan):
        hidden = value.is_masked
        yield [
            value.gauge.axis.title,
            value.gauge.name,
            value.year,
            value.campus,
            value.programme,
            _number(value),
            None if hidden else value.numerator,
            None if hidden else value.denominator,
            where_from(value, value.gauge),
            value.taken,
            _said(value.by_hand),
        ]


def _number(value: Value) -> Cell:
    """The number itself, for a spreadsheet to count with; words where there is none."""
    return value.number if value.number is not None else str(value)


def _said(it_is: bool) -> str:
    return pgettext("in a cell", "yes") if it_is else ""
