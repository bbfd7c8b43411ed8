"""A time is drawn in a calendar of years: whole, cut, without an end, or not at all."""

import re
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as some

from portevoix.ground.web.templatetags.charts import span, stacked

DAYS = some.none() | some.dates(date(1990, 1, 1), date(2060, 12, 31))


def drawn(svg: str) -> tuple[float, float]:
    """Where the bar begins, and how long it is."""
    found = re.search(r'class="part" x="([\d.]+)" width="([\d.]+)"', svg)
    assert found
    return float(found[1]), float(found[2])


def test_a_year_of_four_is_a_quarter() -> None:
    svg = span(date(2022, 1, 1), date(2022, 12, 31), 2021, 2024, date(2023, 1, 1))
    assert drawn(svg) == pytest.approx((25, 25), abs=0.1)
    assert 'class="goal" d="M49.97 0V10"' in svg
    assert 'aria-hidden="true"' in svg
    assert "style" not in svg


def test_what_has_no_end_goes_on_to_the_edge() -> None:
    assert drawn(span(date(2023, 1, 1), None, 2021, 2024)) == pytest.approx((50, 50), abs=0.1)
    assert drawn(span(None, date(2022, 12, 31), 2021, 2024)) == pytest.approx((0, 50), abs=0.1)


@pytest.mark.parametrize(
    ("begins", "ends"),
    [(None, None), (date(2026, 1, 1), None), (None, date(2019, 1, 1)), (date(2023, 5, 1), date(2022, 5, 1))],
)
def test_nothing_is_drawn_of_what_has_no_date_or_lies_outside(begins: date | None, ends: date | None) -> None:
    assert span(begins, ends, 2021, 2024) == ""


def test_one_day_is_seen() -> None:
    day = date(2024, 12, 31)
    assert drawn(span(day, day, 2021, 2024))[1] > 1


@given(begins=DAYS, ends=DAYS, first=some.integers(2000, 2040), years=some.integers(1, 10))
def test_it_never_leaves_the_calendar(begins: date | None, ends: date | None, first: int, years: int) -> None:
    svg = span(begins, ends, first, first + years - 1, begins and begins + timedelta(days=40))
    if svg:
        start, length = drawn(svg)
        assert start >= 0
        assert start + length <= 100.01


def test_parts_beside_each_other_fill_the_drawing() -> None:
    drawing = stacked([("done", 2), ("open", 5), ("late", 0), ("waiting", 1)])
    places = re.findall(r'class="(\w+)" x="([\d.]+)" width="([\d.]+)"', drawing)
    assert places == [("done", "0.0", "25.0"), ("open", "25.0", "62.5"), ("waiting", "87.5", "12.5")]
    assert 'aria-hidden="true"' in drawing
    assert stacked([("done", 0)]) == stacked([]) == ""
