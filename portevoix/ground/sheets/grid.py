"""The cells of a workbook's sheet as they are met, never further than a list goes, and what is wrong with its lines."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from xml.parsers import expat

from django.utils.translation import gettext as _

from portevoix.ground.sheets.cells import CELLS, COLUMNS, ROWS, Raw, Unreadable, damaged, formula, too_long, too_wide

LAST_ROW = ROWS + 100
"""Room for titles above the list."""
ELEMENTS = 1_500_000
"""Of one part: seconds of work, and more than fifty thousand lines need."""


@dataclass
class Grid:
    """Cells by row and column, from 1."""

    rows: dict[int, dict[int, str]] = field(default_factory=dict)
    wrong: dict[int, str] = field(default_factory=dict)
    height: int = 0
    width: int = 0

    def put(self, row: int, column: int, told: str, *, down: int = 1, across: int = 1) -> None:
        """A cell holds this, perhaps several times. Raises Unreadable when that is too far."""
        if not told:
            return
        self.height, self.width = max(self.height, row + down - 1), max(self.width, column + across - 1)
        if self.height > LAST_ROW:
            raise Unreadable(too_long())
        if self.width > COLUMNS:
            raise Unreadable(too_wide())
        if self.height * self.width > CELLS:
            raise Unreadable(too_many_cells())
        for line in range(row, row + down):
            cells = self.rows.setdefault(line, {})
            for at in range(column, column + across):
                cells[at] = told

    def has_merged(self, first: int, last: int) -> None:
        """These lines share a cell that covers several."""
        for row in range(first, min(last, LAST_ROW) + 1):
            self.wrong[row] = _("This line holds merged cells. Separate them, and give each line its own value.")

    def has_no_value(self, row: int) -> None:
        """A formula on this line was never computed."""
        self._is_wrong(row, formula())

    def has_failed(self, row: int) -> None:
        """A formula on this line gives an error instead of a value."""
        self._is_wrong(row, _("A formula of this line has failed (#N/A, #REF!…). Put the value in its place."))

    def _is_wrong(self, row: int, sentence: str) -> None:
        if row <= LAST_ROW:
            self.rows.setdefault(row, {})
            self.wrong.setdefault(row, sentence)

    def raw(self) -> Raw:
        """The lines that hold something, all as wide as the widest."""
        columns = range(1, self.width + 1)
        lines = [(row, [cells.get(column, "") for column in columns]) for row, cells in sorted(self.rows.items())]
        return Raw(lines, self.wrong)


def too_many_cells() -> str:
    return _("This file has too many cells. Keep only the lines and columns you need.")


def parse(
    part: bytes,
    start: Callable[[str, dict[str, str]], None],
    end: Callable[[str], None] | None = None,
    said: Callable[[str], None] | None = None,
) -> None:
    """Go through an XML part by local names. Raises Unreadable; no entity of its own is ever followed."""
    parser = expat.ParserCreate()
    parser.buffer_text = True

    def refuse(*_said: Any) -> None:
        raise Unreadable(damaged())

    left = ELEMENTS

    def begin(name: str, given: dict[str, str]) -> None:
        nonlocal left
        left -= 1
        if left < 0:
            raise Unreadable(too_many_cells())
        start(name.rpartition(":")[2], given)

    parser.StartDoctypeDeclHandler = refuse
    parser.StartElementHandler = begin
    if end:
        parser.EndElementHandler = lambda name: end(name.rpartition(":")[2])
    if said:
        parser.CharacterDataHandler = said
    try:
        parser.Parse(part, True)
    except expat.ExpatError:
        raise Unreadable(damaged()) from None
