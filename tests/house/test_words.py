"""What people read: all of it in French, none of it promising what nobody can keep."""

import re
from io import BytesIO
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from tests.house.translations import PACKAGE, left_over, missing, rooms

NEVER = {
    r"anonym\w*\s+à\s+100": "nobody is anonymous at 100 %",
    r"100\s*%\s+anonym": "nobody is anonymous at 100 %",
    r"(totalement|complètement|parfaitement|entièrement)\s+anonym": "no anonymity is total",
    r"inviolable|incassable|infaillible|indéchiffrable": "everything breaks one day",
    r"zéro[- ]connaissance|zero[- ]knowledge": "a word of trade, that says more than is true",
    r"preuve\s+judiciaire|valeur\s+(légale|juridique)\s+de\s+preuve|legal(ly)?\s+proof": "a judge decides what proves",
    r"(niveau|grade|qualité)\s+militaire|military[- ]grade": "says nothing",
    r"100\s*%\s+(sûr|sécuris|confidentiel|safe|secure|anonymous)": "nothing is",
    r"unbreakable|unhackable|tamper[- ]proof": "everything breaks one day",
    r"aucun\s+risque|risk[- ]free|no\s+risk\s+at\s+all": "there is always one, and we say which",
}


def named(path: Path) -> str:
    return str(path.relative_to(PACKAGE.parent))


@pytest.mark.parametrize("room", rooms(), ids=named)
def test_a_room_says_everything_in_french(room: Path) -> None:
    assert [message.id for message in missing(room) if message.id] == []


@pytest.mark.parametrize("room", rooms(), ids=named)
def test_a_catalogue_holds_nothing_that_nobody_says(room: Path) -> None:
    assert left_over(room) == []


def test_a_sentence_has_one_french_in_the_whole_house() -> None:
    """Catalogues are merged when they are read: of two translations, one room would see the other's."""
    said: dict[tuple[object, object], set[str]] = {}
    for path in PACKAGE.glob("**/fr/LC_MESSAGES/django.po"):
        for message in read_po(BytesIO(path.read_bytes()), locale="fr"):
            said.setdefault((message.id, message.context), set()).add(str(message.string))
    assert {sentence: french for sentence, french in said.items() if sentence[0] and len(french) > 1} == {}


@pytest.mark.parametrize("path", sorted(PACKAGE.glob("**/django.po")), ids=named)
def test_a_catalogue_is_sound(path: Path) -> None:
    """No doubtful or abandoned entry, every placeholder kept, nothing left in straight quotes or untranslated."""
    catalogue = read_po(BytesIO(path.read_bytes()), locale=path.parts[-3], abort_invalid=True)
    assert not catalogue.obsolete
    for message in catalogue:
        if not message.id:
            continue
        assert not message.fuzzy, message.id
        assert [str(error) for error in message.check(catalogue)] == [], message.id
        placeholders = re.compile(r"%\((\w+)\)")
        wanted = message.id if isinstance(message.id, str) else message.id[-1]
        for said in map(str, message.string if isinstance(message.string, tuple | list) else [message.string]):
            assert set(placeholders.findall(said)) <= set(placeholders.findall(wanted)), said
            assert "'" not in said.replace("%'", ""), f"write ’ in « {said} »"


FRENCH = sorted(PACKAGE.glob("**/fr/LC_MESSAGES/django.po"))
LOOSE = re.compile(r"[^\xa0]»|«[^\xa0]|[ \u202f]:|[ \xa0][;?!]|[ \u202f]%(?!\()")


@pytest.mark.parametrize("path", FRENCH, ids=named)
def test_no_sign_stands_alone_at_the_beginning_of_a_line(path: Path) -> None:
    """A no-break space within quotation marks and before « : » and « % »; a narrow one before « ; », « ? », « ! »."""
    for message in filter(lambda said: said.id, read_po(BytesIO(path.read_bytes()), locale="fr")):
        for said in message.string if isinstance(message.string, tuple | list) else [message.string]:
            assert LOOSE.findall(str(said)) == [], said


@pytest.mark.parametrize("pattern", NEVER)
def test_nothing_is_promised_that_cannot_be_kept(pattern: str) -> None:
    words = re.compile(pattern, re.IGNORECASE)
    said = [*PACKAGE.glob("**/*.po"), *PACKAGE.glob("**/templates/**/*.*"), PACKAGE.parent / "README.md"]
    found = [f"{named(path)}: {hit[0]}" for path in said for hit in words.finditer(path.read_text())]
    assert found == [], NEVER[pattern]
