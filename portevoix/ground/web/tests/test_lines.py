"""A chart of several series: drawn beside its table, told apart without colours, and honest about what is missing."""

import re
from decimal import Decimal

from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from portevoix.ground.web.curves import KINDS, Curve, frame, strokes
from portevoix.ground.web.templatetags.charts import lines

ICM = Curve("ICM", [(2021, Decimal("27.00")), (2022, Decimal("25.85")), (2024, Decimal("22.68"))])


def test_two_series_differ_by_dashes_and_marks_and_a_reader_is_spared_the_drawing() -> None:
    drawn = str(lines([ICM, Curve("ISMIN", [(2024, 19.69)])]))
    assert 'aria-hidden="true"' in drawn
    assert 'class="line-1"' in drawn
    assert 'class="line-2"' in drawn
    assert len(set(re.findall(r'class="point" transform="[^"]*" d="([^"]*)"', drawn))) == 2


def test_a_name_is_text() -> None:
    assert "&lt;b&gt;" in str(lines([Curve("<b>", [(2024, 1)])]))


def test_a_year_that_is_known_to_be_missing_leaves_a_gap() -> None:
    whole, gap = Curve("", [(2021, 10), (2023, 20)]), Curve("", [(2021, 10), (2022, None), (2023, 20)])
    seen = frame([whole])
    assert seen is not None
    assert strokes(whole, seen).count("M") == 1
    assert strokes(gap, seen).count("M") == 2


def test_nothing_is_drawn_of_nothing() -> None:
    assert lines([]) == lines([Curve("ICM", [(2024, None)])]) == ""


def test_values_of_the_axis_are_written_as_the_language_writes_them() -> None:
    with override("fr"):
        assert "0,5 %" in str(lines([Curve("", [(2023, 0), (2024, 2)])]))


def test_the_band_of_mixed_schools_is_drawn_where_it_can_be_seen() -> None:
    assert 'class="band"' not in str(lines([ICM], "%", 40, 60))
    assert 'class="band"' in str(lines([Curve("", [(2023, 30), (2024, 45)])], "%", 40, 60))


@given(
    st.lists(st.lists(st.tuples(st.integers(1990, 2040), st.none() | st.floats(0, 1e6)), max_size=8), max_size=KINDS)
)
def test_every_value_is_drawn_inside_the_frame(told: list[list[tuple[int, float | None]]]) -> None:
    series = [Curve("", points) for points in told]
    seen = frame(series)
    if seen is None:
        assert not any(curve.known() for curve in series)
        return
    assert 2 <= len(list(seen.levels())) <= 9
    assert len(list(seen.marked_years())) <= 6
    for curve in series:
        for year, value in curve.known():
            assert seen.values[0] <= value <= seen.values[1]
            assert 0 <= seen.across(year) <= 360
            assert 0 <= seen.up(value) <= 230
