"""The first visible sheet of an xlsx that holds something."""

import posixpath
import re
from datetime import datetime, time, timedelta

from portevoix.ground.sheets.cells import EPOCH, FAR, Raw, Unreadable, as_text, damaged, per_cent
from portevoix.ground.sheets.grid import Grid, parse

PLACE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
DAYS = {*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)}
"""Numbers of the formats that every program knows as days and hours."""
PER_CENTS = {9: 0, 10: 2}
"""Numbers of the formats that every program knows as per cents, with their decimals."""
PER_CENT = re.compile(r"0(?:\.(0{1,6}))?\s?%")
LAST_DAY = 2_958_465
"""31 December 9999."""
EPOCHS = {False: datetime.combine(EPOCH, time()), True: datetime(1904, 1, 1)}


def raw(files: dict[str, bytes]) -> Raw:
    """Its lines, from the parts of the file. Raises Unreadable."""
    book = _Book(files)
    for name in book.visible:
        grid = _Sheet(book).read(files.get(name, b"<none/>"))
        if grid.rows:
            return grid.raw()
    return Raw()


class _Book:
    """What the sheets share: their order, the texts, which styles are days."""

    def __init__(self, files: dict[str, bytes]) -> None:
        self.from_1904 = False
        self.links: list[str] = []
        self.targets: dict[str, str] = {}
        self.texts: list[str] = []
        self.pieces: list[str] = []
        self.is_text = self.is_sound = False
        self.codes: dict[int, str] = {}
        self.styles: list[int] = []
        self.in_styles = False
        parse(files["xl/workbook.xml"], self.workbook)
        parse(files.get("xl/_rels/workbook.xml.rels", b"<none/>"), self.relation)
        parse(files.get("xl/styles.xml", b"<none/>"), self.style, self.style_end)
        parse(files.get("xl/sharedStrings.xml", b"<none/>"), self.text, self.text_end, self.said)
        self.days = [number in DAYS or _is_day(self.codes.get(number, "")) for number in self.styles]
        self.per_cents = [PER_CENTS.get(number, _decimals(self.codes.get(number, ""))) for number in self.styles]

    @property
    def visible(self) -> list[str]:
        """Names of the parts that hold the visible sheets, in order."""
        return [self.targets[link] for link in self.links if link in self.targets]

    def workbook(self, name: str, given: dict[str, str]) -> None:
        if name == "workbookPr":
            self.from_1904 = given.get("date1904") in {"1", "true"}
        elif name == "sheet" and given.get("state", "visible") == "visible":
            self.links.append(next((value for key, value in given.items() if key.endswith(":id")), ""))

    def relation(self, name: str, given: dict[str, str]) -> None:
        if name == "Relationship":
            self.targets[given.get("Id", "")] = posixpath.normpath(posixpath.join("/xl", given.get("Target", "")))[1:]

    def style(self, name: str, given: dict[str, str]) -> None:
        if name == "numFmt":
            self.codes[_whole(given.get("numFmtId", ""))] = given.get("formatCode", "")
        elif name == "cellXfs":
            self.in_styles = True
        elif name == "xf" and self.in_styles:
            self.styles.append(_whole(given.get("numFmtId", "")))

    def style_end(self, name: str) -> None:
        if name == "cellXfs":
            self.in_styles = False

    def text(self, name: str, given: dict[str, str]) -> None:
        if name == "si":
            self.pieces = []
        elif name == "rPh":  # how to pronounce it, not what it says
            self.is_sound = True
        self.is_text = name == "t" and not self.is_sound

    def said(self, text: str) -> None:
        if self.is_text:
            self.pieces.append(text)

    def text_end(self, name: str) -> None:
        self.is_text = False
        if name == "rPh":
            self.is_sound = False
        elif name == "si":
            self.texts.append("".join(self.pieces))


class _Sheet:
    """One sheet. A cell without address is the one after the last."""

    def __init__(self, book: _Book) -> None:
        self.book = book
        self.grid = Grid()
        self.row = self.column = 0
        self.kind = self.style = ""
        self.pieces: list[str] = []
        self.has_formula = self.inside = self.is_sound = False

    def read(self, part: bytes) -> Grid:
        parse(part, self.start, self.end, self.said)
        return self.grid

    def start(self, name: str, given: dict[str, str]) -> None:
        if name == "c":
            self.row, self.column = _place(given["r"]) if "r" in given else (self.row, self.column + 1)
            self.kind, self.style = given.get("t", "n"), given.get("s", "")
            self.pieces = []
            self.has_formula = False
        elif name == "f":
            self.has_formula = True
        elif name in {"v", "t"}:
            self.inside = not self.is_sound
        elif name == "rPh":
            self.is_sound = True
        elif name == "row":
            self.row, self.column = (_place(f"A{given['r']}")[0] if "r" in given else self.row + 1), 0
        elif name == "mergeCell":
            first, _colon, last = given.get("ref", "").partition(":")
            self.grid.has_merged(_place(first)[0], _place(last or first)[0])

    def said(self, text: str) -> None:
        if self.inside:
            self.pieces.append(text)

    def end(self, name: str) -> None:
        if name in {"v", "t"}:
            self.inside = False
        elif name == "rPh":
            self.is_sound = False
        elif name == "c":
            told = "".join(self.pieces)
            if self.kind == "e":
                self.grid.has_failed(self.row)
            elif told:
                self.grid.put(self.row, self.column, as_text(self.value(told)))
            elif self.has_formula and self.kind != "str":
                self.grid.has_no_value(self.row)

    def value(self, told: str) -> object:
        if self.kind == "s":
            at = _whole(told)
            if at >= len(self.book.texts):
                raise Unreadable(damaged())
            return self.book.texts[at]
        if self.kind == "b":
            return told.strip() == "1"
        if self.kind != "n":
            return told
        try:
            number = float(told)
        except ValueError:
            raise Unreadable(damaged()) from None
        style = int(self.style) if self.style.isdecimal() and len(self.style) < 9 else 0
        if style < len(self.book.days) and self.book.days[style] and 0 <= number <= LAST_DAY:
            return _moment(number, EPOCHS[self.book.from_1904])
        decimals = self.book.per_cents[style] if style < len(self.book.per_cents) else None
        if decimals is not None and abs(number) < FAR:
            return per_cent(number, decimals)
        return number


def _moment(number: float, epoch: datetime) -> datetime | time:
    moment = epoch + timedelta(seconds=round(number * 86_400))
    return moment.time() if number < 1 else moment


def _place(told: str) -> tuple[int, int]:
    """Row and column of an address. Raises Unreadable."""
    match = PLACE.fullmatch(told.upper())
    if match is None:
        raise Unreadable(damaged())
    column = 0
    for letter in match[1]:
        column = column * 26 + ord(letter) - 64
    return int(match[2]), column


def _whole(told: str) -> int:
    """A count or a rank. Raises Unreadable."""
    if not (told.isdecimal() and len(told) < 9):
        raise Unreadable(damaged())
    return int(told)


def _is_day(code: str) -> bool:
    """Whether a format shows days or hours: letters of dates, outside quotes, brackets and what is escaped."""
    bare = re.sub(r'"[^"]*"|\[[^\]]*\]|\\.|_.|\*.', "", code.lower())
    return bare != "general" and bool(re.search("[dmyhs]", bare))


def _decimals(code: str) -> int | None:
    """How many decimals a format of per cents shows; None for any other format."""
    match = PER_CENT.search(code)
    return len(match[1] or "") if match else None
