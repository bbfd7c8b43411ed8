"""Sealing to someone, and signing."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portevoix.ground.seal.errors import SealError
from portevoix.ground.seal.identity import Identity, Public
from portevoix.ground.seal.member import Member
from portevoix.ground.seal.reporter import Reporter
from portevoix.ground.seal.tests.cast import CAMILLE, INES, MARC, fixed

SEALED = INES.public.seal_to(b"info", b"Bonsoir.")


def test_only_the_person_named_opens() -> None:
    assert INES.identity.open(b"info", SEALED) == b"Bonsoir."
    for reader, info in ((MARC.identity, b"info"), (INES.identity, b"other")):
        with pytest.raises(SealError, match="altered"):
            reader.open(info, SEALED)


@given(st.integers(0, len(SEALED) - 1), st.integers(1, 255))
def test_any_single_byte_changed_is_refused(at: int, change: int) -> None:
    altered = SEALED[:at] + bytes([SEALED[at] ^ change]) + SEALED[at + 1 :]
    with pytest.raises(SealError) as refused:
        INES.identity.open(b"info", altered)
    assert refused.value.code == ("unknown_version" if at == 0 else "altered")


@given(st.integers(0, len(SEALED) - 1))
def test_anything_cut_is_refused(at: int) -> None:
    with pytest.raises(SealError, match="altered"):
        INES.identity.open(b"info", SEALED[:at])


def test_sealing_twice_never_gives_the_same() -> None:
    assert MARC.identity.seal_to(INES.public, b"info", b"Bonsoir.") != SEALED


@given(st.binary(max_size=40), st.binary(max_size=70))
def test_nothing_else_passes_for_a_signature(data: bytes, forged: bytes) -> None:
    signature = INES.identity.sign(data)
    assert INES.public.verify(signature, data)
    assert not INES.public.verify(signature, data + b"\0")
    assert not MARC.public.verify(signature, data)
    assert forged == signature or not INES.public.verify(forged, data)


def test_a_fingerprint_depends_on_both_keys() -> None:
    mixed = Public(INES.public.xwing, MARC.public.ed25519)
    assert len({INES.public.fpr, MARC.public.fpr, mixed.fpr}) == 3


@pytest.mark.parametrize("sizes", [(1215, 32), (1217, 32), (1216, 31), (1216, 33)])
def test_keys_of_another_size_are_refused(sizes: tuple[int, int]) -> None:
    with pytest.raises(SealError, match="malformed"):
        Public(bytes(sizes[0]), bytes(sizes[1]))
    with pytest.raises(SealError, match="malformed"):
        Identity(bytes(sizes[0]), bytes(sizes[1]))


def test_a_public_key_that_is_none_can_sign_nothing() -> None:
    assert not Public(INES.public.xwing, b"\xff" * 32).verify(bytes(64), b"")


def test_the_same_seed_gives_the_same_person() -> None:
    assert Reporter(CAMILLE.root).public == CAMILLE.public
    assert Member(INES.mseed).public == INES.public
    assert Public.from_b64(**INES.public.as_json()) == INES.public
    assert Reporter.make().public != CAMILLE.public
    assert Member.make().public != INES.public


def test_nothing_secret_is_printed() -> None:
    for someone in (CAMILLE, INES, INES.identity):
        assert repr(someone).endswith(f"{someone.public.fpr.hex()[:16]}>")


def test_labels_keep_secrets_apart() -> None:
    made = [CAMILLE.private_key, CAMILLE.withdrawal, CAMILLE.root, INES.keyring_key, Reporter(INES.mseed).private_key]
    assert len(set(made)) == len(made)
    assert fixed("Camille") == CAMILLE.root
