"""Reading a table: csv, xlsx or ods, as text, with the number each line has in the file.

`read(name, data)` gives a `Sheet`, or raises `Unreadable` with the sentence for whoever sent the file. What is wrong
with one line only (a formula without value, merged cells, damaged letters) does not stop the others: it is in
`Sheet.wrong`.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.utils.translation import gettext as _

from portevoix.ground.sheets import text, workbook
from portevoix.ground.sheets.cells import (
    COLUMNS,
    EPOCH,
    LARGEST,
    LONGEST_CELL,
    ROWS,
    Raw,
    Unreadable,
    too_large,
    too_long,
    too_wide,
)

__all__ = ["LARGEST", "Sheet", "Unreadable", "day", "number", "read", "too_large"]

DAMAGED = re.compile("\ufffd|Ã[\u0080-\u00bf©¨ª«´¢®¯¹»§€‰Š]|â€")
"""Letters read once too often in the wrong encoding."""
CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")


@dataclass(frozen=True)
class Sheet:
    """A table. `lines[n]` is the number, in the file, of the line that `rows[n]` comes from."""

    header: list[str]
    rows: list[list[str]]
    lines: list[int]
    wrong: dict[int, str] = field(default_factory=dict)
    """By number of line: why that line cannot be taken as it is."""

    def numbered(self) -> Iterator[tuple[int, list[str]]]:
        """Each line with its number in the file."""
        return zip(self.lines, self.rows, strict=True)


def read(name: str, data: bytes) -> Sheet:
    """The table of a file; what it holds decides, not its name. Raises Unreadable."""
    if len(data) > LARGEST:
        raise Unreadable(too_large())
    if not data.strip(b"\0 \t\r\n\xef\xbb\xbf"):
        raise Unreadable(_("This file is empty."))
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        raise Unreadable(
            _("This is an old Excel file (.xls), or it asks for a password. Save it as .xlsx, without password.")
        )
    return table(workbook.raw(data) if data.startswith(b"PK") else text.raw(data))


def table(raw: Raw) -> Sheet:
    """Header and rows: empty lines and columns are left out, and so is a title above the header."""
    filled = [(number, cells) for number, cells in raw.lines if any(cells) or number in raw.wrong]
    if not any(any(cells) for _number, cells in filled):
        raise Unreadable(_("This file is empty."))
    at = _header_at([cells for _number, cells in filled])
    (_at, header), below = filled[at], filled[at + 1 :]
    if len(below) > ROWS:
        raise Unreadable(too_long())
    told, width = len(header), max(len(cells) for _number, cells in filled[at:])
    if width > COLUMNS:
        raise Unreadable(too_wide())
    header = header + [""] * (width - len(header))
    rows = [cells + [""] * (width - len(cells)) for _number, cells in below]
    used = [bool(title) for title in header]
    for row in rows:
        used = [known or bool(cell) for known, cell in zip(used, row, strict=True)]
    if not all(used):
        rows = [[cell for cell, kept in zip(row, used, strict=True) if kept] for row in rows]
    said = {number: _wrong_with(cells, told) for number, cells in below}
    wrong = {number: raw.wrong.get(number) or sentence for number, sentence in said.items()}
    return Sheet(
        [title for title, kept in zip(header, used, strict=True) if kept],
        rows,
        [number for number, _cells in below],
        {number: sentence for number, sentence in wrong.items() if sentence},
    )


def _header_at(filled: list[list[str]]) -> int:
    """The first line that is more than half as full as the fullest: what comes before it is a title."""
    counts = [sum(map(bool, cells)) for cells in filled[:20]]
    return next(at for at, count in enumerate(counts) if count * 2 > max(counts))


def _wrong_with(cells: list[str], told: int) -> str:
    whole = "\n".join(cells)
    if any(cells[told:]):
        return _("This line has more cells than the titles: a separator may be missing its quotation marks.")
    if DAMAGED.search(whole):
        return _("Some letters of this line are damaged (“é” has become “Ã©”). Save the file again, in UTF-8.")
    if CONTROL.search(whole):
        return _("This line holds invisible characters. Type it again.")
    if len(whole) > LONGEST_CELL and any(len(cell) > LONGEST_CELL for cell in cells):
        return _("A cell of this line holds more than %(limit)d characters.") % {"limit": LONGEST_CELL}
    return ""


def day(told: str) -> date | None:
    """The day a cell tells: `2026-11-21`, `21/11/2026`, `46347` (the count of a spreadsheet); or None."""
    told = told.strip()
    if match := re.fullmatch(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[ T].*)?", told):
        year, month, number = map(int, match.groups())
    elif match := re.fullmatch(r"(\d{1,2})[/.\-](\d{1,2})[/.\-](\d{4})", told):
        number, month, year = map(int, match.groups())
    elif re.fullmatch(r"\d{5}", told):
        return EPOCH + timedelta(days=int(told))
    else:
        return None
    try:
        return date(year, month, number)
    except ValueError:
        return None


def number(told: str) -> float | None:
    """The number a cell tells, with a comma or a point: `12,5`, `1 250.5`; None when it tells none."""
    told = re.sub(r"[\s\u202f\u00a0]", "", told).replace(",", ".")
    return float(told) if re.fullmatch(r"[+-]?\d{1,15}(\.\d{1,15})?", told) else None
