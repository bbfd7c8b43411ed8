"""Dates as calendars read them (RFC 5545). Times are in UTC; what changes counts up; what is called off says so."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import lru_cache

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from portevoix.campus.sittings.models import Registration, Sitting
from portevoix.ground.schools.models import School

REFRESH = timedelta(hours=6)
SOME = "0" * 32
"""Stands for an identifier in an address that is made once for all dates."""


KEPT = 4096
"""So many events stay written: a school's agenda changes by one date, and is asked for by every calendar."""


@dataclass(frozen=True)
class Said:
    """All that an event says: the same words make the same bytes."""

    ident: str
    name: str
    begins: datetime
    ends: datetime
    changed: datetime
    sequence: int
    status: str
    location: str
    path: str
    is_private: bool = False


def public(school: School, sittings: Iterable[Sitting]) -> bytes:
    """The agenda of a school."""
    online, path = _("Online"), reverse("sittings:one", args=[school.slug, SOME])
    said = (_said(one, one.training.name, path.replace(SOME, one.ident), "CONFIRMED", online) for one in sittings)
    return _calendar(str(school), said)


def personal(school: School, registrations: Iterable[Registration]) -> bytes:
    """Someone's own dates; the names of trainings only where they may be said."""
    return _calendar(_("My dates"), (_of_mine(school, registration) for registration in registrations))


def _of_mine(school: School, registration: Registration) -> Said:
    sitting = registration.sitting
    path = reverse("sittings:one_of_mine", args=[school.slug, sitting.ident])
    name, status = sitting.training.discreet_name, "CONFIRMED"
    if not registration.has_place:
        name, status = f"{name} ({_('Waiting list')})", "TENTATIVE"
    return replace(_said(sitting, name, path, status, _("Online")), is_private=True)


def _said(sitting: Sitting, name: str, path: str, status: str, online: str) -> Said:
    location = ", ".join(str(part) for part in (sitting.place, sitting.campus) if part) or online
    status = "CANCELLED" if sitting.cancelled else status
    times = (sitting.begins, sitting.ends, sitting.changed)
    return Said(sitting.ident, name, *times, sitting.sequence, status, location, path)


def _calendar(name: str, events: Iterable[Said]) -> bytes:
    whole = Calendar()
    whole.add("prodid", "-//Portevoix//Agenda//FR")
    whole.add("version", "2.0")
    whole.add("method", "PUBLISH")
    whole.add("x-wr-calname", name)
    whole.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
    whole.add("x-published-ttl", "PT6H")
    head, end, foot = bytes(whole.to_ical()).rpartition(b"END:VCALENDAR")
    return head + b"".join(map(_written, events)) + end + foot


@lru_cache(KEPT)
def _written(said: Said) -> bytes:
    event = Event()
    event.add("uid", f"{said.ident}@portevoix")
    event.add("summary", said.name)
    event.add("dtstart", said.begins)
    event.add("dtend", said.ends)
    event.add("dtstamp", said.changed)
    event.add("last-modified", said.changed)
    event.add("sequence", said.sequence)
    event.add("status", said.status)
    event.add("location", said.location)
    event.add("url", settings.ORIGIN + said.path)
    if said.is_private:
        event.add("class", "PRIVATE")
    return bytes(event.to_ical())
