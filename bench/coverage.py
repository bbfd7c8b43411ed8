"""The mission asks who is trained: of ten thousand people, after five hundred dates a year for five years."""

from __future__ import annotations

import statistics
import sys
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
        empty = _median(client, "/empty/", headers)
        for path, name in zip(told["pages"], ("by every cut", "every training, 8 targets", "as a file"), strict=True):
            took = _median(client, path, headers)
            yield at_most(f"coverage, {name}", took, 150, "ms", floor=empty, floor_is="empty page, same person")
        client.close()


def _median(client: Client, path: str, headers: dict[str, str]) -> float:
    """Milliseconds."""
    took = []
    for _ in range(ASKED):
        answer = client.send("GET", path, headers=headers)
        if answer.status != 200:
            sys.exit(f"{path}: {answer.status}")
        took.append(answer.seconds)
    return statistics.median(took) * 1000
