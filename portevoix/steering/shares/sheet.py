"""The figures as a table that leaves: per cents as published, those computed from counts in a column of their own."""

from collections.abc import Iterable, Iterator

from django.utils.translation import gettext as _

from portevoix.ground.sheets.writing import Cell as Written
from portevoix.steering.shares import cge
from portevoix.steering.shares.board import Board, Cell
from portevoix.steering.shares.columns import EXPORTED, MEANINGS
from portevoix.steering.shares.models import Stage


def header() -> list[str]:
    """Titles that are recognised when the table comes back; the last two are read by people only."""
    return [*(str(MEANINGS[meaning]) for meaning in EXPORTED), _("Worked out"), _("Remark")]


def rows(boards: Iterable[Board]) -> Iterator[list[Written]]:
    """One line for each figure; one that is hidden has nothing but its place."""
    for board in boards:
        campus = board.programme.campus.name if board.programme.campus else ""
        for (year, stage), cell in sorted(
            board.cells.items(), key=lambda item: (list(Stage).index(Stage(item[0][1])), item[0])
        ):
            yield [board.programme.name, campus, str(Stage(stage).label), year, *_numbers(cell), _remark(cell)]


def _numbers(cell: Cell) -> list[Written]:
    share = cell.share
    if share is None or cell.is_hidden:
        return [None] * 6
    men = None if share.women is None or share.everyone is None else share.everyone - share.women
    worked_out = cell.percent if share.percent is None else None
    return [share.women, men, share.everyone, share.percent, share.source, worked_out]


def _remark(cell: Cell) -> str:
    if cell.is_hidden:
        return _("too few to show")
    if cell.is_bare:
        return _("as published, without counts")
    return ""


def national() -> Iterator[list[Written]]:
    """The national figures, in the same columns."""
    for one in cge.figures():
        name = _("CGE, %(family)s") % {"family": one.family.label}
        source = f"{one.edition} · {one.source}"
        stage = str(Stage.ENROLLED.label)
        yield [
            name,
            "",
            stage,
            one.year,
            None,
            None,
            None,
            one.percent,
            source,
            None,
            _("as published, without counts"),
        ]
