"""The recovery key: enough sheets give it back, fewer give nothing, and a sheet is read as people copy it."""

from __future__ import annotations

import itertools
import secrets

import pyshamir
import pytest
from hypothesis import given
from hypothesis import strategies as st

from portevoix.ground.seal.directory import Directories
from portevoix.ground.seal.errors import SealError
from portevoix.ground.seal.recovery import RecoveryKey, read_share, write_share
from portevoix.ground.seal.tests.cast import CELL, INST, MARC, NORA, SPARE, with_a_spare

SHARE = st.binary(min_size=32, max_size=32).flatmap(
    lambda values: st.integers(1, 255).map(lambda place: values + bytes([place]))
)


@pytest.mark.parametrize(("count", "needed"), [(2, 2), (3, 2), (5, 3), (7, 7)])
def test_enough_sheets_give_the_key_and_fewer_do_not(count: int, needed: int) -> None:
    key = RecoveryKey.make()
    shares = pyshamir.split(key.rseed, count, needed)
    for some in itertools.islice(itertools.combinations(shares, needed), 10):
        assert bytes(pyshamir.combine(list(some))) == key.rseed
    for few in itertools.islice(itertools.combinations(shares, needed - 1), 10):
        assert len(few) < 2 or bytes(pyshamir.combine(list(few))) != key.rseed


@given(SHARE, st.sampled_from(["-", " ", "", "\u202f"]), st.booleans())
def test_a_sheet_is_read_as_it_is_copied(share: bytes, between: str, low: bool) -> None:
    written = write_share(SPARE.public.fpr, share)
    assert [len(group) for group in written.split("-")] == [4] * 14
    typed = written.replace("-", between).replace("1", "l").replace("0", "o")
    assert read_share(SPARE.public.fpr, typed.lower() if low else typed) == share


@given(st.text(max_size=70))
def test_anything_else_is_refused_in_the_same_way(typed: str) -> None:
    with pytest.raises(SealError) as refused:
        read_share(SPARE.public.fpr, typed)
    assert refused.value.code == "recovery_share"


def test_a_sheet_of_a_former_key_is_told_from_one_of_this_key() -> None:
    share = secrets.token_bytes(32) + b"\x01"
    with pytest.raises(SealError):
        read_share(RecoveryKey.make().public.fpr, write_share(SPARE.public.fpr, share))


def test_the_key_is_nobody_and_lists_those_who_come_after() -> None:
    found = Directories.read(with_a_spare(), inst=INST, cell=CELL)
    assert SPARE.public.fpr not in {one.fpr for one in found.latest.people}
    assert found.latest.may_read(SPARE.public.fpr)
    assert [officer.fpr for officer in found.latest.officers] == [NORA.public.fpr]
    assert found.spares == {SPARE.public.fpr}
    assert not found.latest.may_read(MARC.public.fpr)
