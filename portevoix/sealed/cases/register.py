"""The cell's register: the trail in plain words. Never content, never a case that was not opened to whoever reads."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portevoix.ground.people.models import Membership
from portevoix.ground.trail.models import Batch, Line
from portevoix.sealed.cases.models import fpr_of, readable_lines
from portevoix.sealed.cases.states import reference

LINES_A_PAGE: Final = 50

OF_CASES: Final[Mapping[str, Promise]] = {
    "deposit": gettext_lazy("A testimony was received"),
    "transmitted": gettext_lazy("The person transmitted what they had kept"),
    "reporter wrote": gettext_lazy("The person wrote"),
    "reporter changed access": gettext_lazy("The person changed who may read"),
    "words changed": gettext_lazy("The person changed their nine words"),
    "read": gettext_lazy("%(who)s read the case"),
    "file read": gettext_lazy("%(who)s opened files"),
    "taken up": gettext_lazy("%(who)s took up the case"),
    "answered": gettext_lazy("%(who)s wrote to the person"),
    "notes opened": gettext_lazy("%(who)s wrote the first note"),
    "note written": gettext_lazy("%(who)s wrote a note"),
    "renamed": gettext_lazy("%(who)s renamed the case"),
    "access changed": gettext_lazy("%(who)s changed who may read, or the key"),
    "passed on": gettext_lazy("%(who)s passed the case on"),
    "closed": gettext_lazy("%(who)s closed the case"),
    "opened again": gettext_lazy("%(who)s opened the case again"),
    "exported": gettext_lazy("%(who)s downloaded the case"),
}
OF_THE_CELL: Final[Mapping[str, Promise]] = {
    "school founded": gettext_lazy("The school opened its space here"),
    "member invited": gettext_lazy("%(who)s invited someone"),
    "invitation withdrawn": gettext_lazy("%(who)s withdrew an invitation"),
    "member joined": gettext_lazy("%(who)s joined the cell"),
    "member left": gettext_lazy("%(whom)s left the cell"),
    "member described": gettext_lazy("%(who)s corrected the name or function of %(whom)s"),
    "second factor reset": gettext_lazy("%(who)s let %(whom)s set up a new second factor"),
    "vault made": gettext_lazy("%(who)s made their vault"),
    "vault way changed": gettext_lazy("%(who)s changed a way into their vault"),
    "directory signed": gettext_lazy("%(who)s signed a new version of the directory"),
    "directory recovered": gettext_lazy("%(who)s signed a new version of the directory with the recovery key"),
    "recovery key used": gettext_lazy("%(who)s opened situations again with the recovery key"),
}


@dataclass(frozen=True)
class Entry:
    """One line, as it is read."""

    said: str
    at: datetime
    case: str | None
    sealed_on: date | None

    @property
    def reference(self) -> str:
        """The short name of a case, as on its page."""
        return reference(self.case) if self.case else ""


@dataclass(frozen=True)
class Register:
    """One page of the register."""

    entries: list[Entry]
    case: str | None
    after: str | None
    checkpoint: Batch | None

    @property
    def reference(self) -> str:
        return reference(self.case) if self.case else ""


def page(membership: Membership, before: str | None, case: str | None) -> Register:
    """The newest lines, or those before the line of a commitment; of one case when it is asked for."""
    lines = readable_lines(membership.cell.ident, fpr_of(membership))
    if case is not None:
        lines = lines.about(case)
    if before is not None:
        lines = lines.before(before)
    found = list(lines[: LINES_A_PAGE + 1])
    names = _names(membership)
    shown = found[:LINES_A_PAGE]
    return Register(
        entries=[_entry(line, names) for line in shown],
        case=case,
        after=shown[-1].commitment if len(found) > LINES_A_PAGE else None,
        checkpoint=Batch.objects.newest(),
    )


def _names(membership: Membership) -> dict[str, str]:
    """Everyone who is or was of the cell, under the names the trail uses: of their seat, of their account."""
    seats = Membership.objects.for_cell(membership.cell).with_people()
    return {ident: seat.person.name for seat in seats for ident in (seat.ident, seat.person.ident)}


def _entry(line: Line, names: Mapping[str, str]) -> Entry:
    who = names.get(line.actor, _("Someone") if line.actor else _("Whoever runs this site"))
    known = OF_CASES.get(line.kind) or OF_THE_CELL.get(line.kind)
    said = str(known or "%(who)s · %(what)s") % {
        "who": who,
        "whom": names.get(line.subject, _("someone")),
        "what": line.kind,
    }
    case = line.subject if line.kind in OF_CASES else None
    return Entry(said, line.at, case, line.batch.day if line.batch else None)
