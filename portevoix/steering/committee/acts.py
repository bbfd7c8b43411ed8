"""What a committee does: sit, meet, write down, decide, change the plan. One transaction each, one line in the trail.

What is approved never changes: corrections stand under it. What decisions do to the plan is in `deciding.py`, the
review of a year and the next plan in `yearly.py`.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.module_loading import import_string
from django.utils.timezone import localdate
from django.utils.translation import override

from portevoix.ground.people.models import Office
from portevoix.ground.trail import acts as trail
from portevoix.ground.web import clock
from portevoix.steering.committee import agenda, record, rules
from portevoix.steering.committee.models import (
    Attendance,
    Committee,
    Correction,
    Decision,
    Meeting,
    Minutes,
    Point,
    Seat,
    Standing,
    digest_of,
)
from portevoix.steering.plan.models import Action, Plan

# Members


@transaction.atomic
def set_up(plan: Plan, by: Office) -> Committee:
    """The committee of a plan; the members of the plan before go on sitting."""
    committee, new = Committee.objects.get_or_create(plan=plan)
    if new:
        today = localdate(clock.rounded())
        former = Committee.objects.of_plan(plan.follows) if plan.follows is not None else None
        going_on = former.seats.all().not_left(today) if former is not None else []
        kept = ("name", "function", "email", "individual", "office")
        Seat.objects.bulk_create(
            Seat(committee=committee, since=today, **{name: getattr(seat, name) for name in kept}) for seat in going_on
        )
        trail.deed("committee set up", by, plan)
    return committee


@transaction.atomic
def seat(committee: Committee, by: Office, *, since: date, **known: Any) -> Seat:
    """Somebody becomes a member: `name`, `function`, and one of `individual`, `office`, `email`."""
    taken = committee.seats.all().not_left(since)
    individual, office = known.get("individual"), known.get("office")
    rules.must_be_allowed_to_sit(
        taken,
        individual=individual.pk if individual else None,
        office=office.pk if office else None,
        email=known.get("email", ""),
    )
    made = Seat.objects.create(committee=committee, since=since, **known)
    trail.deed("seat given", by, made)
    return made


@transaction.atomic
def change_seat(seat: Seat, by: Office, **known: Any) -> Seat:
    """Correct what is said of a member."""
    for name, value in known.items():
        setattr(seat, name, value)
    seat.save(update_fields=list(known))
    trail.deed("seat changed", by, seat)
    return seat


@transaction.atomic
def unseat(seat: Seat, by: Office, day: date) -> Seat:
    """A member leaves on that day; what was said while they were there stays."""
    rules.must_be_allowed_to_leave_on(seat, day)
    seat.left = day
    seat.save(update_fields=["left"])
    trail.deed("seat left", by, seat)
    return seat


# Before a meeting


def _hold(meeting: Meeting) -> Meeting:
    return Meeting.objects.held_fast().get(pk=meeting.pk)


@transaction.atomic
def prepare(committee: Committee, by: Office, *, at: datetime, **known: Any) -> Meeting:
    """Set a date; the agenda is made at once."""
    meeting = Meeting.objects.create(committee=committee, at=at, changed=clock.rounded(), **known)
    _fill(meeting)
    trail.deed("meeting prepared", by, meeting)
    return meeting


@transaction.atomic
def move(meeting: Meeting, by: Office, **known: Any) -> Meeting:
    """Change when or where; the members who were called are told."""
    held = _hold(meeting)
    rules.must_be_allowed_to_be_prepared(held)
    before = (held.at, held.length, held.place, held.link)
    for name, value in known.items():
        setattr(held, name, value)
    moved = before != (held.at, held.length, held.place, held.link)
    held.sequence, held.changed = held.sequence + moved, clock.rounded()
    held.save()
    trail.deed("meeting moved", by, held)
    if moved and held.called:
        _tell("changed", held)
    return held


@transaction.atomic
def fill_agenda(meeting: Meeting, by: Office) -> Meeting:
    """Put in what is late and what has changed, as it is now; what somebody wrote stays."""
    held = _hold(meeting)
    rules.must_be_allowed_to_be_prepared(held)
    _fill(held)
    trail.deed("agenda made", by, held)
    return held


def _fill(meeting: Meeting) -> None:
    with override(settings.LANGUAGE_CODE):
        items = agenda.proposed(meeting, clock.rounded())
    there = {(point.kind, point.action_id): point for point in meeting.points.all()}
    rank = meeting.points.all().last_rank()
    for item in items:
        known = there.get((item.kind, item.action.pk if item.action else None))
        if known is not None:
            known.title, known.text = item.title, item.text
            known.save(update_fields=["title", "text"])
            continue
        rank += 1
        Point.objects.create(
            meeting=meeting, kind=item.kind, title=item.title, text=item.text, action=item.action, rank=rank
        )


@transaction.atomic
def add_point(meeting: Meeting, by: Office, *, title: str, text: str = "", action: Action | None = None) -> Point:
    """Somebody wants to talk about something else."""
    held = _hold(meeting)
    rules.must_be_allowed_to_be_prepared(held)
    rank = held.points.all().last_rank() + 1
    point = Point.objects.create(meeting=held, title=title, text=text, action=action, rank=rank)
    trail.deed("point added", by, held, point.ident)
    return point


@transaction.atomic
def remove_point(point: Point, by: Office) -> None:
    """Not this time."""
    held = _hold(point.meeting)
    rules.must_be_allowed_to_be_prepared(held)
    trail.deed("point removed", by, held, point.ident)
    point.delete()


@transaction.atomic
def raise_point(point: Point, by: Office) -> Point:
    """One place earlier on the agenda."""
    held = _hold(point.meeting)
    rules.must_be_allowed_to_be_prepared(held)
    in_order = list(held.points.all().in_order())
    place = in_order.index(point)
    if place:
        in_order[place - 1], in_order[place] = in_order[place], in_order[place - 1]
    for rank, one in enumerate(in_order, 1):
        one.rank = rank
    Point.objects.bulk_update(in_order, ["rank"])
    trail.deed("point moved up", by, held, point.ident)
    return point


@transaction.atomic
def call(meeting: Meeting, by: Office) -> Meeting:
    """Write to the members: the date, and nothing else."""
    held, now = _hold(meeting), clock.rounded()
    members = len(record.seats_of(held))
    rules.must_be_allowed_to_call(held, held.points.count(), members, now)
    held.called = now
    held.save(update_fields=["called"])
    trail.deed("meeting called", by, held)
    _tell("called", held)
    return held


@transaction.atomic
def call_off(meeting: Meeting, by: Office) -> Meeting:
    """It will not take place; the members who were called are told."""
    held = _hold(meeting)
    rules.must_be_allowed_to_become(held, Meeting.State.CALLED_OFF, clock.rounded())
    held.state, held.sequence, held.changed = Meeting.State.CALLED_OFF, held.sequence + 1, clock.rounded()
    held.save(update_fields=["state", "sequence", "changed"])
    trail.deed("meeting called off", by, held)
    if held.called:
        _tell("called_off", held)
    return held


def _tell(kind: str, meeting: Meeting) -> None:
    """One letter to each member; only identifiers are stored meanwhile."""
    write = import_string("portevoix.steering.committee.tasks.write")
    for one in record.seats_of(meeting):
        if one.address:
            write.enqueue(kind, meeting.ident, one.ident)


# At the meeting and after it


@transaction.atomic
def hold(meeting: Meeting, by: Office) -> Meeting:
    """It takes place: where every action stands today is what the next agenda starts from."""
    held = _hold(meeting)
    rules.must_be_allowed_to_become(held, Meeting.State.HELD, clock.rounded())
    held.state = Meeting.State.HELD
    held.save(update_fields=["state"])
    Standing.objects.bulk_create(
        Standing(meeting=held, action=action, state=action.state, ends=action.ends)
        for action in Action.objects.of(held.committee.plan)
    )
    trail.deed("meeting held", by, held)
    return held


@dataclass(frozen=True)
class NewDecision:
    """What was decided on a point."""

    point: Point
    text: str
    who: str = ""
    until: date | None = None


@transaction.atomic
def write(
    meeting: Meeting,
    by: Office,
    *,
    said: Mapping[Point, str],
    there: Mapping[Seat, str],
    decided: Iterable[NewDecision] = (),
    also: str = "",
) -> Meeting:
    """Write the minutes, all at once: words by point, attendance by seat, new decisions; `also` is one more point."""
    held = _hold(meeting)
    rules.must_be_allowed_to_be_minuted(held)
    for point, words in said.items():
        Point.objects.filter(pk=point.pk, meeting=held).update(said=words)
    for one, state in there.items():
        Attendance.objects.update_or_create(meeting=held, seat=one, defaults={"state": state})
    for new in decided:
        Decision.objects.get_or_create(point=new.point, text=new.text, who=new.who, until=new.until)
    if also and not held.points.filter(title=also).exists():
        Point.objects.create(meeting=held, title=also, rank=held.points.all().last_rank() + 1)
    trail.deed("minutes written", by, held)
    return held


@transaction.atomic
def take_decision_away(decision: Decision, by: Office) -> None:
    """It was not decided so."""
    held = _hold(decision.point.meeting)
    rules.must_be_allowed_to_be_taken_away(decision)
    trail.deed("decision taken away", by, held, decision.ident)
    decision.delete()


@transaction.atomic
def show_proof(meeting: Meeting, by: Office) -> Meeting:
    """Let the members read the draft before it is approved; they are told that something is to be read."""
    held = _hold(meeting)
    rules.must_be_allowed_to_be_minuted(held)
    held.proof = clock.rounded()
    held.save(update_fields=["proof"])
    trail.deed("draft minutes shown", by, held)
    _tell("proof", held)
    return held


def missing_of(meeting: Meeting) -> list[str]:
    """What the minutes still need before they are approved, in sentences."""
    noted = dict(meeting.attendances.values_list("seat", "state"))
    return rules.what_is_missing(record.seats_of(meeting), noted, _has_words(meeting))


def _has_words(meeting: Meeting) -> bool:
    return meeting.points.exclude(said="").exists() or Decision.objects.of_meeting(meeting).exists()


@transaction.atomic
def approve(meeting: Meeting, by: Office) -> Minutes:
    """Freeze the minutes: the whole document is kept, and the trail holds its fingerprint."""
    held = _hold(meeting)
    rules.must_be_allowed_to_be_approved(held, missing_of(held))
    body = record.written(held).as_dict()
    minutes = Minutes.objects.create(meeting=held, body=body, digest=digest_of(body), office=by, at=clock.rounded())
    held.state = Meeting.State.MINUTED
    held.save(update_fields=["state"])
    trail.deed("minutes approved", by, held, minutes.digest)
    return minutes


@transaction.atomic
def correct(meeting: Meeting, by: Office, text: str) -> Correction:
    """Put something right under approved minutes."""
    held = _hold(meeting)
    rules.must_be_allowed_to_be_corrected(held)
    made = Correction.objects.create(minutes=held.approved, text=text, by=by.person.name, at=clock.rounded())
    trail.deed("minutes corrected", by, held)
    return made
