"""The agenda and the minutes, on paper."""

from collections.abc import Iterable
from typing import Any

from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from portevoix.ground.web.days import in_words
from portevoix.ground.web.document import Document
from portevoix.steering.committee import record
from portevoix.steering.committee.models import Meeting
from portevoix.steering.committee.record import Decided, Record


def as_pdf(meeting: Meeting, language: str) -> bytes:
    """A4, in the language that is set: the agenda before the meeting, the minutes after it."""
    whole = record.of(meeting)
    when = localtime(whole.moment)
    title = _("Steering committee: agenda") if meeting.is_prepared else _("Steering committee: minutes")
    said = " · ".join(part for part in (in_words(when, "DATETIME_FORMAT"), whole.place or meeting.link) if part)
    foot: dict[str, Any] = {"place": whole.school, "day": when.date(), "language": language}
    document = Document(title, subtitle="\n".join([whole.plan, said]), **foot)
    if meeting.is_prepared:
        _agenda(document, whole)
    else:
        _minutes(document, whole, meeting)
    return document.as_bytes()


def _agenda(document: Document, whole: Record) -> None:
    for number, point in enumerate(whole.points, 1):
        document.heading(f"{number}. {point.title}", 2)
        document.prose(point.text)


def _minutes(document: Document, whole: Record, meeting: Meeting) -> None:
    minutes = record.approved(meeting)
    if minutes is None:
        document.paragraph(_("Draft: these minutes are not approved yet."), bold=True)
    there = [
        (_("Those present"), whole.present),
        (_("Those excused"), whole.excused),
        (_("Those absent"), whole.absent),
    ]
    document.pairs((name, " ; ".join(people)) for name, people in there if people)
    for number, point in enumerate(whole.points, 1):
        document.heading(f"{number}. {point.title}", 2)
        document.prose(point.said)
        _decisions(document, point.decisions)
    if minutes is not None:
        for one in minutes.corrections.all():
            on = _("Correction of %(day)s, by %(name)s")
            document.heading(on % {"day": in_words(localtime(one.at)), "name": one.by}, 2)
            document.prose(one.text)
        document.gap(4)
        words = {"day": in_words(localtime(minutes.at)), "digest": minutes.digest}
        document.paragraph(_("Approved on %(day)s. Fingerprint: %(digest)s") % words, small=True)


def _decisions(document: Document, decisions: Iterable[Decided]) -> None:
    rows = [(one.text, one.who, in_words(one.day, "SHORT_DATE_FORMAT") if one.day else "") for one in decisions]
    if rows:
        document.table([_("It is decided that"), _("Who does it"), _("By when")], rows, widths=[4, 2, 1.2])
