"""The lead invites; the person makes an account; nobody else comes in."""

import re
from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from portevoix.ground.people import acts, rules
from portevoix.ground.people.models import Invitation, Membership, Person
from portevoix.ground.people.tests.persona import PASSWORD, Phone, sign_in, work
from portevoix.ground.schools.models import Cell
from portevoix.ground.trail.models import Line
from portevoix.ground.web.rules import Refused

pytestmark = pytest.mark.django_db
JULIE = {"email": "Julie.Moreau@ecole.test", "name": "Julie Moreau", "function": "infirmière", "role": "listener"}


def link_in_the_letter() -> str:
    found = re.search(r"https?://[^/]+(/\S+)", str(mail.outbox[-1].body))
    assert found is not None
    return found[1]


def test_marc_invites_julie_and_she_joins(client: Client, marc: Membership) -> None:
    sign_in(client, marc.person)
    assert client.post(reverse("people:members"), JULIE)["Location"] == reverse("people:members") + "#invited"
    assert "Julie Moreau" in client.get(reverse("people:members")).content.decode()
    work()
    julie = Client()
    link = link_in_the_letter()
    assert "Julie Moreau" in julie.get(link).content.decode()
    answer = julie.post(link, {"password": PASSWORD, "again": PASSWORD})
    assert answer["Location"] == reverse("mfa_activate_totp")
    page = julie.get(reverse("mfa_activate_totp"))
    phone = Phone(page.context["secret"])
    assert "<svg" in page.content.decode()
    enrolled = julie.post(reverse("mfa_activate_totp"), {"code": phone.code()})
    assert enrolled["Location"] == reverse("mfa_view_recovery_codes")
    codes = julie.get(reverse("mfa_view_recovery_codes"))
    assert len(codes.context["unused_codes"]) == 10
    seat = Membership.objects.get(person__email="julie.moreau@ecole.test")
    assert (seat.cell, seat.role, seat.person.function) == (marc.cell, "listener", "infirmière")
    assert codes.wsgi_request.membership == seat  # type: ignore[attr-defined]  # set by the middleware
    again = julie.get(reverse("mfa_view_recovery_codes"))
    assert codes.context["unused_codes"][0] not in again.content.decode()


def test_each_act_leaves_its_line(marc: Membership) -> None:
    invitation = acts.invite(marc.cell, marc.person, **JULIE)
    seat = acts.accept(invitation.code, PASSWORD)
    acts.remove(seat, marc)
    kinds = list(Line.objects.order_by("pk").values_list("kind", flat=True))
    assert kinds == ["member invited", "member joined", "member left"]


def test_the_letter_says_nothing_of_what_is_done_here(marc: Membership) -> None:
    acts.invite(marc.cell, marc.person, **JULIE)
    work()
    letter = mail.outbox[0]
    said = f"{letter.subject} {letter.body}".lower()
    for word in ("violence", "sexis", "vss", "témoign", "écoute", "signal", "cellule", "victime", "infirmière"):
        assert word not in said
    assert letter.to == ["julie.moreau@ecole.test"]


@pytest.fixture
def post_office_closed(monkeypatch: pytest.MonkeyPatch) -> Iterator[pytest.MonkeyPatch]:
    def refuse(*_: object) -> int:
        raise ConnectionRefusedError

    with monkeypatch.context() as broken:
        broken.setattr(EmailBackend, "send_messages", refuse)
        yield broken


def test_a_letter_that_the_post_office_did_not_take_leaves_later(
    marc: Membership, post_office_closed: pytest.MonkeyPatch
) -> None:
    with time_machine.travel(timezone.now(), tick=False) as clock:
        acts.invite(marc.cell, marc.person, **JULIE)
        work()
        clock.shift(rules.AGAIN)
        work()
        post_office_closed.undo()
        clock.shift(rules.AGAIN / 2)
        work()
        assert mail.outbox == [], "each time it waits twice as long"
        clock.shift(rules.AGAIN)
        work()
        work()
        assert [letter.to for letter in mail.outbox] == [["julie.moreau@ecole.test"]]


def test_a_letter_is_not_tried_for_ever(marc: Membership, post_office_closed: pytest.MonkeyPatch) -> None:
    with time_machine.travel(timezone.now(), tick=False) as clock:
        acts.invite(marc.cell, marc.person, **JULIE)
        for _ in range(20):
            work()
            clock.shift(timedelta(days=1))
        assert DBTaskResult.objects.count() < 15
        post_office_closed.undo()
        work()
    assert mail.outbox == []


def test_an_invitation_withdrawn_meanwhile_is_not_written(
    marc: Membership, post_office_closed: pytest.MonkeyPatch
) -> None:
    with time_machine.travel(timezone.now(), tick=False) as clock:
        invitation = acts.invite(marc.cell, marc.person, **JULIE)
        work()
        acts.withdraw_invitation(invitation, marc)
        post_office_closed.undo()
        clock.shift(rules.AGAIN)
        work()
    assert mail.outbox == []


def test_no_table_holds_the_code(marc: Membership) -> None:
    invitation = acts.invite(marc.cell, marc.person, **JULIE)
    kept = [str(row) for row in Invitation.objects.values()] + [str(row) for row in DBTaskResult.objects.values()]
    assert not any(invitation.code in row for row in kept)


def test_an_invitation_serves_once(marc: Membership) -> None:
    invitation = acts.invite(marc.cell, marc.person, **JULIE)
    acts.accept(invitation.code, PASSWORD)
    with pytest.raises(Refused):
        acts.accept(invitation.code, "un autre mot de passe long")
    assert Person.objects.at(JULIE["email"]).check_password(PASSWORD)  # type: ignore[union-attr]  # the account is there


def test_used_unknown_and_outdated_invitations_get_the_same_page(client: Client, marc: Membership) -> None:
    used = acts.invite(marc.cell, marc.person, **JULIE)
    acts.accept(used.code, PASSWORD)
    old = acts.invite(marc.cell, marc.person, **(JULIE | {"email": "karim@ecole.test"}))
    Invitation.objects.filter(pk=old.pk).update(expires=timezone.now())
    pages = [client.get(reverse("people:invitation", args=[code])) for code in (used.code, old.code, "f" * 64)]
    assert [page.status_code for page in pages] == [404, 404, 404]
    bodies = {page.content.replace(page.wsgi_request.path.encode(), b"") for page in pages}
    assert len(bodies) == 1


def test_an_invitation_lasts_a_week(client: Client, marc: Membership) -> None:
    invitation = acts.invite(marc.cell, marc.person, **JULIE)
    address = reverse("people:invitation", args=[invitation.code])
    with time_machine.travel(timezone.now() + timedelta(days=6, hours=23)):
        assert client.get(address).status_code == 200
    with time_machine.travel(timezone.now() + timedelta(days=7, minutes=1)):
        assert client.get(address).status_code == 404


def test_a_new_invitation_replaces_the_one_before(marc: Membership) -> None:
    first = acts.invite(marc.cell, marc.person, **JULIE)
    second = acts.invite(marc.cell, marc.person, **JULIE)
    assert Invitation.objects.with_code(first.code) is None
    assert Invitation.objects.with_code(second.code) == second


def test_someone_already_in_the_cell_is_not_invited(client: Client, marc: Membership, ines: Membership) -> None:
    sign_in(client, marc.person)
    page = client.post(reverse("people:members"), JULIE | {"email": "INES@ecole.test"})
    assert page.status_code == 200
    assert page.context["form"].errors["email"]
    assert not Invitation.objects.exists()


def test_a_weak_password_is_refused_and_nothing_is_made(client: Client, marc: Membership) -> None:
    invitation = acts.invite(marc.cell, marc.person, **JULIE)
    address = reverse("people:invitation", args=[invitation.code])
    for password in ("trop court", "julie.moreau", "motdepasse12"[:11]):
        assert client.post(address, {"password": password, "again": password}).status_code == 200
    assert Person.objects.at(JULIE["email"]) is None


def test_someone_with_an_account_joins_signed_in_only(client: Client, marc: Membership, ines: Membership) -> None:
    other = Cell.objects.create(name="Autre cellule")
    invitation = acts.invite(other, None, ines.person.email, "Inès Roux", "écoute", "listener")
    address = reverse("people:invitation", args=[invitation.code])
    client.post(address, {"password": "pris par un autre", "again": "pris par un autre"})
    ines.person.refresh_from_db()
    assert ines.person.check_password(PASSWORD)
    assert not Membership.objects.for_cell(other).exists()
    sign_in(client, ines.person)
    client.post(address)
    assert Membership.objects.for_cell(other).get().person == ines.person


def test_someone_who_comes_back_begins_again(marc: Membership, ines: Membership, phone_of_ines: Phone) -> None:
    acts.remove(ines, marc)
    invitation = acts.invite(marc.cell, marc.person, ines.person.email, "Inès Roux-Martin", "psychologue", "listener")
    seat = acts.accept(invitation.code, "un tout autre mot de passe")
    assert seat.person == ines.person
    assert seat.person.name == "Inès Roux-Martin"
    assert acts.spend_code(seat.person, phone_of_ines.code()) is None


def test_only_the_lead_sees_the_members_page(client: Client, ines: Membership) -> None:
    sign_in(client, ines.person)
    assert client.get(reverse("people:members")).status_code == 403
    assert client.post(reverse("people:members"), JULIE).status_code == 403
    assert not Invitation.objects.exists()


def test_a_withdrawn_invitation_opens_nothing(client: Client, marc: Membership) -> None:
    invitation = acts.invite(marc.cell, marc.person, **JULIE)
    sign_in(client, marc.person)
    client.post(reverse("people:withdraw_invitation", args=[invitation.ident]))
    assert client.get(reverse("people:invitation", args=[invitation.code])).status_code == 404


def test_marc_corrects_what_people_read_of_ines(client: Client, marc: Membership, ines: Membership) -> None:
    sign_in(client, marc.person)
    client.post(
        reverse("keys:member", args=[ines.ident]), {"name": "Inès Roux", "function": "psychologue", "role": "lead"}
    )
    ines.refresh_from_db()
    assert ines.person.function == "psychologue"
    assert ines.is_lead


def test_the_last_lead_does_not_step_down(client: Client, marc: Membership, ines: Membership) -> None:
    sign_in(client, marc.person)
    asked = {"name": "Marc Lenoir", "function": "référent", "role": "listener"}
    page = client.post(reverse("keys:member", args=[marc.ident]), asked)
    assert page.context["form"].errors["role"]
    marc.refresh_from_db()
    assert marc.is_lead
    assert marc.person.function != "référent"
