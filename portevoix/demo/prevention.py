"""What the made-up school teaches: the programme that Mines Saint-Étienne tells of in public, on dates around today.

Partners and figures are those of the public account; conventions, prices and people are made up or left out.
"""

import tomllib
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from django.utils import timezone
from django.utils.text import slugify

from portevoix.campus.attendance import acts as attendance
from portevoix.campus.attendance.models import Presence
from portevoix.campus.prevention import acts as coverage
from portevoix.campus.sittings import acts as sittings
from portevoix.campus.sittings.models import Cycle, Sitting
from portevoix.campus.trainings import acts as trainings
from portevoix.campus.trainings.models import Audience, Partner, Programme, Training
from portevoix.demo.accounts import STUDENT
from portevoix.ground.people.models import Office
from portevoix.ground.population.models import Individual
from portevoix.ground.schools.models import Campus, School

TAUGHT = Path(__file__).parent / "prevention.toml"
STAFF, STUDENTS = 72, 168
"""How many there are beside Lou; forty of the staff were trained, in two cycles."""


def show(school: School, now: datetime) -> None:
    """Programmes, trainings, partners; forty staff trained in two cycles; an agenda for the weeks to come."""
    told = tomllib.loads(TAUGHT.read_text(encoding="utf-8"))
    office = Office.objects.for_school(school).current()[0]
    campuses = list(school.campuses.order_by("name"))
    people = _people(school, campuses, told["given"], told["family"])
    partners = {one["name"]: _partner(school, one, office, now) for one in told["partner"]}
    programme = trainings.keep_programme(Programme(school=school, rank=1, **told["programme"]), office)
    for rank, one in enumerate(told["training"], 1):
        training = _training(programme, one, rank, partners, office, now)
        if "target" in one:
            _aim(training, office, now, **one["target"])
        for cycle in one.get("cycle", []):
            _past(training, cycle, campuses, people["staff"], office, now)
        for date_ in one.get("date", []):
            _coming(training, date_, campuses, people, office, now)


def _aim(training: Training, office: Office, now: datetime, *, percent: int, days: int, occasion: str) -> None:
    coverage.aim(training, office, percent, timezone.localdate(now) + timedelta(days=days), occasion=occasion)


def _people(school: School, campuses: list[Campus], given: list[str], family: list[str]) -> dict[str, list[Individual]]:
    """Names in turn, so that no two are the same."""
    found: dict[str, list[Individual]] = {"staff": [], "student": []}
    for number in range(STAFF + STUDENTS):
        first, last = given[number % len(given)], family[(number * 7 + number // len(given)) % len(family)]
        status = "staff" if number < STAFF else "student"
        known = {"given_name": first, "family_name": last, "status": status, "campus": campuses[number % len(campuses)]}
        email = f"{slugify(first)}.{slugify(last)}.{number}@demo.example"
        found[status].append(Individual(school=school, email=email, number=f"D{number:04}", **known))
    return {status: Individual.objects.bulk_create(some) for status, some in found.items()}


def _partner(school: School, told: dict[str, Any], office: Office, now: datetime) -> Partner:
    ends = told.pop("convention_days", None)
    until = now.date() + timedelta(days=ends) if ends is not None else None
    return trainings.keep_partner(Partner(school=school, convention_until=until, **told), office)


def _training(
    programme: Programme, told: dict[str, Any], rank: int, partners: dict[str, Partner], office: Office, now: datetime
) -> Training:
    own = {
        key: value
        for key, value in told.items()
        if key not in {"cycle", "date", "for", "partner", "reviewed", "target"}
    }
    training = Training(programme=programme, partner=partners.get(told.get("partner", "")), rank=rank, **own)
    audiences = [Audience(**line) for line in told.get("for", [])]
    trainings.keep_training(training, office, audiences=audiences)
    reviewed: date | int | None = told.get("reviewed")
    if isinstance(reviewed, int):
        day = timezone.localdate(now) - timedelta(days=reviewed)
        trainings.review(training, day, "Service juridique et mission égalité", office)
        trainings.publish(training, office)
    elif reviewed:
        trainings.review(training, reviewed, "Prestataire de 2022", office)
    return training


def _past(
    training: Training,
    told: dict[str, Any],
    campuses: list[Campus],
    staff: list[Individual],
    office: Office,
    now: datetime,
) -> None:
    """A cycle that has taken place, with those who were there."""
    cycle = sittings.keep_cycle(Cycle(training=training, name=told["name"]), office)
    for number, days in enumerate(told["days_ago"]):
        begins = _day(now, -days, 9)
        sitting = _sitting(training, campuses[number % len(campuses)], begins, 180, cycle=cycle, is_open=True)
        sitting.save()
        first = told["from"] + number * told["each"]
        attendance.note_by_hand(sitting, staff[first : first + told["each"]], Presence.Means.LIST, office)


def _coming(
    training: Training,
    told: dict[str, Any],
    campuses: list[Campus],
    people: dict[str, list[Individual]],
    office: Office,
    now: datetime,
) -> None:
    """A date to come: opened unless nobody is on call, with so many who asked, Lou last if she did."""
    more = {key: told[key] for key in ("capacity", "link", "place", "psychologist") if key in told}
    minutes = training.minutes or 60
    sitting = _sitting(training, campuses[told["campus"]], _day(now, told["in"], told["at"]), minutes, **more)
    sittings.keep_sitting(sitting, office)
    if not sitting.psychologist:
        return
    sittings.open_registration(sitting, office)
    asked = people[told.get("who", "student")][: told.get("asked", 0)]
    if told.get("lou"):
        asked = [*asked, Individual.objects.for_school(training.programme.school).get(email=STUDENT.email)]
    for one in asked:
        sittings.register(sitting, one)
    if "called_off" in told:
        sittings.call_off(sitting, told["called_off"], office)


def _sitting(training: Training, campus: Campus, begins: datetime, minutes: int, **more: Any) -> Sitting:
    usual = {"place": "Amphi B", "psychologist": "Sofia Marchetti", "psychologist_contact": "psychologue@demo.example"}
    usual["facilitators"] = str(training.partner or "Mission égalité, infirmerie")
    ends = begins + timedelta(minutes=minutes)
    return Sitting(training=training, campus=campus, begins=begins, ends=ends, **usual | more)


def _day(now: datetime, days: int, hour: int) -> datetime:
    """So many days from now, put off to Monday when that is a week-end, at this hour on the clocks of the school."""
    day = timezone.localdate(now) + timedelta(days=days)
    day += timedelta(days=max(0, 7 - day.weekday()) if day.weekday() > 4 else 0)
    return timezone.make_aware(datetime(day.year, day.month, day.day, hour))
