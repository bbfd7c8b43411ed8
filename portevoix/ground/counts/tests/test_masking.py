"""Someone tries to find a masked number again, knowing everything but the number."""

from collections import defaultdict
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portevoix.ground.counts.masking import LEAST, mask_line, masked


def test_four_people_are_not_shown_and_five_are() -> None:
    assert masked(4).is_hidden
    assert masked(0).is_hidden
    assert str(masked(5)) == "5"


def test_one_small_part_takes_another_with_it() -> None:
    parts, total = mask_line([27, 3, 12])
    assert [part.value for part in parts] == [27, None, None]
    assert total.value == 42


def test_parts_that_would_all_be_zero_take_another_with_them() -> None:
    parts, _ = mask_line([30, 0, 0])
    assert all(part.is_hidden for part in parts)


@given(st.lists(st.integers(0, 60), min_size=1, max_size=8))
def test_what_is_shown_is_true_and_never_small(counts: list[int]) -> None:
    parts, total = mask_line(counts)
    for part, count in zip(parts, counts, strict=True):
        assert part.value in {None, count}
        assert part.value is None or part.value >= LEAST
    assert total.value in {None, sum(counts)}


@pytest.mark.parametrize("length", [2, 3])
def test_someone_who_knows_the_rule_and_the_total_still_has_several_answers(length: int) -> None:
    """Every line up to sixteen people: whoever sees what is published cannot tell which one it came from."""
    seen = defaultdict(list)
    for counts in product(range(17), repeat=length):
        if sum(counts) <= 16:
            parts, total = mask_line(counts)
            seen[tuple(part.value for part in parts), total.value].append(counts)
    for (published, _), lines in seen.items():
        for place, value in enumerate(published):
            assert value is not None or len({line[place] for line in lines}) > 1, (published, lines)
