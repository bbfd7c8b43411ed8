"""When a meeting, its minutes, a decision or a review may become what; who sits in a committee."""

from collections.abc import Iterable
from datetime import date, datetime

from django.utils.translation import gettext as _

from portevoix.ground.web.rules import Refused
from portevoix.steering.committee.models import Attendance, Decision, Meeting, Review, Seat
from portevoix.steering.plan.models import Plan

PREPARED, HELD, MINUTED, CALLED_OFF = Meeting.State
BECOMES: dict[str, set[str]] = {
    PREPARED: {HELD, CALLED_OFF},
    HELD: {MINUTED},
    MINUTED: set(),
    CALLED_OFF: set(),
}
"""What a meeting may become, by what it is."""
REVIEW_OPENS = 10
"""The month from which a year may be looked back upon."""


def _no(sentence: str, code: str, status: int = 409) -> Refused:
    return Refused(sentence, code=code, status=status)


def may_become(meeting: Meeting, state: str, now: datetime) -> bool:
    """A meeting is held once its hour has come."""
    return state in BECOMES[meeting.state] and (state != HELD or meeting.at <= now)


def must_be_allowed_to_become(meeting: Meeting, state: str, now: datetime) -> None:
    if state == HELD and meeting.is_prepared and meeting.at > now:
        raise _no(_("This meeting is still to come: it can be noted as held from its hour on."), "to_come")
    if not may_become(meeting, state, now):
        raise _no(_("This meeting has gone further in the meantime. Look at it again."), "state")


def may_be_prepared(meeting: Meeting) -> bool:
    """Its date and its agenda change until it is held."""
    return meeting.is_prepared


def must_be_allowed_to_be_prepared(meeting: Meeting) -> None:
    if not may_be_prepared(meeting):
        raise _no(_("The date and the agenda of this meeting no longer change."), "not_prepared")


def keeps_from_calling(meeting: Meeting, points: int, members: int, now: datetime) -> Refused | None:
    """Why the members may not be written to yet, in a sentence; None when they may."""
    if not meeting.is_prepared or meeting.at <= now:
        return _no(_("The members are written to before the meeting, not after."), "past")
    if not meeting.place and not meeting.link:
        return _no(_("Say where the committee meets, or give a link."), "nowhere", 422)
    if not points:
        return _no(_("The agenda is empty: add a point first."), "no_points", 422)
    if not members:
        return _no(_("The committee has no member yet: add them first."), "no_members", 422)
    return None


def may_call(meeting: Meeting, points: int, members: int, now: datetime) -> bool:
    return keeps_from_calling(meeting, points, members, now) is None


def must_be_allowed_to_call(meeting: Meeting, points: int, members: int, now: datetime) -> None:
    if refusal := keeps_from_calling(meeting, points, members, now):
        raise refusal


def may_be_minuted(meeting: Meeting) -> bool:
    """Words, attendance and decisions are written once it was held, until they are approved."""
    return meeting.is_held


def must_be_allowed_to_be_minuted(meeting: Meeting) -> None:
    if meeting.is_minuted:
        sentence = _("These minutes are approved: they do not change any more. Add a correction under them.")
        raise _no(sentence, "approved")
    if not may_be_minuted(meeting):
        raise _no(_("Note first that this meeting was held."), "not_held")


def may_be_read(meeting: Meeting) -> bool:
    """By the members: minutes once approved, their draft once it is shown."""
    return meeting.is_minuted or (meeting.is_held and meeting.proof is not None)


def must_be_allowed_to_be_printed(meeting: Meeting) -> None:
    """By a member: the agenda before the meeting, or what may be read after it."""
    if not meeting.is_prepared and not may_be_read(meeting):
        raise _no(_("The minutes of this meeting are not ready to be read yet."), "not_ready", 404)


def what_is_missing(seats: Iterable[Seat], noted: dict[int, str], has_words: bool) -> list[str]:
    """What minutes still need before they are approved, in sentences. `noted`: attendance by seat."""
    missing = []
    if unsaid := [str(seat) for seat in seats if seat.pk not in noted]:
        missing.append(_("Say whether they were there: %(names)s.") % {"names": ", ".join(unsaid)})
    if Attendance.State.PRESENT not in noted.values():
        missing.append(_("Nobody is noted as present."))
    if not has_words:
        missing.append(_("Nothing has been written of any point."))
    return missing


def may_be_approved(meeting: Meeting, missing: list[str]) -> bool:
    return meeting.is_held and not missing


def must_be_allowed_to_be_approved(meeting: Meeting, missing: list[str]) -> None:
    must_be_allowed_to_be_minuted(meeting)
    if not may_be_approved(meeting, missing):
        raise _no(" ".join(missing), "missing")


def may_be_corrected(meeting: Meeting) -> bool:
    """Before they are approved, minutes are simply written again."""
    return meeting.is_minuted


def must_be_allowed_to_be_corrected(meeting: Meeting) -> None:
    if not may_be_corrected(meeting):
        raise _no(_("These minutes are not approved yet: change them directly."), "not_approved")


def may_be_carried(decision: Decision) -> bool:
    """Into the plan, or noted as done: once, and not of a meeting that never was."""
    meeting = decision.point.meeting
    return decision.is_waiting and (meeting.is_held or meeting.is_minuted)


def must_be_allowed_to_be_carried(decision: Decision) -> None:
    if not may_be_carried(decision):
        raise _no(_("This decision is in the plan already, or done."), "carried")


def may_be_taken_away(decision: Decision) -> bool:
    """While the minutes are written, and as long as the plan knows nothing of it."""
    return decision.is_waiting and decision.point.meeting.is_held


def must_be_allowed_to_be_taken_away(decision: Decision) -> None:
    must_be_allowed_to_be_minuted(decision.point.meeting)
    if not may_be_taken_away(decision):
        raise _no(_("This decision is in the plan already, or done."), "carried")


def may_sit(seats: Iterable[Seat], *, individual: int | None, office: int | None, email: str) -> bool:
    """Nobody has two seats at once. `seats`: those taken now."""
    for seat in seats:
        same = (individual and seat.individual_id == individual) or (office and seat.office_id == office)
        if same or (email and seat.email.lower() == email.lower()):
            return False
    return True


def must_be_allowed_to_sit(
    seats: Iterable[Seat], *, individual: int | None = None, office: int | None = None, email: str = ""
) -> None:
    if not may_sit(seats, individual=individual, office=office, email=email):
        raise _no(_("This person is a member already."), "member")


def may_leave_on(seat: Seat, day: date) -> bool:
    return day >= seat.since


def must_be_allowed_to_leave_on(seat: Seat, day: date) -> None:
    if not may_leave_on(seat, day):
        raise _no(_("They cannot leave before the day they came."), "before", 422)


def may_be_reviewed(plan: Plan, year: int, known: Iterable[int], today: date) -> bool:
    """A year of the plan, from October on, once."""
    begun = year < today.year or (year == today.year and today.month >= REVIEW_OPENS)
    return year in plan.years and begun and year not in set(known)


def must_be_allowed_to_be_reviewed(plan: Plan, year: int, known: Iterable[int], today: date) -> None:
    if not may_be_reviewed(plan, year, known, today):
        raise _no(_("This year cannot be reviewed now: it is not over, or has its review already."), "year")


def may_write(review: Review) -> bool:
    return not review.is_closed


def must_be_allowed_to_write(review: Review) -> None:
    if not may_write(review):
        raise _no(_("This review is closed: it does not change any more."), "closed")


def may_publish(review: Review) -> bool:
    return review.is_closed


def must_be_allowed_to_publish(review: Review) -> None:
    if not may_publish(review):
        raise _no(_("Close the review first: what everyone reads does not change any more."), "not_closed")


def may_be_followed(plan: Plan) -> bool:
    """A plan has one next plan."""
    return not plan.followers.exists()


def must_be_allowed_to_be_followed(plan: Plan) -> None:
    if not may_be_followed(plan):
        raise _no(_("This plan has its next one already."), "followed")
