"""Text with separators: in any of the encodings and separators people's programs write."""

import csv
import io
import re

from django.utils.translation import gettext as _

from portevoix.ground.sheets.cells import CELLS, COLUMNS, ROWS, Raw, Unreadable, as_text, formula, too_long

SEPARATORS = ";,\t"
SAMPLE = 20
"""Lines looked at to find the separator."""


def raw(data: bytes) -> Raw:
    """Every line of a csv file. Raises Unreadable."""
    told = decoded(data)
    if "\0" in told:
        raise Unreadable(_("This file is not a table. Save the list as .xlsx, .ods or .csv, then send it again."))
    first, _newline, rest = told.partition("\n")
    separator = ""
    if re.fullmatch(r"sep=.\r?", first, re.IGNORECASE):
        separator, told = first[4], "\n" + rest
    found = Raw()
    cells = 0
    reader = csv.reader(io.StringIO(told, newline=""), delimiter=separator or separator_of(told), strict=True)
    try:
        before = 0
        for row in reader:
            number, before = before + 1, reader.line_num
            cells += len(row)
            if number > ROWS * 2 or len(found.lines) > ROWS + SAMPLE or len(row) > COLUMNS * 10 or cells > CELLS:
                raise Unreadable(too_long())
            if any(cell.lstrip().startswith("=") for cell in row):
                found.wrong[number] = formula()
            if any(row):
                found.lines.append((number, [as_text(cell) for cell in row]))
    except csv.Error:
        raise Unreadable(
            _("From line %(line)d on, a quotation mark is open that nothing closes.") % {"line": before + 1}
        ) from None
    return found


def decoded(data: bytes) -> str:
    """The text, in the encoding it was most likely written in."""
    for mark, encoding in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if data.startswith(mark):
            return data.decode(encoding, errors="replace")
    for encoding in ("utf-8", "cp1252"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    return data.decode("latin-1")


def separator_of(told: str) -> str:
    """The one that cuts the first lines into most cells, the same number in each."""

    def cut(separator: str) -> tuple[bool, int]:
        sample = io.StringIO("\n".join(told.splitlines()[:SAMPLE]))
        try:
            widths = [len(row) for row in csv.reader(sample, delimiter=separator) if row]
        except csv.Error:
            return (False, 0)
        return (bool(widths) and min(widths) == max(widths) > 1, max(widths, default=0))

    return max(SEPARATORS, key=cut)
