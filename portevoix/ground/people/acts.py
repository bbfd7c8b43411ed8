"""What is done with accounts: invite, accept, leave, second factor, password. One transaction and one line each."""

import secrets
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal import auth as totp
from allauth.mfa.utils import decrypt, encrypt
from django.db import transaction
from django.utils.module_loading import import_string

from portevoix.ground.people import rules
from portevoix.ground.people.models import Invitation, Membership, Office, Person, Session, as_written_once, hash_of
from portevoix.ground.schools.models import Cell, School
from portevoix.ground.trail import acts as trail
from portevoix.ground.web.models import public_id


def _now() -> datetime:
    return datetime.now(UTC)


def _later(task: str, ident: str) -> None:
    """Have the worker do it once this transaction holds. Ids only: tasks are stored in clear."""
    import_string(f"portevoix.ground.people.tasks.{task}").enqueue(ident)


@transaction.atomic
def invite(cell: Cell, by: Person | None, email: str, name: str, function: str, role: str) -> Invitation:
    """Write to someone so that they make an account and join; `by` is None when the installer invites the first lead.

    A new invitation to the same address replaces the one before.
    """
    account = Person.objects.at(email)
    seat = Membership.objects.for_cell(cell).current().of(account).first() if account else None
    rules.must_be_allowed_to_be_invited(seat)
    Invitation.objects.for_cell(cell).to(email).unanswered().delete()
    invitation = _write_to(Invitation(cell=cell, role=role, invited_by=by), email, name, function)
    actor = by.ident if by else ""
    trail.note(
        "member invited", [actor, invitation.ident, role], actor=actor, subject=invitation.ident, cell=cell.ident
    )
    return invitation


@transaction.atomic
def invite_officer(school: School, by: Office | None, email: str, name: str, function: str = "") -> Invitation:
    """Write to someone so that they make an account and join the school's mission; `by` is None for the installer."""
    account = Person.objects.at(email)
    office = Office.objects.for_school(school).current().of(account).first() if account else None
    rules.must_be_allowed_to_join_the_mission(office)
    Invitation.objects.for_mission(school).to(email).unanswered().delete()
    invited = Invitation(school=school, invited_by=by.person if by else None)
    invitation = _write_to(invited, email, name, function)
    actor = by.ident if by else ""
    trail.note("officer invited", [actor, invitation.ident], actor=actor, subject=invitation.ident)
    return invitation


def _write_to(invitation: Invitation, email: str, name: str, function: str) -> Invitation:
    invitation.email, invitation.name, invitation.function = as_written_once(email), name.strip(), function.strip()
    invitation.expires = _now() + rules.INVITATION_LASTS
    invitation.code_hash = hash_of(invitation.code)
    invitation.save()
    _later("write_invitation", invitation.ident)
    return invitation


@transaction.atomic
def withdraw_invitation(invitation: Invitation, by: Membership) -> None:
    """Close an invitation that nobody has answered."""
    rules.must_be_allowed_to_lead(by)
    _take_back([invitation], by.ident, by.cell)


@transaction.atomic
def withdraw_officer_invitation(invitation: Invitation, by: Office) -> None:
    """Close an invitation to the mission that nobody has answered."""
    _take_back([invitation], by.ident)


def _take_back(invitations: Iterable[Invitation], actor: str, cell: Cell | None = None) -> None:
    where = cell.ident if cell else ""
    for one in invitations:
        trail.note("invitation withdrawn", [actor, one.ident], actor=actor, subject=one.ident, cell=where)
        one.delete()


@transaction.atomic
def accept(code: str, password: str | None = None, *, signed_in: Person | None = None) -> Membership:
    """Answer an invitation to a cell: make the account (or come back to it with a new password) and take a seat.

    Someone who has an account already joins signed in, and gives no password.
    """
    invitation, account = _answer(code, password, signed_in)
    cell = rules.must_lead_to_a_cell(invitation)
    seat = Membership.objects.create(person=account, cell=cell, role=invitation.role)
    trail.note(
        "member joined",
        [seat.ident, invitation.ident, invitation.role],
        actor=seat.ident,
        subject=invitation.ident,
        cell=cell.ident,
    )
    return seat


@transaction.atomic
def take_office(code: str, password: str | None = None, *, signed_in: Person | None = None) -> Office:
    """Answer an invitation to a school's mission, in the same way."""
    invitation, account = _answer(code, password, signed_in)
    office = Office.objects.create(person=account, school=rules.must_lead_to_a_mission(invitation))
    trail.note("officer joined", [office.ident, invitation.ident], actor=office.ident, subject=invitation.ident)
    return office


def _answer(code: str, password: str | None, signed_in: Person | None) -> tuple[Invitation, Person]:
    found = Invitation.objects.select_for_update(of=("self",)).with_code(code)
    invitation = rules.must_be_allowed_to_accept(found, _now())
    account = Person.objects.at(invitation.email)
    rules.must_be_the_one_invited(account, signed_in)
    if account is None or not account.is_active:
        account = _open_account(account, invitation, password)
    invitation.accepted = _now()
    invitation.save(update_fields=["accepted"])
    return invitation, account


def _open_account(account: Person | None, invitation: Invitation, password: str | None) -> Person:
    if not password:
        raise ValueError("a new account needs a password")
    if account is None:
        account = Person(email=invitation.email)
    account.name, account.function, account.is_active = invitation.name, invitation.function, True
    account.set_password(password)
    account.save()
    Authenticator.objects.filter(user=account).delete()
    return account


@transaction.atomic
def leave(membership: Membership, by: Membership | None = None) -> Membership:
    """Give up a seat, or take it from someone. At once their sessions close and the server refuses them.

    Invitations of theirs that nobody has answered go too: no link of their own brings them back. What they could read
    is closed by the next signed directory and new epochs, made in a colleague's browser.
    """
    membership.left = _now()
    membership.save(update_fields=["left"])
    _send_away(membership.person)
    actor = (by or membership).ident
    _take_back(Invitation.objects.for_cell(membership.cell).open_from(membership.person), actor, membership.cell)
    trail.note(
        "member left", [actor, membership.ident], actor=actor, subject=membership.ident, cell=membership.cell.ident
    )
    return membership


def _send_away(person: Person) -> None:
    """Close the sessions of someone who has left a place, and the account with the last one."""
    if not (Membership.objects.of(person).current().exists() or Office.objects.of(person).current().exists()):
        person.is_active = False
        person.save(update_fields=["is_active"])
    Session.objects.of(person).delete()


@transaction.atomic
def remove_officer(office: Office, by: Office | None) -> Office:
    """Somebody is of the mission no more, at once; `by` is None when the installer does it, who may remove the last."""
    others = Office.objects.for_school(office.school).current().select_for_update(of=("self",))
    if by is not None:
        rules.must_be_allowed_to_remove_officer(by, office, len(others))
    office.left = _now()
    office.save(update_fields=["left"])
    _send_away(office.person)
    actor = by.ident if by else ""
    _take_back(Invitation.objects.for_mission(office.school).open_from(office.person), actor)
    trail.note("officer left", [actor, office.ident], actor=actor, subject=office.ident)
    return office


@transaction.atomic
def remove(membership: Membership, by: Membership) -> Membership:
    """The lead takes someone out of the cell."""
    others = Membership.objects.for_cell(by.cell).current().select_for_update()
    rules.must_be_allowed_to_remove(by, membership, len(others.leads()))
    return leave(membership, by)


def _must_speak_for(membership: Membership, by: Membership) -> None:
    sits = Membership.objects.of(membership.person).current().cells()
    led = Membership.objects.of(by.person).current().leads().cells()
    rules.must_be_allowed_to_speak_for(by, membership, sits, led)


@transaction.atomic
def describe(membership: Membership, by: Membership, name: str, function: str, role: str) -> Membership:
    """Correct what people read of a member, and whether they lead.

    The signed directory keeps saying the former until its next version.
    """
    rules.must_be_allowed_to_describe(by, membership)
    others = Membership.objects.for_cell(by.cell).current().select_for_update(of=("self",))
    rules.must_be_allowed_to_take_role(membership, role, len(others.leads()))
    person = membership.person
    if (person.name, person.function) != (name.strip(), function.strip()):
        _must_speak_for(membership, by)
    person.name, person.function = name.strip(), function.strip()
    person.save(update_fields=["name", "function"])
    if role != Membership.Role.LEAD:
        _take_back(Invitation.objects.for_cell(by.cell).open_from(person), by.ident, by.cell)
    membership.role = role
    membership.save(update_fields=["role"])
    trail.note(
        "member described",
        [by.ident, membership.ident, role],
        actor=by.ident,
        subject=membership.ident,
        cell=by.cell.ident,
    )
    return membership


@transaction.atomic
def reset_second_factor(membership: Membership, by: Membership) -> None:
    """Let a colleague who has lost phone and codes begin again: their next sign-in asks for a new application."""
    rules.must_be_allowed_to_reset_second_factor(by, membership)
    _must_speak_for(membership, by)
    Authenticator.objects.filter(user=membership.person).delete()
    Session.objects.of(membership.person).delete()
    trail.note(
        "second factor reset",
        [by.ident, membership.ident],
        actor=by.ident,
        subject=membership.ident,
        cell=by.cell.ident,
    )


@transaction.atomic
def enrol(person: Person, secret: str, counter: int) -> bool:
    """Make this application the person's second factor, in place of any other. `counter` is the code just used.

    Returns whether recovery codes were made with it.
    """
    Person.objects.select_for_update().get(pk=person.pk)
    Authenticator.objects.filter(user=person, type=Authenticator.Type.TOTP).delete()
    data = {"secret": encrypt(secret), "counter": counter}
    Authenticator.objects.create(user=person, type=Authenticator.Type.TOTP, data=data)
    has_codes = Authenticator.objects.filter(user=person, type=Authenticator.Type.RECOVERY_CODES).exists()
    if not has_codes:
        RecoveryCodes.activate(person)
    trail.note("second factor set", [person.ident], actor=person.ident, subject=person.ident)
    return not has_codes


def has_application(person: Person) -> bool:
    """Whether an application gives this person's codes."""
    return bool(Authenticator.objects.filter(user=person, type=Authenticator.Type.TOTP).exists())


def codes_left(person: Person) -> int:
    """How many recovery codes have not served yet."""
    codes = Authenticator.objects.filter(user=person, type=Authenticator.Type.RECOVERY_CODES).first()
    return len(RecoveryCodes(codes).get_unused_codes()) if codes else 0


def counter_of(secret: str, code: str) -> int | None:
    """Which of the codes of this minute this is, or None."""
    typed = "".join(character for character in code if character.isdigit())
    counters: Iterator[int] = totp.yield_hotp_counters_from_time()
    for counter in counters:
        if secrets.compare_digest(typed, totp.format_hotp_value(totp.hotp_value(secret, counter))):
            return counter
    return None


@transaction.atomic
def spend_code(person: Person, code: str) -> Authenticator | None:
    """Use up a code of the second factor. The same code never serves twice, even at the same instant."""
    application = Authenticator.objects.select_for_update().filter(user=person, type=Authenticator.Type.TOTP).first()
    if application is not None:
        counter = counter_of(decrypt(application.data["secret"]), code)
        if counter is not None:
            if counter <= application.data["counter"]:
                return None
            application.data["counter"] = counter
            application.save(update_fields=["data"])
            return application
    codes = Authenticator.objects.filter(user=person, type=Authenticator.Type.RECOVERY_CODES).first()
    if codes is not None and RecoveryCodes(codes).validate_code(code):
        return codes
    return None


@transaction.atomic
def ask_for_reset(email: str) -> None:
    """Send the way to a new password, if someone has this address. The work is the same when nobody has."""
    person = Person.objects.at(email)
    _later("write_reset", person.ident if person is not None and person.is_active else public_id())


@transaction.atomic
def change_password(person: Person, password: str, keep: str | None = None) -> None:
    """Set a new password and close the person's sessions, but the one whose kept key is `keep`."""
    person.set_password(password)
    person.save(update_fields=["password"])
    Session.objects.of(person).exclude(session_key=keep).delete()
    trail.note("password changed", [person.ident], actor=person.ident, subject=person.ident)


@transaction.atomic
def close_sessions(person: Person, keep: str | None) -> None:
    """Close the person's other sessions."""
    Session.objects.of(person).exclude(session_key=keep).delete()
    trail.note("sessions closed", [person.ident], actor=person.ident, subject=person.ident)
