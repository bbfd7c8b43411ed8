"""What the lines of a list say of each person. Pure: nothing here looks at who is known already.

Lines about one person are put together, so that neither their order nor their repetition changes anything. Lines that
contradict each other are all wrong: nobody here can tell which is right.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from portevoix.ground.population import columns
from portevoix.ground.population.models import Group
from portevoix.ground.sheets.reading import Sheet, day

LENGTHS = {columns.NUMBER: 40, columns.EMAIL: 254, columns.FAMILY: 80, columns.GIVEN: 80, columns.TITLE: 80}
LONGEST_NAME_OF_GROUP = 120
UNSEEN = re.compile("[\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\x00-\x1f\x7f]")
"""What changes how a line is read without being seen."""
EVERY = 500
"""Lines between two signs of progress."""

Place = tuple[str, str]
"""A group, by kind and name."""


class Wrong(Exception):  # noqa: N818  it is a sentence about one line
    """This line cannot be taken; why, for whoever keeps the list."""


@dataclass(frozen=True)
class Options:
    """How the officer wants a list read."""

    columns: tuple[str, ...] = ()
    status: str = ""
    """For those whose line says none."""
    group: Place = ("", "")
    """Everyone of the list goes into this one."""
    make: bool = True
    """Groups and campuses that are not known yet are made."""
    anyway: bool = False
    """Take the right lines even when others are wrong."""
    leave: bool = False
    """Whoever is not in the list has left."""

    def as_json(self) -> dict[str, object]:
        return {**self.__dict__, "columns": list(self.columns), "group": list(self.group)}

    @classmethod
    def from_json(cls, said: dict[str, object]) -> "Options":
        known = {name: value for name, value in said.items() if name in cls.__dataclass_fields__}
        for name in {"columns", "group"} & known.keys():
            known[name] = tuple(known[name])  # type: ignore[arg-type]  # as it was written
        return cls(**known)  # type: ignore[arg-type]  # as it was written


@dataclass
class Said:
    """What a list says of one person; what is empty, it says nothing of."""

    lines: list[int]
    number: str = ""
    email: str = ""
    given_name: str = ""
    family_name: str = ""
    status: str = ""
    campus: str = ""
    left: date | None = None
    groups: dict[Place, str] = field(default_factory=dict)
    """With the office held there, if any."""

    @property
    def name(self) -> str:
        return f"{self.given_name} {self.family_name}".strip() or self.email or self.number


@dataclass
class Understood:
    """Everyone the list speaks of, and the sentence about each line that is wrong."""

    people: list[Said] = field(default_factory=list)
    wrong: dict[int, str] = field(default_factory=dict)


def understand(sheet: Sheet, options: Options, tick: Callable[[float], None] = lambda _part: None) -> Understood:
    """Everyone the sheet speaks of. `tick` hears how far it is, from 0 to 1."""
    found = Understood(wrong=dict(sheet.wrong))
    said: list[Said] = []
    for at, (line, cells) in enumerate(sheet.numbered()):
        if at % EVERY == 0:
            tick(at / len(sheet.rows))
        if line not in found.wrong:
            try:
                said.append(tell(line, dict(zip(options.columns, cells, strict=False)), options))
            except Wrong as wrong:
                found.wrong[line] = str(wrong)
    for lines in _by_person(said, found.wrong):
        try:
            found.people.append(_together(lines))
        except Wrong as wrong:
            found.wrong |= {line: str(wrong) for one in lines for line in one.lines}
    found.people.sort(key=lambda one: one.lines)
    found.wrong = dict(sorted(found.wrong.items()))
    return found


def tell(line: int, cells: dict[str, str], options: Options) -> Said:
    """What one line says. Raises Wrong."""
    told = {meaning: " ".join(cell.split()) for meaning, cell in cells.items() if meaning}
    for meaning, cell in told.items():
        if UNSEEN.search(cell):
            raise Wrong(_("This line holds invisible characters. Type it again."))
        if len(cell) > LENGTHS.get(meaning, 400):
            raise Wrong(_("“%(cell)s…” is too long.") % {"cell": cell[:30]})
    one = Said([line], number=told.get(columns.NUMBER, ""), email=told.get(columns.EMAIL, "").lower())
    if one.email:
        try:
            validate_email(one.email)
        except ValidationError:
            raise Wrong(_("“%(email)s” is not an e-mail address.") % {"email": one.email}) from None
    if not (one.email or one.number):
        raise Wrong(_("This line has neither an e-mail address nor a number: nobody can tell who it is about."))
    one.family_name, one.given_name = told.get(columns.FAMILY, ""), told.get(columns.GIVEN, "")
    if told.get(columns.WHOLE_NAME):
        one.family_name, one.given_name = _names(told[columns.WHOLE_NAME])
    one.status = _status(told.get(columns.STATUS, "")) or options.status
    one.campus = told.get(columns.CAMPUS, "")
    one.left = _departure(told.get(columns.LEFT, ""))
    one.groups = _groups(cells, options)
    return one


def _status(told: str) -> str:
    status = columns.status_of(told)
    if told and not status:
        raise Wrong(_("“%(status)s” is no known status: write student, doctoral student or staff.") % {"status": told})
    return status


def _departure(told: str) -> date | None:
    """The day someone left; one that is still to come says nothing yet."""
    if not told:
        return None
    when = day(told)
    if when is None:
        raise Wrong(_("“%(day)s” is not a date: write it as 31/08/2026.") % {"day": told})
    return when if when <= date.today() else None


def _names(told: str) -> tuple[str, str]:
    """Family and first name: « MARTIN Lou », « Lou MARTIN » or « Martin, Lou »."""
    family, comma, given = told.partition(",")
    if comma and family.strip() and given.strip():
        return family.strip(), given.strip()
    words = told.split()
    loud = [word for word in words if word.upper() == word and any(map(str.isalpha, word))]
    if loud and len(loud) < len(words):
        return " ".join(loud), " ".join(word for word in words if word not in loud)
    raise Wrong(_("In “%(name)s”, write the family name in capitals, or in a column of its own.") % {"name": told[:80]})


def _groups(cells: dict[str, str], options: Options) -> dict[Place, str]:
    found: dict[Place, str] = {}
    title = " ".join(cells.get(columns.TITLE, "").split())
    for kind in Group.Kind.values:
        for name in re.split(r"[;\n]", cells.get(kind, "")):
            told = " ".join(name.split())
            if len(told) > LONGEST_NAME_OF_GROUP:
                raise Wrong(_("“%(cell)s…” is too long.") % {"cell": told[:30]})
            if told:
                found[kind, told] = title if kind == Group.Kind.ASSOCIATION else ""
    if options.group[1]:
        found[options.group] = title if options.group[0] == Group.Kind.ASSOCIATION else ""
    return found


def _by_person(said: Sequence[Said], wrong: dict[int, str]) -> Iterable[list[Said]]:
    """Lines about the same person, together: by their address, else by their number. Those in doubt go to `wrong`."""
    numbers: defaultdict[str, set[str]] = defaultdict(set)
    emails: defaultdict[str, set[str]] = defaultdict(set)
    for one in said:
        if one.email and one.number:
            numbers[one.email].add(one.number)
            emails[one.number].add(one.email)
    people: defaultdict[str, list[Said]] = defaultdict(list)
    for one in said:
        if one.email and len(numbers[one.email]) > 1:
            wrong[one.lines[0]] = _("The address %(email)s is in this list under several numbers: %(numbers)s.") % {
                "email": one.email,
                "numbers": ", ".join(sorted(numbers[one.email])),
            }
        elif one.number and len(emails[one.number]) > 1:
            wrong[one.lines[0]] = _("The number %(number)s is in this list with several addresses: %(emails)s.") % {
                "number": one.number,
                "emails": ", ".join(sorted(emails[one.number])),
            }
        else:
            people[one.email or next(iter(emails[one.number]), f"#{one.number}")].append(one)
    return people.values()


SAME = {
    "number": columns.NUMBER,
    "email": columns.EMAIL,
    "given_name": columns.GIVEN,
    "family_name": columns.FAMILY,
    "status": columns.STATUS,
    "campus": columns.CAMPUS,
    "left": columns.LEFT,
}


def _together(lines: list[Said]) -> Said:
    """One person, of whom these lines speak. Raises Wrong when they contradict each other."""
    if len(lines) == 1:
        return lines[0]
    whole = Said(sorted(line for one in lines for line in one.lines))
    for name, meaning in SAME.items():
        spellings = sorted({value for one in lines if (value := getattr(one, name))})
        if len({str(spelling).casefold() for spelling in spellings}) > 1:
            raise Wrong(
                _("Lines %(lines)s are about the same person and differ: %(column)s.")
                % {"lines": ", ".join(map(str, whole.lines)), "column": columns.MEANINGS[meaning]}
            )
        if spellings:
            setattr(whole, name, spellings[0])
    for one in lines:
        for place, title in one.groups.items():
            known = whole.groups.get(place, "")
            if known and title and known != title:
                raise Wrong(
                    _("Lines %(lines)s give the same person two offices in %(group)s. Write them in one cell.")
                    % {"lines": ", ".join(map(str, whole.lines)), "group": place[1]}
                )
            whole.groups[place] = known or title
    return whole
