"""What the lines of a table say of each figure. Pure: nothing here looks at what is known already.

Lines about one figure are put together, so that neither their order nor their repetition changes anything. Lines that
contradict each other are all wrong: nobody here can tell which is right.
"""

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from portevoix.ground.sheets.reading import Sheet
from portevoix.steering.shares import columns
from portevoix.steering.shares.rules import DECIMALS, HUNDREDTHS, YEARS, what_is_wrong

LENGTHS = {columns.PROGRAMME: 120, columns.CAMPUS: 120, columns.SOURCE: 300}
LARGEST_COUNT = 1_000_000
UNSEEN = re.compile("[\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\x00-\x1f\x7f]")
"""What changes how a line is read without being seen."""
NOTHING = {"", "-", "–", "—", "nd", "n.d.", "nc", "n.c.", "n/a", "na"}
"""What people write where they have no figure."""

Key = tuple[str, str, str, int]
"""A figure: programme and campus as folded, stage, year."""


class Wrong(Exception):  # noqa: N818  it is a sentence about one line
    """This line cannot be taken; why, for whoever keeps the table."""


@dataclass(frozen=True)
class Options:
    """How the officer wants a table read; what the file does not say."""

    columns: tuple[str, ...] = ()
    programme: str = ""
    stage: str = ""
    year: int | None = None
    source: str = ""
    make: bool = True
    """Programmes that are not known yet are made."""
    publish: bool = False
    """The figures of the table are shown to everyone."""
    anyway: bool = False
    """Take the right lines even when others are wrong."""

    def as_json(self) -> dict[str, object]:
        return {**self.__dict__, "columns": list(self.columns)}

    @classmethod
    def from_json(cls, said: dict[str, object]) -> "Options":
        known = {name: value for name, value in said.items() if name in cls.__dataclass_fields__}
        return cls(**{**known, "columns": tuple(known.get("columns", ()))})  # type: ignore[arg-type]  # as it was written


@dataclass
class Said:
    """What a table says of one figure; what is None or empty, it says nothing of."""

    lines: list[int]
    programme: str
    campus: str
    stage: str
    year: int
    women: int | None = None
    everyone: int | None = None
    percent: Decimal | None = None
    source: str = ""

    @property
    def key(self) -> Key:
        return self.programme.casefold(), self.campus.casefold(), self.stage, self.year


@dataclass
class Understood:
    """Every figure the table tells, and the sentence about each line that is wrong."""

    figures: list[Said] = field(default_factory=list)
    wrong: dict[int, str] = field(default_factory=dict)


def understand(sheet: Sheet, options: Options) -> Understood:
    """Every figure of the sheet."""
    found = Understood(wrong=dict(sheet.wrong))
    told: defaultdict[Key, list[Said]] = defaultdict(list)
    for line, cells in sheet.numbered():
        if line in found.wrong:
            continue
        try:
            for said in list(tell(line, dict(zip(options.columns, cells, strict=False)), options)):
                told[said.key].append(said)
        except Wrong as wrong:
            found.wrong[line] = str(wrong)
    for several in told.values():
        try:
            found.figures.append(_together(several))
        except Wrong as wrong:
            found.wrong |= {line: str(wrong) for said in several for line in said.lines}
    found.figures = right(found.figures, found.wrong)
    found.figures.sort(key=lambda said: (said.lines, said.key))
    found.wrong = dict(sorted(found.wrong.items()))
    return found


def right(figures: list[Said], wrong: dict[int, str]) -> list[Said]:
    """The figures no line of which is wrong; a line that tells a figure together with a wrong one is wrong with it."""
    while touched := [said for said in figures if wrong.keys() & set(said.lines)]:
        gone = set(map(id, touched))
        figures = [said for said in figures if id(said) not in gone]
        for said in touched:
            sentence = next(wrong[line] for line in said.lines if line in wrong)
            wrong |= {line: wrong.get(line, sentence) for line in said.lines}
    return figures


def tell(line: int, cells: dict[str, str], options: Options) -> Iterator[Said]:
    """The figures of one line: one, or one for each column of a stage. Raises Wrong."""
    told = {meaning: " ".join(cell.split()) for meaning, cell in cells.items() if meaning}
    for meaning, cell in told.items():
        if UNSEEN.search(cell):
            raise Wrong(_("This line holds invisible characters. Type it again."))
        if len(cell) > LENGTHS.get(meaning, 200):
            raise Wrong(_("“%(cell)s…” is too long.") % {"cell": cell[:30]})
    programme = told.get(columns.PROGRAMME, "") or options.programme
    if not programme:
        raise Wrong(_("This line does not say which programme it is about."))
    place = (programme, told.get(columns.CAMPUS, ""))
    when = year(told.get(columns.YEAR, "")) or options.year
    if when is None:
        raise Wrong(_("This line does not say which year it is about."))
    source = told.get(columns.SOURCE, "") or options.source
    by_stage = {stage: cell for meaning, stage in columns.OF_STAGE.items() if (cell := _bare(told.get(meaning, "")))}
    for of_stage, cell in by_stage.items():
        yield Said([line], *place, of_stage.value, when, percent=percent(cell), source=source)
    numbers = [told.get(name, "") for name in (columns.WOMEN, columns.MEN, columns.EVERYONE, columns.PERCENT)]
    if not any(map(_bare, numbers)):
        if by_stage:
            return
        raise Wrong(_("This line holds no figure."))
    stage = columns.stage_of(told[columns.STAGE]) if told.get(columns.STAGE) else options.stage
    if not stage:
        raise Wrong(_stage_sentence(told.get(columns.STAGE, "")))
    women, everyone = _counts(*map(count, numbers[:3]))
    share = percent(numbers[3]) if _bare(numbers[3]) else None
    if sentence := what_is_wrong(women, everyone, share):
        raise Wrong(sentence)
    yield Said([line], *place, stage, when, women, everyone, share, source)


def _bare(cell: str) -> str:
    return "" if cell.casefold() in NOTHING else cell


def _stage_sentence(told: str) -> str:
    if not told:
        return _("This line does not say its stage: applications, admissions, students or graduates.")
    return _("“%(stage)s” is no known stage: write applications, admissions, students or graduates.") % {"stage": told}


def _counts(women: int | None, men: int | None, everyone: int | None) -> tuple[int | None, int | None]:
    """Women and everyone, from any two of the three. Raises Wrong when the three do not add up."""
    if men is None:
        return women, everyone
    if women is not None and everyone is not None and women + men != everyone:
        raise Wrong(
            _("%(women)d women and %(men)d men make %(sum)d, not %(everyone)d: one of them is wrong.")
            % {"women": women, "men": men, "sum": women + men, "everyone": everyone}
        )
    if women is None and everyone is not None:
        if men > everyone:
            raise Wrong(_("%(men)d men out of %(everyone)d: that cannot be.") % {"men": men, "everyone": everyone})
        women = everyone - men
    return women, None if women is None else women + men


def count(told: str) -> int | None:
    """A number of people; None when there is nothing. Raises Wrong."""
    bare = re.sub(r"[\s\u202f\u00a0]", "", _bare(told))
    if not bare:
        return None
    if not re.fullmatch(r"\d{1,7}([.,]0+)?", bare) or (number := int(re.split("[.,]", bare)[0])) > LARGEST_COUNT:
        raise Wrong(_("“%(cell)s” is not a number of people.") % {"cell": told[:30]})
    return number


def percent(told: str) -> Decimal:
    """A per cent, with the decimals it has; what was computed with more than four is rounded to two. Raises Wrong."""
    bare = re.sub(r"[\s\u202f\u00a0]", "", told)
    match = re.fullmatch(r"(\d{1,3}(?:[.,]\d{1,15})?)(%?)", bare)
    if match is None or (value := Decimal(match[1].replace(",", "."))) > 100:
        raise Wrong(_("“%(cell)s” is not a per cent: write it between 0 and 100.") % {"cell": told[:30]})
    if 0 < value < 1 and not match[2]:
        meant = number_format((100 * value).normalize().quantize(HUNDREDTHS))
        raise Wrong(
            _("“%(cell)s” is less than one per cent. Write %(meant)s if it is a part of one, or add the sign %%.")
            % {"cell": told[:30], "meant": meant}
        )
    exponent = int(value.as_tuple().exponent)
    return value.quantize(HUNDREDTHS) if -exponent > DECIMALS else Decimal(f"{value:f}")


def year(told: str) -> int | None:
    """A year, or the year of a day; None when there is nothing. Raises Wrong."""
    bare = _bare(told)
    match = re.fullmatch(r"(\d{4})(?:-\d\d-\d\d.*|\.0+)?", bare)
    if not bare:
        return None
    if match is None or int(match[1]) not in YEARS:
        raise Wrong(_("“%(year)s” is not a year.") % {"year": told[:30]})
    return int(match[1])


SAME = {"women": columns.WOMEN, "everyone": columns.EVERYONE, "percent": columns.PERCENT, "source": columns.SOURCE}


def _together(several: list[Said]) -> Said:
    """One figure, of which these lines speak. Raises Wrong when they contradict each other."""
    first = several[0]
    whole = Said(sorted({line for said in several for line in said.lines}), *_spelt(several), first.stage, first.year)
    for name, meaning in SAME.items():
        values = [value for said in several if (value := getattr(said, name)) not in (None, "")]
        if len(set(values)) > 1:
            raise Wrong(
                _("Lines %(lines)s are about the same figure and differ: %(column)s.")
                % {"lines": ", ".join(map(str, whole.lines)), "column": columns.MEANINGS[meaning]}
            )
        if values:
            setattr(whole, name, max(values, key=lambda value: len(str(value))))  # 27.00 rather than 27
    if sentence := what_is_wrong(whole.women, whole.everyone, whole.percent):
        raise Wrong(sentence)
    return whole


def _spelt(several: list[Said]) -> tuple[str, str]:
    """The same spelling whatever the order of the lines."""
    return min(said.programme for said in several), min(said.campus for said in several)
