"""Who may be noted as having come, when, and until when it counts."""

from calendar import monthrange
from datetime import date, datetime, timedelta

from django.utils.translation import gettext as _

from portevoix.campus.attendance.door import SHOWN, WINDOW, Code, read
from portevoix.campus.attendance.models import Presence
from portevoix.campus.sittings.models import Sitting
from portevoix.campus.trainings.models import Training
from portevoix.ground.population.models import Individual
from portevoix.ground.schools.models import School
from portevoix.ground.web.days import in_words
from portevoix.ground.web.rules import Refused

OPENS = timedelta(minutes=30)
"""How long before a sitting begins its door opens."""
CLOSES = timedelta(minutes=60)
"""How long after it ends its door closes."""
TO_COME_IN = timedelta(minutes=15)
"""How long somebody who has scanned has to sign in."""


def valid_until(training: Training, day: date) -> date | None:
    """The last day on which a presence of that day counts; None: for good."""
    if training.valid_months is None:
        return None
    years, month = divmod(day.month - 1 + training.valid_months, 12)
    year = day.year + years
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def may_count(sitting: Sitting, individual: Individual) -> bool:
    """People come to the sittings of their own school."""
    return sitting.training.programme.school_id == individual.school_id


def must_be_allowed_to_count(sitting: Sitting, individual: Individual) -> None:
    if not may_count(sitting, individual):
        raise Refused(_("This sitting is of another school."), code="elsewhere", status=404)


def is_open(sitting: Sitting, at: datetime) -> bool:
    """Whether the door stands open: from half an hour before until an hour after, unless the sitting is called off."""
    return sitting.cancelled is None and sitting.begins - OPENS <= at <= sitting.ends + CLOSES


def must_be_open(sitting: Sitting, at: datetime) -> None:
    if is_open(sitting, at):
        return
    if sitting.cancelled is not None:
        raise Refused(_("This sitting was called off."), code="called_off", status=409)
    if at < sitting.begins:
        opens = in_words(sitting.begins - OPENS, "j F, H:i")
        raise Refused(_("The door of this sitting opens on %(when)s.") % {"when": opens}, code="early", status=409)
    sentence = _(
        "The door of this sitting is closed. If you were there, tell the person who led it or the mission: they can "
        "still note you on the list."
    )
    raise Refused(sentence, code="late", status=409)


def may_note_by_hand(sitting: Sitting, now: datetime) -> bool:
    """The mission keeps the list from the moment the door opens, and afterwards as long as it needs."""
    return sitting.cancelled is None and sitting.begins - OPENS <= now


def must_be_allowed_to_note_by_hand(sitting: Sitting, now: datetime) -> None:
    if not may_note_by_hand(sitting, now):
        raise Refused(_("Nobody can have come yet: the door is not open."), code="early", status=409)


def is_fresh(code: Code, now: datetime) -> bool:
    """A code on the screen counts during its window and the next; a scan, for a quarter of an hour."""
    lasts = timedelta(seconds=2 * WINDOW) if code.kind == SHOWN else TO_COME_IN
    return code.at <= now < code.at + lasts


def must_be_fresh(code: Code, now: datetime) -> None:
    if not is_fresh(code, now):
        sentence = _("This code has changed since: it only counts where it is shown. Scan the one that is there now.")
        raise Refused(sentence, code="old", status=409)


def must_be_ours(text: str, school: School) -> tuple[Code, Sitting]:
    """What a code says: one that this installation has written, of a sitting of this school."""
    code = read(text)
    sitting = Sitting.objects.for_school(school).named(code.sitting) if code else None
    if code is None or sitting is None:
        sentence = _("This is not the code of a sitting here. Scan the one that is shown at the door.")
        raise Refused(sentence, code="forged", status=404)
    return code, sitting


def as_code(typed: str) -> str:
    """The code of a certificate as it is kept, however it was typed: without dashes or spaces, in capitals."""
    letters = "".join(letter for letter in typed.upper() if letter.isalnum())
    return letters.translate(str.maketrans("01", "OI")) if len(letters) == 12 else ""


def may_have_certificate(presence: Presence, now: datetime) -> bool:
    """Once the sitting has ended."""
    return presence.sitting.ends <= now
