"""Sheets of paper: PDF in the house's colours, with its fonts embedded."""

from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal

if TYPE_CHECKING:
    from portevoix.ground.web.sheet import Sheet

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


def sheet(format_: str = "A4", *, title: str = "", landscape: bool = False, language: str = "fr") -> "Sheet":
    """An empty document of this format, ready to draw on once a page is added."""
    from portevoix.ground.web.sheet import Sheet

    return Sheet(format_, title=title, landscape=landscape, language=language)


def written(paper: "Sheet") -> bytes:
    """The document, as bytes."""
    return bytes(paper.output())
