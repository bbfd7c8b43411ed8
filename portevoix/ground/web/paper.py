"""Sheets of paper: PDF in the house's colours, with its fonts embedded and nothing told of who made it."""

from pathlib import Path
from typing import Final, Literal, TypeVar, cast

import segno
from fpdf import FPDF
from fpdf.enums import MethodReturnValue, XPos, YPos

FONTS: Final = Path(__file__).parent / "fonts"
INK: Final = (32, 38, 46)
SOFT: Final = (74, 81, 89)
PAPER: Final = (250, 247, 242)
SAND: Final = (241, 235, 225)
LINE: Final = (216, 207, 193)
ACCENT: Final = (18, 83, 79)
ON_ACCENT: Final = (255, 253, 250)
Colour = tuple[int, int, int]
Side = Literal["L", "C", "R"]
Kind = TypeVar("Kind", bound="Sheet")


class Sheet(FPDF):
    """A page to draw on, in millimetres. `unit` scales what is drawn: 1 on A4, √2 on A3."""

    unit: float = 1.0

    def fill(self, colour: Colour, x: float, y: float, width: float, height: float, *, round_: float = 0) -> None:
        """A plain rectangle."""
        self.set_fill_color(*colour)
        if round_:
            self.rect(x, y, width, height, style="F", round_corners=True, corner_radius=round_)
        else:
            self.rect(x, y, width, height, style="F")

    def say(
        self,
        text: str,
        x: float,
        y: float,
        width: float,
        *,
        size: float,
        bold: bool = False,
        colour: Colour = INK,
        side: Side = "L",
        leading: float = 1.3,
    ) -> float:
        """Words in a column; where the next line would begin. `size` in points."""
        self.set_font("sans", "B" if bold else "", size)
        self.set_text_color(*colour)
        self.set_xy(x, y)
        height = size * leading * 0.3528
        self.multi_cell(width, height, text, align=side, new_x=XPos.LEFT, new_y=YPos.NEXT, padding=0)
        return float(self.get_y())

    def lines_of(self, text: str, width: float, size: float, *, bold: bool = False) -> int:
        """How many lines these words would take."""
        self.set_font("sans", "B" if bold else "", size)
        lines = self.multi_cell(width, size, text, dry_run=True, output=MethodReturnValue.LINES, padding=0)
        return len(cast(list[str], lines))

    def largest(self, text: str, width: float, sizes: list[float], lines: int, *, bold: bool = False) -> float:
        """The largest of these sizes at which the words take no more than so many lines, and no word is cut."""
        for size in sizes:
            self.set_font("sans", "B" if bold else "", size)
            longest = max(self.get_string_width(word) for word in text.split())
            if longest < width - 2 and self.lines_of(text, width, size, bold=bold) <= lines:
                return size
        return sizes[-1]

    def draw_code(self, address: str, x: float, y: float, side: float, colour: Colour = INK) -> None:
        """A QR code of `side` millimetres, without its quiet zone."""
        rows = [[bool(dark) for dark in row] for row in segno.make(address, error="m", micro=False).matrix]
        step = side / len(rows)
        self.set_fill_color(*colour)
        for down, row in enumerate(rows):
            across = 0
            while across < len(row):
                run = next((n for n, dark in enumerate(row[across:]) if not dark), len(row) - across)
                if run:
                    self.rect(x + across * step, y + down * step, run * step, step + 0.02, style="F")
                across += run or 1


def sheet(format_: str = "A4", *, title: str = "", landscape: bool = False, language: str = "fr") -> Sheet:
    """An empty document of this format, ready to draw on once a page is added."""
    paper = Sheet(orientation="L" if landscape else "P", unit="mm", format=format_)
    paper.unit = 2**0.5 if format_ == "A3" else 1.0
    return furnished(paper, title, language)


def furnished(paper: Kind, title: str, language: str) -> Kind:
    """The same, with the fonts of the house, no margin, and nothing told but its title and its language."""
    paper.set_auto_page_break(False)
    paper.set_margin(0)
    paper.c_margin = 0
    for style, ending in (("", ""), ("B", "-bold")):
        paper.add_font("sans", style, FONTS / f"sans{ending}.ttf")
        paper.add_font("arabic", style, FONTS / f"arabic{ending}.ttf")
    paper.set_fallback_fonts(["arabic"], exact_match=False)
    paper.set_text_shaping(True)
    paper.set_title(title)
    paper.set_lang(language)
    paper.set_producer("Portevoix")
    return paper


def written(paper: FPDF) -> bytes:
    """The document, as bytes."""
    return bytes(paper.output())
