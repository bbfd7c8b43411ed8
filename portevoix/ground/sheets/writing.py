"""Writing a table as csv, ods or xlsx, without a formula: opened in a spreadsheet, a text stays a text.

A text that a spreadsheet would run gets an apostrophe before it, in all three; `sheets.reading` takes it off again.
Numbers stay numbers, days stay days.
"""

import csv
import io
import re
import zipfile
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from xml.sax.saxutils import escape, quoteattr

import tablib

Cell = str | int | float | Decimal | date | datetime | None

KINDS = {
    "csv": "text/csv; charset=utf-8",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
"""What a file of each kind is called by a browser."""

FORMULA = re.compile(r"^'*[=+\-@\t\r\n]")
UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
LONGEST = 32_000
"""Characters of a cell; a spreadsheet holds little more."""


def write(header: Sequence[str], rows: Iterable[Sequence[Cell]], kind: str, title: str = "") -> bytes:
    """A file of this kind, one of KINDS."""
    names = [str(harmless(name)) for name in header]
    cells = [[harmless(cell) for cell in row] for row in rows]
    return {"csv": _csv, "ods": _ods, "xlsx": _xlsx}[kind](names, cells, title or "1")


def harmless(cell: Cell) -> Cell:
    """The same cell; a text that could be taken for a formula begins with an apostrophe."""
    if not isinstance(cell, str):
        return int(cell) if isinstance(cell, bool) else cell
    told = UNWRITABLE.sub("", cell).replace("\r\n", "\n")[:LONGEST]
    return f"'{told}" if FORMULA.match(told) else told


def _csv(header: list[str], rows: list[list[Cell]], title: str) -> bytes:
    """With semicolons and a mark of UTF-8, as the spreadsheets of French offices open it by a double click."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow(header)
    writer.writerows([_said(cell) for cell in row] for row in rows)
    return out.getvalue().encode("utf-8-sig")


def _said(cell: Cell) -> str:
    """A day in ISO form; a number with a comma, or French spreadsheets would take 1.5 for the first of May."""
    if isinstance(cell, datetime):
        return cell.replace(tzinfo=None).isoformat(" ", "minutes")
    if isinstance(cell, float | Decimal):
        return str(cell).replace(".", ",")
    return "" if cell is None else str(cell)


def _xlsx(header: list[str], rows: list[list[Cell]], title: str) -> bytes:
    found = tablib.Dataset(headers=header, title=title)
    for row in rows:
        found.append([_without_zone(cell) for cell in row])
    written: bytes = found.export("xlsx")
    return written


def _without_zone(cell: Cell) -> Cell:
    return cell.replace(tzinfo=None) if isinstance(cell, datetime) else cell


MANIFEST = (
    '<?xml version="1.0" encoding="UTF-8"?><manifest:manifest'
    ' xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" manifest:version="1.3">'
    f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{KINDS["ods"]}"/>'
    '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/></manifest:manifest>'
)
SPACES = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{space}:1.0"'
    for name, space in (("office", "office"), ("table", "table"), ("text", "text"))
)


def _ods(header: list[str], rows: list[list[Cell]], title: str) -> bytes:
    """By hand: through tablib, ten thousand lines take five seconds; so, a tenth of one."""
    every: list[Sequence[Cell]] = [header, *rows]
    lines = "".join(f"<table:table-row>{''.join(map(_ods_cell, row))}</table:table-row>" for row in every)
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {SPACES} office:version="1.3"><office:body>'
        f"<office:spreadsheet><table:table table:name={quoteattr(title)}>{lines}</table:table></office:spreadsheet>"
        "</office:body></office:document-content>"
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", KINDS["ods"], zipfile.ZIP_STORED)
        archive.writestr("META-INF/manifest.xml", MANIFEST)
        archive.writestr("content.xml", content)
    return out.getvalue()


def _ods_cell(cell: Cell) -> str:
    if cell is None or cell == "":
        return "<table:table-cell/>"
    if isinstance(cell, datetime):
        return f'<table:table-cell office:value-type="date" office:date-value="{cell:%Y-%m-%dT%H:%M:%S}"/>'
    if isinstance(cell, date):
        return f'<table:table-cell office:value-type="date" office:date-value="{cell:%Y-%m-%d}"/>'
    if isinstance(cell, str):
        told = "".join(f"<text:p>{_spaced(escape(line))}</text:p>" for line in cell.split("\n"))
        return f'<table:table-cell office:value-type="string">{told}</table:table-cell>'
    return f'<table:table-cell office:value-type="float" office:value="{cell}"/>'


def _spaced(line: str) -> str:
    """Spaces that follow each other, and tabs, would become one space."""
    line = re.sub(r" {2,}", lambda match: f' <text:s text:c="{len(match[0]) - 1}"/>', line)
    return line.replace("\t", "<text:tab/>").replace("\r", "<text:line-break/>")
