"""Proof of work."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from portevoix.ground.seal import work
from portevoix.ground.seal.tests.cast import CASE, fixed


@settings(max_examples=20)
@given(st.binary(min_size=16, max_size=16), st.integers(0, 9))
def test_work_done_is_accepted_and_for_this_case_only(case: bytes, bits: int) -> None:
    nonce = work.make(case, bits)
    assert work.check(case, nonce, bits)
    assert bits < 9 or not all(work.check(fixed(str(other), 16), nonce, bits) for other in range(5))


def test_work_of_another_shape_is_refused() -> None:
    assert not work.check(CASE, b"", 0)
    assert not work.check(CASE, bytes(9), 0)
    assert not work.check(CASE, work.make(CASE, 4), 200)
