"""A ticket is what RFC 9497 says, whoever makes it; and only its own survey takes it."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from voprf import ristretto

from portevoix.ground.seal.errors import SealError
from portevoix.ground.seal.ticket import Mint, Ticket, fingerprint

VECTORS: dict[str, Any] = json.loads((Path(__file__).parents[4] / "vectors" / "tickets.json").read_text())
INST, SURVEY, SEED = b"\1" * 16, b"\2" * 16, b"\3" * 32
MINT = Mint(SEED, INST, SURVEY)


def test_the_library_gives_what_the_rfc_publishes() -> None:
    rfc = VECTORS["rfc9497"]
    evaluator = ristretto.Evaluator.from_seed(bytes.fromhex(rfc["seed"]), bytes.fromhex(rfc["info"]))
    assert bytes(evaluator.public_key.serialize()).hex() == rfc["public"]
    for case in rfc["cases"]:
        asked = ristretto.BlindedInput.deserialize(bytes.fromhex(case["blinded"]))
        assert bytes(evaluator.evaluate(asked).serialize())[64:].hex() == case["evaluated"]
        assert bytes(evaluator.evaluate_known_input(bytes.fromhex(case["input"]))).hex() == case["output"]


def test_the_proof_of_the_rfc_holds() -> None:
    """The client of the library takes no blind from outside: what it blinds is proved against the published key."""
    rfc = VECTORS["rfc9497"]
    evaluator = ristretto.Evaluator.from_seed(bytes.fromhex(rfc["seed"]), bytes.fromhex(rfc["info"]))
    public = ristretto.PublicKey.deserialize(bytes.fromhex(rfc["public"]))
    for case in rfc["cases"]:
        client, blinded = ristretto.Client.blind(bytes.fromhex(case["input"]))
        assert bytes(client.finalize(evaluator.evaluate(blinded), public)).hex() == case["output"]


@pytest.mark.parametrize("case", VECTORS["tickets"], ids=lambda case: str(case["name"]))
def test_a_browser_and_the_server_agree(case: dict[str, str]) -> None:
    mint = Mint(*(bytes.fromhex(case[name]) for name in ("secret", "inst", "survey")))
    assert mint.public.hex() == case["public"]
    evaluated, proof = mint.evaluate(bytes.fromhex(case["blinded"]))
    assert evaluated.hex() == case["evaluated"]
    assert len(proof) == 64
    ticket = Ticket.read(case["ticket"])
    assert ticket.nonce.hex() == case["nonce"]
    assert str(ticket) == case["ticket"]
    assert mint.is_ours(ticket)
    assert ticket.spent == int(case["spent"])


def test_a_ticket_is_copied_by_a_tired_hand() -> None:
    ticket = MINT.make()
    typed = str(ticket).lower().replace("-", " ").replace("0", "o").replace("1", "l")
    assert Ticket.read(typed) == ticket
    assert MINT.is_ours(Ticket.read(typed))


@given(st.text(max_size=39))
def test_what_is_no_ticket_is_refused(typed: str) -> None:
    with pytest.raises(SealError, match="malformed"):
        Ticket.read(typed)


@given(place=st.integers(0, 24), bit=st.integers(0, 7))
def test_a_ticket_with_one_bit_changed_is_none(place: int, bit: int) -> None:
    ticket = MINT.make()
    whole = bytearray(ticket.key + ticket.nonce + ticket.tag)
    whole[place] ^= 1 << bit
    assert not MINT.is_ours(Ticket(bytes(whole[:5]), bytes(whole[5:15]), bytes(whole[15:])))


def test_the_ticket_of_another_survey_is_none_here() -> None:
    other = Mint(SEED, INST, b"\4" * 16)
    theirs = other.make()
    assert other.public != MINT.public
    assert theirs.key != MINT.named
    assert not MINT.is_ours(theirs)
    assert not MINT.is_ours(Ticket(MINT.named, theirs.nonce, theirs.tag))


@pytest.mark.parametrize("sent", [b"", b"\0" * 32, b"\xff" * 32, b"\1" * 31, b"\1" * 33])
def test_what_is_no_element_is_not_evaluated(sent: bytes) -> None:
    with pytest.raises(SealError, match="malformed"):
        MINT.evaluate(sent)


def test_a_key_is_called_by_its_fingerprint() -> None:
    assert fingerprint(INST, SURVEY, MINT.public)[:5] == MINT.named
    assert repr(MINT.make()) == "<Ticket>"
    assert repr(MINT) == f"<Mint {MINT.public.hex()[:16]}>"


def test_no_two_tickets_leave_the_same_mark() -> None:
    made = [MINT.make() for _ in range(50)]
    assert len({one.spent for one in made}) == 50
    assert all(0 < one.spent < 2**63 for one in made)
