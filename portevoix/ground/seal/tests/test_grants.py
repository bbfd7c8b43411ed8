"""Granting a stream key: to those the record names, by the one who signed it, and to nobody else."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portevoix.ground.seal import grants, records
from portevoix.ground.seal.errors import SealError
from portevoix.ground.seal.fields import lp, u64
from portevoix.ground.seal.records import Chain, Place
from portevoix.ground.seal.tests.cast import (
    CAMILLE,
    CASE,
    INES,
    INST,
    LEA,
    MARC,
    NORA,
    NOW,
    code_of,
    fixed,
)

PLACE = Place(INST, CASE, fixed("stream", 16))
KEYS = {0: fixed("SK"), 1: fixed("SK1"), 2: fixed("SK2")}
ME = CAMILLE.public.fpr
EVERYONE = [ME, INES.public.fpr, MARC.public.fpr]
FIRST = records.first(
    PLACE, "conversation", author=ME, key=KEYS[0], directory=1, granted=[*EVERYONE, LEA.public.fpr], time=NOW
)
SECOND = records.following(FIRST, "remove", author=ME, key=KEYS[1], directory=1, granted=EVERYONE, time=NOW)
THIRD = records.following(SECOND, "rekey", author=ME, key=KEYS[2], directory=1, granted=EVERYONE, time=NOW)
CHAIN = Chain((FIRST, SECOND, THIRD), ME)
ME_, MARC_ = CAMILLE.identity, MARC.identity
BLOB = grants.grant(ME_, MARC.public, THIRD, KEYS[2], {0: KEYS[0], 1: KEYS[1]})


def test_being_given_the_key_and_the_past() -> None:
    assert grants.open_grant(MARC_, CAMILLE.public, CHAIN, 2, BLOB) == KEYS
    alone = grants.grant(ME_, MARC.public, THIRD, KEYS[2])
    assert grants.open_grant(MARC_, CAMILLE.public, CHAIN, 2, alone) == {2: KEYS[2]}
    assert len(alone) == 1 + 1120 + 96 + 16


@given(st.integers(0, len(BLOB) - 1), st.integers(1, 255))
def test_any_single_byte_changed_is_refused(at: int, change: int) -> None:
    altered = BLOB[:at] + bytes([BLOB[at] ^ change]) + BLOB[at + 1 :]
    code = code_of(grants.open_grant, MARC_, CAMILLE.public, CHAIN, 2, altered)
    assert code == ("unknown_version" if at == 0 else "altered")


def test_a_grant_opens_for_its_reader_record_and_granter_only() -> None:
    def refused(*given_: object) -> str | None:
        return code_of(grants.open_grant, *given_)

    assert refused(INES.identity, CAMILLE.public, CHAIN, 2, BLOB) == "altered"
    assert refused(LEA.identity, CAMILLE.public, CHAIN, 2, BLOB) == "not_granted"
    assert refused(MARC_, INES.public, CHAIN, 2, BLOB) == "not_granted"
    assert refused(MARC_, CAMILLE.public, CHAIN, 1, BLOB) == "altered"
    assert refused(MARC_, CAMILLE.public, CHAIN, 3, BLOB) == "record_chain"
    assert refused(MARC_, CAMILLE.public, CHAIN, -1, BLOB) == "record_chain"
    other = Chain((FIRST, SECOND, replace(THIRD, time=NOW + 1)), ME)
    assert refused(MARC_, CAMILLE.public, other, 2, BLOB) == "altered"


@pytest.mark.parametrize(
    ("granter", "recipient", "key", "earlier", "code"),
    [
        (MARC_, INES.public, KEYS[2], {}, "not_granted"),
        (ME_, NORA.public, KEYS[2], {}, "not_granted"),
        (ME_, MARC.public, KEYS[1], {}, "wrong_key"),
        (ME_, MARC.public, KEYS[2], {2: KEYS[2]}, "wrong_key"),
    ],
)
def test_nobody_grants_what_the_record_does_not_say(
    granter: object, recipient: object, key: bytes, earlier: dict[int, bytes], code: str
) -> None:
    assert code_of(grants.grant, granter, recipient, THIRD, key, earlier) == code


def sealed(plaintext: bytes) -> bytes:
    return MARC.public.seal_to(grants._info(THIRD, MARC.public.fpr), plaintext)


SIGNATURE = ME_.sign(lp("portevoix/1 grant sig", grants._info(THIRD, MARC.public.fpr), THIRD.kc))


@pytest.mark.parametrize(
    ("plaintext", "code"),
    [
        (KEYS[2] + SIGNATURE, None),
        (KEYS[1] + SIGNATURE, "wrong_key"),
        (KEYS[2] + MARC_.sign(b"x"), "altered"),
        (KEYS[2], "malformed"),
        (KEYS[2] + SIGNATURE + b"\0", "malformed"),
        (KEYS[2] + SIGNATURE + u64(0) + KEYS[1], "wrong_key"),
        (KEYS[2] + SIGNATURE + u64(0) + KEYS[0], None),
        (KEYS[2] + SIGNATURE + (u64(0) + KEYS[0]) * 2, "malformed"),
        (KEYS[2] + SIGNATURE + u64(1) + KEYS[1] + u64(0) + KEYS[0], "malformed"),
        (KEYS[2] + SIGNATURE + u64(2) + KEYS[2], "malformed"),
    ],
)
def test_a_server_that_plants_a_key_is_refused(plaintext: bytes, code: str | None) -> None:
    assert code_of(grants.open_grant, MARC_, CAMILLE.public, CHAIN, 2, sealed(plaintext)) == code


def test_nothing_else_than_a_public_key_is_needed_to_grant() -> None:
    with pytest.raises(SealError, match="not_granted"):
        grants.open_grant(NORA.identity, CAMILLE.public, CHAIN, 2, sealed(b""))
