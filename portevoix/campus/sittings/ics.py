"""Dates as calendars read them (RFC 5545). Times are in UTC; what changes counts up; what is called off says so."""

from collections.abc import Iterable
from datetime import timedelta

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from portevoix.campus.sittings.models import Registration, Sitting
from portevoix.ground.schools.models import School

REFRESH = timedelta(hours=6)


def public(school: School, sittings: Iterable[Sitting]) -> bytes:
    """The agenda of a school."""
    whole = _calendar(str(school))
    for sitting in sittings:
        path = reverse("sittings:one", args=[school.slug, sitting.ident])
        whole.add_component(_event(sitting, sitting.training.name, path, "CONFIRMED"))
    return bytes(whole.to_ical())


def personal(school: School, registrations: Iterable[Registration]) -> bytes:
    """Someone's own dates; the names of trainings only where they may be said."""
    whole = _calendar(_("My dates"))
    for registration in registrations:
        sitting = registration.sitting
        path = reverse("sittings:one_of_mine", args=[school.slug, sitting.ident])
        name, status = sitting.training.discreet_name, "CONFIRMED"
        if not registration.has_place:
            name, status = f"{name} ({_('Waiting list')})", "TENTATIVE"
        event = _event(sitting, name, path, status)
        event.add("class", "PRIVATE")
        whole.add_component(event)
    return bytes(whole.to_ical())


def _calendar(name: str) -> Calendar:
    whole = Calendar()
    whole.add("prodid", "-//Portevoix//Agenda//FR")
    whole.add("version", "2.0")
    whole.add("method", "PUBLISH")
    whole.add("x-wr-calname", name)
    whole.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
    whole.add("x-published-ttl", "PT6H")
    return whole


def _event(sitting: Sitting, name: str, path: str, status: str) -> Event:
    event = Event()
    event.add("uid", f"{sitting.ident}@portevoix")
    event.add("summary", name)
    event.add("dtstart", sitting.begins)
    event.add("dtend", sitting.ends)
    event.add("dtstamp", sitting.changed)
    event.add("last-modified", sitting.changed)
    event.add("sequence", sitting.sequence)
    event.add("status", "CANCELLED" if sitting.cancelled else status)
    event.add("location", ", ".join(str(part) for part in (sitting.place, sitting.campus) if part) or _("Online"))
    event.add("url", settings.ORIGIN + path)
    return event
