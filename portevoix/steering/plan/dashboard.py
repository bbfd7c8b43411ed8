"""The indicators of one measure over the years: what is drawn, and the table that is read."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from django.db.models import Prefetch
from django.utils.translation import gettext as _

from portevoix.ground.web.curves import KINDS, Curve
from portevoix.steering.plan import board
from portevoix.steering.plan.models import Axis, Gauge, Value
from portevoix.steering.plan.wording import figure, in_figures, of_what, where_from


@dataclass(frozen=True)
class Row:
    """One year of an indicator, for the whole school or a part of it; None of it known is said."""

    year: int
    value: Value | None
    gauge: Gauge

    @property
    def figure(self) -> str:
        return figure(self.value)

    @property
    def of_what(self) -> str:
        return of_what(self.value)

    @property
    def taken(self) -> str:
        return in_figures(self.value.taken) if self.value is not None else ""

    @property
    def source(self) -> str:
        return where_from(self.value, self.gauge) if self.value is not None else ""


@dataclass(frozen=True)
class Dial:
    """An indicator with all its years."""

    reading: board.Reading
    rows: list[Row]
    """The whole school: every year of the plan, and those before and after that have a value."""
    cuts: list[tuple[str, list[Row]]]
    """Parts of it, by name: a campus, a programme, both."""
    curves: list[Curve]

    @property
    def gauge(self) -> Gauge:
        return self.reading.gauge


@dataclass(frozen=True)
class Dashboard:
    """A measure: its actions, and each of its indicators."""

    part: board.Part
    dials: list[Dial]


def of(axis: Axis, day: date, *, public: bool) -> Dashboard:
    """All of a measure; what everyone reads of it when `public`."""
    gauges = Gauge.objects.filter(axis=axis).select_related("axis__plan", "action").in_order()
    shown = gauges.published() if public else gauges
    values = Prefetch("values", Value.objects.in_order())
    dials = [_dial(gauge, day) for gauge in shown.prefetch_related(values)]
    return Dashboard(board.of_axis(axis, day, public=public), dials)


def _dial(gauge: Gauge, day: date) -> Dial:
    values = list(gauge.values.all())
    whole = {one.year: one for one in values if not _name(one)}
    years = sorted({*(year for year in gauge.axis.plan.years if year <= day.year), *whole})
    rows = [Row(year, whole.get(year), gauge) for year in years]
    parts = sorted((one for one in values if _name(one)), key=lambda one: (_name(one), one.year))
    cuts = [(name, [Row(one.year, one, gauge) for one in ones]) for name, ones in groupby(parts, _name)]
    reading = board.reading(gauge, [whole[year] for year in sorted(whole)], day)
    return Dial(reading, rows, cuts, list(_curves(gauge, rows, cuts)))


def _curves(gauge: Gauge, rows: Sequence[Row], cuts: Iterable[tuple[str, list[Row]]]) -> Iterator[Curve]:
    """The school, then its aim, then as many parts as can be told from each other. One point alone is no line."""
    points = [(row.year, row.value.number if row.value else None) for row in rows]
    if len([number for _year, number in points if number is not None]) < 2:
        return
    yield Curve(_("Whole school"), points)
    if gauge.target is not None:
        last = max(gauge.target_year or 0, *(row.year for row in rows))
        yield Curve(_("Aim"), [(rows[0].year, gauge.target), (last, gauge.target)])
    for name, ones in list(cuts)[: KINDS - 2]:
        yield Curve(name, [(one.year, one.value.number if one.value else None) for one in ones])


def _name(value: Value) -> str:
    return " · ".join(part for part in (value.campus, value.programme) if part)
