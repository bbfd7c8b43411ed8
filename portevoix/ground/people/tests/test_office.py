"""Hélène is invited to the mission of her school, invites a colleague, and one of them leaves."""

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from portevoix.ground.people import acts
from portevoix.ground.people.models import Invitation, Membership, Office, Person, Session
from portevoix.ground.people.tests.persona import PASSWORD, Phone, sign_in, work
from portevoix.ground.schools.models import Cell, School
from portevoix.ground.trail.models import Line
from portevoix.ground.web.rules import Refused

pytestmark = pytest.mark.django_db
KARIM = {"name": "Karim Adda", "function": "chargé de mission", "email": "karim@ecole.test"}


@pytest.fixture
def school(cell: Cell) -> School:
    return School.objects.create(slug="mines", name="Mines", cell=cell)


@pytest.fixture
def helene(school: School) -> Office:
    invitation = acts.invite_officer(school, None, "helene@ecole.test", "Hélène Faure")
    return acts.take_office(invitation.code, PASSWORD)


def test_the_installer_invites_helene_and_she_lands_on_the_pages_of_the_mission(school: School) -> None:
    invitation = acts.invite_officer(school, None, "helene@ecole.test", "Hélène Faure")
    link, hers = reverse("people:invitation", args=[invitation.code]), Client()
    page = hers.get(link).content.decode()
    assert "la mission égalité de l’école (Mines)" in page
    assert "coffre" not in page
    hers.post(link, {"password": PASSWORD, "again": PASSWORD})
    phone = Phone(hers.get(reverse("mfa_activate_totp")).context["secret"])
    hers.post(reverse("mfa_activate_totp"), {"code": phone.code()})
    codes = hers.get(reverse("mfa_view_recovery_codes")).content.decode()
    assert reverse("people:home") in codes
    assert reverse("keys:vault") not in codes
    assert hers.get(reverse("people:home"))["Location"].startswith("/mines/mission/")
    assert Office.objects.get().person.name == "Hélène Faure"


def test_helene_invites_karim(client: Client, helene: Office) -> None:
    sign_in(client, helene.person)
    team = reverse("people:team", args=["mines"])
    assert client.post(team, KARIM)["Location"] == team
    assert "Karim Adda" in client.get(team).content.decode()
    mail.outbox.clear()
    work()
    said = "".join(f"{letter.subject} {letter.body}" for letter in mail.outbox if letter.to == [KARIM["email"]]).lower()
    assert "/compte/invitation/" in said
    for word in ("violence", "sexis", "vss", "prévention", "égalité", "mission"):
        assert word not in said
    acts.take_office(Invitation.objects.for_mission(helene.school).unanswered().get().code, PASSWORD)
    assert client.get(team).content.decode().count("Retirer") == 1
    kinds = set(Line.objects.values_list("kind", flat=True))
    assert {"officer invited", "officer joined"} <= kinds


def test_karim_is_removed_and_is_nobody_any_more(helene: Office) -> None:
    office = acts.take_office(acts.invite_officer(helene.school, helene, **KARIM).code, PASSWORD)
    his = sign_in(Client(), office.person)
    acts.remove_officer(office, helene)
    assert not Session.objects.of(office.person).exists()
    assert his.get(reverse("people:team", args=["mines"])).status_code == 302
    assert not Person.objects.get(pk=office.person.pk).is_active


def test_the_last_one_stays(client: Client, helene: Office) -> None:
    sign_in(client, helene.person)
    page = reverse("people:team", args=["mines"])
    assert "Quitter la mission" not in client.get(page).content.decode()
    answer = client.post(reverse("people:remove_officer", args=["mines", helene.ident]))
    assert answer.status_code == 409
    helene.refresh_from_db()
    assert helene.left is None


def test_helene_leaves_once_karim_is_there(client: Client, helene: Office) -> None:
    karim = acts.take_office(acts.invite_officer(helene.school, helene, **KARIM).code, PASSWORD)
    sign_in(client, helene.person)
    answer = client.post(reverse("people:remove_officer", args=["mines", helene.ident]))
    assert answer["Location"] == reverse("account_login")
    assert client.get(reverse("people:team", args=["mines"])).status_code == 302
    assert list(Office.objects.for_school(helene.school).current()) == [karim]


def test_the_mission_of_another_school_removes_nobody_here(client: Client, cell: Cell, helene: Office) -> None:
    other = School.objects.create(slug="ponts", name="Ponts", cell=cell)
    nora = acts.take_office(acts.invite_officer(other, None, "nora@ponts.test", "Nora").code, PASSWORD)
    sign_in(client, nora.person)
    for ident in (helene.ident, "00" * 16):
        assert client.post(reverse("people:remove_officer", args=["ponts", ident])).status_code == 404
    assert client.post(reverse("people:remove_officer", args=["mines", helene.ident])).status_code == 403


def test_an_invitation_to_the_mission_gives_no_seat_in_a_cell_and_the_reverse(helene: Office, cell: Cell) -> None:
    to_the_mission = acts.invite_officer(helene.school, helene, **KARIM)
    to_the_cell = acts.invite(cell, None, "ines@ecole.test", "Inès", "", "listener")
    with pytest.raises(Refused):
        acts.accept(to_the_mission.code, PASSWORD)
    with pytest.raises(Refused):
        acts.take_office(to_the_cell.code, PASSWORD)
    assert not Membership.objects.exists()
    assert Office.objects.count() == 1
    assert Person.objects.at("ines@ecole.test") is None


def test_marc_who_leads_the_cell_joins_the_mission_too_and_keeps_one_when_he_leaves_the_other(
    client: Client, marc: Membership, school: School
) -> None:
    invitation = acts.invite_officer(school, None, marc.person.email, "Marc Lenoir")
    sign_in(client, marc.person)
    client.post(reverse("people:invitation", args=[invitation.code]))
    assert client.get(reverse("people:home"))["Location"] == reverse("cases:desk")
    assert 'href="/mines/mission/' in client.get(reverse("cases:desk")).content.decode()
    page = client.get(reverse("people:team", args=["mines"])).content.decode()
    assert reverse("cases:desk") in page
    acts.leave(marc)
    person = Person.objects.get(pk=marc.person.pk)
    assert person.is_active
    assert Office.objects.of(person).current().exists()


def test_helene_sees_nothing_of_the_cell_in_her_menu(client: Client, helene: Office) -> None:
    sign_in(client, helene.person)
    for address in (reverse("people:account"), reverse("people:team", args=["mines"])):
        page = client.get(address).content.decode()
        for name in ("cases:desk", "keys:vault", "keys:directory", "cases:trail"):
            assert f'href="{reverse(name)}"' not in page
