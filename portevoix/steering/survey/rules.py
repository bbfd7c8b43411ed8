"""When a survey is answered, and what may still be changed about it."""

from datetime import date

from django.utils.translation import gettext as _

from portevoix.ground.web.rules import Refused
from portevoix.steering.survey.models import Survey

MOST_PAPERS = 500
"""Tickets printed at once."""


def may_answer(survey: Survey, today: date) -> bool:
    """From the day it opens to the evening of its last day."""
    return survey.state == Survey.State.OPEN and survey.opens <= today <= survey.closes


def must_be_allowed_to_answer(survey: Survey, today: date) -> None:
    if survey.state == Survey.State.CLOSED or today > survey.closes:
        raise Refused(_("This survey is closed: it no longer takes answers."), code="closed", status=409)
    if not may_answer(survey, today):
        raise Refused(_("This survey is not open yet."), code="early", status=409)


def may_change(survey: Survey) -> bool:
    """As long as nobody can have seen it."""
    return survey.state == Survey.State.DRAFT


def must_be_allowed_to_change(survey: Survey) -> None:
    if not may_change(survey):
        sentence = _("This survey has been opened: its questions no longer change, or years could not be compared.")
        raise Refused(sentence, code="open", status=409)


def may_open(survey: Survey, today: date) -> bool:
    """Its last day has not passed."""
    return survey.state == Survey.State.DRAFT and survey.opens <= survey.closes >= today


def must_be_allowed_to_open(survey: Survey, today: date) -> None:
    if survey.state != Survey.State.DRAFT:
        raise Refused(_("This survey has been opened already."), code="open", status=409)
    if not may_open(survey, today):
        raise Refused(_("The last day of this survey has passed: choose another."), code="late", status=409)


def may_close(survey: Survey) -> bool:
    return survey.state == Survey.State.OPEN


def must_be_allowed_to_close(survey: Survey) -> None:
    if not may_close(survey):
        raise Refused(_("This survey is not open."), code="not_open", status=409)


def may_print(survey: Survey, number: int, today: date) -> bool:
    """As long as there is time to use them."""
    return survey.state == Survey.State.OPEN and today <= survey.closes and 1 <= number <= MOST_PAPERS


def must_be_allowed_to_print(survey: Survey, number: int, today: date) -> None:
    if not may_print(survey, number, today):
        sentence = _("Tickets are printed while the survey is open, %(most)d at most at once.")
        raise Refused(sentence % {"most": MOST_PAPERS}, code="not_open", status=409)
