"""The signed directory: nobody comes in without an officer, and no older version passes for the latest."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portevoix.ground.seal import words
from portevoix.ground.seal.directory import Directories, Directory
from portevoix.ground.seal.errors import SealError
from portevoix.ground.seal.tests.cast import (
    CELL,
    INES,
    INST,
    LEA,
    MARC,
    NORA,
    NOW,
    PAUL,
    TEAM,
    Signed,
    directories,
    listed,
    versions,
)


def read(signed: list[Signed], **more: Any) -> Directories:
    return Directories.read(signed, inst=INST, cell=CELL, **more)


def test_reading_who_is_in_the_cell() -> None:
    found = directories().latest
    assert [member.name for member in found.readers] == ["Inès", "Marc", "Paul", "Léa"]
    assert [member.name for member in found.officers] == ["Marc"]
    assert found.may_read(INES.public.fpr)
    assert not found.may_read(NORA.public.fpr)


def test_finding_someone_who_has_left() -> None:
    found = directories(TEAM, TEAM[1:])
    assert not found.latest.may_read(INES.public.fpr)
    listed_before = found.find(INES.public.fpr)
    assert listed_before is not None
    assert listed_before.name == "Inès"
    assert found.find(NORA.public.fpr) is None
    assert found.version(1).may_read(INES.public.fpr)
    with pytest.raises(SealError, match="directory_older"):
        found.version(3)
    with pytest.raises(SealError, match="directory_older"):
        found.version(0)


SIGNED = versions(TEAM)


@given(st.integers(0, len(SIGNED[0][0]) - 1), st.characters(codec="utf-8"))
def test_any_character_changed_is_refused(at: int, put: str) -> None:
    text, signatures = SIGNED[0]
    altered = text[:at] + put + text[at + 1 :]
    if altered != text:
        with pytest.raises(SealError):
            read([(altered, signatures)])


def test_an_officer_names_the_next_ones() -> None:
    first = Directory.write(inst=INST, cell=CELL, members=TEAM, time=NOW)
    ines_officer = [listed(INES, "Inès", "responsable", officer=True), *TEAM[2:]]
    second = Directory.write(inst=INST, cell=CELL, members=ines_officer, time=NOW, before=first)
    third = Directory.write(inst=INST, cell=CELL, members=ines_officer[:2], time=NOW, before=second)
    start = [(first.text, [first.sign(MARC.identity)]), (second.text, [second.sign(MARC.identity)])]
    assert read([*start, (third.text, [third.sign(INES.identity)])]).latest == third
    with pytest.raises(SealError, match="directory_signature"):
        read([*start, (third.text, [third.sign(MARC.identity)])])
    with pytest.raises(SealError, match="directory_signature"):
        read([start[0], (second.text, [second.sign(INES.identity)])])


def test_two_signatures_when_the_policy_says_two() -> None:
    two = [listed(INES, "Inès", "responsable", officer=True), listed(MARC, "Marc", "responsable", officer=True)]
    first = Directory.write(inst=INST, cell=CELL, members=two, time=NOW, signatures=2)
    second = Directory.write(inst=INST, cell=CELL, members=two[:1], time=NOW, before=first)
    start = (first.text, [first.sign(MARC.identity)])
    ines, marc = second.sign(INES.identity), second.sign(MARC.identity)
    assert read([start, (second.text, [ines, marc])]).latest == second
    for signatures in ([ines], [marc], [ines, ines], []):
        with pytest.raises(SealError, match="directory_signature"):
            read([start, (second.text, signatures)])


def test_an_older_directory_than_the_one_seen_is_refused() -> None:
    signed = versions(TEAM, TEAM[1:], TEAM)
    latest = read(signed).latest
    seen = (latest.version, latest.hash)
    assert read(signed, seen=seen).latest == latest
    assert read(signed, seen=(1, read(signed).first.hash)).latest == latest
    with pytest.raises(SealError, match="directory_older"):
        read(signed[:2], seen=seen)
    with pytest.raises(SealError, match="directory_signature"):
        read(versions(TEAM, TEAM[:2], TEAM), seen=seen)
    with pytest.raises(SealError, match="directory_older"):
        read([])


def test_a_version_left_out_or_moved_is_refused() -> None:
    one, two, three = versions(TEAM, TEAM[1:], TEAM)
    for signed in ([two], [one, three], [one, two, two], [two, one], [one, three, two]):
        with pytest.raises(SealError, match="directory_signature"):
            read(signed)


def test_people_compare_eight_words() -> None:
    found = directories(TEAM, TEAM[1:])
    assert len(found.fingerprint_words) == 8
    assert set(found.fingerprint_words) <= set(words.words())
    assert found.fingerprint == directories(TEAM).fingerprint
    assert found.fingerprint != directories([listed(PAUL, "Paul", "direction", officer=True), TEAM[1]]).fingerprint


@pytest.mark.parametrize("signatures", [[{}], [{"fpr": "aa" * 32}], [{"fpr": "aa", "sig": ""}], ["x"], [None]])
def test_signatures_of_another_shape_are_refused(signatures: list[Any]) -> None:
    with pytest.raises(SealError, match="malformed"):
        read([(SIGNED[0][0], signatures)])


@pytest.mark.parametrize("value", [[], 3, "x", None, {"v": 1}])
def test_another_shape_is_refused(value: object) -> None:
    with pytest.raises(SealError, match="malformed"):
        Directory.read(json.dumps(value))


def test_a_cell_without_an_officer_is_refused() -> None:
    with pytest.raises(SealError, match="malformed"):
        Directory.write(inst=INST, cell=CELL, members=[listed(LEA, "Léa", "psychologue")], time=NOW)


def test_version_nought_is_refused() -> None:
    value = json.loads(SIGNED[0][0])
    with pytest.raises(SealError, match="malformed"):
        Directory.read(json.dumps({**value, "version": 0}))
    with pytest.raises(SealError, match="malformed"):
        Directory.read(json.dumps({**value, "members": {}}))
