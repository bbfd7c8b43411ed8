"""The words by which people recognise the list of those who listen to them.

The list is kept by a sealed room, which says here how its words are read; posters, which any room may print, ask here.
"""

from collections.abc import Callable

from portevoix.ground.schools.models import Cell

Reader = Callable[[Cell], tuple[str, ...]]
_readers: list[Reader] = []


def read_by(reader: Reader) -> None:
    """Say who reads the words of a cell's list; said once, when the house opens."""
    _readers[:] = [reader]


def of(cell: Cell) -> tuple[str, ...]:
    """The words to print; none while nobody has signed a list."""
    return tuple(word for reader in _readers for word in reader(cell))
