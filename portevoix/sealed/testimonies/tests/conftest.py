"""The scene of this room's stories."""

import pytest

from tests.cast import Camille, Scene, a_school


@pytest.fixture
def mines(db: None) -> Scene:
    """A school whose cell listens."""
    return a_school()


@pytest.fixture
def camille(mines: Scene) -> Camille:
    """She has testified and has her nine words."""
    camille = Camille(mines)
    camille.promise = camille.speaks()
    return camille
