"""The lead takes someone out: at once, nothing opens any more."""

import pytest
from django.test import Client
from django.urls import reverse

from portevoix.ground.people import acts
from portevoix.ground.people.models import Membership, Person, Session
from portevoix.ground.people.tests.persona import PASSWORD, Phone, sign_in
from portevoix.ground.schools.models import Cell
from portevoix.ground.web.rules import Refused

pytestmark = pytest.mark.django_db


def test_marc_removes_ines_and_her_session_ends(client: Client, marc: Membership, ines: Membership) -> None:
    hers = sign_in(Client(), ines.person)
    sign_in(client, marc.person)
    assert client.post(reverse("cases:remove_member", args=[ines.ident]))["Location"] == reverse("keys:directory")
    assert hers.get(reverse("people:account"))["Location"].startswith(reverse("account_login"))
    assert not Session.objects.of(ines.person).exists()
    answer = Client().post(reverse("account_login"), {"login": ines.person.email, "password": PASSWORD})
    assert answer.status_code == 200


def test_someone_in_two_cells_keeps_the_other(marc: Membership, ines: Membership) -> None:
    other = Membership.objects.create(person=ines.person, cell=Cell.objects.create(name="Autre"), role="listener")
    acts.remove(ines, marc)
    ines.person.refresh_from_db()
    assert ines.person.is_active
    assert list(Membership.objects.of(ines.person).current()) == [other]


def test_the_last_lead_stays(marc: Membership) -> None:
    with pytest.raises(Refused) as refused:
        acts.remove(marc, marc)
    assert refused.value.code == "last_lead"
    marc.refresh_from_db()
    assert marc.left is None


def test_a_lead_leaves_when_there_is_another(client: Client, marc: Membership, ines: Membership) -> None:
    ines.role = Membership.Role.LEAD
    ines.save()
    sign_in(client, marc.person)
    answer = client.post(reverse("cases:remove_member", args=[marc.ident]))
    assert (answer.status_code, answer["Location"]) == (302, reverse("account_login"))
    marc.refresh_from_db()
    assert marc.left is not None
    assert client.get(reverse("people:account")).status_code == 302


def test_ines_removes_nobody(client: Client, marc: Membership, ines: Membership) -> None:
    sign_in(client, ines.person)
    assert client.post(reverse("cases:remove_member", args=[marc.ident])).status_code == 403
    marc.refresh_from_db()
    assert marc.left is None


def test_a_lead_of_another_school_removes_nobody_here(client: Client, ines: Membership) -> None:
    nora = Membership.objects.create(
        person=Person.objects.create_user("nora@ailleurs.test", PASSWORD, name="Nora"),
        cell=Cell.objects.create(name="Ailleurs"),
        role=Membership.Role.LEAD,
    )
    sign_in(client, nora.person)
    assert client.post(reverse("cases:remove_member", args=[ines.ident])).status_code == 404
    assert client.get(reverse("keys:member", args=[ines.ident])).status_code == 404
    assert client.post(reverse("people:reset_second_factor", args=[ines.ident])).status_code == 404


def test_marc_lets_ines_begin_her_second_factor_again(
    client: Client, marc: Membership, ines: Membership, phone_of_ines: Phone
) -> None:
    hers = sign_in(Client(), ines.person, phone_of_ines)
    sign_in(client, marc.person)
    client.post(reverse("people:reset_second_factor", args=[ines.ident]))
    assert hers.get(reverse("people:account")).status_code == 302
    assert acts.spend_code(ines.person, phone_of_ines.code(1)) is None
    hers.post(reverse("account_login"), {"login": ines.person.email, "password": PASSWORD})
    assert hers.get(reverse("people:account"))["Location"] == reverse("mfa_activate_totp")


def test_a_lead_does_not_reset_their_own_second_factor(marc: Membership) -> None:
    with pytest.raises(Refused):
        acts.reset_second_factor(marc, marc)


@pytest.fixture
def nora(ines: Membership) -> Membership:
    """Leads another cell, where Inès sits too."""
    elsewhere = Cell.objects.create(name="Ailleurs")
    Membership.objects.create(person=ines.person, cell=elsewhere, role=Membership.Role.LISTENER)
    person = Person.objects.create_user("nora@ailleurs.test", PASSWORD, name="Nora")
    return Membership.objects.create(person=person, cell=elsewhere, role=Membership.Role.LEAD)


def test_the_lead_of_one_cell_renames_nobody_of_another(
    client: Client, marc: Membership, ines: Membership, nora: Membership
) -> None:
    sign_in(client, marc.person)
    asked = {"name": "Quelqu’un d’autre", "function": "écoute", "role": "listener"}
    page = client.post(reverse("keys:member", args=[ines.ident]), asked)
    assert "Inès Roux" in page.context["form"].errors["name"][0]
    ines.person.refresh_from_db()
    assert ines.person.name == "Inès Roux"


def test_what_is_of_this_cell_alone_still_changes(marc: Membership, ines: Membership, nora: Membership) -> None:
    acts.describe(ines, marc, ines.person.name, ines.person.function, Membership.Role.LEAD)
    ines.refresh_from_db()
    assert ines.is_lead


def test_the_lead_of_one_cell_resets_no_second_factor_of_another(
    marc: Membership, ines: Membership, nora: Membership, phone_of_ines: Phone
) -> None:
    with pytest.raises(Refused) as refused:
        acts.reset_second_factor(ines, marc)
    assert refused.value.code == "elsewhere"
    assert acts.spend_code(ines.person, phone_of_ines.code(1)) is not None


def test_whoever_leads_both_cells_may(marc: Membership, ines: Membership, nora: Membership) -> None:
    Membership.objects.create(person=marc.person, cell=nora.cell, role=Membership.Role.LEAD)
    acts.describe(ines, marc, "Inès Roux-Petit", "écoute", Membership.Role.LISTENER)
    acts.reset_second_factor(ines, marc)
    ines.person.refresh_from_db()
    assert ines.person.name == "Inès Roux-Petit"


def test_once_she_has_left_the_other_cell_her_lead_may(marc: Membership, ines: Membership, nora: Membership) -> None:
    acts.leave(Membership.objects.of(ines.person).for_cell(nora.cell).current().get(), nora)
    acts.reset_second_factor(ines, marc)
