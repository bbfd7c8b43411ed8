"""A plan on paper: the same as its page, to be joined to the minutes of whoever votes it."""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from django.utils.translation import gettext as _

from portevoix.ground.web.document import Bar, Cell, Document
from portevoix.steering.plan.board import Board, Line, Part, Reading, Tally
from portevoix.steering.plan.models import Plan
from portevoix.steering.plan.wording import vote

Row = tuple[Cell, ...]


@dataclass(frozen=True)
class Sheet:
    """One measure, in the words that are printed."""

    title: str
    actions: tuple[Row, ...]
    readings: tuple[Row, ...]


def as_pdf(board: Board, day: date, language: str) -> bytes:
    """A4, in the language that is set. What has not changed is drawn once a day, whoever asks for it."""
    plan = board.plan
    sheets = tuple(_sheet(part, plan) for part in board.parts)
    said = (plan.title, _vote(board), plan.school.name, _standing(board.tally), plan.aims, plan.networks)
    return _drawn(said, sheets, day, language)


@lru_cache(maxsize=8)
def _drawn(said: tuple[str, ...], sheets: tuple[Sheet, ...], day: date, language: str) -> bytes:
    """Drawing a large plan takes seconds of a processor, and anyone may ask: so it is kept."""
    title, subtitle, place, standing, aims, networks = said
    paper = Document(title, subtitle=subtitle, place=place, day=day, language=language)
    paper.paragraph(standing, bold=True)
    if aims:
        paper.heading(_("What the plan aims at"), 2)
        paper.prose(aims)
    if networks:
        paper.paragraph(_("With the networks: %(networks)s") % {"networks": networks})
    for sheet in sheets:
        _draw(paper, sheet)
    paper.gap(4)
    paper.paragraph(
        _(
            "Each value says what it is of, where it comes from and when it was taken. “Unknown” is not nought; “too "
            "few to show” means that a number so small could point at someone."
        ),
        small=True,
    )
    return paper.as_bytes()


def _vote(board: Board) -> str:
    return " · ".join(part for part in (board.plan.period, board.so_far, vote(board.plan)) if part)


def _standing(tally: Tally) -> str:
    """« 9 actions · 4 done · 3 under way · 2 late »."""
    return " · ".join(f"{count} {word}" for _kind, count, word in tally.said) or _("No action yet.")


def _sheet(part: Part, plan: Plan) -> Sheet:
    actions = tuple(_action(line, plan) for line in part.lines)
    return Sheet(f"{part.axis.label} · {part.axis.title}", actions, tuple(map(_reading, part.readings)))


def _draw(paper: Document, sheet: Sheet) -> None:
    paper.heading(sheet.title)
    if sheet.actions:
        header = [_("What"), _("Who"), _("When"), "", _("How far it is")]
        paper.table(header, sheet.actions, widths=[3, 2, 1.4, 1.2, 1.2])
    else:
        paper.paragraph(_("No action has been written under this measure yet."))
    if sheet.readings:
        paper.heading(_("How one will know"), 3)
        header = [_("Indicator"), _("Last value"), _("Aim"), _("Where this comes from")]
        paper.table(header, sheet.readings, widths=[3, 2.4, 1.4, 2.4])


def _action(line: Line, plan: Plan) -> Row:
    action = line.action
    what = "\n".join(part for part in (f"{action.reference} {action.title}", action.audience) if part)
    with_whom = _("with %(names)s") % {"names": line.with_whom} if line.with_whom else ""
    state = f"{action.get_state_display()} · {_('late')}" if line.is_late else action.get_state_display()
    who = "\n".join(part for part in (line.led_by, with_whom) if part)
    return what, who or _("nobody named"), str(line.when), _span(action.begins, action.ends, plan), state


def _span(begins: date | None, ends: date | None, plan: Plan) -> Bar:
    """When it is done, in the years of the plan."""
    whole = (plan.ends - plan.begins).days + 1
    if begins is None and ends is None:
        return Bar(None, whole)
    start = (begins - plan.begins).days if begins else 0
    return Bar((ends - plan.begins).days + 1 if ends else whole, whole, start=start)


def _reading(reading: Reading) -> Row:
    value = reading.value
    said = [reading.figure, reading.of_what, str(value.year) if value else ""]
    source = ", ".join(part for part in (reading.source, reading.taken) if part)
    reached = _("reached") if reading.reached else ""
    aim = " · ".join(part for part in (reading.aim, reached) if part)
    return reading.gauge.name, " · ".join(part for part in said if part), aim or _("not set"), source
