"""A school reads the last of ten plans, each of two hundred actions and three hundred indicators over ten years."""

from __future__ import annotations

import statistics
import sys
from collections.abc import Iterator

from bench.house import a_house
from bench.load import Client
from bench.rows import Row, at_most

ASKED = 20


def measure() -> Iterator[Row]:
    """Each page in the middle of its askings."""
    with a_house() as house:
        house.scene("school")
        told = house.scene("plans")
        house.start()
        client, headers = Client(house.port), {"Cookie": told["cookie"], "Accept-Encoding": "gzip, br"}
        empty = _median(client, "/empty/", headers)
        for name, path in told["pages"].items():
            took = _median(client, path, headers)
            yield at_most(f"10 plans of 200 actions: {name}", took, 150, "ms", floor=empty, floor_is="empty page")
        for name, path in told["report"].items():
            took = _median(client, path, headers, 3) / 1000
            yield at_most(f"yearly report on all that, {name}", took, 5, "s")
        client.close()


def _median(client: Client, path: str, headers: dict[str, str], asked: int = ASKED) -> float:
    """Milliseconds."""
    took = []
    for _ in range(asked):
        answer = client.send("GET", path, headers=headers)
        if answer.status != 200:
            sys.exit(f"{path}: {answer.status}")
        took.append(answer.seconds)
    return statistics.median(took) * 1000
