"""A plan on paper: the same as its page, to be joined to the minutes of whoever votes it."""

from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from portevoix.ground.web.document import Bar, Cell, Document
from portevoix.steering.plan.board import Board, Line, Part, Reading, Tally
from portevoix.steering.plan.models import Plan
from portevoix.steering.plan.wording import vote


def as_pdf(board: Board, day: date, language: str) -> bytes:
    """A4, in the language that is set."""
    plan = board.plan
    paper = Document(plan.title, subtitle=_vote(board), place=plan.school.name, day=day, language=language)
    paper.paragraph(_standing(board.tally), bold=True)
    if plan.aims:
        paper.heading(_("What the plan aims at"), 2)
        paper.prose(plan.aims)
    if plan.networks:
        paper.paragraph(_("With the networks: %(networks)s") % {"networks": plan.networks})
    for part in board.parts:
        _draw(paper, part, plan)
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


def _draw(paper: Document, part: Part, plan: Plan) -> None:
    paper.heading(f"{part.axis.label} · {part.axis.title}")
    if part.lines:
        header = [_("What"), _("Who"), _("When"), "", _("How far it is")]
        paper.table(header, [_action(line, plan) for line in part.lines], widths=[3, 2, 1.4, 1.2, 1.2])
    else:
        paper.paragraph(_("No action has been written under this measure yet."))
    if part.readings:
        paper.heading(_("How one will know"), 3)
        header = [_("Indicator"), _("Last value"), _("Aim"), _("Where this comes from")]
        paper.table(header, [_reading(one) for one in part.readings], widths=[3, 2.4, 1.4, 2.4])


def _action(line: Line, plan: Plan) -> list[Cell]:
    action = line.action
    what = "\n".join(part for part in (f"{action.reference} {action.title}", action.audience) if part)
    with_whom = _("with %(names)s") % {"names": line.with_whom} if line.with_whom else ""
    state = f"{action.get_state_display()} · {_('late')}" if line.is_late else action.get_state_display()
    who = "\n".join(part for part in (line.led_by, with_whom) if part)
    return [what, who or _("nobody named"), str(line.when), _span(action.begins, action.ends, plan), state]


def _span(begins: date | None, ends: date | None, plan: Plan) -> Bar:
    """When it is done, in the years of the plan."""
    whole = (plan.ends - plan.begins).days + 1
    if begins is None and ends is None:
        return Bar(None, whole)
    start = (begins - plan.begins).days if begins else 0
    return Bar((ends - plan.begins).days + 1 if ends else whole, whole, start=start)


def _reading(reading: Reading) -> list[Cell]:
    value = reading.value
    said = [reading.figure, reading.of_what, str(value.year) if value else ""]
    source = f"{reading.source}, {date_format(value.taken, 'SHORT_DATE_FORMAT')}" if value else reading.source
    reached = _("reached") if reading.reached else ""
    aim = " · ".join(part for part in (reading.aim, reached) if part)
    return [reading.gauge.name, " · ".join(part for part in said if part), aim or _("not set"), source]
