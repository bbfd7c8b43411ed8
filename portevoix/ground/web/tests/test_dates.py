"""Dates in English, for people who live in France: nobody is to read the fifth of November as the eleventh of May."""

from datetime import UTC, date, datetime

import pytest
from django.forms import DateField
from django.utils import formats, translation

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
