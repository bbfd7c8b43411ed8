"""What a sheet must say before others read it, and how often another site may be asked."""

from datetime import datetime, timedelta
from typing import Final

from django.utils.translation import gettext as _

from portevoix.ground.schools.models import School
from portevoix.ground.web.rules import Refused
from portevoix.steering.plan.models import Axis
from portevoix.steering.practices.models import Received, Sheet, Subscription, Trouble

APART: Final = timedelta(hours=1)
"""No site is asked more often than that, whoever wishes it."""
USUAL: Final = timedelta(hours=6)
LONGEST_WAIT: Final = timedelta(days=1)
MOST_SUBSCRIPTIONS: Final = 50


def next_wait(failures: int) -> timedelta:
    """How long until a site is asked again: six hours; after a failure one hour, then twice as long each time."""
    if not failures:
        return USUAL
    return min(LONGEST_WAIT, APART * (1 << min(failures - 1, 10)))


def may_publish(sheet: Sheet) -> bool:
    """Only what says what was wrong and what was done: the rest may not be known."""
    return bool(sheet.problem.strip() and sheet.done.strip())


def must_be_allowed_to_publish(sheet: Sheet) -> None:
    if not may_publish(sheet):
        sentence = _("Another school must be able to understand it: say what the problem was and what was done.")
        raise Refused(sentence, code="unfinished", status=409)


def may_remove(sheet: Sheet) -> bool:
    """What others have read is taken back, not erased: their copies are told."""
    return sheet.published is None


def must_be_allowed_to_remove(sheet: Sheet) -> None:
    if not may_remove(sheet):
        sentence = _("Others have read this sheet. Take it back: the schools that follow you will be told.")
        raise Refused(sentence, code="published", status=409)


def may_ask(subscription: Subscription, now: datetime) -> bool:
    return subscription.asked is None or now - subscription.asked >= APART


def must_be_allowed_to_ask(subscription: Subscription, now: datetime) -> None:
    if not may_ask(subscription, now):
        sentence = _("This site was asked less than an hour ago. It is asked again by itself.")
        raise Refused(sentence, code="too_soon", status=409)


def may_subscribe(held: int) -> bool:
    return held < MOST_SUBSCRIPTIONS


def must_be_allowed_to_subscribe(held: int) -> None:
    if not may_subscribe(held):
        sentence = _("You follow %(most)d feeds already: stop following one first.") % {"most": MOST_SUBSCRIPTIONS}
        raise Refused(sentence, code="too_many", status=409)


def must_not_try_too_much(has_tries: bool) -> None:
    if not has_tries:
        raise Refused(
            _("You have tried many addresses within an hour. Try again in a while."), code="tries", status=429
        )


def first_trouble(trouble: Trouble) -> str:
    """What is wrong with an address that has never answered yet."""
    never = {
        Trouble.SILENT: _("This site does not answer."),
        Trouble.NOT_THERE: _("There is nothing at this address."),
        Trouble.CLOSED: _("This site says that the feed is gone for good."),
    }
    return never.get(trouble, str(trouble.label))


def may_adopt(received: Received, axis: Axis, school: School) -> bool:
    """Into a measure of one's own plan, from a feed that one's own school follows."""
    return received.subscription.school_id == school.pk == axis.plan.school_id and axis.plan.closed is None


def must_be_allowed_to_adopt(received: Received, axis: Axis, school: School) -> None:
    if not may_adopt(received, axis, school):
        raise Refused(_("Choose a measure of a plan of your school that is not closed."), code="axis", status=422)
