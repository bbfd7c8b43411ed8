"""Minutes as one document: built from what was written, then frozen; read on a page and printed from the same thing."""

from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from typing import Any

from django.utils.timezone import localdate

from portevoix.steering.committee.models import Attendance, Decision, Meeting, Minutes, Seat


@dataclass(frozen=True)
class Decided:
    """One decision."""

    text: str
    who: str = ""
    until: str = ""
    """ISO date, or empty."""

    @property
    def day(self) -> date | None:
        return date.fromisoformat(self.until) if self.until else None


@dataclass(frozen=True)
class Discussed:
    """One point: its title, what was to be known, what was said, what was decided."""

    title: str
    text: str = ""
    said: str = ""
    decisions: list[Decided] = field(default_factory=list)


@dataclass(frozen=True)
class Record:
    """The whole document. Only texts, so that it is the same for ever."""

    school: str
    plan: str
    at: str
    """ISO moment."""
    place: str = ""
    present: list[str] = field(default_factory=list)
    excused: list[str] = field(default_factory=list)
    absent: list[str] = field(default_factory=list)
    points: list[Discussed] = field(default_factory=list)

    @property
    def moment(self) -> datetime:
        return datetime.fromisoformat(self.at)

    @property
    def decisions(self) -> list[Decided]:
        """All of them, in order."""
        return [decision for point in self.points for decision in point.decisions]

    def as_dict(self) -> dict[str, Any]:
        return asdict(self)


def of(meeting: Meeting) -> Record:
    """The minutes of a meeting: as they were approved, or as they are being written."""
    minutes = approved(meeting)
    return thawed(minutes.body) if minutes is not None else written(meeting)


def approved(meeting: Meeting) -> Minutes | None:
    """None while they are not."""
    return Minutes.objects.filter(meeting=meeting).first() if meeting.is_minuted else None


def thawed(body: dict[str, Any]) -> Record:
    """What was frozen, to be read."""
    points = [
        Discussed(**{**point, "decisions": [Decided(**one) for one in point["decisions"]]}) for point in body["points"]
    ]
    return Record(**{**body, "points": points})


def written(meeting: Meeting) -> Record:
    """What is in the tables now."""
    decided: dict[int, list[Decided]] = {}
    for one in Decision.objects.of_meeting(meeting):
        until = one.until.isoformat() if one.until else ""
        decided.setdefault(one.point_id, []).append(Decided(one.text, one.who, until))
    there: dict[str, list[str]] = {}
    for seen in meeting.attendances.select_related("seat").order_by("seat__name", "pk"):
        there.setdefault(seen.state, []).append(introduced(seen.seat))
    return Record(
        school=meeting.school.name,
        plan=str(meeting.committee.plan),
        at=meeting.at.isoformat(),
        place=meeting.place,
        present=there.get(Attendance.State.PRESENT, []),
        excused=there.get(Attendance.State.EXCUSED, []),
        absent=there.get(Attendance.State.ABSENT, []),
        points=[
            Discussed(point.title, point.text, point.said, decided.get(point.pk, []))
            for point in meeting.points.all().in_order()
        ],
    )


def introduced(seat: Seat) -> str:
    """« Hélène Faure, chargée de mission égalité »."""
    return f"{seat.name}, {seat.function}" if seat.function else seat.name


def seats_of(meeting: Meeting) -> list[Seat]:
    """Those who were members on the day of the meeting."""
    return list(meeting.committee.seats.all().sitting_on(localdate(meeting.at)).in_order())
