"""What a training must have before anyone reads it."""

from collections.abc import Iterable
from datetime import date

from django.utils.translation import gettext as _

from portevoix.campus.trainings.models import CONSENT_LAW, Training
from portevoix.ground.web.days import in_words
from portevoix.ground.web.rules import Refused


def may_publish(training: Training) -> bool:
    """Only a content that somebody has checked against the law of today."""
    return not training.is_out_of_date


def must_be_allowed_to_publish(training: Training) -> None:
    if not may_publish(training):
        sentence = _(
            "The law on consent changed on %(day)s (loi n° 2025-1057), and nobody has checked this content since. "
            "Have it reviewed, note the date and by whom, then publish it."
        )
        raise Refused(sentence % {"day": in_words(CONSENT_LAW)}, code="out_of_date", status=409)


def may_note_review(training: Training, day: date, today: date) -> bool:
    """A review is not in the future, and none takes the place of a later one."""
    return day <= today and (training.legal_review is None or day >= training.legal_review)


def must_be_allowed_to_note_review(training: Training, day: date, today: date) -> None:
    if may_note_review(training, day, today):
        return
    if day > today:
        raise Refused(_("This review is in the future: note it once it is done."), code="future", status=409)
    raise Refused(_("A later review is already noted."), code="later", status=409)


def may_ask_for(training: Training, prerequisites: Iterable[Training]) -> bool:
    """Nobody could ever come to a training that asks for itself, even through others."""
    seen: set[int] = set()
    ahead = list(prerequisites)
    while ahead:
        one = ahead.pop()
        if one.pk == training.pk:
            return False
        if one.pk not in seen:
            seen.add(one.pk)
            ahead += one.prerequisites.all()
    return True


def must_be_allowed_to_ask_for(training: Training, prerequisites: Iterable[Training]) -> None:
    if training.pk and not may_ask_for(training, prerequisites):
        sentence = _("This training would have to be followed before itself: take a prerequisite away.")
        raise Refused(sentence, code="circle", status=409)
