"""How far a case has come, as members are told."""

from collections.abc import Mapping
from typing import Final, NamedTuple

from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

from portevoix.sealed.testimonies.models import Stage


class State(NamedTuple):
    """A word, and how the stylesheet shows it."""

    said: Promise
    look: str


STATES: Final[Mapping[str, State]] = {
    Stage.TRANSMITTED: State(pgettext_lazy("case", "Waiting"), "waiting"),
    Stage.TAKEN_UP: State(pgettext_lazy("case", "Taken up"), "open"),
    Stage.ANSWERED: State(pgettext_lazy("case", "Answered"), "open"),
    Stage.CLOSED: State(pgettext_lazy("case", "Closed"), "closed"),
}


def reference(case: str) -> str:
    """How a case is named where its title must not be, or is not opened."""
    return case[:6]
