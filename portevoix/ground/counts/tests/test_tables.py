"""Someone has every table that is published, and a solver of their own."""

from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portevoix.ground.counts.masking import LEAST, Masked
from portevoix.ground.counts.tables import CROSSING, Count, Sum, mask, two_way


def crossed(cells: list[list[int]], columns: str = "123") -> tuple[dict[str, Count], list[Sum]]:
    """A table with its totals; rows are a, b, c…"""
    rows, across = "abc"[: len(cells)], columns[: len(cells[0])]
    counts = {
        f"n|{row}|{column}": Count(cells[y][x], CROSSING, rank=2)
        for (y, row), (x, column) in product(enumerate(rows), enumerate(across))
    }
    counts |= {f"n|{row}": Count(sum(cells[y]), rank=1) for y, row in enumerate(rows)}
    counts |= {f"n||{column}": Count(sum(line[x] for line in cells), rank=1) for x, column in enumerate(across)}
    return counts | {"n": Count(sum(map(sum, cells)))}, two_way("n", rows, across)


def shown(told: dict[str, Masked]) -> dict[str, int]:
    return {name: number.value for name, number in told.items() if number.value is not None}


def every_way(published: dict[str, int], sums: list[Sum], names: list[str], most: int) -> dict[str, tuple[int, int]]:
    """The least and the most each name can be, by trying: another way to solve it than the one that masked it.

    Breadth first over the intervals: what is left of a sum bounds each of its members, again and again, and what this
    cannot settle is split in two until every interval that is kept holds a solution.
    """

    def tightened(low: dict[str, int], high: dict[str, int]) -> bool:
        changed = True
        while changed:
            changed = False
            for one in sums:
                signs = [(one.total, 1), *((part, -1) for part in one.parts)]
                for name, sign in signs:
                    others = [(other, -sign * factor) for other, factor in signs if other != name]
                    least = sum(f * (low[o] if f > 0 else high[o]) for o, f in others)
                    top = sum(f * (high[o] if f > 0 else low[o]) for o, f in others)
                    if least > low[name] or top < high[name]:
                        low[name], high[name] = max(least, low[name]), min(top, high[name])
                        changed = True
                    if low[name] > high[name]:
                        return False
        return True

    def there_is(low: dict[str, int], high: dict[str, int]) -> bool:
        if not tightened(low, high):
            return False
        loose = [name for name in names if low[name] < high[name]]
        if not loose:
            return True
        split = loose[0]
        return any(
            there_is(low | {split: value}, high | {split: value}) for value in range(low[split], high[split] + 1)
        )

    low = {name: published.get(name, 0) for name in names}
    high = {name: published.get(name, most) for name in names}
    assert tightened(low, high)
    found = {}
    for name in names:
        values = range(low[name], high[name] + 1)
        fits = [
            next(value for value in way if there_is(low | {name: value}, high | {name: value}))
            for way in (values, reversed(values))
        ]
        found[name] = (fits[0], fits[1])
    return found


def test_a_small_cell_takes_others_with_it_and_the_totals_stay() -> None:
    told = shown(mask(*crossed([[40, 7], [80, 90], [60, 55]])))
    assert told["n"] == 332
    assert {"n|a", "n|b", "n|c", "n||1", "n||2"} <= set(told)
    assert "n|a|2" not in told
    assert "n|a|1" not in told


def test_a_total_that_would_betray_is_masked_too() -> None:
    """Six people in a column, seven in a row: hiding the cells alone would leave too little room."""
    counts, sums = crossed([[3, 1], [2, 40]])
    told = shown(mask(counts, sums))
    assert "n|a" not in told
    assert told["n"] == 46


def test_two_tables_side_by_side_do_not_betray_one_another() -> None:
    """By gender nobody is few; by campus somebody is: the rows they share are known from the other table."""
    gender, its_sums = crossed([[30, 25], [45, 50]])
    campus, other_sums = crossed([[51, 4], [60, 35]], columns="xy")
    counts, sums = gender | campus, its_sums + other_sums
    told = shown(mask(counts, sums))
    assert "n|a|y" not in told
    assert told["n|a"] == 55
    ranges = every_way(told, sums, list(counts), 200)
    low, high = ranges["n|a|y"]
    assert high - low >= LEAST


def test_what_is_never_shown_does_not_let_the_rest_be_told() -> None:
    """Of twelve people, nine say yes and three said nothing: the yes are shown; three are nobody's secret."""
    counts = {"all": Count(12), "yes": Count(9), "unsaid": Count(3, None, width=0)}
    assert shown(mask(counts, [Sum("all", ("yes", "unsaid"))])) == {"all": 12, "yes": 9}
    counts["unsaid"] = Count(3, None, width=3)
    assert set(shown(mask(counts, [Sum("all", ("yes", "unsaid"))]))) == {"all"}


def test_a_sum_that_is_wrong_is_an_error() -> None:
    with pytest.raises(ValueError, match="not the sum"):
        mask({"a": Count(6), "b": Count(7)}, [Sum("a", ("b",))])


LINE = st.lists(st.integers(0, 14), min_size=2, max_size=3)


@settings(max_examples=30, deadline=None)
@given(LINE, LINE, st.integers(0, 10), st.booleans())
def test_nobody_finds_a_masked_number_again(first: list[int], second: list[int], split: int, linked: bool) -> None:
    """What is masked could be five more or less than it seems, whatever one reckons; what is shown is true."""
    width = min(len(first), len(second))
    counts, sums = crossed([first[:width], second[:width]])
    if linked:
        totals = [counts["n|a"].value, counts["n|b"].value]
        other, its_sums = crossed([[min(split, total), total - min(split, total)] for total in totals], columns="xy")
        counts, sums = counts | other, sums + its_sums
    told = mask(counts, sums)
    published = shown(told)
    for name, value in published.items():
        assert value == counts[name].value
        assert not counts[name].is_small
    if len(published) == len(counts):
        return
    ranges = every_way(published, sums, list(counts), counts["n"].value + LEAST)
    for name, count in counts.items():
        low, high = ranges[name]
        assert low <= count.value <= high
        if name not in published:
            assert high - low >= (LEAST if count.is_small else 1), (name, published)
