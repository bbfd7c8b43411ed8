"""What a number says by itself: of what, out of how many, and that it is unknown when it is."""

from datetime import date
from decimal import Decimal

import pytest
from django.apps import apps
from django.utils.translation import override

from portevoix.ground.counts.indicators import DECLARED, Indicator, Period, Reading, Unit, declare


def test_a_year_goes_from_its_first_day_to_its_last() -> None:
    assert Period.year(2026) == Period(date(2026, 1, 1), date(2026, 12, 31))


def test_a_share_has_two_decimals_and_is_not_rounded_to_the_whole() -> None:
    assert Reading(40, 72).percent == Decimal("55.56")
    assert Reading(Decimal("0.5"), 3).percent == Decimal("16.67")
    assert Reading(0, 72).percent == 0
    assert Reading(72, 72).percent == 100


@pytest.mark.parametrize("reading", [Reading(None, 72), Reading(40), Reading(0, 0), Reading(None, 4, is_masked=True)])
def test_there_is_no_share_of_what_is_unknown_or_of_nobody(reading: Reading) -> None:
    assert reading.percent is None


def an_indicator(key: str) -> Indicator:
    return Indicator(key, "Name", "What it is.", "people", "", Unit.COUNT, lambda _school, _period, _option: [])


def test_two_rooms_cannot_give_one_name_to_two_numbers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(DECLARED, "here.first", declared := an_indicator("here.first"))
    assert declare(declared) is declared
    with pytest.raises(ValueError, match=r"here\.first"):
        declare(an_indicator("here.first"))
    assert DECLARED["here.first"] is declared


def test_each_says_what_it_counts_in_french_and_whose_room_it_is_of() -> None:
    assert {"prevention.coverage", "sittings.held", "testimonies.first_contact"} <= DECLARED.keys()
    for key, indicator in DECLARED.items():
        assert key.split(".")[0] in apps.app_configs
        for said in (indicator.name, indicator.definition):
            with override("fr"):
                french = str(said)
            with override("en"):
                assert str(said) != french
        assert (indicator.unit == Unit.SHARE) == bool(indicator.denominator)
