"""When questions are asked, until when they are answered, and which may still be changed."""

from datetime import datetime, timedelta

from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from portevoix.campus.evaluation.models import Asked, Moment, Question, Tally
from portevoix.campus.sittings.models import Sitting
from portevoix.ground.web.rules import Refused

LONGEST = 1000
"""Characters of an answer in one's own words."""
BEFORE = timedelta(days=2)
"""How long before a sitting begins its questions are asked."""
LATER = timedelta(days=91)
"""Three months."""
OPEN = timedelta(days=21)
"""For how long one may answer afterwards."""
KEPT = timedelta(days=180)
"""How long after a sitting it is forgotten who was asked."""


def is_by_day(now: datetime) -> bool:
    """Letters leave from eight in the morning until eight in the evening, on the clocks of the school."""
    return 8 <= localtime(now).hour < 20


def is_time_to_ask(sitting: Sitting, moment: str, now: datetime) -> bool:
    """Two days before; from its end on, for three weeks; and three months later, for three weeks too."""
    if sitting.cancelled is not None:
        return False
    begins, ends = window(sitting, moment)
    return begins <= now < ends


def window(sitting: Sitting, moment: str) -> tuple[datetime, datetime]:
    """From when until when the questions of a moment are asked and answered."""
    if moment == Moment.BEFORE:
        return sitting.begins - BEFORE, sitting.begins
    begins = sitting.ends + (LATER if moment == Moment.LATER else timedelta())
    return begins, begins + OPEN


def may_answer(asked: Asked, now: datetime) -> bool:
    """Once, while it is time."""
    return not asked.answered and is_time_to_ask(asked.sitting, asked.moment, now)


def must_be_allowed_to_answer(asked: Asked, now: datetime) -> None:
    if asked.answered:
        raise Refused(_("You have answered already. Thank you!"), code="answered", status=409)
    if not may_answer(asked, now):
        raise Refused(_("These questions can no longer be answered."), code="late", status=409)


def may_change(question: Question) -> bool:
    """A question that somebody has answered stays as it was asked; it can be withdrawn and another written."""
    return not question.withdrawn and not Tally.objects.to(question).answered().exists()


def must_be_allowed_to_change(question: Question) -> None:
    if not may_change(question):
        sentence = _("This question has been answered: it can be withdrawn, no longer changed.")
        raise Refused(sentence, code="answered", status=409)
