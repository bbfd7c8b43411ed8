"""What the server refuses although it can open nothing: each rule of the formats, broken once."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from portevoix.ground.seal import testimony as seal
from portevoix.ground.seal.directory import Directories, Directory, Member
from portevoix.ground.seal.errors import SealError
from portevoix.ground.seal.identity import Identity
from portevoix.ground.seal.items import Header
from portevoix.ground.seal.records import Place, Record
from portevoix.ground.seal.reporter import Reporter
from portevoix.ground.web.rules import Refused
from portevoix.sealed.streams import rules, wire
from portevoix.sealed.streams.wire import SentItem, SentRecord

INST, CELL, CASE, STREAM = (bytes([n]) * 16 for n in (1, 2, 3, 4))
PLACE = Place(INST, CASE, STREAM)
CAMILLE = Reporter(bytes(32))
INES, MARC, PAUL = (Identity(bytes([n]) * 32, bytes([n]) * 32) for n in (5, 6, 7))


def directories(*readers: Identity) -> Directories:
    members = [Member(one.public, "N", "R", one in readers, one is MARC, 0) for one in (INES, MARC, PAUL)]
    version = Directory.write(inst=INST, cell=CELL, members=members, time=0)
    return Directories((version,))


EVERYBODY = directories(INES, MARC, PAUL)
SAID: list[seal.Said] = [("title", {"text": "t"}), ("message", {"text": "m"})]


def conversation() -> wire.SentStream:
    return wire.read_stream(seal.open_conversation(PLACE, CAMILLE, EVERYBODY, [PAUL.fpr], SAID, 0))


def signed(record: Record, author: Identity = CAMILLE.identity) -> SentRecord:
    return SentRecord(record, record.sign(author))


def follow(before: Record | None, *sent: SentRecord, by: Identity = CAMILLE.identity) -> None:
    rules.records_must_follow(before, sent, by.public, CAMILLE.public.fpr, EVERYBODY)


FIRST = conversation().records[0].record


def test_a_first_record_by_the_reporter_is_taken() -> None:
    follow(None, signed(FIRST))


@pytest.mark.parametrize(
    "change",
    [
        {"number": 1},
        {"epoch": 1},
        {"prev": bytes([1]) * 32},
        {"reason": "add"},
        {"author": INES.fpr},
        {"kind": "internal"},
        {"kind": "private"},
        {"directory": 2},
        {"directory": 0},
        {"granted": FIRST.granted[:-1]},
        {"excluded": tuple(sorted([MARC.fpr, PAUL.fpr]))},
        {"granted": tuple(sorted([*FIRST.granted, b"\x09" * 32]))},
    ],
    ids=lambda change: next(iter(change)),
)
def test_a_first_record_that_is_anything_else_is_refused(change: dict[str, Any]) -> None:
    if change.get("granted") == FIRST.granted[:-1] and FIRST.granted[-1] not in {CAMILLE.public.fpr}:
        change = {"granted": tuple(fpr for fpr in FIRST.granted if fpr != CAMILLE.public.fpr)}
    with pytest.raises(SealError):
        follow(None, signed(replace(FIRST, **change)))


def test_a_record_signed_by_someone_else_is_refused() -> None:
    with pytest.raises(SealError):
        follow(None, signed(FIRST, INES))
    with pytest.raises(SealError):
        follow(None, SentRecord(FIRST, bytes(64)))


def later(**change: Any) -> Record:
    values: dict[str, Any] = {"number": 1, "prev": FIRST.hash, "reason": "add"}
    return replace(FIRST, **{**values, **change})


def test_a_member_may_add_and_a_new_key_comes_when_someone_goes() -> None:
    follow(FIRST, signed(later(author=INES.fpr), INES), by=INES)
    gone = {
        "reason": "remove",
        "granted": tuple(f for f in FIRST.granted if f != MARC.fpr),
        "excluded": tuple(sorted([MARC.fpr, PAUL.fpr])),
        "epoch": 1,
        "kc": bytes(32),
    }
    follow(FIRST, signed(later(**gone)))
    with pytest.raises(SealError, match="excluded"):
        follow(FIRST, signed(later(**gone, author=INES.fpr), INES), by=INES)


@pytest.mark.parametrize(
    "change",
    [
        {"prev": bytes(32)},
        {"reason": "open"},
        {"reason": "rekey"},
        {"epoch": 1},
        {"kc": bytes(32)},
        {"reason": "remove", "granted": tuple(f for f in FIRST.granted if f != MARC.fpr)},
        {"place": Place(INST, CASE, bytes(16))},
        {"kind": "side"},
        {"number": 3},
    ],
    ids=str,
)
def test_a_record_that_does_not_follow_is_refused(change: dict[str, Any]) -> None:
    with pytest.raises(SealError):
        follow(FIRST, signed(later(**change)))


def test_only_the_reporter_takes_back_whom_she_put_aside() -> None:
    back = later(excluded=(), author=INES.fpr)
    with pytest.raises(SealError):
        follow(FIRST, signed(back, INES), by=INES)
    follow(FIRST, signed(later(excluded=())))


def test_paul_who_was_put_aside_writes_no_record() -> None:
    with pytest.raises(SealError):
        follow(FIRST, signed(later(author=PAUL.fpr), PAUL), by=PAUL)


def test_a_record_already_overtaken_must_be_made_again() -> None:
    with pytest.raises(Refused) as refused:
        follow(later(), signed(later(author=INES.fpr)))
    assert refused.value.code == "stale"


def test_grants_are_exactly_those_the_record_announces() -> None:
    sent = conversation()
    rules.grants_must_cover(None, sent.records, sent.grants)
    stranger = replace(sent.grants[0], recipient=PAUL.fpr)
    for grants in (
        sent.grants[1:],
        (*sent.grants, sent.grants[0]),
        (*sent.grants[1:], stranger),
        (replace(sent.grants[0], record=1), *sent.grants[1:]),
        (),
    ):
        with pytest.raises(SealError):
            rules.grants_must_cover(None, sent.records, grants)


def test_whoever_comes_later_gets_the_only_new_grant() -> None:
    added = SentRecord(later(granted=tuple(sorted([*FIRST.granted, PAUL.fpr])), excluded=()), b"")
    rules.grants_must_cover(FIRST, [added], [wire.SentGrant(1, PAUL.fpr, b"")])
    with pytest.raises(SealError):
        rules.grants_must_cover(FIRST, [added], [wire.SentGrant(1, INES.fpr, b"")])


def standing(**change: Any) -> rules.Standing:
    values: dict[str, Any] = {
        "place": PLACE,
        "kind": "conversation",
        "reporter": CAMILLE.public.fpr,
        "epoch": 0,
        "writers": FIRST.granted,
    }
    return rules.Standing(**{**values, **change})


def items(change: Callable[[Header], Header] | None = None) -> list[SentItem]:
    """The items of a conversation, the last one's header changed."""
    sent = list(conversation().items)
    if change:
        header = change(sent[-1].header)
        sent[-1] = SentItem(header, header.packed, sent[-1].box)
    return sent


def stand(sent: list[SentItem], where: rules.Standing | None = None, turn: int = 0) -> None:
    rules.items_must_stand_here(where or standing(), sent, CAMILLE.public.fpr, turn, set())


def test_items_in_their_place_are_taken() -> None:
    stand(items())


@pytest.mark.parametrize(
    "change",
    [
        {"place": Place(bytes(16), CASE, STREAM)},
        {"place": Place(INST, bytes(16), STREAM)},
        {"place": Place(INST, CASE, bytes(16))},
        {"author": INES.fpr},
        {"epoch": 1},
        {"seq": 2},
        {"kind": "note"},
        {"parents": (bytes(32),)},
        {"parents": tuple(n.to_bytes(32, "big") for n in range(200))},
    ],
    ids=str,
)
def test_an_item_out_of_its_place_is_refused(change: dict[str, Any]) -> None:
    with pytest.raises(SealError):
        stand(items(lambda header: replace(header, **change)))


@pytest.mark.parametrize("box", [b"", b"\x01", b"\x02" + bytes(2120), b"\x01" + bytes(2121), b"\x01" + bytes(500)])
def test_a_box_that_padding_never_makes_is_refused(box: bytes) -> None:
    sent = items()
    sent[-1] = replace(sent[-1], box=box)
    with pytest.raises(SealError):
        stand(sent)


def test_only_the_reporter_testifies() -> None:
    sent = wire.read_items(seal.open_internal(PLACE, INES, [], EVERYBODY, [("note", {"text": "n"})], 0)["items"])
    with pytest.raises(SealError):
        rules.items_must_stand_here(standing(), sent, INES.fpr, 0, set())
    rules.items_must_stand_here(standing(kind="internal"), sent, INES.fpr, 0, set())


@pytest.mark.parametrize(("where", "turn"), [({"epoch": 1}, 0), ({}, 1)])
def test_what_was_written_before_something_else_arrived_must_be_sent_again(where: dict[str, Any], turn: int) -> None:
    with pytest.raises(Refused) as refused:
        stand(items(), standing(**where), turn)
    assert refused.value.code == "stale"


def test_a_stranger_writes_nothing_and_learns_nothing() -> None:
    with pytest.raises(Refused) as refused:
        rules.items_must_stand_here(standing(), items(), PAUL.fpr, 0, set())
    assert (refused.value.code, refused.value.status) == ("unknown", 404)


def test_a_full_conversation_says_so() -> None:
    with pytest.raises(Refused) as refused:
        stand(items(), turn=rules.ITEMS)
    assert refused.value.code == "full"


def test_whoever_left_the_directory_since_is_not_granted() -> None:
    changed = Directories((*EVERYBODY.versions, directories(INES, PAUL).latest))
    with pytest.raises(Refused) as refused:
        rules.records_must_follow(None, [signed(FIRST)], CAMILLE.public, CAMILLE.public.fpr, changed)
    assert refused.value.code == "directory_changed"
