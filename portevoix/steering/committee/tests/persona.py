"""A committee that meets, for every room's stories."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

from portevoix.ground.people.models import Office
from portevoix.ground.population.models import Individual
from portevoix.ground.population.tests.persona import an_office, someone
from portevoix.ground.schools.models import School
from portevoix.ground.web import clock
from portevoix.steering.committee import acts, yearly
from portevoix.steering.committee.acts import NewDecision
from portevoix.steering.committee.models import Attendance, Committee, Decision, Meeting, Point, Seat
from portevoix.steering.plan.models import Plan
from portevoix.steering.plan.tests.persona import a_plan, an_action, an_axis

SPRING = datetime(2026, 3, 12, 13, tzinfo=UTC)
"""When the committee of these stories meets: a Thursday, 14:00 in France."""
BEFORE = SPRING - timedelta(days=30)


def plain(text: str) -> str:
    """With the spaces of a keyboard."""
    return text.replace("\N{NO-BREAK SPACE}", " ")


def officer(school: School) -> Office:
    return Office.objects.for_school(school).current().first() or an_office(school)


def a_committee(plan: Plan) -> Committee:
    """Set up in January 2026, with nobody."""
    with clock.telling(datetime(2026, 1, 15, tzinfo=UTC)):
        return acts.set_up(plan, officer(plan.school))


def sits(committee: Committee, who: Individual | Office | str, **known: Any) -> Seat:
    """Somebody of the school, of the mission, or (a name) from outside becomes a member."""
    about: dict[str, Any] = {"since": date(2026, 1, 15)}
    if isinstance(who, Individual):
        about |= {"name": str(who), "individual": who, "function": "Bureau des élèves"}
    elif isinstance(who, Office):
        about |= {"name": who.person.name, "office": who, "function": "Mission égalité"}
    else:
        about |= {"name": who, "email": f"{who.split()[0].lower()}@maison.example", "function": "Maison des élèves"}
    return acts.seat(committee, officer(committee.school), **(about | known))


def a_meeting(committee: Committee, at: datetime = SPRING, **known: Any) -> Meeting:
    """Prepared a month before, with the agenda that makes itself."""
    with clock.telling(at - timedelta(days=30)):
        return acts.prepare(committee, officer(committee.school), at=at, **({"place": "Salle A12"} | known))


def called(meeting: Meeting) -> Meeting:
    with clock.telling(meeting.at - timedelta(days=20)):
        return acts.call(meeting, officer(meeting.school))


def held(meeting: Meeting) -> Meeting:
    with clock.telling(meeting.at):
        return acts.hold(meeting, officer(meeting.school))


def minuted(meeting: Meeting, words: str = "On en a parlé.", *decided: NewDecision) -> Meeting:
    """Held, everybody there, words on every point, approved two hours later."""
    meeting, by = held(meeting), officer(meeting.school)
    there = dict.fromkeys(meeting.committee.seats.all(), Attendance.State.PRESENT.value)
    with clock.telling(meeting.at + timedelta(hours=2)):
        acts.write(meeting, by, said=dict.fromkeys(meeting.points.all(), words), there=there, decided=decided)
        acts.approve(meeting, by)
    return Meeting.objects.named(meeting.ident)


def a_point(meeting: Meeting, title: str = "Questions diverses", **known: Any) -> Point:
    with clock.telling(meeting.at - timedelta(days=25)):
        return acts.add_point(meeting, officer(meeting.school), title=title, **known)


def decided(meeting: Meeting, text: str = "Former les responsables d’association", **known: Any) -> Decision:
    """On the first point of a meeting that was held."""
    point = meeting.points.all().in_order()[0]
    acts.write(meeting, officer(meeting.school), said={}, there={}, decided=[NewDecision(point, text, **known)])
    return Decision.objects.of_meeting(meeting).latest("pk")


def things_of_committees(school: School, email: str) -> dict[str, str]:
    """What addresses name: a meeting to come and one that was held, of a committee where who has this address sits."""
    individual = Individual.objects.for_school(school).at(email) or someone(school, email=email)
    plan = a_plan(school)
    an_action(an_axis(plan), ends=date(2025, 6, 30))
    committee = a_committee(plan)
    seat = sits(committee, individual)
    coming = called(a_meeting(committee, datetime.now(UTC).replace(microsecond=0) + timedelta(days=40)))
    minutes = held(a_meeting(committee))
    one = decided(minutes)
    with clock.telling(datetime(2026, 10, 2, tzinfo=UTC)):
        review = yearly.open_review(plan, 2026, officer(school))
        closed = yearly.close(yearly.open_review(plan, 2025, officer(school)), officer(school))
        yearly.publish(closed, officer(school), shown=True)
    return {
        "committee_plan": plan.slug,
        "next_plan": a_plan(school, 2028, 2030).slug,
        "meeting": coming.ident,
        "minutes": minutes.ident,
        "point": coming.points.all()[0].ident,
        "decision": one.ident,
        "seat": seat.ident,
        "review": review.ident,
    }
