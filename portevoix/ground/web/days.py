"""Days in words: French says « 1er décembre », which no format of Django can."""

import re
from datetime import date, datetime

from django.utils.formats import date_format
from django.utils.timezone import is_aware, localtime
from django.utils.translation import get_language

FIRST = re.compile(r"(?<!\S)1 (?=[^\W\d_])")
"""The first of a month that is named, wherever it stands in a date."""


def in_words(day: date | datetime, form: str = "DATE_FORMAT") -> str:
    """A day, or a moment on the clocks of the school, in one of Django's formats and in the language of the page."""
    here = localtime(day) if isinstance(day, datetime) and is_aware(day) else day
    return with_first(date_format(here, form))


def with_first(told: str) -> str:
    """A date as the language writes it."""
    return FIRST.sub("1er ", told) if "1 " in told and (get_language() or "").startswith("fr") else told
