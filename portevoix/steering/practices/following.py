"""Asking other schools for their sheets, politely, and keeping what comes.

A site is asked on one line (`ground/web/outside.py`): https, an address of the internet, five seconds, no redirect.
It is asked again with what it said last time, so that it may answer « nothing new ».
"""

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from urllib.parse import urlsplit

from django.db import transaction
from django.utils.translation import gettext as _

from portevoix.ground.population.models import folded
from portevoix.ground.web import clock, outside
from portevoix.ground.web.rules import Refused
from portevoix.steering.practices import reading, rules
from portevoix.steering.practices.models import Received, Subscription, Trouble
from portevoix.steering.practices.reading import Feed, Told, Unreadable
from portevoix.steering.practices.words import SEPARATOR

TAKES: Final = "application/feed+json, application/json;q=0.9, application/atom+xml;q=0.8, application/xml;q=0.5"
AT_A_TIME: Final = 5
"""Sites asked in one turn of the clock: each may take five seconds, and other lines wait."""
KEPT: Final = 600
"""Sheets kept of one feed, those that are gone included."""
LONGEST_ADDRESS: Final = 400
GIVEN_BACK: Final = (("etag", 200), ("last-modified", 60))
"""Headers that a site hears again the next time, and their longest."""


@dataclass(frozen=True)
class Heard:
    """What came of asking: a feed, nothing new, or a trouble."""

    feed: Feed | None = None
    trouble: Trouble | None = None
    etag: str = ""
    modified: str = ""


def feed_at(written: str) -> str:
    """The address of a feed, as somebody may write it; the page of the sheets stands for its feed. Raises Refused."""
    address = written.strip()
    if re.fullmatch(r"https://[^?#]+/pratiques/?", address):
        address = address.rstrip("/") + ".json"
    try:
        outside.host_of(address)
    except outside.NoAnswer:
        address = ""
    if not address or len(address) > LONGEST_ADDRESS:
        raise Refused(_("Write the whole address, as the school gives it: https://…"), code="address", status=422)
    parts = urlsplit(address)
    return parts._replace(scheme="https", netloc=parts.netloc.lower(), fragment="").geturl()


def hear(one: Subscription) -> Heard:
    """Ask for the feed. Keeps nothing, and holds no line of the database meanwhile."""
    headers = {"Accept": TAKES, "User-Agent": "Portevoix"}
    headers |= {"If-None-Match": one.etag} if one.etag else {}
    headers |= {"If-Modified-Since": one.modified} if one.modified else {}
    try:
        answer = outside.hear(one.address, headers=headers, heaviest=reading.HEAVIEST)
    except outside.NoAnswer as none:
        known = {"address": Trouble.ADDRESS, "heavy": Trouble.HEAVY}
        return Heard(trouble=known.get(none.why, Trouble.SILENT))
    if answer.status != 200:
        return _other(answer.status, one)
    try:
        feed = reading.read(answer.body, one.address, clock.rounded())
    except Unreadable as unreadable:
        return Heard(trouble=Trouble(unreadable.trouble))
    etag, modified = (_given(answer.headers.get(name, ""), most) for name, most in GIVEN_BACK)
    return Heard(feed, etag=etag, modified=modified)


def _given(value: str, most: int) -> str:
    """What a site wants to hear again: only what fits in a line of a header."""
    return value if len(value) <= most and all(" " <= sign <= "~" for sign in value) else ""


def _other(status: int, one: Subscription) -> Heard:
    if status == 304 and (one.etag or one.modified):
        return Heard(etag=one.etag, modified=one.modified)
    known = {404: Trouble.NOT_THERE, 410: Trouble.CLOSED}
    return Heard(trouble=Trouble.MOVED if 300 <= status < 400 else known.get(status, Trouble.REFUSES))


def ask(one: Subscription, now: datetime) -> bool:
    """Ask one site and keep what came; False when somebody else is asking it."""
    if not Subscription.objects.claim(one, now, now + rules.APART):
        return False
    one.asked = now
    note(one, hear(one), now)
    return True


def ask_those_due(now: datetime) -> int:
    """By the clock: those whose turn has come, a few at a time; how many were asked."""
    return sum(ask(one, now) for one in Subscription.objects.due_on(now)[:AT_A_TIME])


@transaction.atomic
def note(one: Subscription, heard: Heard, now: datetime) -> Subscription:
    """Keep what came of asking, good or bad. A site that says nothing loses nothing of what it gave before."""
    if not Subscription.objects.still_there(one):
        return one
    if heard.trouble:
        one.failures += 1
        one.failing_since = one.failing_since or now
        one.trouble = heard.trouble
    else:
        one.failures, one.failing_since, one.trouble, one.answered = 0, None, "", now
        one.etag, one.modified = heard.etag, heard.modified
    one.next_ask = None if heard.trouble == Trouble.CLOSED else now + rules.next_wait(one.failures)
    if heard.feed:
        one.title, one.left_out = heard.feed.title, heard.feed.left_out
    one.save(force_update=True)
    if heard.feed:
        _take_in(one, heard.feed, now)
    return one


def _take_in(subscription: Subscription, feed: Feed, now: datetime) -> None:
    """New ones are added, others show that they changed, those that are gone say how; nothing is erased."""
    held = {one.uid: one for one in Received.objects.of(subscription).select_for_update()}
    fresh = [told for told in feed.told if told.uid not in held]
    Received.objects.bulk_create(_new(subscription, told, now) for told in fresh)
    for told in feed.told:
        if told.uid in held:
            _again(held[told.uid], told, now)
    named = {told.uid for told in feed.told}
    for uid, one in held.items():
        if uid in feed.withdrawn:
            _goes(one, Received.Gone.WITHDRAWN, now)
        elif feed.is_whole and uid not in named:
            _goes(one, Received.Gone.ABSENT, now)
    Received.objects.of(subscription).too_many(KEPT).delete()


def _new(subscription: Subscription, told: Told, now: datetime) -> Received:
    one = Received(subscription=subscription, uid=told.uid, read=now, **told.columns())
    one.folded = searched(one)
    return one


def _again(one: Received, told: Told, now: datetime) -> None:
    """The same sheet, come once more."""
    said = told.columns()
    differs = [name for name, value in said.items() if getattr(one, name) != value]
    if {*differs} - {"published", "updated", "address"}:
        one.former, one.changed = f"# {one.title}\n\n{one.text}", now
    if differs or one.gone:
        for name, value in said.items():
            setattr(one, name, value)
        one.gone, one.gone_how, one.folded = None, "", searched(one)
        one.save()


def _goes(one: Received, how: str, now: datetime) -> None:
    if one.gone is None:
        one.gone, one.gone_how = now, how
        one.save(update_fields=["gone", "gone_how"])


def searched(one: Received) -> str:
    """Its words as they are looked for."""
    texts = [one.title, one.author, one.told, *(getattr(one, name) for name in reading.TEXTS)]
    return folded(
        " ".join([*texts, one.audience, one.partner, one.period, one.tags.replace(SEPARATOR, " "), one.credit])
    )
