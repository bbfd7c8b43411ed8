"""A poster that leads to the school's door: drawn for paper, in the languages people here speak."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from portevoix.ground.web import paper
from portevoix.ground.web.paper import ACCENT, INK, LINE, ON_ACCENT, SAND, SOFT

if TYPE_CHECKING:
    from portevoix.ground.web.sheet import Sheet

TEXTS: Final = Path(__file__).parent / "data" / "posters.toml"
FORMATS: Final = ["A4", "A3"]
STRIPS: Final = 8
WIDTH: Final = 210.0
MARGIN: Final = 16.0
DOT: Final = 2.2
BOX: Final = 15.0
STRIP: Final = 42.0
"""Millimetres: the words to compare, and what is torn off."""


@cache
def texts() -> dict[str, Any]:
    """Every set of words, in every language."""
    return tomllib.loads(TEXTS.read_text(encoding="utf-8"))


def languages() -> dict[str, str]:
    """Those a poster can be in, each by its own name."""
    return {code: words["name"] for code, words in texts()["words"].items()}


def sets() -> dict[str, str]:
    """What a poster can be about."""
    return {key: one["name"] for key, one in texts().items() if key != "words"}


@dataclass(frozen=True)
class Door:
    """Where a poster leads: the school, the address it prints, and the words of those who listen, if any."""

    school: str
    address: str
    fingerprint: tuple[str, ...] = ()


def draw(subject: str, spoken: list[str], doors: dict[str, Door], format_: str, *, strips: bool) -> bytes:
    """A PDF with one page in each language."""
    document = paper.sheet(format_, title=texts()[subject]["name"], language=spoken[0])
    for language in spoken:
        document.add_page()
        _Page(document, language, texts()[subject][language], doors[language]).draw(strips=strips)
    return paper.written(document)


class _Page:
    """One page. Places are those of A4; the sheet's unit makes them those of another format."""

    def __init__(self, sheet: "Sheet", language: str, said: dict[str, Any], door: Door) -> None:
        self.sheet, self.unit, self.said, self.door = sheet, sheet.unit, said, door
        self.common = texts()["words"][language]
        self.leftwards = bool(self.common.get("right_to_left"))

    def draw(self, *, strips: bool) -> None:
        bottom = 297.0 - (STRIP + 9.0 if strips else 14.0)
        band, code = (116.0, 36.0) if strips else (142.0, 42.0)
        self._head(band)
        if self.door.fingerprint:
            self._fingerprint(bottom - BOX)
            bottom -= BOX + 6
        self._foot(bottom - code, code)
        self._points(band + 9, bottom - code - 9 - 7)
        if strips:
            self._strips(297.0 - STRIP)

    def _say(self, text: str, x: float, y: float, width: float, *, side: paper.Side = "L", **how: Any) -> float:
        """As on A4, and mirrored for what is written from right to left."""
        u = self.unit
        if self.leftwards and side == "L":
            side = "R"
        how["size"] = how["size"] * u
        return self.sheet.say(text, x * u, y * u, width * u, side=side, **how) / u

    def _fill(self, colour: paper.Colour, x: float, y: float, width: float, height: float, round_: float = 0) -> None:
        u = self.unit
        self.sheet.fill(colour, x * u, y * u, width * u, height * u, round_=round_ * u)

    def _mirrored(self, x: float, width: float) -> float:
        return WIDTH - x - width if self.leftwards else x

    def _head(self, band: float) -> None:
        u, width = self.unit, WIDTH - 2 * MARGIN
        self._fill(ACCENT, 0, 0, WIDTH, band)
        self._say(self.door.school, MARGIN, MARGIN, width, size=13, bold=True, colour=(181, 228, 219))
        lead = self.sheet.lines_of(self.said["lead"], width * 0.94 * u, 18 * u) * 18 * 1.4 * 0.3528
        room = band - 2 * MARGIN - 12
        for size in range(66, 31, -2):
            lines = self.sheet.lines_of(self.said["title"], width * u, size * u, bold=True)
            fits = self.sheet.largest(self.said["title"], width * u, [size * u, 1.0], 3, bold=True) > 1
            taken = lines * size * 1.12 * 0.3528 + 7 + lead
            if fits and taken <= room:
                break
        top = MARGIN + 12 + (room - taken) * 0.6
        even = self._even(self.said["title"], width, size, lines)
        begins = self._mirrored(MARGIN, even)
        below = self._say(self.said["title"], begins, top, even, size=size, bold=True, colour=ON_ACCENT, leading=1.12)
        across = self._mirrored(MARGIN, width * 0.94)
        self._say(self.said["lead"], across, below + 7, width * 0.94, size=18, colour=(227, 238, 235), leading=1.4)

    def _even(self, text: str, width: float, size: float, lines: int) -> float:
        """The narrowest column that takes no more lines: no word is left alone on the last one."""
        while self.sheet.lines_of(text, (width - 2) * self.unit, size * self.unit, bold=True) <= lines:
            longest = max(self.sheet.get_string_width(word) for word in text.split()) / self.unit
            if longest > width - 4:
                break
            width -= 2
        return width

    def _points(self, top: float, bottom: float) -> None:
        """As large as there is room for, evenly spaced."""
        indent = 9.0
        width = WIDTH - 2 * MARGIN - indent
        for size in (21.0, 20.0, 19.0, 18.0, 17.0, 16.0, 15.0):
            counts = [self.sheet.lines_of(one, width * self.unit, size * self.unit, bold=True) for one in self._said()]
            line = size * 1.25 * 0.3528
            spare = bottom - top - sum(counts) * line
            if spare >= 8:
                break
        gap = min(spare / len(counts), 7.0)
        y = top + (spare - gap * (len(counts) - 1)) / 2
        for point, lines in zip(self._said(), counts, strict=True):
            self._fill(ACCENT, self._mirrored(MARGIN, DOT), y + line / 2 - DOT / 2, DOT, DOT)
            self._say(point, self._mirrored(MARGIN + indent, width), y, width, size=size, bold=True, leading=1.25)
            y += lines * line + gap

    def _said(self) -> list[str]:
        points: list[str] = self.said["points"]
        return points

    def _foot(self, top: float, code: float) -> None:
        """The door: to scan, to type; and whom to call at once."""
        x = self._mirrored(MARGIN, code)
        self._fill(LINE, MARGIN, top - 9, WIDTH - 2 * MARGIN, 0.3)
        u = self.unit
        self.sheet.draw_code(self.door.address, x * u, top * u, code * u, INK)
        width = WIDTH - 2 * MARGIN - code - 9
        beside = self._mirrored(MARGIN + code + 9, width)
        self._say(self.common["scan"], beside, top - 1, width, size=12, colour=SOFT)
        shown = self.door.address.split("://", 1)[1].rstrip("/")
        sizes = [one * u for one in (24.0, 22.0, 20.0, 18.0, 16.0, 14.0, 12.0, 10.0)]
        size = self.sheet.largest(shown, width * u, sizes, 1, bold=True) / u
        self._say(shown, beside, top + 4.8, width, size=size, bold=True, colour=ACCENT)
        self._numbers(beside, top + code - 19, width)

    def _numbers(self, x: float, y: float, width: float) -> None:
        self._say(self.common["emergency"], x, y, width, size=11, colour=SOFT)
        numbers = self.common["numbers"]
        each = width / len(numbers)
        for place, (number, what) in enumerate(reversed(numbers) if self.leftwards else numbers):
            self._say(number, x + place * each, y + 5.2, each, size=20, bold=True, leading=1.15)
            self._say(what, x + place * each, y + 13.8, each, size=11, colour=SOFT, leading=1.1)

    def _fingerprint(self, y: float) -> None:
        """What to compare before writing: the sentence, and the words in two rows."""
        left, width, sentence = MARGIN, WIDTH - 2 * MARGIN, 68.0
        self._fill(SAND, left, y, width, BOX, round_=2)
        at = self._mirrored(left + 4, sentence)
        self._say(self.common["compare"], at, y + 2.6, sentence - 4, size=8.5, colour=SOFT, leading=1.25)
        words = self._mirrored(left + 4 + sentence, width - sentence - 6)
        each = (width - sentence - 6) / 4
        for place, word in enumerate(self.door.fingerprint):
            row, column = divmod(place, 4)
            x, down = (words + column * each) * self.unit, (y + 2.6 + row * 5.2) * self.unit
            self.sheet.say(f"{place + 1}", x, down, 5 * self.unit, size=8 * self.unit, colour=SOFT, leading=1.45)
            self.sheet.say(
                word, x + 3.4 * self.unit, down, (each - 3) * self.unit, size=11 * self.unit, bold=True, leading=1.05
            )

    def _strips(self, top: float) -> None:
        """Addresses to tear off, one hand wide."""
        u, each = self.unit, WIDTH / STRIPS
        shown = self.door.address.split("://", 1)[1].rstrip("/")
        self.sheet.set_draw_color(*LINE)
        self.sheet.set_dash_pattern(dash=1.2 * u, gap=1.2 * u)
        self.sheet.line(0, top * u, WIDTH * u, top * u)
        for place in range(1, STRIPS):
            self.sheet.line(place * each * u, top * u, place * each * u, 297 * u)
        self.sheet.set_dash_pattern()
        height = STRIP - 7
        size = self.sheet.largest(shown, height * u, [one * u for one in (10.0, 9.0, 8.0, 7.0, 6.0)], 1, bold=True) / u
        for place in range(STRIPS):
            x, y = (place * each + each / 2) * u, 293.0 * u
            with self.sheet.rotation(90, x, y):
                self.sheet.say(shown, x, y - 6 * u, height * u, size=size * u, bold=True, colour=ACCENT)
                self.sheet.say("3919 · 17 · 112 · SMS 114", x, y - 0.6 * u, height * u, size=8 * u, colour=SOFT)
