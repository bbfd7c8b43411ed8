"""Days in words: French says « 1er décembre », which no format of Django can."""

import re
from datetime import date, datetime

from django.utils.formats import date_format
from django.utils.timezone import is_aware, localdate, localtime
from django.utils.translation import get_language, gettext, ngettext

FIRST = re.compile(r"(?<!\S)1 (?=[^\W\d_])")
"""The first of a month that is named, wherever it stands in a date."""


def in_words(day: date | datetime, form: str = "DATE_FORMAT") -> str:
    """A day, or a moment on the clocks of the school, in one of Django's formats and in the language of the page."""
    here = localtime(day) if isinstance(day, datetime) and is_aware(day) else day
    return with_first(date_format(here, form))


def with_first(told: str) -> str:
    """A date as the language writes it."""
    return FIRST.sub("1er ", told) if "1 " in told and (get_language() or "").startswith("fr") else told


def ago(moment: datetime) -> str:
    """How long ago it was, on the clocks of the school, as somebody says it: nobody has to count."""
    days = (localdate() - localdate(moment)).days
    if days < 2:
        return gettext("yesterday") if days == 1 else gettext("today")
    if days < 14:
        return ngettext("%(n)s day ago", "%(n)s days ago", days) % {"n": days}
    if days < 60:
        return ngettext("%(n)s week ago", "%(n)s weeks ago", days // 7) % {"n": days // 7}
    if days < 730:
        return ngettext("%(n)s month ago", "%(n)s months ago", days // 30) % {"n": days // 30}
    return ngettext("%(n)s year ago", "%(n)s years ago", days // 365) % {"n": days // 365}
