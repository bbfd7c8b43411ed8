"""The vault of a member: opened by a passphrase or a printed code, and by nothing else."""

from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from portevoix.ground.seal import member, words
from portevoix.ground.seal.envelope import seal
from portevoix.ground.seal.errors import SealError
from portevoix.ground.seal.fields import lp, write_json
from portevoix.ground.seal.member import Keyring, RecoveryCode, Seen, SeenCase, SeenStream, WayKeys
from portevoix.ground.seal.tests.cast import CELL, INES, INST, MARC, code_of, fixed

USER, WAY, VAULT_KEY = fixed("user", 16), fixed("way", 16), fixed("VK")
CODES = st.binary(min_size=16, max_size=16).map(RecoveryCode)


def test_opening_the_vault_by_passphrase_and_by_printed_code() -> None:
    vault = member.seal_vault(VAULT_KEY, INST, USER, 1, INES.mseed)
    code = RecoveryCode.make()
    for kind, keys, again in (
        (
            "passphrase",
            WayKeys.from_passphrase("été à la mer", WAY),
            WayKeys.from_passphrase("e\u0301te\u0301 à la mer", WAY),
        ),
        (
            "recovery",
            WayKeys.from_recovery(code, INST),
            WayKeys.from_recovery(RecoveryCode.from_printed(code.printed), INST),
        ),
    ):
        wrap = keys.wrap(INST, USER, kind, WAY, VAULT_KEY)  # type: ignore[arg-type]  # one of the two kinds, from the table above
        assert again.auth_hash == keys.auth_hash
        key = again.unwrap(INST, USER, kind, WAY, wrap)  # type: ignore[arg-type]  # one of the two kinds, from the table above
        assert member.open_vault(key, INST, USER, 1, vault).public == INES.public


def test_another_passphrase_user_way_or_version_is_refused() -> None:
    keys = WayKeys.from_passphrase("cheval", WAY)
    wrap = keys.wrap(INST, USER, "passphrase", WAY, VAULT_KEY)
    other = fixed("other", 16)
    for opener, inst, user, way in (
        (WayKeys.from_passphrase("cheval!", WAY), INST, USER, WAY),
        (WayKeys.from_passphrase("cheval", other), INST, USER, WAY),
        (keys, other, USER, WAY),
        (keys, INST, other, WAY),
        (keys, INST, USER, other),
    ):
        with pytest.raises(SealError, match="wrong_key"):
            opener.unwrap(inst, user, "passphrase", way, wrap)
    vault = member.seal_vault(VAULT_KEY, INST, USER, 1, INES.mseed)
    with pytest.raises(SealError, match="wrong_key"):
        member.open_vault(VAULT_KEY, INST, USER, 2, vault)


@given(CODES, st.sampled_from(["{}", " {} ", "{}\n"]), st.booleans())
def test_however_the_printed_code_is_typed(code: RecoveryCode, around: str, plain: bool) -> None:
    groups = code.printed.split("-")
    assert [len(group) for group in groups] == [4] * 7
    typed = code.printed.lower().replace("-", " ").replace("0", "o").replace("1", "l") if plain else code.printed
    assert RecoveryCode.from_printed(around.format(typed)) == code


@given(CODES, st.integers(0, 27), st.sampled_from(words.CROCKFORD))
def test_one_character_wrong_in_the_printed_code_is_caught(code: RecoveryCode, at: int, typed: str) -> None:
    plain = code.printed.replace("-", "")
    assume(plain[at] != typed)
    wrong = plain[:at] + typed + plain[at + 1 :]
    if code_of(RecoveryCode.from_printed, wrong) != "recovery_code":
        assert RecoveryCode.from_printed(wrong) != code


@given(st.text(alphabet=words.CROCKFORD + "U!é-", max_size=32))
def test_a_code_nobody_printed_is_refused(typed: str) -> None:
    if code_of(RecoveryCode.from_printed, typed) != "recovery_code":
        assert RecoveryCode.from_printed(typed).printed.replace("-", "") == typed.replace("-", "")


IDS, KEYS32 = st.binary(min_size=16, max_size=16), st.binary(min_size=32, max_size=32)
SEEN_STREAMS = st.builds(
    SeenStream,
    st.integers(0, 2**53 - 1),
    KEYS32,
    st.lists(KEYS32, max_size=3, unique=True).map(lambda some: tuple(sorted(some))),
)


@given(
    st.dictionaries(IDS, st.dictionaries(st.integers(0, 2**53 - 1), KEYS32, max_size=3), max_size=3),
    st.dictionaries(IDS, st.builds(Seen, st.integers(0, 2**53 - 1), KEYS32), max_size=2),
    st.dictionaries(IDS, st.builds(SeenCase, KEYS32, st.dictionaries(IDS, SEEN_STREAMS, max_size=2)), max_size=2),
    st.integers(0, 1000),
)
def test_a_keyring_comes_back(
    streams: dict[bytes, dict[int, bytes]], seen: dict[bytes, Seen], heads: dict[bytes, SeenCase], counter: int
) -> None:
    keyring = Keyring(streams, seen, heads)
    blob = keyring.seal(INES, INST, USER, counter)
    assert Keyring.open(INES, INST, USER, counter, blob) == keyring
    for someone, number in ((MARC, counter), (INES, counter + 1)):
        with pytest.raises(SealError, match="wrong_key"):
            Keyring.open(someone, INST, USER, number, blob)


GOOD = {"v": 1, "streams": {}, "directories": {}}
LEFT = {"number": 0, "record": "aa" * 32, "items": ["aa" * 32, "bb" * 32]}


def left(**changes: object) -> dict[str, object]:
    """A keyring that remembers one stream of one case."""
    return {**GOOD, "heads": {"aa" * 16: {"reporter": "aa" * 32, "streams": {"aa" * 16: {**LEFT, **changes}}}}}


def test_a_keyring_made_before_anything_was_remembered_is_read() -> None:
    for value in (GOOD, {**GOOD, "heads": {}}):
        blob = seal(INES.keyring_key, lp("portevoix/1 keyring", INST, USER, 1), write_json(value))
        assert Keyring.open(INES, INST, USER, 1, blob) == Keyring()
    blob = seal(INES.keyring_key, lp("portevoix/1 keyring", INST, USER, 1), write_json(left()))
    assert len(Keyring.open(INES, INST, USER, 1, blob).heads) == 1


@pytest.mark.parametrize(
    "value",
    [
        {**GOOD, "v": 2},
        {**GOOD, "more": 1},
        {"v": 1, "streams": {}},
        {**GOOD, "streams": []},
        {**GOOD, "directories": []},
        {**GOOD, "streams": {"AA" * 16: {}}},
        {**GOOD, "streams": {"aa" * 16: []}},
        {**GOOD, "streams": {"aa" * 16: {"01": "A" * 43}}},
        {**GOOD, "streams": {"aa" * 16: {"-1": "A" * 43}}},
        {**GOOD, "streams": {"aa" * 16: {"²": "A" * 43}}},
        {**GOOD, "streams": {"aa" * 16: {"9007199254740992": "A" * 43}}},
        {**GOOD, "streams": {"aa" * 16: {"1": "AA"}}},
        {**GOOD, "directories": {"aa" * 16: {"version": 1}}},
        {**GOOD, "directories": {"aa" * 16: {"version": -1, "hash": "aa" * 32}}},
        {**GOOD, "heads": []},
        {**GOOD, "heads": {"aa" * 16: {"reporter": "aa" * 32}}},
        {**GOOD, "heads": {"aa" * 16: {"reporter": "aa" * 32, "streams": []}}},
        left(number=-1),
        left(record="aa"),
        left(items="aa" * 32),
        left(items=["bb" * 32, "aa" * 32]),
        left(more=1),
    ],
)
def test_a_keyring_of_another_shape_is_refused(value: object) -> None:
    blob = seal(INES.keyring_key, lp("portevoix/1 keyring", INST, USER, 1), write_json(value))
    with pytest.raises(SealError, match=r"malformed|unknown_version"):
        Keyring.open(INES, INST, USER, 1, blob)


def test_nothing_secret_is_printed() -> None:
    assert repr(WayKeys(bytes(32), bytes(32))) == "<WayKeys>"
    assert repr(RecoveryCode.make()) == "<RecoveryCode>"
    assert repr(Keyring({CELL: {0: VAULT_KEY}})) == "<Keyring of 1 streams>"
