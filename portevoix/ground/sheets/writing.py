"""Writing a table as csv, ods or xlsx, without a formula: opened in a spreadsheet, a text stays a text.

A text that a spreadsheet would run gets an apostrophe before it, in all three; `sheets.reading` takes it off again.
Numbers stay numbers, days stay days.
"""

import csv
import io
import re
import zipfile
from collections.abc import Iterable, Sequence
from datetime import date, datetime, time
from decimal import Decimal
from xml.sax.saxutils import escape, quoteattr

from portevoix.ground.sheets.cells import EPOCH

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


def _zipped(parts: dict[str, str]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part, zipfile.ZIP_STORED if name == "mimetype" else None)
    return out.getvalue()


DECLARED = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
PACKAGES = "http://schemas.openxmlformats.org/package/2006"
DOCUMENTS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
SHEETS = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
TYPES = "application/vnd.openxmlformats-officedocument.spreadsheetml"
MOST_DECIMALS = 4
"""Of a Decimal, that a spreadsheet shows as they are: 27.00 stays 27.00."""
BOLD, DAY, MOMENT = 1, 2, 3
"""Styles of a cell, by their place in STYLES."""
XLSX = {
    "[Content_Types].xml": f'<Types xmlns="{PACKAGES}/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    f'<Override PartName="/xl/workbook.xml" ContentType="{TYPES}.sheet.main+xml"/>'
    f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{TYPES}.worksheet+xml"/>'
    f'<Override PartName="/xl/styles.xml" ContentType="{TYPES}.styles+xml"/></Types>',
    "_rels/.rels": f'<Relationships xmlns="{PACKAGES}/relationships">'
    f'<Relationship Id="rId1" Type="{DOCUMENTS}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
    "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGES}/relationships">'
    f'<Relationship Id="rId1" Type="{DOCUMENTS}/worksheet" Target="worksheets/sheet1.xml"/>'
    f'<Relationship Id="rId2" Type="{DOCUMENTS}/styles" Target="styles.xml"/></Relationships>',
    "xl/styles.xml": f'<styleSheet xmlns="{SHEETS}"><numFmts count="{2 + MOST_DECIMALS}">'
    '<numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd"/><numFmt numFmtId="165" formatCode="yyyy\\-mm\\-dd\\ hh:mm"/>'
    + "".join(f'<numFmt numFmtId="{165 + n}" formatCode="0.{"0" * n}"/>' for n in range(1, MOST_DECIMALS + 1))
    + '</numFmts><fonts count="2"><font><sz val="11"/><name val="Calibri"/></font>'
    '<font><b/><sz val="11"/><name val="Calibri"/></font></fonts>'
    '<fills count="2"><fill><patternFill patternType="none"/></fill>'
    '<fill><patternFill patternType="gray125"/></fill></fills>'
    '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
    '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
    f'<cellXfs count="{4 + MOST_DECIMALS}">'
    '<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>'
    '<xf numFmtId="0" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1"/>'
    '<xf numFmtId="164" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>'
    '<xf numFmtId="165" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>'
    + "".join(
        f'<xf numFmtId="{165 + n}" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>'
        for n in range(1, MOST_DECIMALS + 1)
    )
    + "</cellXfs>"
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>',
}
"""The parts that are the same in every file."""


def _xlsx(header: list[str], rows: list[list[Cell]], title: str) -> bytes:
    """By hand, as the ods below: a library takes many times as long, and has to be told not to make formulas."""
    name = re.sub(r"[\\*?:/\[\]']", "-", title)[:31]
    book = (
        f'<workbook xmlns="{SHEETS}" xmlns:r="{DOCUMENTS}"><sheets>'
        f'<sheet name={quoteattr(name)} sheetId="1" r:id="rId1"/></sheets></workbook>'
    )
    every: list[Sequence[Cell]] = [header, *rows]
    letters = [_letters(column) for column in range(max(map(len, every)))]
    lines = [_xlsx_row(row, number, letters) for number, row in enumerate(every, 1)]
    sheet = (
        f'<worksheet xmlns="{SHEETS}"><sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" '
        'activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>'
        f'<cols><col min="1" max="{max(1, len(header))}" width="22" customWidth="1"/></cols>'
        f"<sheetData>{''.join(lines)}</sheetData></worksheet>"
    )
    parts = {**XLSX, "xl/workbook.xml": book, "xl/worksheets/sheet1.xml": sheet}
    return _zipped({part: DECLARED + told for part, told in parts.items()})


def _letters(column: int) -> str:
    """`A` for 0, `AA` for 26."""
    first, last = divmod(column, 26)
    return (_letters(first - 1) if first else "") + chr(65 + last)


def _xlsx_row(row: Sequence[Cell], number: int, letters: list[str]) -> str:
    cells = (_xlsx_cell(cell, f"{letter}{number}", number) for letter, cell in zip(letters, row, strict=False))
    return f'<row r="{number}">{"".join(cells)}</row>'


def _xlsx_cell(cell: Cell, at: str, row: int) -> str:
    if cell is None or cell == "":
        return ""
    if isinstance(cell, str):
        told = escape(cell, {"\r": "&#13;"})
        style = f' s="{BOLD}"' if row == 1 else ""
        return f'<c r="{at}"{style} t="inlineStr"><is><t xml:space="preserve">{told}</t></is></c>'
    if isinstance(cell, datetime):
        seconds = (cell.replace(tzinfo=None) - datetime.combine(EPOCH, time())).total_seconds()
        return f'<c r="{at}" s="{MOMENT}"><v>{seconds / 86_400!r}</v></c>'
    if isinstance(cell, date):
        return f'<c r="{at}" s="{DAY}"><v>{(cell - EPOCH).days}</v></c>'
    style = f' s="{MOMENT + decimals}"' if (decimals := _decimals(cell)) else ""
    return f'<c r="{at}"{style}><v>{cell}</v></c>'


def _decimals(cell: Cell) -> int:
    """How many decimals of a number are to be shown even if they are noughts; 0: as the spreadsheet wants."""
    exponent = cell.as_tuple().exponent if isinstance(cell, Decimal) else 0
    return -exponent if isinstance(exponent, int) and -MOST_DECIMALS <= exponent < 0 else 0


MANIFEST = (
    '<?xml version="1.0" encoding="UTF-8"?><manifest:manifest'
    ' xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" manifest:version="1.3">'
    f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{KINDS["ods"]}"/>'
    '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/></manifest:manifest>'
)
DECIMALS = "".join(
    f'<number:number-style style:name="n{n}"><number:number number:decimal-places="{n}" '
    f'number:min-decimal-places="{n}" number:min-integer-digits="1"/></number:number-style>'
    f'<style:style style:name="d{n}" style:family="table-cell" style:data-style-name="n{n}"/>'
    for n in range(1, MOST_DECIMALS + 1)
)
SPACES = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{space}:1.0"'
    for name, space in (
        ("office", "office"),
        ("table", "table"),
        ("text", "text"),
        ("style", "style"),
        ("number", "datastyle"),
    )
)


def _ods(header: list[str], rows: list[list[Cell]], title: str) -> bytes:
    """Ten thousand lines in a third of a second."""
    every: list[Sequence[Cell]] = [header, *rows]
    lines = "".join(f"<table:table-row>{''.join(map(_ods_cell, row))}</table:table-row>" for row in every)
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {SPACES} office:version="1.3">'
        f"<office:automatic-styles>{DECIMALS}</office:automatic-styles><office:body>"
        f"<office:spreadsheet><table:table table:name={quoteattr(title)}>{lines}</table:table></office:spreadsheet>"
        "</office:body></office:document-content>"
    )
    return _zipped({"mimetype": KINDS["ods"], "META-INF/manifest.xml": MANIFEST, "content.xml": content})


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
    style = f' table:style-name="d{decimals}"' if (decimals := _decimals(cell)) else ""
    return f'<table:table-cell office:value-type="float" office:value="{cell}"{style}/>'


def _spaced(line: str) -> str:
    """Spaces that follow each other, and tabs, would become one space."""
    line = re.sub(r" {2,}", lambda match: f' <text:s text:c="{len(match[0]) - 1}"/>', line)
    return line.replace("\t", "<text:tab/>").replace("\r", "<text:line-break/>")
