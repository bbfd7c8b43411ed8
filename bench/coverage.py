"""The mission asks who is trained: of ten thousand people, after five hundred dates a year for five years."""

from __future__ import annotations

from collections.abc import Iterator

from bench.house import a_house
from bench.load import Client
from bench.rows import Row, at_most

ASKED = 20
PEOPLE, DATES, EACH = 10_000, 2500, 30
"""How many are on the lists, how many dates there were, and how many came to each."""


def measure() -> Iterator[Row]:
    """One training by every cut, the page of all trainings with their targets, and the file; each in its middle."""
    with a_house() as house:
        house.scene("school")
        told = house.scene("presences", str(PEOPLE), str(DATES), str(EACH))
        house.start()
        client, headers = Client(house.port), {"Cookie": told["cookie"], "Accept-Encoding": "gzip, br"}
        empty = client.median("/empty/", headers, asked=ASKED)
        for path, name in zip(told["pages"], ("by every cut", "every training, 8 targets", "as a file"), strict=True):
            took = client.median(path, headers, asked=ASKED)
            yield at_most(f"coverage, {name}", took, 150, "ms", floor=empty, floor_is="empty page, same person")
        client.close()
