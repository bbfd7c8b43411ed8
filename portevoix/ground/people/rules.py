"""Who may come in, invite, and be removed."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.http import HttpRequest
from django.utils.translation import gettext as _

from portevoix.ground.people.models import Invitation, Membership, Office, Person
from portevoix.ground.schools.models import Cell, School
from portevoix.ground.web.rules import Refused

INVITATION_LASTS = timedelta(days=7)
AGAIN = timedelta(minutes=5)
"""How long after a post office that did not take an invitation it is first tried again."""
LONGEST_SESSION = timedelta(hours=12)


def must_be_member(request: HttpRequest) -> Membership:
    """The seat of whoever asks, second factor passed; or the sentence for someone who has none."""
    membership: Membership | None = getattr(request, "membership", None)
    if membership is None:
        raise Refused(_("This page is for the members of a cell."), code="member")
    return membership


def seat_among(seats: Sequence[Membership], chosen: str | None) -> Membership | None:
    """Where somebody works: the cell they have chosen, else the one they joined last."""
    return next((seat for seat in seats if seat.ident == chosen), seats[-1] if seats else None)


def must_be_a_seat_of_theirs(request: HttpRequest, ident: str) -> Membership:
    """One of the seats of whoever asks."""
    must_be_member(request)
    found: Membership | None = next((seat for seat in request.seats if seat.ident == ident), None)  # type: ignore[attr-defined]  # set by the middleware
    if found is None:
        raise Refused(_("This page is for the members of a cell."), code="member", status=404)
    return found


def must_be_lead(request: HttpRequest) -> Membership:
    """The same, for the lead of the cell only."""
    membership = must_be_member(request)
    must_be_allowed_to_lead(membership)
    return membership


def must_be_of_the_mission(request: HttpRequest, school: School) -> Office:
    """The office of whoever asks in this school, second factor passed; or the sentence for someone who has none."""
    office = Office.objects.for_school(school).of(request.user).current().first() if _has_passed(request) else None  # type: ignore[arg-type]  # passed: a person
    if office is None:
        raise Refused(_("This page is for the mission of the school."), code="mission")
    return office


def _has_passed(request: HttpRequest) -> bool:
    return bool(getattr(request, "has_passed", False))


def may_lead(membership: Membership) -> bool:
    return membership.left is None and membership.is_lead


def must_be_allowed_to_lead(membership: Membership) -> None:
    if not may_lead(membership):
        raise Refused(_("Only the lead of the cell may do this."), code="lead")


def may_be_invited(seat: Membership | None) -> bool:
    """Whoever has no seat in the cell yet."""
    return seat is None or seat.left is not None


def must_be_allowed_to_be_invited(seat: Membership | None) -> None:
    if not may_be_invited(seat):
        raise Refused(_("This person is already in the cell."), code="already_member", status=409)


def may_join_the_mission(office: Office | None) -> bool:
    return office is None


def must_be_allowed_to_join_the_mission(office: Office | None) -> None:
    if not may_join_the_mission(office):
        raise Refused(_("This person is already of the mission."), code="already_officer", status=409)


def must_be_officer(school: School, ident: str) -> Office:
    """Whoever has this office in the school's mission now."""
    office = Office.objects.for_school(school).current().with_people().named(ident)
    if office is None:
        raise Refused(_("This person is not of the mission."), code="officer", status=404)
    return office


def must_hold_office(school: School, email: str) -> Office:
    """The office of whoever has this address."""
    person = Person.objects.at(email)
    office = Office.objects.for_school(school).current().of(person).first() if person else None
    if office is None:
        raise Refused(_("This person is not of the mission."), code="officer", status=404)
    return office


def may_remove_officer(by: Office, office: Office, officers_left: int) -> bool:
    """Anyone of the mission removes anyone of it; the last one stays until there is another."""
    return by.left is None and by.school_id == office.school_id and office.left is None and officers_left > 1


def must_be_allowed_to_remove_officer(by: Office, office: Office, officers_left: int) -> None:
    if not may_remove_officer(by, office, officers_left):
        sentence = _("The mission needs someone: invite another person before removing this one.")
        raise Refused(sentence, code="last_officer", status=409)


def may_accept(invitation: Invitation | None, now: datetime) -> bool:
    return invitation is not None and invitation.accepted is None and invitation.expires > now


def must_be_allowed_to_accept(invitation: Invitation | None, now: datetime) -> Invitation:
    """The invitation, while it is open. Unknown, used and outdated ones get the same sentence."""
    if invitation is None or not may_accept(invitation, now):
        raise Refused(_("This invitation is no longer valid."), code="invitation", status=404)
    return invitation


def next_try(invitation: Invitation, now: datetime) -> datetime:
    """When a letter that did not leave is tried again: after as long as it has waited, five minutes at least."""
    waited = now - (invitation.expires - INVITATION_LASTS)
    return now + max(waited, AGAIN)


def must_lead_to_a_cell(invitation: Invitation) -> Cell:
    """The cell of an invitation to one."""
    if invitation.cell is None:
        raise Refused(_("This invitation is no longer valid."), code="invitation", status=404)
    return invitation.cell


def must_lead_to_a_mission(invitation: Invitation) -> School:
    """The school of an invitation to its mission."""
    if invitation.school is None:
        raise Refused(_("This invitation is no longer valid."), code="invitation", status=404)
    return invitation.school


def must_be_the_one_invited(account: Person | None, signed_in: Person | None) -> None:
    """Somebody who already has an account joins with it, signed in."""
    if account is not None and account.is_active and account != signed_in:
        sentence = _("You already have an account here. Sign in, then open the link again.")
        raise Refused(sentence, code="sign_in", status=409)


def may_describe(lead: Membership, seat: Membership) -> bool:
    """A lead corrects the name and function of anyone of the cell, their own too."""
    return may_lead(lead) and seat.cell_id == lead.cell_id and seat.left is None


def must_be_allowed_to_describe(lead: Membership, seat: Membership) -> None:
    if not may_describe(lead, seat):
        raise Refused(_("This person is not in the cell."), code="colleague", status=404)


def must_be_colleague(lead: Membership, ident: str) -> Membership:
    """Whoever has this seat in the lead's cell now."""
    seat = Membership.objects.for_cell(lead.cell).current().with_people().named(ident)
    if seat is None:
        raise Refused(_("This person is not in the cell."), code="colleague", status=404)
    return seat


def may_speak_for(lead: Membership, seat: Membership, sits: set[int], led: set[int]) -> bool:
    """A name and a second factor are the same in every cell: whoever sits in several answers to whoever leads all."""
    return lead.person_id == seat.person_id or sits <= led


def must_be_allowed_to_speak_for(lead: Membership, seat: Membership, sits: set[int], led: set[int]) -> None:
    if not may_speak_for(lead, seat, sits, led):
        sentence = _(
            "%(name)s also sits in another cell, which you do not lead. Their name, function and second factor are the "
            "same in both: somebody who leads both may change them, or they first leave one of the two."
        )
        raise Refused(sentence % {"name": seat.person.name}, code="elsewhere", status=409)


def may_take_role(seat: Membership, role: str, leads_left: int) -> bool:
    """A cell is never left without a lead."""
    return role == Membership.Role.LEAD or not seat.is_lead or leads_left > 1


def must_be_allowed_to_take_role(seat: Membership, role: str, leads_left: int) -> None:
    if not may_take_role(seat, role, leads_left):
        sentence = _("The cell needs a lead: invite another before removing this one.")
        raise Refused(sentence, code="last_lead", status=409)


def may_remove(lead: Membership, seat: Membership, leads_left: int) -> bool:
    """A lead removes anyone of the cell; the last lead stays until there is another."""
    same_cell = seat.cell_id == lead.cell_id and seat.left is None
    return may_lead(lead) and same_cell and (not seat.is_lead or leads_left > 1)


def must_be_allowed_to_remove(lead: Membership, seat: Membership, leads_left: int) -> None:
    must_be_allowed_to_lead(lead)
    if may_remove(lead, seat, leads_left):
        return
    if seat.cell_id == lead.cell_id and seat.left is None:
        sentence = _("The cell needs a lead: invite another before removing this one.")
        raise Refused(sentence, code="last_lead", status=409)
    raise Refused(_("This person is not in the cell."), code="colleague", status=404)


def may_reset_second_factor(lead: Membership, seat: Membership) -> bool:
    """A lead lets a colleague who has lost phone and codes begin again; never themself."""
    return may_lead(lead) and seat.cell_id == lead.cell_id and seat.left is None and seat.pk != lead.pk


def must_be_allowed_to_reset_second_factor(lead: Membership, seat: Membership) -> None:
    if not may_reset_second_factor(lead, seat):
        raise Refused(_("Only another lead of the cell may do this for you."), code="second_factor")
