"""One page of a member's desk, read in the order of an index, without counting what nobody will look at."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

from django.core.exceptions import BadRequest

from portevoix.ground.people.models import Membership
from portevoix.ground.schools.models import School
from portevoix.ground.seal.fields import b64
from portevoix.ground.web.models import Instance
from portevoix.sealed.cases.models import DeskLine, DeskQuerySet, fpr_of, latest_titles
from portevoix.sealed.streams import wire

COUNTED: Final = 99
"""Beyond this a count is shown as "99+": nobody acts on the difference."""
LAST: Final = 2**63 - 1


@dataclass(frozen=True)
class Tab:
    """One view of the desk and how many lines it holds, at most `COUNTED` + 1."""

    name: str
    count: int
    current: bool
    news: int
    """How many of these have not been read."""

    @property
    def more(self) -> bool:
        return self.count > COUNTED


@dataclass(frozen=True)
class Place:
    """Between which lines a page begins: it stays true when lines before it come and go."""

    unread: bool
    activity: datetime
    pk: int

    @classmethod
    def read(cls, written: str, lines: DeskQuerySet) -> "Place":
        """`1.29384756.<case>`: unread or not, the minute, the case. Refuses anything else."""
        try:
            unread, minute, case = written.split(".")
            activity = datetime.fromtimestamp(int(minute) * 60, UTC)
            if unread not in {"0", "1"} or len(case) != 32:
                raise ValueError
        except (ValueError, OverflowError, OSError):
            raise BadRequest from None
        line = lines.line_of(case)
        return cls(unread == "1", activity, line.pk if line else LAST)


def place_of(line: DeskLine) -> str:
    return f"{int(line.unread)}.{wire.minute(line.activity)}.{line.stream.case}"


@dataclass(frozen=True)
class Desk:
    """What the desk shows: tabs, lines, sealed titles by case, and where the pages before and after begin."""

    view: str
    tabs: list[Tab]
    lines: list[DeskLine]
    sealed: dict[str, Any]
    before: str | None
    after: str | None
    has_vault: bool
    several_schools: bool

    @property
    def news_of_mine(self) -> int:
        """How many situations of theirs have something new, when they look elsewhere."""
        return 0 if self.view == "moi" else next(tab.news for tab in self.tabs if tab.name == "moi")


def views_of(membership: Membership, fpr: str) -> Mapping[str, DeskQuerySet]:
    lines = DeskLine.objects.of(fpr).for_cell(membership.cell_id)
    return {"attente": lines.waiting(), "moi": lines.mine(), "toutes": lines.conversations()}


def page(membership: Membership, view: str, asked: Mapping[str, str], size: int) -> Desk:
    """One page of `size` lines, unread first, then the latest. `asked` may hold `apres` or `avant`, a place."""
    fpr = fpr_of(membership)
    views = views_of(membership, fpr)
    back = "avant" in asked
    written = asked.get("avant") or asked.get("apres")
    at = Place.read(written, views["toutes"]) if written else None
    found = stretch(views[view], at, size + 1, back=back)
    more = len(found) > size
    shown = (found[-size:] if back else found[:size]) if more else found
    return Desk(
        view=view,
        tabs=[_tab(name, rows, view) for name, rows in views.items()],
        lines=shown,
        sealed={"inst": Instance.current_ident(), "cell": membership.cell.ident, "me": fpr, "titles": titles_of(shown)},
        before=place_of(shown[0]) if shown and (more if back else at is not None) else None,
        after=place_of(shown[-1]) if shown and (more or back) else None,
        has_vault=bool(fpr),
        several_schools=School.objects.filter(cell=membership.cell)[1:2].exists(),
    )


def _tab(name: str, rows: DeskQuerySet, view: str) -> Tab:
    return Tab(name, _count(rows), name == view, _count(rows.unread(True)) if name == "moi" else 0)


def _count(rows: DeskQuerySet) -> int:
    return len(rows.order_by().values_list("pk")[: COUNTED + 1])


def stretch(lines: DeskQuerySet, at: Place | None, size: int, *, back: bool = False) -> list[DeskLine]:
    """At most `size` lines after a place, or before it; always in the order of the desk."""
    rows = lines.with_everything_a_line_shows()
    found: list[DeskLine] = []
    for unread in (False, True) if back else (True, False):
        part = rows.unread(unread)
        if at is not None and at.unread == unread:
            part = part.newer_than(at.activity, at.pk) if back else part.older_than(at.activity, at.pk)
        elif at is not None and at.unread == back:
            continue
        found += (part.reverse() if back else part)[: size - len(found)]
    return found[::-1] if back else found


def titles_of(lines: list[DeskLine]) -> dict[str, dict[str, str]]:
    """The latest sealed title of each case: the one members gave, else the one that came with the testimony."""
    found = latest_titles([thread for line in lines for thread in line.threads])
    titles = {}
    for line in lines:
        for thread in line.threads:
            if thread in found:
                item = found[thread]
                titles[line.stream.case] = {"hdr": b64(bytes(item.header)), "box": b64(bytes(item.box))}
    return titles
