"""The date of a meeting, as calendars read it (RFC 5545). It says when and where, not what about."""

from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from portevoix.steering.committee.models import Meeting


def of(meeting: Meeting) -> bytes:
    """One event, private, that counts its changes and says when it is called off."""
    event = Event()
    event.add("uid", f"{meeting.ident}@portevoix")
    event.add("summary", _("Meeting"))
    event.add("dtstart", meeting.at)
    event.add("dtend", meeting.ends)
    event.add("dtstamp", meeting.changed)
    event.add("last-modified", meeting.changed)
    event.add("sequence", meeting.sequence)
    event.add("status", "CANCELLED" if meeting.is_called_off else "CONFIRMED")
    event.add("location", meeting.place or meeting.link)
    event.add("class", "PRIVATE")
    whole = Calendar()
    whole.add("prodid", "-//Portevoix//Agenda//FR")
    whole.add("version", "2.0")
    whole.add("method", "PUBLISH")
    whole.add_component(event)
    return bytes(whole.to_ical())
