"""Whoever no longer leads lets nobody in: what they had sent closes with their seat."""

import pytest

from portevoix.ground.people import acts
from portevoix.ground.people.models import Invitation, Membership, Office, Person
from portevoix.ground.people.tests.persona import PASSWORD
from portevoix.ground.schools.models import Cell, School
from portevoix.ground.trail.models import Line
from portevoix.ground.web.rules import Refused

pytestmark = pytest.mark.django_db


@pytest.fixture
def paul(marc: Membership) -> Membership:
    person = Person.objects.create_user("paul@ecole.test", PASSWORD, name="Paul Renaud")
    return Membership.objects.create(person=person, cell=marc.cell, role=Membership.Role.LEAD)


def sent_by(seat: Membership, email: str = "autre@ailleurs.test", role: str = "lead") -> Invitation:
    return acts.invite(seat.cell, seat.person, email, "Autre Paul", "directeur", role)


def is_closed(invitation: Invitation) -> bool:
    try:
        acts.accept(invitation.code, PASSWORD)
    except Refused as refused:
        return refused.code == "invitation"
    return False


def test_a_lead_who_was_removed_does_not_come_back_by_a_link_of_their_own(marc: Membership, paul: Membership) -> None:
    invitation = sent_by(paul)
    acts.remove(paul, marc)
    assert is_closed(invitation)
    assert Membership.objects.for_cell(marc.cell).current().count() == 1
    line = Line.objects.get(kind="invitation withdrawn")
    assert (line.actor, line.subject, line.cell) == (marc.ident, invitation.ident, marc.cell.ident)


def test_nor_does_somebody_who_leads_no_more(marc: Membership, paul: Membership) -> None:
    invitation = sent_by(paul)
    acts.describe(paul, marc, "Paul Renaud", "", Membership.Role.LISTENER)
    assert is_closed(invitation)


def test_what_colleagues_sent_stays_open(marc: Membership, paul: Membership) -> None:
    hers = sent_by(marc, "julie@ecole.test", "listener")
    elsewhere = acts.invite(Cell.objects.create(name="Autre"), paul.person, "nora@ecole.test", "Nora", "", "listener")
    acts.describe(paul, marc, "Paul Renaud", "directeur", Membership.Role.LEAD)
    mine = sent_by(paul)
    acts.remove(paul, marc)
    assert not is_closed(hers)
    assert not is_closed(elsewhere)
    assert is_closed(mine)


def test_nor_does_somebody_of_the_mission_who_was_removed() -> None:
    school = School.objects.create(slug="bois", name="École des bois", cell=Cell.objects.create(name="Cellule"))
    helene, guy = [
        Office.objects.create(
            person=Person.objects.create_user(f"{name}@ecole.test", PASSWORD, name=name), school=school
        )
        for name in ("helene", "guy")
    ]
    hers = acts.invite_officer(school, helene, "zoe@ecole.test", "Zoé")
    his = acts.invite_officer(school, guy, "autre@ailleurs.test", "Autre Guy")
    acts.remove_officer(guy, helene)
    with pytest.raises(Refused):
        acts.take_office(his.code, PASSWORD)
    assert acts.take_office(hers.code, PASSWORD).school == school
