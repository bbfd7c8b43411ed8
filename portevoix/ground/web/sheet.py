"""The library that draws PDF, in our words. It weighs 35 MB in memory: only what draws imports it, when it draws."""

from collections.abc import Callable
from typing import cast

import segno
from fpdf import FPDF
from fpdf.enums import MethodReturnValue, XPos, YPos

from portevoix.ground.web.paper import FONTS, INK, Colour, Side


class Sheet(FPDF):
    """Pages to draw on, in millimetres, with the fonts of the house, no margin, and nothing told of who made them.

    `unit` scales what is drawn: 1 on A4, √2 on A3. `foot` is called as each page ends.
    """

    def __init__(self, format_: str, *, title: str, landscape: bool, language: str) -> None:
        super().__init__(orientation="L" if landscape else "P", unit="mm", format=format_)
        self.unit = 2**0.5 if format_ == "A3" else 1.0
        self.foot: Callable[[], None] | None = None
        self.set_auto_page_break(False)
        self.set_margin(0)
        self.c_margin = 0
        for style, ending in (("", ""), ("B", "-bold")):
            self.add_font("sans", style, FONTS / f"sans{ending}.ttf")
            self.add_font("arabic", style, FONTS / f"arabic{ending}.ttf")
        self.set_fallback_fonts(["arabic"], exact_match=False)
        self.set_text_shaping(True)
        self.set_title(title)
        self.set_lang(language)
        self.set_producer("Portevoix")

    def footer(self) -> None:
        """Called by the library as each page ends."""
        if self.foot:
            self.foot()

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
        return len(self.wrapped(text, width, size))

    def wrapped(self, text: str, width: float, size: float) -> list[str]:
        """The lines these words would take, in the letters that are set."""
        lines = self.multi_cell(width, size, text, dry_run=True, output=MethodReturnValue.LINES, padding=0)
        return cast(list[str], lines)

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
