"""Whom the lines of a sheet name: every one of them, or nobody."""

import re

from django.utils.translation import gettext as _

from portevoix.ground.population.models import Individual
from portevoix.ground.schools.models import School
from portevoix.ground.sheets.reading import Sheet

MOST = 20
"""How many lines are named when they are not understood."""
NUMBERS = re.compile(r"num[eé]ro|matricule|identifiant|number|\bn°|\bid\b", re.IGNORECASE)


class NotUnderstood(Exception):  # noqa: N818  somebody is told what to correct
    """Lines that name nobody of the school; a sentence for each."""

    def __init__(self, sentences: list[str]) -> None:
        super().__init__(*sentences)
        self.sentences = sentences


def of_sheet(school: School, sheet: Sheet) -> list[Individual]:
    """Everybody a sheet names, once each. Raises NotUnderstood."""
    people = list(Individual.objects.for_school(school))
    column, by_address = _column(sheet)
    known = {(one.email if by_address else one.number.lower()): one for one in people}
    known.pop("", None)
    found: dict[str, Individual] = {}
    wrong: list[str] = []
    for line, cells in sheet.numbered():
        said = cells[column].strip()
        if line in sheet.wrong:
            wrong.append(_("Line %(line)d: %(what)s") % {"line": line, "what": sheet.wrong[line]})
        elif said.lower() in known:
            found[said.lower()] = known[said.lower()]
        else:
            sentence = _("Line %(line)d: nobody on the school’s lists goes by “%(said)s”.")
            wrong.append(sentence % {"line": line, "said": said[:80]})
    if wrong:
        rest = [_("… and as much in other lines: %(count)d.") % {"count": len(wrong) - MOST}]
        raise NotUnderstood(wrong[:MOST] + (rest if len(wrong) > MOST else []))
    return list(found.values())


def _column(sheet: Sheet) -> tuple[int, bool]:
    """Which column says who, and whether by their address."""
    addresses = [sum("@" in row[at] for row in sheet.rows) for at in range(len(sheet.header))]
    if any(addresses):
        return addresses.index(max(addresses)), True
    for at, title in enumerate(sheet.header):
        if NUMBERS.search(title):
            return at, False
    sentence = _("No column of this sheet holds e-mail addresses, and none is headed “number”.")
    raise NotUnderstood([sentence])
