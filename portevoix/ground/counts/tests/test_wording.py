"""A figure is read aloud: what it is of comes with it, and what is unknown is said to be."""

from decimal import Decimal

import pytest

from portevoix.ground.counts.indicators import Reading, Unit
from portevoix.ground.counts.wording import said


@pytest.mark.parametrize(
    ("reading", "unit", "words"),
    [
        (Reading(40, 312), Unit.SHARE, "40 sur 312 (12,82 %)"),
        (Reading(3, 3), Unit.SHARE, "3 sur 3 (100,00 %)"),
        (Reading(0, 0), Unit.SHARE, "inconnu"),
        (Reading(3, None), Unit.SHARE, "3, sur un nombre inconnu"),
        (Reading(None, 312), Unit.SHARE, "inconnu"),
        (Reading(0, 312), Unit.SHARE, "0 sur 312 (0,00 %)"),
        (Reading(None, as_published=Decimal("27.00")), Unit.SHARE, "27,00 % (effectifs non publiés)"),
        (Reading(None, is_masked=True), Unit.COUNT, "trop peu pour être montré"),
        (Reading(12000), Unit.COUNT, "12 000"),
        (Reading(Decimal("3.5")), Unit.DAYS, "3,5 jours"),
        (Reading(Decimal("1450.00")), Unit.EUROS, "1 450 €"),
        (Reading(Decimal("12.5")), Unit.EUROS, "12,50 €"),
    ],
)
def test_it_is_said_in_full(reading: Reading, unit: str, words: str) -> None:
    assert said(reading, unit).replace("\N{NO-BREAK SPACE}", " ").replace("\N{NARROW NO-BREAK SPACE}", " ") == words
