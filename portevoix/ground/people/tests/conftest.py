"""A cell with its lead, and what a person holds: a phone that shows codes, a letter box."""

import pytest

from portevoix.ground.people.models import Membership, Person
from portevoix.ground.people.tests.persona import PASSWORD, Phone
from portevoix.ground.schools.models import Cell


@pytest.fixture
def cell(db: None) -> Cell:
    return Cell.objects.create(name="Cellule d'écoute")


def seat(cell: Cell, name: str, email: str, role: str = Membership.Role.LISTENER) -> Membership:
    person = Person.objects.create_user(email, PASSWORD, name=name, function="écoute")
    return Membership.objects.create(person=person, cell=cell, role=role)


@pytest.fixture
def marc(cell: Cell) -> Membership:
    """Leads the cell."""
    return seat(cell, "Marc Lenoir", "marc@ecole.test", Membership.Role.LEAD)


@pytest.fixture
def ines(cell: Cell) -> Membership:
    """Listens."""
    return seat(cell, "Inès Roux", "ines@ecole.test")


@pytest.fixture
def phone_of_ines(ines: Membership) -> Phone:
    return Phone.of(ines.person)
