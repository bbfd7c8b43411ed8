"""Bytes put together in one way, and read in that way only."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portevoix.ground.seal import fields
from portevoix.ground.seal.errors import SealError
from portevoix.ground.seal.tests.cast import code_of

NUMBERS = st.integers(0, fields.LARGEST_INTEGER)
FIELDS = st.recursive(st.binary() | st.text() | NUMBERS, lambda inner: st.lists(inner, max_size=4), max_leaves=12)


def as_bytes(field: fields.Field) -> bytes:
    return fields.read_lp(fields.lp(field))[0]


@given(st.lists(FIELDS, max_size=6))
def test_reading_back_what_was_put_together(given_fields: list[Any]) -> None:
    assert fields.read_lp(fields.lp(*given_fields)) == [as_bytes(field) for field in given_fields]


@given(st.lists(st.binary(max_size=20), max_size=4), st.lists(st.binary(max_size=20), max_size=4))
def test_two_lists_never_give_the_same_bytes(one: list[bytes], two: list[bytes]) -> None:
    assert (fields.lp(*one) == fields.lp(*two)) == (one == two)


@given(st.binary(max_size=60))
def test_any_bytes_are_refused_or_written_the_same_again(data: bytes) -> None:
    if code_of(fields.read_lp, data) != "malformed":
        assert fields.lp(*fields.read_lp(data)) == data


@given(st.lists(st.binary(max_size=9), min_size=1), st.data())
def test_cutting_or_lengthening_is_refused(given_fields: list[bytes], data: st.DataObject) -> None:
    whole = fields.lp(*given_fields)
    bounds = {0}
    for field in given_fields:
        bounds.add(max(bounds) + 4 + len(field))
    at = data.draw(st.sampled_from(sorted(set(range(len(whole))) - bounds)))
    with pytest.raises(SealError, match="malformed"):
        fields.read_lp(whole[:at])
    with pytest.raises(SealError, match="malformed"):
        fields.read_lp(whole + b"\0")


@given(NUMBERS)
def test_an_integer_is_eight_bytes(number: int) -> None:
    assert fields.read_u64(fields.u64(number)) == number
    assert as_bytes(number) == number.to_bytes(8, "big")


@pytest.mark.parametrize("number", [-1, 2**53, 2**64])
def test_an_integer_that_a_browser_would_round_is_refused(number: int) -> None:
    with pytest.raises(SealError, match="malformed"):
        fields.u64(number)


def test_text_that_is_not_unicode_is_refused() -> None:
    with pytest.raises(SealError, match="malformed"):
        fields.lp("\ud800")
    with pytest.raises(SealError, match="malformed"):
        fields.read_utf8(b"\xff")
    with pytest.raises(SealError, match="malformed"):
        fields.text("\ud800")


@given(st.text("AQgw_-+/= \n.é\ud800"))
def test_any_text_is_refused_or_is_the_one_writing_of_its_bytes(text: str) -> None:
    if code_of(fields.unb64, text) != "malformed":
        assert fields.b64(fields.unb64(text)) == text


@given(st.binary())
def test_base64url_comes_back(data: bytes) -> None:
    assert fields.unb64(fields.b64(data)) == data
    assert fields.unb64(fields.b64(data), len(data)) == data
    with pytest.raises(SealError, match="malformed"):
        fields.unb64(fields.b64(data), len(data) + 1)


@given(st.text(alphabet="ABw-_=+/ \n9é", max_size=9) | st.none() | st.integers())
def test_base64url_has_one_writing(text: object) -> None:
    if code_of(fields.unb64, text) != "malformed":
        assert fields.b64(fields.unb64(text)) == text


@pytest.mark.parametrize("text", [None, 3, "", "AB" * 16, "ab" * 15, "ab" * 17, "ab" * 16 + "\n", "zz" * 16])
def test_a_name_is_lower_case_hexadecimal_of_its_length(text: object) -> None:
    assert fields.hex16("ab" * 16) == b"\xab" * 16
    assert fields.hex32("ab" * 32) == b"\xab" * 32
    with pytest.raises(SealError, match="malformed"):
        fields.hex16(text)
    with pytest.raises(SealError, match="malformed"):
        fields.hex32(text * 2 if isinstance(text, str) else text)


@given(st.lists(st.binary(min_size=2, max_size=2)))
def test_a_list_of_names_is_sorted_and_names_nobody_twice(names: list[bytes]) -> None:
    assert fields.ascending(sorted(set(names)), 2) == tuple(sorted(set(names)))
    if names != sorted(set(names)):
        with pytest.raises(SealError, match="malformed"):
            fields.ascending(names, 2)
    if names:
        with pytest.raises(SealError, match="malformed"):
            fields.ascending(names, 3)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.text(st.characters(exclude_categories=["Cs"])),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(st.characters(exclude_categories=["Cs"])), inner),
    max_leaves=10,
)


@given(JSON)
def test_json_comes_back(value: Any) -> None:
    assert fields.read_json(fields.write_json(value)) == value


@pytest.mark.parametrize(
    "written", [b"", b"{", b"NaN", b"[Infinity]", b'{"a":1,"a":2}', b'{"a":[{"b":1,"b":1}]}', b"\xff", b"[" * 100_000]
)
def test_json_read_two_ways_is_refused(written: bytes) -> None:
    with pytest.raises(SealError, match="malformed"):
        fields.read_json(written)


def test_an_object_has_the_names_it_must_have_and_no_other() -> None:
    assert fields.shaped({"a": 1, "b": 2}, ("a",), ("b", "c")) == {"a": 1, "b": 2}
    refused: list[Any] = [{"b": 1}, {"a": 1, "d": 1}, [], None, "a"]
    for value in refused:
        with pytest.raises(SealError, match="malformed"):
            fields.shaped(value, ("a",), ("b", "c"))


def test_what_the_wire_lacks_is_refused() -> None:
    assert fields.parts({"items": [1]}, "items") == [1]
    refused: list[Any] = [{}, [], None, {"items": {}}, {"items": "x"}]
    for value in refused:
        with pytest.raises(SealError, match="malformed"):
            fields.parts(value, "items")


@pytest.mark.parametrize("value", [True, -1, 2**53, "1", None, 1.5])
def test_a_whole_number_is_not_something_else(value: object) -> None:
    with pytest.raises(SealError, match="malformed"):
        fields.whole(value)
    with pytest.raises(SealError, match="malformed"):
        fields.text(value if not isinstance(value, str) else None)
