"""How far a case has come, as members are told."""

from collections.abc import Mapping
from typing import Final, NamedTuple

from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

from portevoix.sealed.streams.models import Shelf
from portevoix.sealed.testimonies.models import Stage, Step


class State(NamedTuple):
    """A word, and how the stylesheet shows it."""

    said: Promise
    look: str


STATES: Final[Mapping[str, State]] = {
    Stage.TRANSMITTED: State(pgettext_lazy("case", "Waiting"), "waiting"),
    Stage.TAKEN_UP: State(pgettext_lazy("case", "Taken up"), "open"),
    Stage.ANSWERED: State(pgettext_lazy("case", "Answered"), "open"),
    Stage.CLOSED: State(pgettext_lazy("case", "Closed"), "closed"),
    "to answer": State(pgettext_lazy("case", "To answer"), "waiting"),
    "late": State(pgettext_lazy("case", "Late"), "late"),
    "unheld": State(pgettext_lazy("case", "To take up"), "waiting"),
}
"""By stage; and what a stage alone does not say: the person had the last word, or should have had an answer by now;
nobody looks after it any more."""


UNANSWERED: Final = frozenset({Stage.TRANSMITTED, Stage.TAKEN_UP})


def shown(stage: str, *, shelf: str, person_had_the_last_word: bool, late: bool) -> str:
    """Which of the states tells what is to be done with a case, which lies on this shelf of whoever looks."""
    if late and person_had_the_last_word and stage in UNANSWERED:
        return "late"
    if shelf == Shelf.NEW and stage in {Stage.TAKEN_UP, Stage.ANSWERED}:
        return "unheld"
    came_back = stage == Stage.CLOSED and shelf in {Shelf.MINE, Shelf.OTHERS}
    return "to answer" if person_had_the_last_word and (came_back or stage == Stage.ANSWERED) else stage


STEPS: Final[Mapping[str, Promise]] = {
    Step.Kind.KEPT: pgettext_lazy("case", "Kept by the person for themself"),
    Step.Kind.TRANSMITTED: pgettext_lazy("case", "Transmitted to the cell"),
    Step.Kind.TAKEN_UP: pgettext_lazy("case", "Someone of the cell takes care of it"),
    Step.Kind.PASSED_ON: pgettext_lazy("case", "Passed on to a colleague"),
    Step.Kind.ANSWERED: pgettext_lazy("case", "The cell wrote to the person"),
    Step.Kind.CLOSED: pgettext_lazy("case", "The situation was closed"),
    Step.Kind.REOPENED: pgettext_lazy("case", "The situation was opened again"),
}
"""What was done, as members read it. What the person does with their words concerns nobody else."""


def reference(case: str) -> str:
    """How a case is named where its title must not be, or is not opened."""
    return case[:6]
