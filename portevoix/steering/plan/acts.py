"""What is done to a plan. One transaction each; every act of the mission leaves one line in the trail.

What people propose leaves none: it is theirs, and can be erased. Indicators are read in `feeding.py`, plans are taken
on in `cloning.py`, proposals come in through `proposing.py`; all their acts are found here.
"""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import IO, Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from portevoix.campus.library import acts as library
from portevoix.campus.library.models import File
from portevoix.campus.trainings.models import Partner
from portevoix.ground.people.models import Office
from portevoix.ground.schools.models import School
from portevoix.ground.trail import acts as trail
from portevoix.ground.web import clock
from portevoix.steering.plan import rules
from portevoix.steering.plan.cloning import clone_plan as clone_plan
from portevoix.steering.plan.cloning import free_slug
from portevoix.steering.plan.feeding import feed as feed
from portevoix.steering.plan.feeding import feed_all as feed_all
from portevoix.steering.plan.models import (
    Action,
    Axis,
    Contributor,
    Evidence,
    Gauge,
    Mark,
    Plan,
    Proposal,
    Step,
    Value,
)
from portevoix.steering.plan.proposing import answer_proposal
from portevoix.steering.plan.proposing import discuss as discuss
from portevoix.steering.plan.proposing import propose as propose
from portevoix.steering.plan.proposing import refuse_proposal as refuse_proposal
from portevoix.steering.plan.proposing import take_back as take_back

WANTED = {File.Kind.PAPER, File.Kind.PICTURE}
Names = Iterable[str | tuple[str, Partner | None]]
"""Contributors: a name, or a name with the partner it is."""


def _set(thing: Any, fields: dict[str, Any]) -> None:
    for name, value in fields.items():
        setattr(thing, name, value.strip() if isinstance(value, str) else value)


# The plan and its measures


@transaction.atomic
def make_plan(school: School, by: Office, **fields: Any) -> Plan:
    """Begin a plan. Nobody but the mission sees it before it is published."""
    plan = Plan(school=school)
    _set(plan, fields)
    rules.must_have_years(plan.first_year, plan.last_year)
    plan.slug = free_slug(school, f"{plan.first_year}-{plan.last_year}")
    plan.save()
    trail.deed("plan made", by, plan)
    return plan


@transaction.atomic
def change_plan(plan: Plan, by: Office, **fields: Any) -> Plan:
    """Correct what a plan says of itself. Its address stays."""
    _set(plan, fields)
    rules.must_have_years(plan.first_year, plan.last_year)
    plan.save(update_fields=list(fields))
    trail.deed("plan changed", by, plan)
    return plan


@transaction.atomic
def publish(plan: Plan, by: Office) -> Plan:
    """Let everyone read it, but for what is kept back in it."""
    plan.is_published = True
    plan.save(update_fields=["is_published"])
    trail.deed("plan published", by, plan)
    return plan


@transaction.atomic
def withdraw(plan: Plan, by: Office) -> Plan:
    """Take it off the public pages."""
    plan.is_published = False
    plan.save(update_fields=["is_published"])
    trail.deed("plan withdrawn", by, plan)
    return plan


@transaction.atomic
def close_plan(plan: Plan, day: date | None, by: Office) -> Plan:
    """Nothing is counted for it any more from this day on; None: it goes on after all."""
    plan.closed = day
    plan.save(update_fields=["closed"])
    trail.deed("plan closed" if day else "plan reopened", by, plan)
    return plan


@transaction.atomic
def make_axis(plan: Plan, by: Office, **fields: Any) -> Axis:
    """Write a measure down, after the others unless its number says otherwise."""
    axis = Axis(plan=plan)
    _set(axis, fields)
    axis.number = axis.number or 1 + (plan.axes.aggregate(last=Max("number"))["last"] or 0)
    axis.save()
    trail.deed("measure made", by, axis)
    return axis


@transaction.atomic
def change_axis(axis: Axis, by: Office, **fields: Any) -> Axis:
    _set(axis, fields)
    axis.save(update_fields=list(fields))
    trail.deed("measure changed", by, axis)
    return axis


@transaction.atomic
def remove_axis(axis: Axis, by: Office) -> None:
    """Take away a measure in which nothing is written."""
    rules.must_be_allowed_to_be_taken_away(axis)
    trail.deed("measure taken away", by, axis)
    axis.delete()


# Actions


@transaction.atomic
def make_action(
    axis: Axis, by: Office, *, contributors: Names = (), marks: Iterable[tuple[str, str]] = (), **fields: Any
) -> Action:
    """Write an action down, new or one that exists already: both count alike."""
    action = Action(axis=axis, changed=clock.rounded())
    _set(action, fields)
    rules.must_be_a_sound_action(action)
    action.number = action.number or 1 + (axis.actions.aggregate(last=Max("number"))["last"] or 0)
    action.save()
    Step.objects.create(action=action, state=action.state, office=by, at=action.changed)
    _keep_around(action, contributors, marks)
    trail.deed("action made", by, action)
    return action


@transaction.atomic
def change_action(
    action: Action,
    by: Office,
    *,
    contributors: Names | None = None,
    marks: Iterable[tuple[str, str]] | None = None,
    sentence: str = "",
    **fields: Any,
) -> Action:
    """Correct an action, or take it further; `sentence` says why it comes to another state."""
    held = Action.objects.held().select_related("axis__plan").get(pk=action.pk)
    state, axis = fields.get("state", held.state), fields.get("axis", held.axis)
    rules.must_be_allowed_to_become(held, state)
    rules.must_be_of(held.axis.plan, axis)
    has_moved = state != held.state
    _set(held, fields)
    rules.must_be_a_sound_action(held)
    held.changed = clock.rounded()
    held.save()
    held.gauges.exclude(axis=axis).update(axis=axis)
    if has_moved:
        Step.objects.create(action=held, state=state, sentence=sentence.strip(), office=by, at=held.changed)
    _keep_around(held, contributors, marks)
    trail.deed("action changed", by, held, state)
    return held


def _keep_around(action: Action, contributors: Names | None, marks: Iterable[tuple[str, str]] | None) -> None:
    if contributors is not None:
        action.contributors.all().delete()
        pairs = [(one, None) if isinstance(one, str) else one for one in contributors]
        Contributor.objects.bulk_create(Contributor(action=action, name=name, partner=who) for name, who in pairs)
    if marks is not None:
        chosen = rules.must_be_known_marks(marks)
        action.marks.all().delete()
        Mark.objects.bulk_create(Mark(action=action, scheme=scheme, code=code) for scheme, code in sorted(chosen))


@transaction.atomic
def remove_action(action: Action, by: Office) -> None:
    """Take away an action that should never have been written; one that was given up stays, and says so."""
    files = [piece.file for piece in action.pieces.all()]
    trail.deed("action taken away", by, action)
    action.delete()
    for file in files:
        library.let_go(file)


@transaction.atomic
def accept_proposal(proposal: Proposal, axis: Axis, by: Office, answer: str = "", **fields: Any) -> Action:
    """It becomes an action of this measure, which remembers where it comes from, and is not shown yet."""
    held = answer_proposal(proposal, Proposal.State.ACCEPTED, answer.strip(), by)
    held.plan, held.axis = axis.plan, axis
    held.save(update_fields=["plan", "axis"])
    wanted: dict[str, Any] = {"title": held.title, "text": held.text, "published": False, "origin": held}
    return make_action(axis, by, **(wanted | fields))


# What shows it


@transaction.atomic
def add_piece(
    action: Action, by: Office, title: str, *, file: File | None = None, link: str = "", published: bool = False
) -> Evidence:
    """Put a file or an address beside an action."""
    piece = Evidence(action=action, title=title.strip(), file=file, link=link, published=published, at=clock.rounded())
    rules.must_be_one_piece(has_file=file is not None, has_link=bool(link))
    piece.save()
    _touch(action)
    trail.deed("piece added", by, piece, action.ident)
    return piece


def receive(school: School, by: Office, name: str, size: int, body: IO[bytes]) -> File:
    """Keep what a form brings: a PDF, or a picture, which is drawn anew. What it says of itself decides nothing."""
    rules.must_fit(size)
    file = library.begin(school, by.ident, name, size, WANTED)
    library.go_on(file, by.ident, 0, body, WANTED)
    return library.finish(File.objects.named(file.ident), by.ident)


@transaction.atomic
def show_piece(piece: Evidence, by: Office, *, published: bool) -> Evidence:
    """Let everyone read it with its plan, or keep it back."""
    piece.published = published
    piece.save(update_fields=["published"])
    trail.deed("piece published" if published else "piece kept back", by, piece)
    return piece


@transaction.atomic
def remove_piece(piece: Evidence, by: Office) -> None:
    file = piece.file
    _touch(piece.action)
    trail.deed("piece taken away", by, piece, piece.action.ident)
    piece.delete()
    library.let_go(file)


def _touch(action: Action) -> None:
    action.changed = clock.rounded()
    action.save(update_fields=["changed"])


# Indicators


@transaction.atomic
def make_gauge(axis: Axis, by: Office, **fields: Any) -> Gauge:
    """Say how one will know: for a measure, or for one of its actions (`action=`)."""
    gauge = Gauge(axis=axis)
    _set(gauge, fields)
    rules.must_be_a_sound_gauge(gauge)
    gauge.save()
    trail.deed("indicator made", by, gauge)
    return gauge


@transaction.atomic
def change_gauge(gauge: Gauge, by: Office, **fields: Any) -> Gauge:
    """Correct an indicator. Values typed by hand stay; those of another source go."""
    before = (gauge.feeds, gauge.option)
    _set(gauge, fields)
    rules.must_be_a_sound_gauge(gauge)
    gauge.save(update_fields=list(fields))
    if (gauge.feeds, gauge.option) != before:
        gauge.values.filter(by_hand=False).delete()
    trail.deed("indicator changed", by, gauge)
    return gauge


@transaction.atomic
def remove_gauge(gauge: Gauge, by: Office) -> None:
    """Take away an indicator, and every value it had."""
    trail.deed("indicator taken away", by, gauge)
    gauge.delete()


@transaction.atomic
def note_value(
    gauge: Gauge,
    year: int,
    by: Office,
    *,
    campus: str = "",
    programme: str = "",
    numerator: Decimal | int | None = None,
    denominator: int | None = None,
    number: Decimal | int | None = None,
    source: str = "",
    taken: date | None = None,
) -> Value:
    """Type a value of one year, for the whole school or one part of it. It stays when the indicator feeds itself.

    A share is given as its two counts, or as a per cent without them, which is then said. Nothing at all is a value
    too: it is unknown.
    """
    part, share = _decimal(numerator), _decimal(number)
    rules.must_be_a_sound_value(gauge, year, part, denominator, share)
    shown = share if share is not None else rules.percent(part, denominator) if gauge.is_share else part
    said: dict[str, Any] = {"numerator": part, "denominator": denominator, "number": shown, "is_masked": False}
    said["places"] = 1 if gauge.is_share and share is None else Value.places_of(shown)
    said |= {"source": source.strip(), "taken": taken or timezone.localdate(), "by_hand": True}
    place: dict[str, Any] = {"campus": campus.strip(), "programme": programme.strip()}
    value, _made = Value.objects.update_or_create(defaults=said, gauge=gauge, year=year, **place)
    trail.deed("value noted", by, gauge, year)
    return value


def _decimal(number: Decimal | int | None) -> Decimal | None:
    return None if number is None else Decimal(number)


@transaction.atomic
def remove_value(value: Value, by: Office) -> None:
    trail.deed("value taken away", by, value.gauge, value.year)
    value.delete()
