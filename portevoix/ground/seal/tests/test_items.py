"""What is said: nobody speaks in another's name, nothing moves, nothing is lost without a word."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portevoix.ground.seal import bodies, items
from portevoix.ground.seal.errors import SealError
from portevoix.ground.seal.fields import lp, write_json
from portevoix.ground.seal.items import Header, Item, open_item, seal_item
from portevoix.ground.seal.records import Place
from portevoix.ground.seal.tests.cast import CASE, INES, INST, MARC, SAID, code_of, fixed

PLACE = Place(INST, CASE, fixed("stream", 16))
KEY = fixed("SK")
HEADER = Header(PLACE, 0, "message", fixed("item", 16), INES.public.fpr, 0)
BOX = seal_item(INES.identity, KEY, HEADER, {"text": "Bonsoir."})

TEXT = st.text(st.characters(exclude_categories=["Cs"]))
BODIES: list[st.SearchStrategy[tuple[bodies.ItemKind, dict[str, Any]]]] = [
    *[st.tuples(st.just(kind), st.fixed_dictionaries({"text": TEXT})) for kind in ("title", "message", "note")],
    st.tuples(
        st.just("testimony"),
        st.fixed_dictionaries(
            {
                "voice": st.sampled_from(bodies.VOICES),
                "text": TEXT,
                "answers": st.dictionaries(st.sampled_from(bodies.ANSWERS), TEXT),
                "sealed_by": st.sampled_from(bodies.SEALED_BY),
            }
        ),
    ),
]
FILE = {
    "file": "ab" * 16,
    "fk": "A" * 43,
    "name": "photo.jpg",
    "type": "image/jpeg",
    "size": 3,
    "sha256": "ab" * 32,
    "parts": 1,
}


@given(st.one_of(BODIES))
def test_whatever_is_said_comes_back(said: tuple[bodies.ItemKind, dict[str, Any]]) -> None:
    kind, body = said
    header = replace(HEADER, kind=kind)
    box = seal_item(INES.identity, KEY, header, body)
    opened = open_item(KEY, header, box, INES.public)
    assert opened.body == body
    assert opened.hash == items.item_hash(header.packed, box)


@given(st.integers(0, len(BOX) - 1), st.integers(1, 255))
def test_any_single_byte_of_the_box_changed_is_refused(at: int, change: int) -> None:
    altered = BOX[:at] + bytes([BOX[at] ^ change]) + BOX[at + 1 :]
    expected = "unknown_version" if at == 0 else "wrong_key" if at <= 56 else "altered"
    assert code_of(open_item, KEY, HEADER, altered, INES.public) == expected


@given(st.integers(0, len(HEADER.packed) - 1), st.integers(1, 255))
def test_any_single_byte_of_the_header_changed_is_refused(at: int, change: int) -> None:
    packed = HEADER.packed
    altered = packed[:at] + bytes([packed[at] ^ change]) + packed[at + 1 :]
    if code_of(Header.read, altered) not in ("malformed",):
        header = Header.read(altered)
        assert header.packed == altered
        assert code_of(open_item, KEY, header, BOX, INES.public) == "wrong_key"


def test_nobody_writes_in_another_s_name() -> None:
    with pytest.raises(SealError, match="wrong_key"):
        seal_item(MARC.identity, KEY, HEADER, {"text": "x"})
    with pytest.raises(SealError, match="altered"):
        open_item(KEY, HEADER, BOX, MARC.public)
    with pytest.raises(SealError, match="wrong_key"):
        open_item(fixed("other"), HEADER, BOX, INES.public)


def test_short_and_long_messages_have_the_same_size() -> None:
    sizes = {len(seal_item(INES.identity, KEY, HEADER, {"text": "a" * size})) for size in (0, 1, 100, 1900)}
    assert sizes == {2048 + 73}
    title = replace(HEADER, kind="title")
    assert {len(seal_item(INES.identity, KEY, title, {"text": "a" * size})) for size in (0, 90)} == {256 + 73}


GOOD_TESTIMONY = SAID[1][1]


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("message", {}),
        ("message", {"text": 3}),
        ("message", {"text": "x", "more": 1}),
        ("message", []),
        ("testimony", {**GOOD_TESTIMONY, "voice": "somebody"}),
        ("testimony", {**GOOD_TESTIMONY, "sealed_by": "me"}),
        ("testimony", {**GOOD_TESTIMONY, "answers": []}),
        ("testimony", {**GOOD_TESTIMONY, "answers": {"name": "x"}}),
        ("testimony", {**GOOD_TESTIMONY, "answers": {"wish": None}}),
        ("file", {**FILE, "file": "x"}),
        ("file", {**FILE, "fk": "AA"}),
        ("file", {**FILE, "size": -1}),
        ("file", {**FILE, "size": True}),
        ("file", {**FILE, "parts": 0}),
        ("file", {**FILE, "sha256": None}),
        ("file", {**FILE, "name": None}),
        ("file", {**FILE, "type": 1}),
        ("file", {"text": "x"}),
    ],
)
def test_a_body_of_another_shape_is_refused(kind: bodies.ItemKind, body: Any) -> None:
    written = write_json({"v": 1, **body} if isinstance(body, dict) else body)
    assert code_of(bodies.read_body, kind, written) == "malformed"
    if isinstance(body, dict):
        assert code_of(bodies.write_body, kind, body) == "malformed"


def test_a_file_is_described_whole() -> None:
    assert bodies.read_body("file", bodies.write_body("file", FILE)) == FILE


@pytest.mark.parametrize(
    "packed",
    [
        b"",
        lp("portevoix/1 item"),
        HEADER.packed + b"\0",
        HEADER.packed[:-1],
        lp("portevoix/1 item", *[b""] * 9),
        replace(HEADER, parents=(b"b" * 32, b"a" * 32)).packed,
        replace(HEADER, parents=(b"a" * 32, b"a" * 32)).packed,
        replace(HEADER, parents=(b"a",)).packed,
    ],
)
def test_a_header_of_another_shape_is_refused(packed: bytes) -> None:
    assert code_of(Header.read, packed) == "malformed"


def said(seq: int, parents: list[bytes], author: bytes = INES.public.fpr) -> tuple[Header, bytes]:
    header = Header(PLACE, 0, "message", fixed(f"{author.hex()}{seq}", 16), author, seq, tuple(sorted(parents)))
    return header, items.item_hash(header.packed, b"box")


def conversation(shape: list[tuple[bool, int]]) -> list[tuple[Header, bytes]]:
    """Items by two authors, each seeing only so many of those before."""
    written: list[tuple[Header, bytes]] = []
    for by_ines, seen in shape:
        author = INES.public.fpr if by_ines else MARC.public.fpr
        own = [place for place, (header, _) in enumerate(written) if header.author == author]
        known = written[: max(seen % (len(written) + 1), own[-1] + 1 if own else 0)]
        written.append(said(len(own), list(items.heads(known)), author))
    return written


SHAPES = st.lists(st.tuples(st.booleans(), st.integers(0, 9)), max_size=9)


@given(SHAPES, st.randoms())
def test_a_conversation_is_put_in_order_whatever_the_server_does(shape: list[tuple[bool, int]], random: Any) -> None:
    written = conversation(shape)
    items.must_be_whole(written)
    opened = [Item(header, {}, digest) for header, digest in written]
    expected = items.in_order(opened)
    random.shuffle(opened)
    assert items.in_order(opened) == expected
    placed = {item.hash: place for place, item in enumerate(expected)}
    for item in expected:
        assert all(placed[parent] < placed[item.hash] for parent in item.header.parents)


@given(SHAPES.filter(len), st.data())
def test_one_item_dropped_is_noticed_unless_it_was_the_last_of_its_author(
    shape: list[tuple[bool, int]], data: st.DataObject
) -> None:
    written = conversation(shape)
    at = data.draw(st.integers(0, len(written) - 1))
    header, digest = written[at]
    left = written[:at] + written[at + 1 :]
    answered = any(digest in other.parents for other, _ in left)
    followed = any(other.author == header.author and other.seq > header.seq for other, _ in left)
    assert code_of(items.must_be_whole, left) == ("missing_item" if answered or followed else None)
    assert code_of(items.must_be_whole, left, [digest]) == "missing_item"


def test_an_item_shown_twice_is_refused() -> None:
    one = said(0, [])
    twin = (replace(one[0], item=fixed("twin", 16)), b"t" * 32)
    assert code_of(items.must_be_whole, [one, one]) == "wrong_place"
    assert code_of(items.must_be_whole, [one, twin]) == "wrong_place"


def test_items_that_answer_each_other_in_a_circle_are_refused() -> None:
    one, two = (
        Item(replace(HEADER, parents=(other,)), {}, own)
        for own, other in ((b"a" * 32, b"b" * 32), (b"b" * 32, b"a" * 32))
    )
    assert code_of(items.in_order, [one, two]) == "altered"
