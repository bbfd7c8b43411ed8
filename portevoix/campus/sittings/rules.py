"""Which sittings people may ask for, who may ask, and what may change."""

from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portevoix.campus.sittings.models import OptOut, Registration, Sitting
from portevoix.campus.trainings.models import Training
from portevoix.ground.population.models import Individual
from portevoix.ground.web.days import in_words
from portevoix.ground.web.rules import Refused


def may_open(sitting: Sitting, now: datetime) -> bool:
    """Nobody registers where no psychologist is on call, or where nobody knows where to go."""
    return keeps_closed(sitting, now) is None


def must_be_allowed_to_open(sitting: Sitting, now: datetime) -> None:
    if refusal := keeps_closed(sitting, now):
        raise refusal


def keeps_closed(sitting: Sitting, now: datetime) -> Refused | None:
    """Why registration may not be opened, in a sentence for the mission; None when it may."""
    if sitting.begins <= now and not sitting.cancelled:
        return _no(_("This sitting has begun already: choose a date to come."), "past")
    if not sitting.training.is_published:
        return _no(_("Publish the training first: people must be able to read what it is."), "unpublished")
    return lacks(sitting)


def may_stay_open(sitting: Sitting) -> bool:
    """What is open keeps what it was opened with."""
    return lacks(sitting) is None


def must_be_allowed_to_stay_open(sitting: Sitting) -> None:
    if refusal := lacks(sitting):
        raise refusal


def lacks(sitting: Sitting) -> Refused | None:
    """What is missing of a sitting itself, in a sentence for the mission; None when nothing is."""
    if sitting.cancelled:
        return _no(_("This sitting has been called off."), "called_off")
    if not sitting.psychologist:
        sentence = _("Name the psychologist on call: somebody must be there for whoever this stirs up.")
        return _no(sentence, "no_psychologist")
    if not sitting.place and not sitting.link:
        return _no(_("Say where it takes place, or give its link."), "nowhere")
    return None


def may_register(sitting: Sitting, individual: Individual, now: datetime) -> bool:
    """Whoever it is for, in time, having followed what it asks for. A full sitting has a waiting list."""
    return holds_back(sitting, individual, now) is None


def must_be_allowed_to_register(sitting: Sitting, individual: Individual, now: datetime) -> None:
    if refusal := holds_back(sitting, individual, now):
        raise refusal


def holds_back(sitting: Sitting, individual: Individual, now: datetime) -> Refused | None:
    """Why someone may not ask for a place, in a sentence for them; None when they may."""
    training = sitting.training
    if sitting.cancelled:
        return _no(_("This sitting has been called off."), "called_off")
    if sitting.begins <= now:
        return _no(_("This sitting has begun or is over: choose another date."), "past")
    if not sitting.is_open or not training.is_published:
        return _no(_("Registration is not open for this sitting."), "closed")
    if sitting.registration_ends <= now:
        until = in_words(sitting.registration_ends, "DATETIME_FORMAT")
        return _no(_("Registration ended on %(until)s: choose another date.") % {"until": until}, "late")
    if not training.target().is_there(individual):
        return _no(_("This training is for other people of the school."), "audience")
    if OptOut.objects.to(training).of(individual).exists():
        return _no(_("You said that you prefer not to take part. Take that back first."), "opted_out")
    if missing := missing_before(training, individual, now):
        names = ", ".join(one.name for one in missing)
        return _no(_("Another training comes first: %(names)s.") % {"names": names}, "prerequisite")
    return None


def missing_before(training: Training, individual: Individual, now: datetime) -> list[Training]:
    """What they have to follow first, and have not, or too long ago."""
    followed = Sitting.objects.attended_by(individual, timezone.localdate(now))
    return list(training.prerequisites.exclude(sittings__in=followed))


def may_cancel(registration: Registration, now: datetime) -> bool:
    """Until it begins."""
    return registration.sitting.begins > now


def must_be_allowed_to_cancel(registration: Registration, now: datetime) -> None:
    if not may_cancel(registration, now):
        raise _no(_("This sitting has begun or is over."), "past")


def may_have_capacity(capacity: int | None, taken: int) -> bool:
    """A place that was given is not taken back."""
    return capacity is None or capacity >= taken


def must_be_allowed_to_have_capacity(capacity: int | None, taken: int) -> None:
    if not may_have_capacity(capacity, taken):
        sentence = ngettext(
            "%(taken)d person already has a place: the capacity cannot be lower.",
            "%(taken)d people already have a place: the capacity cannot be lower.",
            taken,
        )
        raise _no(sentence % {"taken": taken}, "taken")


def may_be_from_to(begins: datetime, ends: datetime) -> bool:
    return begins < ends


def must_be_from_to(begins: datetime, ends: datetime) -> None:
    if not may_be_from_to(begins, ends):
        raise _no(_("A sitting ends after it has begun."), "ends")


def may_call_off(sitting: Sitting, now: datetime) -> bool:
    return sitting.cancelled is None and sitting.ends > now


def must_be_allowed_to_call_off(sitting: Sitting, now: datetime) -> None:
    if not may_call_off(sitting, now):
        raise _no(_("This sitting is over, or has already been called off."), "past")


def may_discard(sitting: Sitting, asked: int) -> bool:
    """What nobody has seen needs no explanation: a date that was never opened may simply go."""
    return not sitting.is_open and asked == 0


def must_be_allowed_to_discard(sitting: Sitting, asked: int) -> None:
    if not may_discard(sitting, asked):
        raise _no(_("People have read of this date already: call it off, so that they are told."), "opened")


def _no(sentence: str, code: str) -> Refused:
    return Refused(sentence, code=code, status=409)
