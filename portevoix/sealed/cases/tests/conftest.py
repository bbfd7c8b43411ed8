"""A school, its cell, Camille's testimony, and who works there."""

import pytest

from tests.at_work import AtWork
from tests.cast import Camille, Scene, a_school


@pytest.fixture
def scene(db: None) -> Scene:
    return a_school()


@pytest.fixture
def ines(scene: Scene) -> AtWork:
    return AtWork(scene.ines, scene)


@pytest.fixture
def marc(scene: Scene) -> AtWork:
    return AtWork(scene.marc, scene)


@pytest.fixture
def paul(scene: Scene) -> AtWork:
    """Listens too, and is the one Camille puts aside."""
    return AtWork(scene.paul, scene)


@pytest.fixture
def camille(scene: Scene) -> Camille:
    """Has testified and put Paul aside."""
    camille = Camille(scene)
    camille.speaks(excluded=[scene.paul])
    return camille


@pytest.fixture
def case(camille: Camille) -> str:
    return camille.case.hex()
