"""Tickets on paper: eight on a sheet, to be cut; each with its code for a phone, and the same to be typed."""

from typing import TYPE_CHECKING, Final

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from portevoix.ground.seal.ticket import Ticket
from portevoix.ground.web import paper
from portevoix.ground.web.days import in_words
from portevoix.steering.survey.models import Survey

if TYPE_CHECKING:
    from portevoix.ground.web.sheet import Sheet

ACROSS: Final = 2
DOWN: Final = 4
WIDTH, HEIGHT, MARGIN = 95.0, 67.0, 10.0
"""Millimetres."""


def link(survey: Survey, ticket: Ticket) -> str:
    """Where it is spent: what comes after the sign # is never sent to a server by a browser."""
    return f"{page(survey)}#{ticket}"


def page(survey: Survey) -> str:
    """The page of a survey, as it is typed."""
    with override(settings.LANGUAGE_CODE):
        return settings.ORIGIN + reverse("survey:answer", args=[survey.school.slug, survey.slug])


def as_pdf(survey: Survey, tickets: list[Ticket], language: str) -> bytes:
    """Sheets to be cut along their lines. Nothing on a ticket says whose it is: nobody knows."""
    sheet = paper.sheet("A4", title=survey.title, language=language)
    for place, ticket in enumerate(tickets):
        at = place % (ACROSS * DOWN)
        if at == 0:
            sheet.add_page()
        _draw(sheet, survey, ticket, MARGIN + at % ACROSS * WIDTH, MARGIN + at // ACROSS * HEIGHT)
    return paper.written(sheet)


def _draw(sheet: "Sheet", survey: Survey, ticket: Ticket, left: float, top: float) -> None:
    sheet.set_draw_color(*paper.LINE)
    sheet.set_dash_pattern(dash=1.5, gap=1.5)
    sheet.rect(left, top, WIDTH, HEIGHT)
    sheet.set_dash_pattern()
    x, wide = left + 5, WIDTH - 10
    y = sheet.say(survey.title, x, top + 5, wide, size=11, bold=True, colour=paper.ACCENT)
    y = sheet.say(
        _("One ticket, one answer, until %(day)s. Nobody knows whose it is.")
        % {"day": in_words(survey.closes, "DATE_FORMAT")},
        x,
        y + 1,
        wide,
        size=8,
        colour=paper.SOFT,
    )
    sheet.draw_code(link(survey, ticket), x, y + 2, 28)
    beside = x + 32
    below = sheet.say(_("Or open this page, and type the ticket:"), beside, y + 2, wide - 32, size=8)
    below = sheet.say(page(survey), beside, below, wide - 32, size=7, colour=paper.SOFT)
    groups = str(ticket).split("-")
    for at in (0, 5):
        below = sheet.say("-".join(groups[at : at + 5]), beside, below + 1, wide - 32, size=9, bold=True)
