"""The menu of a school's mission: what it does, in groups, and the pages of each.

Rooms are named by their addresses, none is imported: the mission works in all of them, and they stand on this one.
"""

from dataclasses import dataclass
from typing import Final

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from portevoix.ground.schools.models import School


@dataclass(frozen=True)
class Page:
    """One page of the menu. `section` is what the views of a room say to be found in it."""

    section: str
    name: str | Promise
    view: str


@dataclass(frozen=True)
class Group:
    """Pages that serve one task. A group of one page is that page."""

    name: str | Promise
    pages: tuple[Page, ...]


@dataclass(frozen=True)
class Link:
    """A line of the menu as it is drawn. `here`: we are on it, or on a page of it."""

    name: str | Promise
    address: str
    here: bool


MENU: Final = (
    Group(_("Overview"), (Page("home", _("Overview"), "prevention:home"),)),
    Group(
        _("To train"),
        (
            Page("trainings", _("Trainings"), "trainings:manage"),
            Page("sittings", _("Sittings"), "sittings:manage"),
            Page("evaluation", _("Evaluation"), "evaluation:manage"),
            Page("population", _("People"), "population:manage"),
        ),
    ),
    Group(
        _("Campus life"),
        (
            Page("associations", _("Associations"), "associations:manage"),
            Page("library", _("Library"), "library:manage"),
            Page("contests", _("Contests"), "contests:manage"),
            Page("posters", _("Posters"), "library:posters"),
            Page("care", _("Help"), "care:manage"),
        ),
    ),
    Group(
        _("To steer"),
        (
            Page("plan", _("Plans"), "plan:manage"),
            Page("proposals", _("Proposals"), "plan:proposals"),
            Page("committee", _("Committee"), "committee:manage"),
            Page("shares", _("Shares of women"), "shares:manage"),
            Page("survey", _("Survey"), "survey:manage"),
            Page("report", _("Report"), "report:manage"),
            Page("practices", _("Good practice"), "practices:manage"),
        ),
    ),
    Group(_("Team"), (Page("team", _("Team"), "people:team"),)),
)


def groups(school: School, section: str) -> list[Link]:
    """The first line: each group leads to its first page."""
    return [Link(group.name, _address(group.pages[0], school), group is _around(section)) for group in MENU]


def pages(school: School, section: str) -> list[Link]:
    """The second line: the pages of the group where we are; none where there is only one."""
    group = _around(section)
    if group is None or len(group.pages) == 1:
        return []
    return [Link(page.name, _address(page, school), page.section == section) for page in group.pages]


def _around(section: str) -> Group | None:
    return next((group for group in MENU if any(page.section == section for page in group.pages)), None)


def _address(page: Page, school: School) -> str:
    return reverse(page.view, args=[school.slug])
