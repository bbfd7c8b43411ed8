"""Camille tells, keeps, transmits; the cell answers; people come and leave; a server tries to cheat."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portevoix.ground.seal import fields, files, receipt, testimony
from portevoix.ground.seal.directory import Directories
from portevoix.ground.seal.errors import CODES, SealError
from portevoix.ground.seal.identity import Public
from portevoix.ground.seal.member import Member
from portevoix.ground.seal.records import Place
from portevoix.ground.seal.reporter import Reporter
from portevoix.ground.seal.testimony import Opened
from portevoix.ground.seal.tests import told as tale
from portevoix.ground.seal.tests.cast import (
    CAMILLE,
    CASE,
    INES,
    INST,
    KEYS,
    LEA,
    MARC,
    NORA,
    NOW,
    PAUL,
    SAID,
    TEAM,
    code_of,
    directories,
    fixed,
    listed,
)
from portevoix.ground.seal.tests.told import BEFORE, Json, read, say, told

AFTER = directories(TEAM, [*TEAM[1:], listed(NORA, "Nora", "écoute")])


def texts(opened: Opened) -> list[str]:
    opened.must_be_sound()
    return [item.body["text"] for item in opened.items]


def regrant(
    stream: Json, who: Member | Reporter, reason: Any, readers: list[Any], known: Directories = AFTER, **more: Any
) -> None:
    tale.regrant(stream, who, reason, readers, known, **more)


def test_telling_and_being_read_by_the_whole_cell() -> None:
    stream = told()["streams"][0]
    for reader in (CAMILLE, INES, MARC, PAUL, LEA):
        opened = read(stream, reader)
        assert texts(opened) == ["Après la soirée", "Voilà ce qui s’est passé."]
        assert opened.items[1].body == SAID[1][1]
    assert code_of(read, stream, NORA) == "not_granted"


def test_nothing_said_is_in_the_deposit() -> None:
    sent = json.dumps(told())
    for secret in ("soirée", "passé", "croiser", "concerned", fields.b64(CAMILLE.root), CAMILLE.withdrawal.hex()):
        assert secret not in sent


def test_a_deposit_is_of_the_shape_that_a_browser_sends() -> None:
    file = fixed("file", 16)
    deposit = told(files=[(file, 3)], work=b"12345678")
    assert list(deposit) == [
        "case",
        "xwing",
        "ed25519",
        "auth_hash",
        "wrap",
        "withdraw_hash",
        "streams",
        "files",
        "work",
    ]
    assert deposit["files"] == [{"file": file.hex(), "parts": 3}]
    assert deposit["work"] == b"12345678".hex()
    assert told()["work"] is None
    assert Public.from_b64(deposit["xwing"], deposit["ed25519"]) == CAMILLE.public
    assert deposit["auth_hash"] == KEYS.auth_hash.hex()
    assert deposit["withdraw_hash"] == fields.sha256(CAMILLE.withdrawal).hex()
    assert receipt.unwrap_root(KEYS, INST, fields.unb64(deposit["wrap"])) == CAMILLE.root
    assert len(testimony.hashes(deposit)) == 3


def test_someone_put_aside_reads_nothing_and_is_never_taken_back_by_a_member() -> None:
    stream = told(excluded=[PAUL.public.fpr])["streams"][0]
    assert code_of(read, stream, PAUL) == "not_granted"
    everyone = [CAMILLE, INES, MARC, LEA]
    assert code_of(regrant, stream, MARC, "add", [*everyone, PAUL], BEFORE) == "excluded"
    regrant(stream, CAMILLE, "add", [*everyone, PAUL], BEFORE, excluded=[])
    assert texts(read(stream, PAUL)) == ["Après la soirée", "Voilà ce qui s’est passé."]


def test_keeping_it_for_oneself_then_transmitting() -> None:
    draft = told(transmit=False, excluded=[PAUL.public.fpr])["streams"][0]
    assert draft["grants"] == []
    kept = testimony.read_as_reporter(draft, inst=INST, case=CASE, reporter=CAMILLE, directories=BEFORE)
    assert texts(kept) == ["Après la soirée", "Voilà ce qui s’est passé."]
    for reader in (INES, PAUL):
        assert code_of(read, draft, reader) == "not_granted"
    place = Place(INST, CASE, fixed("conversation", 16))
    again = [(item.header.kind, item.body) for item in kept.items]
    stream = testimony.open_conversation(place, CAMILLE, BEFORE, kept.chain.last.excluded, again, NOW)
    assert texts(read(stream, INES)) == texts(kept)
    assert code_of(read, stream, PAUL) == "not_granted"
    back = testimony.read_as_reporter(stream, inst=INST, case=CASE, reporter=CAMILLE, directories=BEFORE)
    assert texts(back) == texts(kept)


def test_a_conversation_goes_on() -> None:
    stream = told()["streams"][0]
    say(stream, INES, "Merci de nous avoir écrit.")
    say(stream, CAMILLE, "Merci.")
    opened = read(stream, MARC)
    stream["items"] += [
        opened.say(MARC.identity, "message", {"text": "Un."}),
        opened.say(MARC.identity, "message", {"text": "Deux."}),
    ]
    assert texts(read(stream, CAMILLE))[2:] == ["Merci de nous avoir écrit.", "Merci.", "Un.", "Deux."]


def test_two_who_write_at_the_same_time_are_both_read() -> None:
    stream = told()["streams"][0]
    ines, marc = read(stream, INES), read(stream, MARC)
    both = [ines.say(INES.identity, "message", {"text": "A"}), marc.say(MARC.identity, "message", {"text": "B"})]
    stream["items"] += both
    assert set(texts(read(stream, CAMILLE))[2:]) == {"A", "B"}
    say(stream, CAMILLE, "Bien reçu.")
    last = read(stream, CAMILLE).items[-1]
    assert len(last.header.parents) == 2


def test_who_leaves_reads_no_more_and_who_comes_reads_everything() -> None:
    stream = told()["streams"][0]
    say(stream, INES, "Avant.")
    regrant(stream, MARC, "leave", [CAMILLE, MARC, PAUL, LEA])
    say(stream, MARC, "Après.", AFTER)
    regrant(stream, MARC, "add", [CAMILLE, MARC, PAUL, LEA, NORA])
    say(stream, NORA, "Bonjour.", AFTER)
    for reader in (CAMILLE, MARC, LEA, NORA):
        assert texts(read(stream, reader, AFTER))[2:] == ["Avant.", "Après.", "Bonjour."]
    gone = read(stream, INES, AFTER)
    assert [item.body["text"] for item in gone.items][2:] == ["Avant."]
    assert [unopened.error.code for unopened in gone.unopened] == ["not_granted", "not_granted"]
    assert code_of(gone.say, INES.identity, "message", {"text": "Encore."}) == "not_granted"
    assert code_of(gone.regrant, INES.identity, "add", [INES.public], AFTER, NOW) == "not_granted"
    with pytest.raises(SealError, match="not_granted"):
        gone.must_be_sound()


def test_who_comes_may_be_given_only_what_follows() -> None:
    stream = told()["streams"][0]
    regrant(stream, MARC, "leave", [CAMILLE, MARC, PAUL, LEA])
    say(stream, MARC, "Après.", AFTER)
    regrant(stream, MARC, "add", [CAMILLE, MARC, PAUL, LEA, NORA], past=False)
    opened = read(stream, NORA, AFTER)
    assert [item.body["text"] for item in opened.items] == ["Après."]


def test_a_new_key_after_the_page_without_javascript() -> None:
    stream = told()["streams"][0]
    regrant(stream, CAMILLE, "rekey", [CAMILLE, INES, MARC, PAUL, LEA], BEFORE)
    opened = read(stream, INES)
    assert sorted(opened.keys) == [0, 1]
    assert len(set(opened.keys.values())) == 2
    assert len(texts(opened)) == 2


def test_members_write_notes_that_camille_cannot_read() -> None:
    place = Place(INST, CASE, fixed("notes", 16))
    others = [MARC.public]
    stream = testimony.open_internal(place, INES.identity, others, BEFORE, [("note", {"text": "À deux."})], NOW)
    assert texts(read(stream, MARC)) == ["À deux."]
    for reader in (CAMILLE, LEA):
        assert code_of(read, stream, reader) == "not_granted"


def test_inviting_a_professional_in_a_stream_of_two() -> None:
    place = Place(INST, CASE, fixed("side", 16))
    stream = testimony.open_side(place, CAMILLE, [LEA.public], BEFORE, [("message", {"text": "Entre nous."})], NOW)
    assert texts(read(stream, LEA)) == ["Entre nous."]
    assert code_of(read, stream, INES) == "not_granted"


def test_a_keyring_opens_without_any_grant() -> None:
    stream = told()["streams"][0]
    keys = read(stream, INES).keys
    assert read(stream, INES, keys=keys).keys == keys
    stream["grants"] = []
    assert texts(read(stream, INES, keys=keys)) == ["Après la soirée", "Voilà ce qui s’est passé."]
    assert code_of(lambda: read(stream, INES, keys={0: fixed("planted")})) == "not_granted"


def test_a_server_that_plants_a_key_beside_a_good_one_changes_nothing() -> None:
    stream = told()["streams"][0]
    mine = next(grant for grant in stream["grants"] if grant["recipient"] == INES.public.fpr.hex())
    stream["grants"].insert(0, {**mine, "blob": fields.b64(fields.unb64(mine["blob"])[:-1] + b"?")})
    assert len(texts(read(stream, INES))) == 2


def test_files_are_described_in_the_stream_and_sealed_apart() -> None:
    key, name, data = files.new_key(), fixed("photo", 16), b"\xff\xd8" * 1000
    body = {
        "file": name.hex(),
        "fk": fields.b64(key),
        "name": "photo.jpg",
        "type": "image/jpeg",
        "size": len(data),
        "sha256": fields.sha256(data).hex(),
        "parts": files.parts_of(len(data)),
    }
    stored = list(files.seal_file(key, INST, CASE, name, [data]))
    stream = told(said=[*SAID, ("file", body)])["streams"][0]
    opened = read(stream, MARC).items[-1].body
    found = b"".join(files.open_file(fields.unb64(opened["fk"]), INST, CASE, fields.hex16(opened["file"]), stored))
    assert (len(found), fields.sha256(found).hex()) == (opened["size"], opened["sha256"])


STREAM = told()["streams"][0]
LEAVES: list[tuple[list[Any], Any]] = []


def leaves(value: Any, path: list[Any]) -> None:
    if isinstance(value, (dict, list)):
        for name, one in value.items() if isinstance(value, dict) else enumerate(value):
            leaves(one, [*path, name])
    LEAVES.append((path, value))


leaves(STREAM, [])


@settings(max_examples=400)
@given(
    st.sampled_from([leaf for leaf in LEAVES if leaf[0]]),
    st.none() | st.integers() | st.text(max_size=3) | st.just([]) | st.just({}),
)
def test_a_wire_of_another_shape_is_refused_with_a_code(leaf: tuple[list[Any], Any], put: Any) -> None:
    stream = copy.deepcopy(STREAM)
    place = stream
    for step in leaf[0][:-1]:
        place = place[step]
    place[leaf[0][-1]] = put
    assert code_of(lambda: read(stream, INES).must_be_sound()) in (None, *CODES)


BYTES = [leaf for leaf in LEAVES if isinstance(leaf[1], str) and leaf[0][-1] in ("body", "sig", "blob", "hdr", "box")]


@settings(max_examples=400)
@given(st.sampled_from(BYTES), st.integers(0, 10_000), st.integers(1, 255))
def test_any_single_byte_of_a_stream_changed_is_noticed(leaf: tuple[list[Any], str], at: int, change: int) -> None:
    stream = copy.deepcopy(STREAM)
    place: Any = stream
    for step in leaf[0][:-1]:
        place = place[step]
    data = bytearray(fields.unb64(leaf[1]))
    data[at % len(data)] ^= change
    place[leaf[0][-1]] = fields.b64(bytes(data))
    mine = leaf[0][0] != "grants" or STREAM["grants"][leaf[0][1]]["recipient"] == INES.public.fpr.hex()
    refused = code_of(lambda: read(stream, INES).must_be_sound())
    assert (refused is not None) == mine


@pytest.mark.parametrize("lacking", ["stream", "kind", "records", "grants", "items"])
def test_a_wire_that_lacks_something_is_refused(lacking: str) -> None:
    assert code_of(read, {name: value for name, value in STREAM.items() if name != lacking}, INES) == "malformed"


def moved(change: Callable[[Json, Json], object]) -> str | None:
    """What Marc is told when a server has changed one of Camille's two testimonies with the other."""
    one, two = told()["streams"][0], told()["streams"][0]
    change(one, two)
    return code_of(lambda: read(one, MARC).must_be_sound())


def test_nothing_is_taken_from_another_stream() -> None:
    assert moved(lambda one, two: one.update(records=two["records"])) == "wrong_place"
    assert moved(lambda one, two: one.update(grants=two["grants"])) == "altered"
    assert moved(lambda one, two: one.update(items=two["items"])) == "wrong_place"
    assert moved(lambda one, two: one.update(stream=two["stream"])) == "wrong_place"
    assert moved(lambda one, two: None) is None


def test_another_reporter_s_key_is_refused() -> None:
    other = Reporter.make()
    assert code_of(lambda: read(STREAM, MARC, reporter=other.public)) == "record_chain"
    assert code_of(lambda: read(STREAM, MARC, inst=fixed("x", 16))) == "wrong_place"
    assert code_of(lambda: read(STREAM, MARC, case=fixed("x", 16))) == "wrong_place"


def test_what_was_seen_is_never_forgotten() -> None:
    stream = told()["streams"][0]
    before = copy.deepcopy(stream)
    say(stream, INES, "Merci de nous avoir écrit.")
    regrant(stream, MARC, "leave", [CAMILLE, MARC, PAUL, LEA])
    opened = read(stream, CAMILLE, AFTER)
    seen = {"seen_record": (1, opened.chain.last.hash), "seen_items": [opened.items[-1].hash]}
    read(stream, CAMILLE, AFTER, **seen).must_be_sound()
    assert code_of(lambda: read(before, CAMILLE, AFTER, **seen)) == "record_chain"
    del stream["items"][-1]
    assert code_of(lambda: read(stream, CAMILLE, AFTER, **seen).must_be_sound()) == "missing_item"


def test_a_record_of_an_unknown_author_in_the_grants_is_refused() -> None:
    stream = copy.deepcopy(STREAM)
    for grant in stream["grants"]:
        grant["record"] = 7
    assert code_of(read, stream, INES) == "record_chain"
