"""Nine words: what Camille writes down, types back, and gets wrong."""

from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from portevoix.ground.seal import receipt, words
from portevoix.ground.seal.errors import SealError
from portevoix.ground.seal.receipt import Receipt
from portevoix.ground.seal.tests.cast import CAMILLE, INST, KEYS, fixed

RECEIPTS = st.integers(0, (1 << 82) - 1).map(Receipt.from_bits82)


@given(RECEIPTS)
def test_words_and_characters_come_back(made: Receipt) -> None:
    assert len(made.words) == 9
    assert len(made.base32) == 18
    assert Receipt.from_words(" ".join(made.words)) == made
    assert Receipt.from_base32(made.base32) == made
    assert int.from_bytes(made.code12, "big") >> 6 == made.bits


@given(RECEIPTS, st.sampled_from([" ", "\n", " - ", ", ", "1. ", "’"]), st.booleans(), st.integers(4, 7))
def test_however_the_words_are_typed(made: Receipt, between: str, capitals: bool, letters: int) -> None:
    typed = between + between.join(word[:letters] for word in made.words) + between
    assert Receipt.from_words(typed.upper() if capitals else typed) == made


@given(RECEIPTS, st.integers(0, 8))
def test_accents_make_no_difference(made: Receipt, at: int) -> None:
    accents = str.maketrans({"e": "é", "a": "à", "u": "û", "i": "ï", "o": "o\u0302", "c": "ç"})
    typed = [word.translate(accents) if place == at else word for place, word in enumerate(made.words)]
    assert Receipt.from_words(" ".join(typed)) == made


@given(RECEIPTS, st.integers(0, 8), st.text(alphabet="abcdefghijklmnopqrstuvwxyz", min_size=1, max_size=9))
def test_a_word_that_is_not_one_is_named(made: Receipt, at: int, typed: str) -> None:
    assume(words.index_of(typed) is None)
    given_words = [*made.words[:at], typed, *made.words[at + 1 :]]
    with pytest.raises(receipt.WrongWord) as wrong:
        Receipt.from_words(" ".join(given_words))
    assert (wrong.value.position, wrong.value.typed) == (at + 1, typed)
    assert wrong.value.code == "receipt_word"
    assert set(wrong.value.suggestions) <= set(words.words())


@given(st.integers(0, 1023), st.data())
def test_a_slip_of_the_finger_is_guessed(index: int, data: st.DataObject) -> None:
    word = words.words()[index]
    at = data.draw(st.integers(0, len(word) - 2))
    slips = [
        word[:at] + word[at + 1] + word[at] + word[at + 2 :],
        word[:at] + word[at + 1 :],
        word[:at] + "w" + word[at:],
    ]
    for slip in slips:
        if words.index_of(slip) is None:
            assert word in words.suggestions(slip, most=12)


def test_nothing_is_suggested_for_something_else() -> None:
    assert words.suggestions("wwwwwwwwww") == ()


@given(RECEIPTS, st.integers(0, 20))
def test_the_words_are_nine(made: Receipt, count: int) -> None:
    assume(count != 9)
    with pytest.raises(receipt.WrongCount) as wrong:
        Receipt.from_words(" ".join((made.words * 3)[:count]))
    assert (wrong.value.given, wrong.value.expected, wrong.value.code) == (count, 9, "receipt_count")


def test_most_mistakes_between_words_of_the_list_are_caught() -> None:
    made = Receipt.from_bits82(int.from_bytes(fixed("receipt", 11), "big") >> 6)

    def caught(other: str) -> bool:
        try:
            Receipt.from_words(" ".join([*made.words[:4], other, *made.words[5:]]))
        except receipt.WrongOrder:
            return True
        return False

    assert sum(caught(other) for other in words.words()) >= 1024 - 16
    with pytest.raises(receipt.WrongOrder) as wrong:
        Receipt.from_words(" ".join(reversed(made.words)))
    assert wrong.value.code == "receipt_order"


@given(st.integers(0, (1 << 90) - 1))
def test_a_receipt_nobody_was_given_is_refused(bits: int) -> None:
    assume(Receipt.from_bits82(bits >> 8).bits != bits)
    with pytest.raises(receipt.WrongOrder):
        Receipt(bits)


def test_a_receipt_of_another_size_is_refused() -> None:
    with pytest.raises(SealError, match="malformed"):
        Receipt.from_bits82(1 << 82)
    with pytest.raises(receipt.WrongOrder):
        Receipt(Receipt.make().bits | 1 << 90)
    with pytest.raises(receipt.WrongOrder):
        Receipt.from_base32("0" * 19)


def test_a_receipt_gives_back_the_root_and_no_other_does() -> None:
    made, other = Receipt.make(), Receipt.make()
    keys = made.keys(INST)
    wrap = receipt.wrap_root(keys, INST, CAMILLE.root)
    assert receipt.unwrap_root(Receipt.from_words(" ".join(made.words)).keys(INST), INST, wrap) == CAMILLE.root
    for wrong, inst in ((other.keys(INST), INST), (made.keys(fixed("other", 16)), INST), (keys, fixed("other", 16))):
        with pytest.raises(SealError, match="wrong_key"):
            receipt.unwrap_root(wrong, inst, wrap)


def test_nothing_secret_is_printed() -> None:
    assert repr(Receipt.make()) == "<Receipt>"
    assert repr(KEYS) == "<Keys>"


def test_a_proposed_passphrase_is_six_words_of_the_list() -> None:
    proposed = words.propose()
    assert len(proposed) == 6
    assert set(proposed) <= set(words.words())
    assert len({words.propose() for _ in range(20)}) == 20


def test_ligatures_are_two_letters() -> None:
    assert words.typed_words("Cœur, ÆGIS!") == ["coeur", "aegis"]
