"""Documents of several pages on A4: headings, paragraphs, lists, tables whose head comes back, bars, numbered pages.

Whatever is put in stays within the margins: words wrap, rows that are too tall go on overleaf, and a letter that the
fonts do not have is drawn as a small square.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Final, Literal

from portevoix.ground.web.days import in_words
from portevoix.ground.web.paper import ACCENT, INK, LINE, SAND, SOFT, Colour, sheet, written
from portevoix.ground.web.prose import parsed
from portevoix.ground.web.prose_on_paper import Drawing

if TYPE_CHECKING:
    from portevoix.ground.web.sheet import Sheet

MARGIN: Final = 20.0
"""Millimetres, on all four sides; the foot stands in the lower one."""
TEXT: Final = 10.5
"""Points."""
CELL: Final = 9.0
TITLES: Final = {1: 16.0, 2: 13.0, 3: 11.0}
LEADING: Final = 1.35
PAD: Final = 1.2
LINE_OF_CELL: Final = CELL * LEADING * 0.3528
TALL: Final = 2 * PAD + 3 * LINE_OF_CELL
"""What is left of a page must hold so much of a row that is taller than a page."""
INDENT: Final = 6.0
DEEPEST: Final = 8
"""A list that is deeper than this goes no further in."""
NARROWEST: Final = 10.0
"""Millimetres that a column has at least: enough for the widest letter."""
JOINED: Final = re.compile("[\u0590-\u1dff\ufb1d-\U0010ffff]")
"""Scripts that run the other way, and letters that change with their neighbours."""
WIDEST: Final = 2000
"""Thousandths of the size of a letter."""
SQUARE: Final = "□"
PAGES: Final = "\ue000\ue001\ue002"
"""Stands for the number of pages, which is known at the end; no text of anybody's holds it."""


@dataclass(frozen=True)
class Bar:
    """A drawn share in a cell: from `start` to `part`, out of `whole`, with a mark where it should be.

    Nothing is drawn of a part that is unknown (None).
    """

    part: float | None
    whole: float
    mark: float | None = None
    start: float = 0


Cell = str | Bar


class Document:
    """A text of as many pages as it takes. Its language is the one that is set where it is made."""

    def __init__(
        self,
        title: str,
        *,
        subtitle: str = "",
        place: str = "",
        day: date | None = None,
        language: str = "fr",
        landscape: bool = False,
    ) -> None:
        """`place` and `day` stand in the foot of each page, with the title."""
        self.paper = sheet(title=title, landscape=landscape, language=language)
        self.paper.foot = self._foot
        self.letters = _letters(self.paper)
        self.paper.set_title(self.readable(title).replace("\n", " "))
        self.paper.alias_nb_pages(PAGES)
        self.foot = self.readable(" · ".join(part for part in (title, place) if part)).replace("\n", " ")
        self.day = in_words(day) if day else ""
        self.kept: dict[tuple[str, float, float, bool], list[str]] = {}
        """Wrapping takes most of the time, and the same words come back."""
        self.at = MARGIN
        self.paper.add_page()
        self.paper.fill(ACCENT, 0, 0, self.paper.w, 5)
        self.at = MARGIN + 4
        self._words(title, 22, bold=True, colour=ACCENT)
        if subtitle:
            self.gap(1.5)
            self._words(subtitle, 12, colour=SOFT)
        self.gap(5)

    @property
    def column(self) -> float:
        """How wide the text is, in millimetres."""
        return self.paper.w - 2 * MARGIN

    def heading(self, text: str, level: Literal[1, 2, 3] = 1) -> None:
        """A title of this rank, on the page of what follows it, and in the contents that readers show beside."""
        size = TITLES[level]
        self.gap({1: 6, 2: 4.5, 3: 3}[level])
        self._need(size * LEADING * 0.3528 * len(self._wrapped(text, self.column, size, bold=True)) + 16)
        self.paper.set_y(self.at)
        self.paper.start_section(self.readable(text).replace("\n", " ")[:200] or SQUARE, level - 1, strict=False)
        self._words(text, size, bold=True, colour=ACCENT if level == 1 else INK)
        self.gap(1.5)

    def paragraph(self, text: str, *, small: bool = False, bold: bool = False) -> None:
        """Words, as wide as the page; a new line in them is one on paper."""
        self._words(text, CELL if small else TEXT, bold=bold, colour=SOFT if small else INK)
        self.gap(2)

    def prose(self, text: str) -> None:
        """What the mission wrote in Markdown: its headings, paragraphs, lists and tables, without the links."""
        Drawing(self).draw(parsed(text))

    def items(self, items: Iterable[str], *, numbered: bool = False) -> None:
        """A list."""
        for number, item in enumerate(items, 1):
            self.item(item, f"{number}." if numbered else "•")
        self.gap(1.2)

    def item(self, text: str, mark: str, depth: int = 0) -> None:
        """One item of a list that may be in another; without a mark, it goes on with the one before."""
        left = INDENT * min(depth, DEEPEST)
        self._words(text, TEXT, left=left + INDENT, mark=(mark, left))
        self.gap(0.8)

    def pairs(self, pairs: Iterable[tuple[str, str]]) -> None:
        """What something is, line by line: its name in bold, then its value."""
        self._rows([(name, value) for name, value in pairs], self._columns([1, 2.6]), bold={0}, ruled=False)
        self.gap(2)

    def table(
        self,
        header: Sequence[str],
        rows: Iterable[Sequence[Cell]],
        *,
        widths: Sequence[float] = (),
        numbers: Iterable[int] = (),
    ) -> None:
        """Rows under a head that comes back on each page. `widths` are shares of it; columns in `numbers` align right.

        Raises ValueError for more columns than a page can hold.
        """
        columns = self._columns(widths or [1.0] * len(header))
        self._rows(rows, columns, header=header, numbers=set(numbers))
        self.gap(3)

    def bars(self, rows: Iterable[tuple[str, float | None, float, str]]) -> None:
        """Shares beside each other: what, how much, out of how much, and the same said in words."""
        drawn = [(name, Bar(part, whole), said) for name, part, whole, said in rows]
        self._rows(drawn, self._columns([2, 2, 1.6]), ruled=False)
        self.gap(2)

    def gap(self, millimetres: float) -> None:
        """Nothing, for so long."""
        self.at += millimetres

    def as_bytes(self) -> bytes:
        """The document, finished."""
        return written(self.paper)

    def _foot(self) -> None:
        y = self.paper.h - MARGIN + 8
        self.paper.fill(LINE, MARGIN, y - 3, self.column, 0.2)
        lines = self._wrapped(self.foot, self.column - 60, 8)
        self._say(lines[0].rstrip() + ("…" if lines[1:] else ""), MARGIN, y, self.column - 55, 8, colour=SOFT)
        self._say(self.day, self.paper.w - MARGIN - 55, y, 40, 8, colour=SOFT, side="R")
        self._say(f"{self.paper.page} / {PAGES}", self.paper.w - MARGIN - 13, y, 13, 8, colour=SOFT)

    def readable(self, text: str) -> str:
        """The same, without what the fonts cannot draw."""
        told = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\t", " "))
        return "".join(
            letter if letter in self.letters or letter == "\n" else SQUARE
            for letter in told
            if letter in self.letters or letter == "\n" or unicodedata.category(letter) not in {"Cc", "Cf", "Mn", "Me"}
        )

    def _need(self, height: float) -> bool:
        """Go overleaf unless there is so much left of the page; whether it did."""
        if self.at + height <= self.paper.h - MARGIN or self.at <= MARGIN:
            return False
        self.paper.add_page()
        self.at = MARGIN
        return True

    def _words(
        self,
        text: str,
        size: float,
        *,
        bold: bool = False,
        colour: Colour = INK,
        left: float = 0,
        mark: tuple[str, float] = ("", 0),
    ) -> None:
        width, tall = self.column - left, size * LEADING * 0.3528
        for number, line in enumerate(self._wrapped(text, width, size, bold=bold)):
            self._need(tall)
            if number == 0 and mark[0]:
                self._say(mark[0], MARGIN + mark[1], self.at, left - mark[1], size)
            self._say(line, MARGIN + left, self.at, width, size, bold=bold, colour=colour)
            self.at += tall

    def _say(
        self,
        line: str,
        x: float,
        y: float,
        width: float,
        size: float,
        *,
        bold: bool = False,
        colour: Colour = INK,
        side: Literal["L", "R"] = "L",
    ) -> None:
        """One line that has been wrapped already."""
        self._set_letters(line, size, bold=bold)
        self.paper.set_text_color(*colour)
        self.paper.set_xy(x, y)
        self.paper.cell(width, size * LEADING * 0.3528, line, align=side)

    def _set_letters(self, text: str, size: float, *, bold: bool) -> None:
        """Letters that join are shaped; for those that stand alone it would only take three times as long."""
        self.paper.set_font("sans", "B" if bold else "", size)
        self.paper.set_text_shaping(bool(JOINED.search(text)))

    def _wrapped(self, text: str, width: float, size: float, *, bold: bool = False) -> list[str]:
        """The lines these words take; at least one."""
        known = self.kept.get((text, width, size, bold))
        if known is None:
            known = self.kept[text, width, size, bold] = self._wrap(text, width, size, bold=bold)
        return known

    def _wrap(self, text: str, width: float, size: float, *, bold: bool) -> list[str]:
        told = self.readable(text)
        self._set_letters(told, size, bold=bold)
        if "\n" not in told and self.paper.get_string_width(told) <= width:
            return [told]
        return self.paper.wrapped(told, width, size) or [""]

    def _columns(self, shares: Sequence[float]) -> list[float]:
        """Widths in millimetres: what each needs at least, and the rest by shares."""
        free = self.column - NARROWEST * len(shares)
        if free < 0:
            raise ValueError(f"a page cannot hold {len(shares)} columns")
        return [NARROWEST + free * share / sum(shares) for share in shares]

    def _rows(
        self,
        rows: Iterable[Sequence[Cell]],
        columns: Sequence[float],
        *,
        header: Sequence[str] = (),
        numbers: Set[int] = frozenset(),
        bold: Set[int] = frozenset(),
        ruled: bool = True,
    ) -> None:
        every = frozenset(range(len(columns)))
        # A head that would fill the page is cut: rows need somewhere to stand.
        head = (
            [cell[:6] if isinstance(cell, list) else cell for cell in self._lines(header, columns, every)]
            if header
            else []
        )
        room, drawn = self.paper.h - 2 * MARGIN - (_tall(head) if head else 0), False
        for row in rows:
            left = self._lines(row, columns, bold)
            while left:
                tall = _tall(left) if _tall(left) <= room else TALL
                if self._need(tall + (_tall(head) if head and not drawn else 0)) or not drawn:
                    self._head(head, columns, numbers)
                    drawn = True
                fit = max(1, int((self.paper.h - MARGIN - self.at - 2 * PAD) / LINE_OF_CELL + 0.01))
                self._row([cell[:fit] if isinstance(cell, list) else cell for cell in left], columns, numbers, bold)
                rest: list[list[str] | Bar] = [cell[fit:] if isinstance(cell, list) else [] for cell in left]
                left = rest if any(rest) else []
            if ruled:
                self.paper.fill(LINE, MARGIN, self.at - 0.1, self.column, 0.2)
        if head and not drawn:
            self._need(_tall(head))
            self._head(head, columns, numbers)

    def _lines(self, row: Sequence[Cell], columns: Sequence[float], bold: Set[int]) -> list[list[str] | Bar]:
        return [
            cell if isinstance(cell, Bar) else self._wrapped(cell, width - 2 * PAD, CELL, bold=place in bold)
            for place, (cell, width) in enumerate(zip(row, columns, strict=True))
        ]

    def _head(self, head: list[list[str] | Bar], columns: Sequence[float], numbers: Set[int]) -> None:
        if head:
            self.paper.fill(SAND, MARGIN, self.at, self.column, _tall(head))
            self._row(head, columns, numbers, frozenset(range(len(columns))))

    def _row(
        self, cells: Sequence[list[str] | Bar], columns: Sequence[float], numbers: Set[int], bold: Set[int]
    ) -> None:
        x, line = MARGIN, LINE_OF_CELL
        for place, (cell, width) in enumerate(zip(cells, columns, strict=True)):
            if isinstance(cell, Bar):
                self._draw(cell, x + PAD, self.at + PAD + 0.6, width - 2 * PAD, line - 1.2)
            else:
                for number, text in enumerate(cell):
                    side: Literal["L", "R"] = "R" if place in numbers else "L"
                    y = self.at + PAD + number * line
                    self._say(text, x + PAD, y, width - 2 * PAD, CELL, bold=place in bold, side=side)
            x += width
        self.at += _tall(cells)

    def _draw(self, bar: Bar, x: float, y: float, width: float, height: float) -> None:
        if bar.part is None or bar.whole <= 0:
            return
        start, part, mark = (min(1.0, max(0.0, (value or 0) / bar.whole)) for value in (bar.start, bar.part, bar.mark))
        self.paper.fill(SAND, x, y, width, height)
        self.paper.fill(ACCENT, x + width * start, y, width * max(0.0, part - start), height)
        if bar.mark is not None:
            self.paper.fill(INK, x + width * mark - 0.2 * (mark > 0), y - 0.5, 0.4 * (mark < 1) or 0.2, height + 1)


def _tall(cells: Sequence[list[str] | Bar]) -> float:
    """How tall a row is, in millimetres."""
    lines = max([len(cell) for cell in cells if isinstance(cell, list)], default=1)
    return 2 * PAD + max(1, lines) * LINE_OF_CELL


def _letters(paper: "Sheet") -> frozenset[str]:
    """What both weights can draw, but for the few letters that are wider than a column."""
    weights = []
    for style in ("", "B"):
        known: dict[int, float] = {}
        for family in ("sans", "arabic"):
            known = getattr(paper.fonts[f"{family}{style}"], "cw", {}) | known
        weights.append({code for code, width in known.items() if width <= WIDEST})
    return frozenset(map(chr, weights[0] & weights[1])) - set(PAGES)
