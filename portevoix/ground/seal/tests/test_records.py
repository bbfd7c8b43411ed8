"""Who may read a stream: the rules, tried by everyone on everyone."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portevoix.ground.seal import records
from portevoix.ground.seal.errors import SealError
from portevoix.ground.seal.identity import Identity
from portevoix.ground.seal.member import Member
from portevoix.ground.seal.records import Chain, Place, Record
from portevoix.ground.seal.reporter import Reporter
from portevoix.ground.seal.tests.cast import (
    CAMILLE,
    CASE,
    INES,
    INST,
    LEA,
    MARC,
    NORA,
    NOW,
    PAUL,
    TEAM,
    code_of,
    directories,
    fixed,
    listed,
)

PLACE = Place(INST, CASE, fixed("stream", 16))
PEOPLE: list[Reporter | Member] = [CAMILLE, INES, MARC, PAUL, LEA, NORA]
FPRS = [someone.public.fpr for someone in PEOPLE]
ME, INES_, MARC_, PAUL_, LEA_, NORA_ = FPRS
DIRECTORIES = directories(TEAM, [*TEAM[1:], listed(NORA, "Nora", "écoute", reads=False)])
KEY, OTHER_KEY = fixed("SK"), fixed("SK2")


def opened(kind: records.Kind = "conversation", **changes: Any) -> Record:
    given = {
        "author": ME,
        "key": KEY,
        "directory": 1,
        "granted": [ME, INES_, MARC_],
        "excluded": [PAUL_],
        "time": NOW,
        **changes,
    }
    return records.first(PLACE, kind, **given)


def signed(record: Record, author: Identity) -> tuple[bytes, bytes]:
    return record.body, record.sign(author)


SOME = st.lists(st.sampled_from(FPRS), unique=True)
RECORDS = st.builds(
    Record,
    st.just(PLACE),
    st.sampled_from(records.KINDS),
    st.integers(0, 2**53 - 1),
    st.integers(0, 2**53 - 1),
    st.binary(min_size=32, max_size=32),
    st.binary(min_size=32, max_size=32),
    st.sampled_from(FPRS),
    st.integers(0, 2**53 - 1),
    SOME.map(lambda some: tuple(sorted(some))),
    SOME.map(lambda some: tuple(sorted(some))),
    st.sampled_from(records.REASONS),
    st.integers(0, 2**53 - 1),
)


@given(RECORDS)
def test_a_record_comes_back_from_its_bytes(record: Record) -> None:
    assert Record.read(record.body) == record


@given(RECORDS, st.integers(0, 10_000), st.integers(1, 255))
def test_any_single_byte_changed_makes_the_signature_wrong(record: Record, place: int, change: int) -> None:
    record = replace(record, author=INES_)
    signature = record.sign(INES.identity)
    body = bytearray(record.body)
    body[place % len(body)] ^= change
    if code_of(Record.read, bytes(body)) != "malformed":
        altered = Record.read(bytes(body))
        assert altered.body == bytes(body)
        assert not altered.is_signed(INES.public, signature)
    assert record.is_signed(INES.public, signature)
    assert not record.is_signed(MARC.public, record.sign(MARC.identity))


@dataclass(frozen=True)
class Try:
    """Someone tries to write a record after another."""

    who: int
    reason: records.Reason
    granted: tuple[int, ...]
    excluded: tuple[int, ...]
    directory: int
    new_epoch: bool
    new_key: bool


TRIES = st.builds(
    Try,
    st.integers(0, 5),
    st.sampled_from(records.REASONS),
    st.lists(st.integers(0, 5), unique=True).map(lambda some: tuple(sorted(some))),
    st.lists(st.integers(0, 5), unique=True, max_size=2).map(lambda some: tuple(sorted(some))),
    st.integers(0, 3),
    st.booleans(),
    st.booleans(),
)


def attempt(before: Record, tried: Try) -> Record:
    epoch = before.epoch + tried.new_epoch
    return replace(
        before,
        number=before.number + 1,
        prev=before.hash,
        author=FPRS[tried.who],
        reason=tried.reason,
        granted=tuple(sorted(FPRS[one] for one in tried.granted)),
        excluded=tuple(sorted(FPRS[one] for one in tried.excluded)),
        directory=tried.directory,
        epoch=epoch,
        kc=records.commit(PLACE, epoch, OTHER_KEY) if tried.new_key or tried.new_epoch else before.kc,
    )


def allowed(before: Record, tried: Try) -> bool:
    """The same rules, said another way: by what each may do."""
    granted, excluded = {FPRS[one] for one in tried.granted}, {FPRS[one] for one in tried.excluded}
    someone_goes = not set(before.granted).issubset(granted)
    must_change = someone_goes or tried.reason == "rekey"
    readers = {1: {INES_, MARC_, PAUL_, LEA_}, 2: {MARC_, PAUL_, LEA_}}.get(tried.directory, set())
    return all(
        [
            FPRS[tried.who] in before.granted,
            FPRS[tried.who] in granted,
            ME in granted,
            tried.reason != "open",
            granted - {ME} <= readers,
            tried.directory in (1, 2) and tried.directory >= before.directory,
            not granted & excluded,
            FPRS[tried.who] == ME or set(before.excluded) == excluded,
            not (set(before.granted) - granted) & readers - excluded,
            tried.new_epoch if must_change else not (tried.new_epoch or tried.new_key),
        ]
    )


@settings(max_examples=1500)
@given(st.sampled_from([(), (3,)]), st.sampled_from([1, 2]), TRIES)
def test_whoever_tries_whatever(excluded: tuple[int, ...], directory: int, tried: Try) -> None:
    start = [ME, INES_, MARC_] if directory == 1 else [ME, MARC_]
    before = opened(granted=start, excluded=[FPRS[one] for one in excluded], directory=directory)
    refused = code_of(records.must_follow, before, attempt(before, tried), ME, DIRECTORIES)
    assert (refused is None) == allowed(before, tried)
    assert refused in (None, "record_chain", "excluded", "not_granted", "directory_older")


GOOD = Try(1, "add", (0, 1, 2, 4), (3,), 1, False, False)


@pytest.mark.parametrize(
    ("tried", "code"),
    [
        (GOOD, None),
        (replace(GOOD, who=4), "record_chain"),
        (replace(GOOD, who=3), "record_chain"),
        (replace(GOOD, excluded=()), "excluded"),
        (replace(GOOD, who=0, excluded=()), None),
        (replace(GOOD, granted=(0, 1, 2, 3), excluded=()), "excluded"),
        (replace(GOOD, who=0, granted=(0, 1, 2, 3), excluded=()), None),
        (replace(GOOD, granted=(0, 1, 2, 3)), "excluded"),
        (replace(GOOD, granted=(0, 1, 2, 5)), "not_granted"),
        (replace(GOOD, granted=(1, 2)), "record_chain"),
        (replace(GOOD, granted=(0, 1)), "record_chain"),
        (replace(GOOD, granted=(0, 1), new_epoch=True, reason="remove"), "excluded"),
        (replace(GOOD, granted=(0, 1), excluded=(2, 3), new_epoch=True, reason="remove"), "excluded"),
        (replace(GOOD, who=0, granted=(0, 1), new_epoch=True, reason="remove"), "excluded"),
        (replace(GOOD, who=0, granted=(0, 1), excluded=(2, 3), new_epoch=True, reason="remove"), None),
        (replace(GOOD, who=2, granted=(0, 2), directory=2, new_epoch=True, reason="leave"), None),
        (replace(GOOD, excluded=(3, 4), granted=(0, 1, 2)), "excluded"),
        (replace(GOOD, granted=(0, 2), new_epoch=True, reason="leave"), "record_chain"),
        (replace(GOOD, granted=(0, 1, 2), reason="rekey"), "record_chain"),
        (replace(GOOD, granted=(0, 1, 2), reason="rekey", new_epoch=True), None),
        (replace(GOOD, new_key=True), "record_chain"),
        (replace(GOOD, new_epoch=True), "record_chain"),
        (replace(GOOD, directory=0), "directory_older"),
        (replace(GOOD, directory=3), "directory_older"),
        (replace(GOOD, directory=2), "not_granted"),
        (replace(GOOD, reason="open"), "record_chain"),
    ],
)
def test_each_rule_has_its_code(tried: Try, code: str | None) -> None:
    before = opened()
    assert code_of(records.must_follow, before, attempt(before, tried), ME, DIRECTORIES) == code


@pytest.mark.parametrize(
    ("record", "code"),
    [
        (opened(), None),
        (opened("side", granted=[ME, LEA_]), None),
        (opened("side", author=LEA_, granted=[ME, LEA_]), "record_chain"),
        (opened("private", granted=[ME]), None),
        (opened("private", granted=[ME, INES_]), "record_chain"),
        (opened("internal", author=INES_, granted=[INES_, MARC_]), None),
        (opened("internal", author=INES_, granted=[MARC_]), "record_chain"),
        (opened("internal", author=INES_, granted=[INES_, ME]), "record_chain"),
        (opened("internal"), "record_chain"),
        (opened(author=INES_), "record_chain"),
        (opened(granted=[INES_]), "record_chain"),
        (opened(granted=[ME, PAUL_]), "excluded"),
        (opened(granted=[ME, NORA_]), "not_granted"),
        (opened(directory=9), "directory_older"),
        (replace(opened(), epoch=1), "record_chain"),
        (replace(opened(), number=1), "record_chain"),
        (replace(opened(), prev=bytes(31) + b"1"), "record_chain"),
        (replace(opened(), reason="add"), "record_chain"),
    ],
)
def test_who_may_open_which_stream(record: Record, code: str | None) -> None:
    assert code_of(records.must_follow, None, record, ME, DIRECTORIES) == code


NOTES = opened("internal", author=INES_, granted=[INES_, MARC_, LEA_])


def without_marc(**changes: Any) -> Record:
    """Inès closes the notes to Marc."""
    after = [INES_, LEA_]
    given = {"author": INES_, "key": OTHER_KEY, "directory": 1, "granted": after, "time": NOW, **changes}
    return records.following(NOTES, "remove", **given)


def test_notes_are_closed_to_whom_camille_put_aside_since_and_to_nobody_else_who_listens() -> None:
    since, before = {PAUL_, MARC_}, {PAUL_}
    both = [PAUL_, MARC_]
    assert code_of(records.must_follow, NOTES, without_marc(excluded=both), ME, DIRECTORIES, since) is None
    assert code_of(records.must_follow, NOTES, without_marc(excluded=both), ME, DIRECTORIES, before) == "excluded"
    assert code_of(records.must_follow, NOTES, without_marc(), ME, DIRECTORIES, since) == "excluded"
    assert code_of(records.must_follow, NOTES, without_marc(excluded=[MARC_]), ME, DIRECTORIES, since) == "excluded"


def test_notes_do_not_begin_by_putting_aside_whom_camille_never_did() -> None:
    assert code_of(records.must_follow, None, NOTES, ME, DIRECTORIES, {PAUL_}) is None
    assert code_of(records.must_follow, None, NOTES, ME, DIRECTORIES, set()) == "excluded"
    assert code_of(records.must_follow, None, NOTES, ME, DIRECTORIES) is None, (
        "a title alone: what she signed is not here"
    )


def chain(*pairs: tuple[bytes, bytes], **more: Any) -> Chain:
    given = {"reporter": CAMILLE.public, "directories": DIRECTORIES, **more}
    return Chain.read(list(pairs), PLACE, "conversation", **given)


def three() -> list[tuple[bytes, bytes]]:
    one = opened()
    two = records.following(one, "add", author=INES_, key=KEY, directory=1, granted=[*one.granted, LEA_], time=NOW)
    rest = [ME, MARC_, LEA_]
    last = records.following(two, "leave", author=MARC_, key=OTHER_KEY, directory=2, granted=rest, time=NOW)
    return [signed(one, CAMILLE.identity), signed(two, INES.identity), signed(last, MARC.identity)]


def test_reading_a_chain_to_its_end() -> None:
    found = chain(*three())
    assert [record.epoch for record in found.records] == [0, 0, 1]
    assert found.last.reason == "leave"
    during = found.at_epoch(0)
    assert during is not None
    assert LEA_ in during.granted
    assert found.at_epoch(2) is None
    assert found.is_key(0, KEY)
    assert found.is_key(1, OTHER_KEY)
    assert not found.is_key(1, KEY)
    assert not found.is_key(2, KEY)


@given(st.permutations(range(3)), st.integers(0, 3))
def test_a_chain_with_something_out_of_place_is_refused(order: list[int], count: int) -> None:
    pairs = three()
    taken = [pairs[at] for at in order[:count]]
    if order[:count] != list(range(count)) or not count:
        with pytest.raises(SealError, match="record_chain"):
            chain(*taken)
    else:
        assert len(chain(*taken).records) == count


def test_another_past_than_the_one_seen_is_refused() -> None:
    pairs = three()
    last = chain(*pairs).last
    assert chain(*pairs, seen=(2, last.hash)).last == last
    for seen in ((2, bytes(32)), (1, last.hash), (3, last.hash)):
        with pytest.raises(SealError, match="record_chain"):
            chain(*pairs, seen=seen)
    with pytest.raises(SealError, match="record_chain"):
        chain(*pairs[:2], seen=(2, last.hash))


@pytest.mark.parametrize(
    "changes", [{"number": 2}, {"number": 0}, {"prev": bytes(32)}, {"number": 2, "prev": bytes(32)}, {"reason": "open"}]
)
def test_a_record_that_does_not_follow_is_refused(changes: dict[str, Any]) -> None:
    before = opened()
    after = attempt(before, GOOD)
    assert code_of(records.must_follow, before, after, ME, DIRECTORIES) is None
    assert code_of(records.must_follow, before, replace(after, **changes), ME, DIRECTORIES) == "record_chain"


@pytest.mark.parametrize("place", [(fixed("x", 16), CASE), (INST, fixed("x", 16))])
def test_a_chain_of_another_place_is_refused(place: tuple[bytes, bytes]) -> None:
    elsewhere = replace(opened(), place=Place(*place, PLACE.stream))
    with pytest.raises(SealError, match="wrong_place"):
        chain(signed(elsewhere, CAMILLE.identity))
    two = replace(elsewhere, number=1, prev=opened().hash, reason="add")
    assert code_of(records.must_follow, opened(), two, ME, DIRECTORIES) == "wrong_place"


def test_a_record_signed_by_someone_else_is_refused() -> None:
    record = opened()
    with pytest.raises(SealError, match="record_chain"):
        chain((record.body, record.sign(INES.identity)))
    with pytest.raises(SealError, match="malformed"):
        Place(INST, CASE, b"short")
