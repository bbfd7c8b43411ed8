"""The envelope: any size comes back, anything altered is refused, and the padding hides the length."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portevoix.ground.seal import envelope
from portevoix.ground.seal.errors import SealError
from portevoix.ground.seal.tests.cast import code_of, fixed

KEY, CONTEXT = fixed("key"), b"portevoix/1 test"
EDGES = [0, 1, envelope.CHUNK - 1, envelope.CHUNK, envelope.CHUNK + 1, 2 * envelope.CHUNK, 50_000]


@pytest.mark.parametrize("size", EDGES)
def test_any_size_comes_back(size: int) -> None:
    data = fixed("data", size)
    blob = envelope.seal(KEY, CONTEXT, data)
    assert len(blob) == envelope.sealed_size(size)
    assert envelope.open_(KEY, CONTEXT, blob) == data


@given(st.binary(max_size=300), st.integers(0, 10_000), st.integers(1, 255))
def test_any_single_byte_changed_is_refused_with_its_code(data: bytes, place: int, change: int) -> None:
    blob = bytearray(envelope.seal(KEY, CONTEXT, data))
    at = place % len(blob)
    blob[at] ^= change
    with pytest.raises(SealError) as refused:
        envelope.open_(KEY, CONTEXT, bytes(blob))
    expected = "unknown_version" if at == 0 else "wrong_key" if at <= envelope.HEAD else "altered"
    assert refused.value.code == expected


@given(st.binary(max_size=300), st.integers(0, 10_000))
def test_anything_cut_is_refused(data: bytes, place: int) -> None:
    blob = envelope.seal(KEY, CONTEXT, data)
    with pytest.raises(SealError, match="altered"):
        envelope.open_(KEY, CONTEXT, blob[: place % len(blob)])


@settings(max_examples=30)
@given(st.sampled_from(EDGES), st.lists(st.integers(0, 60_000), max_size=6))
def test_pieces_may_be_cut_anywhere(size: int, cuts: list[int]) -> None:
    data = fixed("data", size)

    def cut(whole: bytes) -> list[bytes]:
        bounds = [0, *sorted(cuts), len(whole)]
        return [whole[a:b] for a, b in pairwise(bounds)]

    blob = b"".join(envelope.seal_stream(KEY, CONTEXT, cut(data)))
    assert b"".join(envelope.open_stream(KEY, CONTEXT, cut(blob))) == data
    assert envelope.open_(KEY, CONTEXT, blob) == data


def test_a_large_file_is_never_whole_in_memory() -> None:
    pieces = (bytes(100_000) for _ in range(50))
    longest = max(len(piece) for piece in envelope.open_stream(KEY, b"", envelope.seal_stream(KEY, b"", pieces)))
    assert longest < 150_000


@pytest.mark.parametrize("key", [b"", bytes(31), bytes(33)])
def test_a_key_of_another_size_is_refused(key: bytes) -> None:
    with pytest.raises(SealError, match="malformed"):
        envelope.seal(key, CONTEXT, b"")
    with pytest.raises(SealError, match="malformed"):
        envelope.open_(key, CONTEXT, envelope.seal(KEY, CONTEXT, b""))


@given(st.binary(max_size=5_000), st.sampled_from([256, 2048]))
def test_padding_comes_off(data: bytes, floor: int) -> None:
    padded = envelope.pad(data, floor)
    assert len(padded) >= floor
    assert envelope.unpad(padded, floor) == data


@given(st.integers(4, 10**10), st.integers(4, 10**10))
def test_sizes_are_few_and_never_smaller_than_what_they_hold(one: int, two: int) -> None:
    size = envelope.padded_size(one)
    assert one <= size <= max(2048, one * 1.12)
    assert envelope.padded_size(size) == size
    assert one > two or envelope.padded_size(one) <= envelope.padded_size(two)


def test_the_texts_of_a_day_fall_into_few_sizes() -> None:
    assert len({envelope.padded_size(size) for size in range(5, 100_000)}) < 100


@given(st.binary(max_size=600))
def test_padding_has_one_writing(data: bytes) -> None:
    if code_of(envelope.unpad, data, 256) != "malformed":
        assert envelope.pad(envelope.unpad(data, 256), 256) == data


def test_something_hidden_in_the_padding_is_refused() -> None:
    padded = bytearray(envelope.pad(b"Bonsoir.", 256))
    padded[200] = 1
    with pytest.raises(SealError, match="malformed"):
        envelope.unpad(bytes(padded), 256)
