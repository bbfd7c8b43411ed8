"""Fixtures of the seal's tests."""

from __future__ import annotations

from importlib import resources
from itertools import product

import pytest

from portevoix.ground.seal import words


@pytest.fixture(autouse=True, scope="session")
def some_list_of_words() -> None:
    """A stand-in while the list itself is being written."""
    if not resources.files("portevoix.ground.seal").joinpath("words.fr.txt").is_file():
        made = tuple(f"{a}{b}{c}{d}s" for a, b, c, d in product("bcdfglmp", "aeio", "nrtv", "aeiouyhl"))
        words.words = lambda: made  # type: ignore[assignment]
