"""Dates in English, for people who live in France: nobody is to read the fifth of November as the eleventh of May."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from django.forms import DateField
from django.template import Context, Template
from django.utils import formats, timezone, translation

from portevoix.ground.web import days

NOON = datetime(2026, 11, 5, 17, 28, tzinfo=UTC)


@pytest.mark.parametrize(
    ("form", "english", "french"),
    [
        ("DATE_FORMAT", "5 November 2026", "5 novembre 2026"),
        ("DATETIME_FORMAT", "5 November 2026, 17:28", "5 novembre 2026 17:28"),
        ("SHORT_DATE_FORMAT", "05/11/2026", "05/11/2026"),
        ("SHORT_DATETIME_FORMAT", "05/11/2026 17:28", "05/11/2026 17:28"),
    ],
)
def test_the_day_comes_before_the_month_in_both_languages(form: str, english: str, french: str) -> None:
    for language, said in (("en", english), ("fr", french)):
        with translation.override(language):
            assert formats.date_format(NOON, form) == said


@pytest.mark.parametrize("language", ["en", "fr"])
def test_a_date_typed_is_read_as_it_is_shown(language: str) -> None:
    with translation.override(language):
        assert DateField().clean("05/11/2026") == DateField().clean("2026-11-05") == date(2026, 11, 5)


@pytest.mark.parametrize(
    ("form", "french", "english"),
    [
        ("DATE_FORMAT", "1er décembre 2026", "1 December 2026"),
        ("l j F", "mardi 1er décembre", "Tuesday 1 December"),
        ("DATETIME_FORMAT", "1er décembre 2026 00:00", "1 December 2026, 00:00"),
        ("SHORT_DATE_FORMAT", "01/12/2026", "01/12/2026"),
        ("c", "2026-12-01T00:00:00+01:00", "2026-12-01T00:00:00+01:00"),
    ],
)
def test_french_says_the_first_of_december_in_pages_and_in_sentences(form: str, french: str, english: str) -> None:
    moment = timezone.make_aware(datetime(2026, 12, 1))
    shown = Template("{{ moment|date:form }}").render
    for language, said in (("fr", french), ("en", english)):
        with translation.override(language):
            assert shown(Context({"moment": moment, "form": form})) == days.in_words(moment, form) == said


def test_the_eleventh_and_the_twenty_first_stay_as_they_are() -> None:
    with translation.override("fr"):
        assert days.in_words(date(2026, 12, 11)) == "11 décembre 2026"
        assert days.in_words(date(2026, 12, 21), "l j F") == "lundi 21 décembre"
        assert days.in_words(date(2001, 5, 2), "j F Y") == "2 mai 2001"


def test_a_moment_is_told_on_the_clocks_of_the_school() -> None:
    with translation.override("fr"):
        assert days.in_words(datetime(2026, 11, 30, 23, 30, tzinfo=UTC)) == "1er décembre 2026"


def test_nobody_goes_round_it() -> None:
    """A date that is put into a sentence by Django's own function would say « 1 décembre »."""
    own = Path(days.__file__)
    others = [path for path in own.parents[2].rglob("*.py") if path != own and "tests" not in path.parts]
    assert [str(path) for path in others if "date_format(" in path.read_text()] == []
