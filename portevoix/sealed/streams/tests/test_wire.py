"""Whatever arrives is read strictly or refused in a sentence; nothing else can come out of reading."""

from contextlib import suppress
from functools import cache
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portevoix.ground.seal.envelope import padded_size, sealed_size
from portevoix.ground.seal.errors import SealError
from portevoix.ground.seal.fields import b64, lp
from portevoix.sealed.streams import rules, wire

names = st.binary(min_size=0, max_size=40)
fields = st.one_of(names, st.lists(names, max_size=4), st.integers(0, 2**53 - 1), st.text(max_size=12))
packed = st.one_of(
    st.binary(max_size=600),
    st.builds(
        lambda label, rest: lp(label, *rest),
        st.sampled_from(["portevoix/1 record", "portevoix/1 item"]),
        st.lists(fields, max_size=16),
    ),
)
texts = st.one_of(packed.map(b64), st.text(max_size=80), st.sampled_from(["", "=", "AA==", "é", "A"]))


def refuses(read: Any, value: Any) -> None:
    """Read it, or refuse with a code: no other failure may escape."""
    with suppress(SealError):
        read(value)


@given(st.lists(st.fixed_dictionaries({"hdr": texts, "box": texts}), max_size=3))
def test_items(values: Any) -> None:
    refuses(wire.read_items, values)


@given(st.lists(st.fixed_dictionaries({"body": texts, "sig": texts}), max_size=3))
def test_records(values: Any) -> None:
    refuses(wire.read_records, values)


@given(
    st.lists(
        st.fixed_dictionaries({"record": st.one_of(st.integers(), st.text()), "recipient": texts, "blob": texts}),
        max_size=3,
    )
)
def test_grants(values: Any) -> None:
    refuses(wire.read_grants, values)


@given(st.integers(0, 2_000_000), st.sampled_from([256, 2048]))
def test_every_size_that_padding_gives_is_taken(size: int, floor: int) -> None:
    assert rules.is_padded(sealed_size(padded_size(size, floor)), floor)


@cache
def made_by_padding(floor: int) -> frozenset[int]:
    """Every size of a box up to some 200 000 bytes."""
    return frozenset(sealed_size(plain) for plain in range(floor, 200_000) if padded_size(plain, floor) == plain)


@given(st.integers(0, 200_000), st.sampled_from([256, 2048]))
def test_no_other_size_is(size: int, floor: int) -> None:
    assert rules.is_padded(size, floor) == (size in made_by_padding(floor))


@pytest.mark.parametrize(
    "blob", [b"", b"\x02" + bytes(1232), b"\x01" + bytes(1231), b"\x01" + bytes(1233), b"\x01" + bytes(1255)]
)
def test_a_grant_of_another_size_or_version_is_refused(blob: bytes) -> None:
    with pytest.raises(SealError):
        wire.read_grants([{"record": 0, "recipient": "0" * 64, "blob": b64(blob)}])


@pytest.mark.parametrize("size", [1233, 1273, 1313])
def test_a_grant_with_earlier_epochs_is_read(size: int) -> None:
    (grant,) = wire.read_grants([{"record": 0, "recipient": "0" * 64, "blob": b64(b"\x01" + bytes(size - 1))}])
    assert len(grant.blob) == size
