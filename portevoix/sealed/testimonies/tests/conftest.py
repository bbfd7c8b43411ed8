"""The scene of this room's stories."""

import pytest

from tests.cast import Scene, a_school


@pytest.fixture
def mines(db: None) -> Scene:
    """A school whose cell listens."""
    return a_school()
