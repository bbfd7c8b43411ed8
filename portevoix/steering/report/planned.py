"""What the report says of the plan: its actions and how far they are, its indicators and their values."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from portevoix.ground.web.days import in_words
from portevoix.steering.plan.marks import SCHEMES
from portevoix.steering.plan.measured import Gauge, GaugeQuerySet, Value
from portevoix.steering.plan.models import Action, ActionQuerySet, Mark, Plan
from portevoix.steering.report.content import Definition, Figure, Table
from portevoix.steering.report.models import Report, Version

FRAMES = {Version.SOCIAL: Mark.Scheme.AREAS, Version.MINISTRY: Mark.Scheme.SEVENS}
"""The frame in which a version shows the actions: the areas of CGFP art. L. 132-2, or the seven P of UniSAFE."""
MARKED = "plan.marked"


def plans(report: Report) -> list[Plan]:
    """Those that ran in the year; the public reads of the published ones."""
    all_ = Plan.objects.for_school(report.school).latest_first()
    found = all_.published() if report.version == Version.PUBLIC else all_
    return [plan for plan in found if report.year in plan.years]


def tables(report: Report) -> Iterator[Table]:
    for plan in plans(report):
        yield _actions(plan, report)
        if report.version in FRAMES:
            yield _marked(plan, report)
        yield from _values(plan, report)


def definitions(report: Report) -> Iterator[Definition]:
    """Of the indicators of its plans, and of what is counted by frame."""
    for plan in plans(report):
        for gauge in _gauges(plan, report):
            source = gauge.source or _("the school")
            yield Definition(
                _key(gauge), gauge.name, gauge.definition or gauge.name, gauge.numerator, gauge.denominator, source
            )
    yield Definition(
        MARKED,
        _("Actions by frame"),
        _("Actions of the plan that are marked so and not given up; one action may carry several marks."),
        source=_("counted by Portevoix"),
    )


def _actions(plan: Plan, report: Report) -> Table:
    header = (_("Action"), _("Who"), _("When"), _("How far"))
    rows = tuple(
        (Figure(f"{one.reference} {one.title}"), Figure(one.led_by), Figure(_when(one)), Figure(_state(one)))
        for one in _shown(plan, report).in_order()
    )
    return Table(str(plan), header, rows, _("States as of the day of the report."))


def _shown(plan: Plan, report: Report) -> ActionQuerySet:
    actions = Action.objects.of(plan)
    return actions.published() if report.version == Version.PUBLIC else actions


def _when(action: Action) -> str:
    days = [in_words(day, "YEAR_MONTH_FORMAT") if day else "…" for day in (action.begins, action.ends)]
    return " – ".join(days) if action.begins or action.ends else ""


def _state(action: Action) -> str:
    return str(action.get_state_display())


def _marked(plan: Plan, report: Report) -> Table:
    """How many actions stand in each part of the frame, and how many of them are done."""
    scheme = FRAMES[Version(report.version)]
    actions = list(_shown(plan, report).not_dropped().prefetch_related("marks"))
    rows = []
    for code, name in SCHEMES[scheme].items():
        marked = [one for one in actions if any((mark.scheme, mark.code) == (scheme, code) for mark in one.marks.all())]
        done = sum(one.state == Action.State.DONE for one in marked)
        rows.append((Figure(str(name)), Figure(str(len(marked)), MARKED), Figure(str(done), MARKED)))
    return Table(str(scheme.label), (_("What"), _("Actions"), _("Of which done")), tuple(rows))


def _values(plan: Plan, report: Report) -> Iterator[Table]:
    """Each indicator, the year before and this year, and what was aimed at."""
    years = (report.year - 1, report.year)
    rows = []
    for gauge in _gauges(plan, report).with_values():
        known = gauge.overall()
        said = [known[year].in_full if year in known else _("unknown") for year in years]
        aim = "" if gauge.target is None else gauge.in_words(gauge.target, Value.places_of(gauge.target))
        rows.append((Figure(gauge.name), *(Figure(one, _key(gauge)) for one in said), Figure(aim)))
    if rows:
        yield Table(_("Indicators of the plan"), (_("What"), *map(str, years), _("Target")), tuple(rows))


def _gauges(plan: Plan, report: Report) -> GaugeQuerySet:
    gauges = Gauge.objects.of(plan).in_order()
    return gauges.published() if report.version == Version.PUBLIC else gauges


def _key(gauge: Gauge) -> str:
    return f"gauge.{gauge.ident}"
