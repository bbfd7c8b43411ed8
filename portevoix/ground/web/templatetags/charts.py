"""Charts: drawn as SVG beside the numbers they draw, so that nobody has to read a drawing."""

from collections.abc import Iterator, Sequence
from datetime import date

from django import template
from django.utils.formats import number_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from portevoix.ground.web import curves
from portevoix.ground.web.curves import Curve, Frame, frame

register = template.Library()
WIDTH = 100
NARROWEST = 1.2
"""What is over in a day is seen all the same."""


@register.simple_tag
def bar(part: float | None, whole: float, mark: float | None = None) -> SafeString | str:
    """How much of `whole` is `part`, with a mark where it should be. Decorative: the numbers stand beside it."""
    if part is None or not whole:
        return ""
    drawn, goal = (min(WIDTH, round(WIDTH * value / whole, 1)) for value in (part, mark or 0))
    line = format_html('<path class="goal" d="M{} 0V10"/>', goal) if mark else ""
    return format_html(
        '<svg class="bar" viewBox="0 0 {} 10" preserveAspectRatio="none" aria-hidden="true">'
        '<rect class="of" width="{}" height="10"/><rect class="part" width="{}" height="10"/>{}</svg>',
        WIDTH,
        WIDTH,
        drawn,
        line,
    )


@register.simple_tag
def stacked(parts: Sequence[tuple[str, int]]) -> SafeString | str:
    """Parts of a whole beside each other: the class of each, and how many. Decorative: the numbers stand beside it."""
    whole, drawn, at = sum(count for _kind, count in parts), [], 0.0
    for kind, count in parts:
        if count:
            wide = WIDTH * count / whole
            drawn.append((kind, round(at, 2), round(wide, 2)))
            at += wide
    if not whole:
        return ""
    return format_html(
        '<svg class="stacked" viewBox="0 0 {} 10" preserveAspectRatio="none" aria-hidden="true">{}</svg>',
        WIDTH,
        format_html_join("", '<rect class="{}" x="{}" width="{}" height="10"/>', drawn),
    )


@register.simple_tag
def span(begins: date | None, ends: date | None, first: int, last: int, today: date | None = None) -> SafeString | str:
    """From when to when, in a calendar of the years from `first` to `last`; a line where today is.

    What has no end goes on to the edge; nothing is drawn of what has no date at all, or lies outside. Decorative: the
    dates stand beside it.
    """
    years = range(first, last + 1)
    if not years or (begins is None and ends is None):
        return ""
    left, right = (_along(begins, first, last) if begins else 0), (_along(ends, first, last, 1) if ends else WIDTH)
    if right <= 0 or left >= WIDTH or right <= left:
        return ""
    start, end = min(max(0, left), WIDTH - NARROWEST), min(WIDTH, right)
    new_years = "".join(f"M{round(WIDTH * at / len(years), 2)} 0V10" for at in range(1, len(years)))
    now = _along(today, first, last) if today else -1
    return format_html(
        '<svg class="span" viewBox="0 0 {} 10" preserveAspectRatio="none" aria-hidden="true"><rect class="of" '
        'width="{}" height="10"/><rect class="part" x="{}" width="{}" height="10"/><path class="year" d="{}"/>{}</svg>',
        WIDTH,
        WIDTH,
        round(start, 2),
        round(max(NARROWEST, end - start), 2),
        new_years,
        format_html('<path class="goal" d="M{} 0V10"/>', round(now, 2)) if 0 <= now <= WIDTH else "",
    )


def _along(day: date, first: int, last: int, after: int = 0) -> float:
    """How far along the drawing a day begins, or ends when `after` is 1; below nought when it lies before."""
    begin, end = date(first, 1, 1).toordinal(), date(last, 12, 31).toordinal() + 1
    return WIDTH * (day.toordinal() + after - begin) / (end - begin)


@register.simple_tag
def lines(
    series: Sequence[Curve], unit: str = "%", low: float | None = None, high: float | None = None
) -> SafeString | str:
    """Several series over years, with a band from `low` to `high` if it is seen. Decorative: a table stands beside it.

    `series` are `portevoix.ground.web.curves.Curve`; `unit` is written after the values of the axis.
    """
    seen = frame(series)
    if seen is None:
        return ""
    drawn = [*_band(seen, low, high), *_axes(seen, unit), *(_curve(at, one, seen) for at, one in enumerate(series))]
    return format_html(
        '<div class="lines" aria-hidden="true"><svg viewBox="0 0 {} {}">{}</svg><ul class="legend">{}</ul></div>',
        curves.WIDTH,
        curves.HEIGHT,
        format_html_join("", "{}", ((one,) for one in drawn)),
        format_html_join(
            "",
            '<li><svg class="line-{}" viewBox="0 0 36 12"><path class="stroke" d="M0 6H36"/>'
            '<path class="point" transform="translate(18 6)" d="{}"/></svg>{}</li>',
            ((at % curves.KINDS + 1, curves.MARKS[at % curves.KINDS], one.name) for at, one in enumerate(series)),
        ),
    )


def _band(seen: Frame, low: float | None, high: float | None) -> Iterator[SafeString]:
    if low is None or high is None or seen.up(low) == seen.up(high):
        return
    top, bottom = seen.up(high), seen.up(low)
    width = curves.WIDTH - curves.LEFT - curves.RIGHT
    yield format_html(
        '<rect class="band" x="{}" y="{}" width="{}" height="{}"/>', curves.LEFT, top, width, round(bottom - top, 1)
    )


def _axes(seen: Frame, unit: str) -> Iterator[SafeString]:
    for level in seen.levels():
        told = number_format(int(level) if level == int(level) else level)
        yield format_html(
            '<path class="level" d="M{} {}H{}"/><text class="value" x="{}" y="{}">{}</text>',
            curves.LEFT,
            seen.up(level),
            curves.WIDTH - curves.RIGHT,
            curves.LEFT - 6,
            round(seen.up(level) + 4, 1),
            f"{told} {unit}".rstrip(),
        )
    for year in seen.marked_years():
        yield format_html('<text class="year" x="{}" y="{}">{}</text>', seen.across(year), curves.HEIGHT - 8, str(year))


def _curve(at: int, curve: Curve, seen: Frame) -> SafeString:
    kind = at % curves.KINDS
    marks = ((seen.across(year), seen.up(value), curves.MARKS[kind]) for year, value in curve.known())
    return format_html(
        '<g class="line-{}"><path class="stroke" d="{}"/>{}</g>',
        kind + 1,
        curves.strokes(curve, seen),
        format_html_join("", '<path class="point" transform="translate({} {})" d="{}"/>', marks),
    )
