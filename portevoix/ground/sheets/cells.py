"""What every format gives before it is a table: lines of text with their numbers; and how far reading goes."""

import re
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from django.utils.translation import gettext as _

LARGEST = 4_000_000
"""Bytes of a file: what the server takes in a form, and forty thousand lines. More is refused before it is read."""
ROWS = 50_000
COLUMNS = 200
CELLS = 2_000_000
LONGEST_CELL = 2_000
"""Characters."""
FAR = 1e12
"""No per cent is as large."""
EPOCH = date(1899, 12, 30)
"""Day 0 of the spreadsheets' calendar, as it counts for any day after February 1900."""

APOSTROPHE = re.compile(r"'+[=+\-@\t\r\n]")
"""What `sheets.writing` makes of a text that a spreadsheet would take for a formula."""


class Unreadable(Exception):  # noqa: N818  the sentence is what counts: it is shown to the person
    """The file cannot be read as a table."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


@dataclass
class Raw:
    """Every line with its number, and what is wrong with some of them."""

    lines: list[tuple[int, list[str]]] = field(default_factory=list)
    wrong: dict[int, str] = field(default_factory=dict)


def too_large() -> str:
    return _("This file is too large: %(limit)d MB at most. Keep only the sheet and the columns you need.") % {
        "limit": LARGEST // 1_000_000
    }


def too_long() -> str:
    return _("This file has more than %(limit)d lines. Cut it into several.") % {"limit": ROWS}


def too_wide() -> str:
    return _("This file has more than %(limit)d columns.") % {"limit": COLUMNS}


def damaged() -> str:
    return _("This file is damaged, or it is no spreadsheet. Open it, save it as .xlsx, .ods or .csv, and send that.")


def formula() -> str:
    return _("This line holds a formula, not a value. Copy the column and paste its values.")


def as_text(value: object) -> str:
    """A cell as text: days in ISO form, a number as people wrote it."""
    if isinstance(value, str):
        told = value.strip()
        return told[1:] if APOSTROPHE.match(told) else told
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else _shortest(value)
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else _moment(value)
    if isinstance(value, time):
        return value.isoformat("minutes" if value.second == 0 else "seconds")
    if isinstance(value, timedelta):
        minutes = round(value.total_seconds() / 60)
        return f"{minutes // 60:02d}:{minutes % 60:02d}"
    return "" if value is None else str(value)


def per_cent(value: float, decimals: int) -> str:
    """What is shown as a per cent, as it is shown: `27.00 %` for 0.27; never fewer decimals than there are."""
    told = Decimal(f"{value:.15g}").scaleb(2).normalize()
    step = Decimal(1).scaleb(-decimals)
    return f"{told.quantize(step) if told == told.quantize(step) else told:f} %"


def _moment(value: datetime) -> str:
    return value.replace(microsecond=0).isoformat(" ", "minutes" if value.second == 0 else "seconds")


def _shortest(value: float) -> str:
    """Fifteen digits, as spreadsheets show at most, and no exponent."""
    whole = f"{value:.15g}"
    return whole if "e" not in whole else f"{value:.15f}".rstrip("0").rstrip(".")
