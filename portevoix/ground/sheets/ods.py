"""The first visible sheet of an ods that holds something."""

import re
from datetime import datetime, timedelta

from portevoix.ground.sheets.cells import FAR, LONGEST_CELL, Raw, Unreadable, as_text, damaged, per_cent
from portevoix.ground.sheets.grid import Grid, parse

SHOWN = re.compile(r"[.,](\d{1,6})\s*%")
HOURS = re.compile(r"PT(?:(\d{1,6})H)?(?:(\d{1,6})M)?(?:(\d{1,6})(?:[.,]\d*)?S)?")


def raw(files: dict[str, bytes]) -> Raw:
    """Its lines, from the parts of the file. Raises Unreadable."""
    reader = _Content()
    parse(files["content.xml"], reader.start, reader.end, reader.said)
    return next((grid.raw() for grid in reader.sheets if grid.rows), Raw())


class _Content:
    """All sheets, one after the other. Cells and lines may say that they are repeated."""

    def __init__(self) -> None:
        self.sheets: list[Grid] = []
        self.grid = Grid()
        self.hidden: set[str] = set()
        self.style = ""
        self.row = self.column = 1
        self.down = self.across = 1
        self.given: dict[str, str] = {}
        self.paragraphs: list[str] = []
        self.inside = False
        self.notes = 0

    def start(self, name: str, given: dict[str, str]) -> None:
        if name in {"table-cell", "covered-table-cell"}:
            self.given, self.paragraphs = given, []
            self.across = _count(given, "table:number-columns-repeated")
            high, wide = _count(given, "table:number-rows-spanned"), _count(given, "table:number-columns-spanned")
            if max(high, wide) > 1:
                self.grid.has_merged(self.row, self.row + high - 1)
        elif name == "table-row":
            self.down, self.column = _count(given, "table:number-rows-repeated"), 1
        elif name == "table":
            self.grid, self.row = Grid(), 1
            if given.get("table:style-name") not in self.hidden:
                self.sheets.append(self.grid)
        elif name == "style":
            self.style = given.get("style:name", "")
        elif name == "table-properties" and given.get("table:display") == "false":
            self.hidden.add(self.style)
        elif name == "annotation":
            self.notes += 1
        elif not self.notes:
            self.paragraph(name, given)

    def paragraph(self, name: str, given: dict[str, str]) -> None:
        if name == "p":
            self.inside = True
            self.paragraphs.append("")
        elif self.inside and name in {"s", "tab", "line-break"}:
            spaces = min(_count(given, "text:c"), LONGEST_CELL)
            self.paragraphs[-1] += {"s": " " * spaces, "tab": "\t", "line-break": "\n"}[name]

    def said(self, text: str) -> None:
        if self.inside and not self.notes:
            self.paragraphs[-1] += text

    def end(self, name: str) -> None:
        if name in {"table-cell", "covered-table-cell"}:
            self.cell(as_text(self.value()))
            self.column += self.across
        elif name == "table-row":
            self.row += self.down
        elif name == "annotation":
            self.notes -= 1
        elif name == "p" and not self.notes:
            self.inside = False

    def cell(self, told: str) -> None:
        if self.given.get("calcext:value-type") == "error":
            self.grid.has_failed(self.row)
        elif not told and "table:formula" in self.given and self.given.get("office:value-type") != "string":
            self.grid.has_no_value(self.row)
        self.grid.put(self.row, self.column, told, down=self.down, across=self.across)

    def value(self) -> object:
        """What the cell holds; a value it states counts more than the text that shows it."""
        kind = self.given.get("office:value-type", "string")
        stated = self.given.get(
            {
                "float": "office:value",
                "percentage": "office:value",
                "currency": "office:value",
                "string": "office:string-value",
            }.get(kind, f"office:{kind}-value")
        )
        if stated is None or kind == "string":
            return stated or "\n".join(self.paragraphs)
        if kind == "boolean":
            return stated == "true"
        try:
            if kind == "date":
                return datetime.fromisoformat(stated)
            if kind == "time" and (match := HOURS.fullmatch(stated)):
                hours, minutes, seconds = (int(part or 0) for part in match.groups())
                return timedelta(hours=hours, minutes=minutes, seconds=seconds)
            return self.per_cent(float(stated)) if kind == "percentage" else float(stated)
        except (ValueError, OverflowError):
            raise Unreadable(damaged()) from None

    def per_cent(self, stated: float) -> object:
        """With the decimals that are shown; a number nobody can mean stays as it is."""
        if not abs(stated) < FAR:
            return stated
        return per_cent(stated, len(match[1]) if (match := SHOWN.search("".join(self.paragraphs))) else 0)


def _count(given: dict[str, str], name: str) -> int:
    """How often something is repeated. Raises Unreadable for a number nobody can mean."""
    told = given.get(name, "1")
    if not (told.isdecimal() and len(told) < 10):
        raise Unreadable(damaged())
    return max(1, int(told))
