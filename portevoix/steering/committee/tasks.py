"""Letters to the members: they say when, and no word of what it is about."""

from datetime import timedelta

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override
from django_tasks import task

from portevoix.steering.committee import ics
from portevoix.steering.committee.models import Meeting, Seat

AGAIN = timedelta(minutes=5)
TRIES = 12
"""An hour of a post office that does not answer."""
LETTERS = {
    "called": (_("A meeting"), "committee/mail/called.txt"),
    "changed": (_("A meeting has changed"), "committee/mail/changed.txt"),
    "called_off": (_("A meeting is called off"), "committee/mail/called_off.txt"),
    "proof": (_("Something to read again"), "committee/mail/proof.txt"),
}


@task()
def write(kind: str, meeting_ident: str, seat_ident: str, tries: int = TRIES) -> None:
    """Write to one member about one meeting, if it is still true; its date goes along for their calendar."""
    meeting = Meeting.objects.filter(ident=meeting_ident).select_related("committee__plan__school").first()
    seat = Seat.objects.filter(ident=seat_ident).select_related("individual", "office__person").first()
    if meeting is None or seat is None or not seat.address or not _is_still_true(kind, meeting, seat):
        return
    subject, template = LETTERS[kind]
    try:
        with override(settings.LANGUAGE_CODE):
            words = {"begins": timezone.localtime(meeting.at), "link": _link(meeting, seat)}
            body = render_to_string(template, words)
            letter = EmailMessage(str(subject), body, settings.DEFAULT_FROM_EMAIL, [seat.address])
            if kind != "proof":
                letter.attach("date.ics", ics.of(meeting).decode(), "text/calendar")
        letter.send()
    except OSError:
        if tries > 1:
            write.using(run_after=timezone.now() + AGAIN).enqueue(kind, meeting_ident, seat_ident, tries - 1)


def _is_still_true(kind: str, meeting: Meeting, seat: Seat) -> bool:
    """Nobody is asked to read again who has nothing to read here."""
    if kind == "proof":
        return meeting.is_held and seat.has_pages
    return meeting.is_called_off if kind == "called_off" else meeting.is_prepared


def _link(meeting: Meeting, seat: Seat) -> str:
    """Where they read more; empty for somebody from outside, who has no page here."""
    words = [meeting.school.slug, meeting.ident]
    if seat.office_id:
        return settings.ORIGIN + reverse("committee:meeting", args=words)
    return settings.ORIGIN + reverse("committee:my_meeting", args=words) if seat.individual_id else ""
