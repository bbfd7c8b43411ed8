"""What the mission does with its sheets and with those of others. One transaction and one line in the trail each.

What comes by a feed is taken in by `following.py`; nobody did that, and it leaves no line.
"""

from typing import Any

from django.db import IntegrityError, transaction
from django.utils.crypto import salted_hmac
from django.utils.text import slugify
from django.utils.translation import gettext as _

from portevoix.ground.people.models import Office
from portevoix.ground.schools.models import School
from portevoix.ground.trail import acts as trail
from portevoix.ground.web import clock, throttle
from portevoix.ground.web.rules import Refused
from portevoix.steering.plan import acts as plan
from portevoix.steering.plan.models import Action, Axis
from portevoix.steering.practices import following, rules
from portevoix.steering.practices.models import Received, Sheet, Subscription

SLUG = 50
TRIES = 20
"""New addresses that a school may try within an hour: nobody knocks at doors with our server."""
LONGEST_CREDIT = 300


@transaction.atomic
def keep_sheet(sheet: Sheet, by: Office, **words: Any) -> Sheet:
    """Write a sheet down, new or changed. Its address never changes; one that others read stays one they can."""
    for name, value in words.items():
        setattr(sheet, name, value)
    if sheet.is_shown:
        rules.must_be_allowed_to_publish(sheet)
    if not sheet.slug:
        sheet.slug = _free_slug(sheet)
    sheet.changed = clock.rounded()
    sheet.save()
    trail.deed("practice sheet kept", by, sheet)
    return sheet


def _free_slug(sheet: Sheet) -> str:
    """An address that no other sheet of the school has; two who write at once wait for each other."""
    school = School.objects.select_for_update().get(pk=sheet.school_id)
    wanted = slugify(sheet.title)[:SLUG].strip("-") or "fiche"
    taken = Sheet.objects.for_school(school).slugs_like(wanted)
    numbered = (f"{wanted}-{number}" for number in range(2, 10_000))
    return wanted if wanted not in taken else next(one for one in numbered if one not in taken)


@transaction.atomic
def publish(sheet: Sheet, by: Office) -> Sheet:
    """Give it to everyone: on the public page, and to those who follow."""
    rules.must_be_allowed_to_publish(sheet)
    now = clock.rounded()
    sheet.published, sheet.withdrawn, sheet.changed = sheet.published or now, None, now
    sheet.save(update_fields=["published", "withdrawn", "changed"])
    trail.deed("practice sheet published", by, sheet)
    return sheet


@transaction.atomic
def withdraw(sheet: Sheet, by: Office) -> Sheet:
    """Take it back. It leaves the pages and the feeds, which say so to those who follow."""
    if sheet.is_shown:
        sheet.withdrawn = clock.rounded()
        sheet.save(update_fields=["withdrawn"])
        trail.deed("practice sheet withdrawn", by, sheet)
    return sheet


@transaction.atomic
def remove(sheet: Sheet, by: Office) -> None:
    """Erase one that nobody has read."""
    rules.must_be_allowed_to_remove(sheet)
    trail.deed("practice sheet removed", by, sheet)
    sheet.delete()


def subscribe(school: School, address: str, by: Office) -> Subscription:
    """Follow the feed at this address; asked at once. Refuses, and keeps nothing, where there is none."""
    held = Subscription.objects.for_school(school)
    rules.must_be_allowed_to_subscribe(held.count())
    one = Subscription(school=school, address=following.feed_at(address), asked=clock.rounded())
    if held.filter(address=one.address).exists():
        raise Refused(_("You follow this address already."), code="known", status=409)
    bucket = salted_hmac("portevoix practices throttle", school.ident, algorithm="sha256").hexdigest()
    rules.must_not_try_too_much(throttle.take(bucket, capacity=TRIES, per_second=TRIES / 3600))
    heard = following.hear(one)
    if heard.trouble:
        raise Refused(rules.first_trouble(heard.trouble), code="trouble", status=422)
    return _subscribed(one, heard, by)


@transaction.atomic
def _subscribed(one: Subscription, heard: following.Heard, by: Office) -> Subscription:
    try:
        with transaction.atomic():
            one.save()
    except IntegrityError:
        raise Refused(_("You follow this address already."), code="known", status=409) from None
    following.note(one, heard, clock.rounded())
    trail.deed("practices followed", by, one)
    return one


def look_now(one: Subscription) -> Subscription:
    """Ask a site before its turn, if an hour has passed. What is gone for good is asked once more."""
    rules.must_be_allowed_to_ask(one, clock.rounded())
    following.ask(one, clock.rounded())
    return one


@transaction.atomic
def stop_following(one: Subscription, by: Office) -> None:
    """Forget a feed and what it brought. What was adopted stays in the plan, with its credit."""
    trail.deed("practices no longer followed", by, one)
    one.delete()


@transaction.atomic
def adopt(received: Received, axis: Axis, by: Office, *, title: str, text: str) -> Action:
    """Make somebody else's practice an action of one's own plan, which says whose it is."""
    rules.must_be_allowed_to_adopt(received, axis, by.school)
    action = plan.make_action(
        axis,
        by,
        title=title,
        text=text,
        audience=received.audience,
        state=Action.State.IDEA,
        adopted_from=credit_of(received),
    )
    received.action = action
    received.save(update_fields=["action"])
    trail.deed("practice adopted", by, received, action.ident)
    return action


def credit_of(received: Received) -> str:
    """« Camille Durand, École des mines (mines.example), CC BY 4.0 »; the site it came from is never cut off."""
    where = f" ({received.subscription.host})"
    licence = f", {received.licence_name}" if received.licence_name else ""
    who = received.credit or received.author or received.subscription.title
    return who[: LONGEST_CREDIT - len(where) - len(licence)] + where + licence
