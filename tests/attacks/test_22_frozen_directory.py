"""Taking away whoever alone can sign the directory: nobody could enter it, or leave it, any more."""

import pytest
from django.urls import reverse

from portevoix.ground.people.models import Membership
from portevoix.ground.people.tests.persona import Phone
from portevoix.ground.schools.models import Cell
from portevoix.ground.seal.member import Member
from portevoix.ground.web.models import Bucket
from portevoix.ground.web.rules import Refused
from portevoix.sealed.keys import acts, chain
from portevoix.sealed.keys.tests.browser import Seat, marc_of_the_woods
from tests.cast import two_ways

pytestmark = pytest.mark.django_db


@pytest.fixture
def marc(db: None) -> Seat:
    """Leads, and alone signs the directory."""
    return marc_of_the_woods()


@pytest.fixture
def julie(marc: Seat) -> Seat:
    """Leads too, since this morning: no version says so yet."""
    return Seat.of(marc.membership.cell, "Julie Moreau", "lead").makes_vault()


def steps_down(seat: Seat, by: Seat) -> int:
    page = by.client.post(
        reverse("keys:member", args=[seat.membership.ident]),
        {"name": seat.membership.person.name, "function": "écoute", "role": "listener"},
    )
    seat.membership.refresh_from_db()
    return page.status_code


def is_removed(seat: Seat, by: Seat) -> int:
    return by.client.post(reverse("cases:remove_member", args=[seat.membership.ident])).status_code


def test_julie_removes_the_only_one_who_signs(marc: Seat, julie: Seat) -> None:
    assert is_removed(marc, julie) == 409
    assert steps_down(marc, julie) == 200
    assert marc.membership.is_lead
    assert marc.membership.left is None
    assert marc.signs(marc.writes(marc.listed(), julie.listed())).status_code == 201


def test_julie_listed_without_signing_is_not_enough(marc: Seat, julie: Seat) -> None:
    marc.signs(marc.writes(marc.listed(), julie.listed(officer=False)))
    assert is_removed(marc, julie) == 409


def test_once_julie_signs_too_marc_may_go(marc: Seat, julie: Seat) -> None:
    marc.signs(marc.writes(marc.listed(), julie.listed()))
    assert is_removed(marc, julie) == 302
    assert julie.signs(julie.writes(julie.listed())).status_code == 201


def test_julie_whose_vault_is_not_the_one_listed_does_not_count(marc: Seat, julie: Seat) -> None:
    marc.signs(marc.writes(marc.listed(), julie.listed()))
    lost, julie.keys = julie.fpr, Member.make()
    acts.make_vault(julie.membership, b"\x01", julie.keys.public, two_ways(), replaces=lost)
    with pytest.raises(Refused) as refused:
        acts.remove_member(marc.membership, julie.membership)
    assert refused.value.code == "last_officer"


def test_marc_who_lost_his_vault_is_warned_before_he_freezes_it(marc: Seat, julie: Seat) -> None:
    assert marc_is_warned(marc)
    marc.signs(marc.writes(marc.listed(), julie.listed()))
    assert not marc_is_warned(marc)


def marc_is_warned(marc: Seat) -> bool:
    Bucket.objects.all().delete()
    marc.phone = Phone.of(marc.membership.person)
    marc.client.post(reverse("mfa_reauthenticate"), {"code": marc.phone.code()})
    page = marc.client.get(reverse("keys:new_vault"))
    warned: bool = page.context["signs_alone"]
    return warned


def test_once_frozen_the_server_takes_no_signature_but_the_lost_one(marc: Seat, julie: Seat) -> None:
    lost = marc.keys
    marc.keys = Member.make()
    acts.make_vault(marc.membership, b"\x01", marc.keys.public, two_ways(), replaces=lost.public.fpr.hex())
    for signer in (marc, julie):
        assert signer.signs(signer.writes(marc.listed(), julie.listed())).status_code == 422
        alone = signer.writes(marc.listed(), julie.listed(), before=None)
        assert signer.signs(alone).status_code == 409
    assert is_removed(marc, julie) == 302


def test_who_steps_down_signs_nothing_more(marc: Seat, julie: Seat) -> None:
    marc.signs(marc.writes(marc.listed(), julie.listed()))
    assert steps_down(marc, julie) == 302
    assert marc.signs(marc.writes(marc.listed(), julie.listed())).status_code == 422
    assert marc.signs(marc.writes(marc.listed(officer=True), julie.listed())).status_code == 422
    assert julie.signs(julie.writes(marc.listed(officer=True), julie.listed())).status_code == 422
    assert julie.signs(julie.writes(marc.listed(), julie.listed())).status_code == 201
    current = chain.latest(marc.membership.cell)
    assert [officer.name for officer in chain.up_to(current).latest.officers] == ["Julie Moreau"]


def test_whoever_does_not_sign_leaves_as_before(marc: Seat, julie: Seat) -> None:
    assert is_removed(julie, marc) == 302


def test_before_the_first_version_only_the_cell_needs_a_lead(marc: Seat) -> None:
    cell = Cell.objects.create(name="Ailleurs")
    nora, omar = (Seat.of(cell, name, "lead") for name in ("Nora Petit", "Omar Diallo"))
    assert is_removed(nora, omar) == 302
    assert Membership.objects.for_cell(cell).current().count() == 1
