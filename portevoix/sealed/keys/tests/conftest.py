"""Marc leads a cell and Inès listens; both have made their vault."""

import pytest

from portevoix.ground.schools.models import Cell, School
from portevoix.sealed.keys.tests.browser import Seat


@pytest.fixture
def school(db: None) -> School:
    cell = Cell.objects.create(name="Cellule d'écoute")
    return School.objects.create(slug="bois", name="École des bois", cell=cell)


@pytest.fixture
def marc(school: School) -> Seat:
    return Seat.of(school.cell, "Marc Lenoir", "lead", "référent égalité").makes_vault()


@pytest.fixture
def ines(school: School) -> Seat:
    return Seat.of(school.cell, "Inès Roux", function="infirmière").makes_vault()
