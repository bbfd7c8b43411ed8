"""A student opens the agenda of a school that has set five hundred dates a year for five years."""

from __future__ import annotations

import statistics
import sys
from collections.abc import Iterator
from typing import Any

from bench.house import a_house
from bench.load import Client
from bench.rows import Row, at_most

PAGES = ["/demo/agenda/", "/demo/agenda/?mois=", "/demo/agenda/?genre=film"]
"""The next dates, this month, and one kind of training."""
FEED = "/demo/agenda.ics"
ASKED = 40
DATES = 2500


def measure() -> Iterator[Row]:
    """The slowest of the three, in the middle of its askings."""
    with a_house() as house:
        house.scene("school")
        house.scene("dates", str(DATES))
        house.start()
        client = Client(house.port)
        slowest = max(_median(client, page) for page in PAGES)
        first = client.send("GET", FEED).seconds * 1000
        feed, empty = _median(client, FEED), _median(client, "/empty/")
        client.close()
        floor: dict[str, Any] = {"floor": empty, "floor_is": "empty page"}
        yield at_most("agenda with 2 500 dates", slowest, 100, "ms", **floor)
        yield at_most("… for a calendar that subscribes", feed, 100, "ms", **floor)
        yield at_most("… the first time after the server started", first, 500, "ms", **floor)


def _median(client: Client, path: str) -> float:
    """Milliseconds."""
    took = []
    for _ in range(ASKED):
        answer = client.send("GET", path, headers={"Accept-Encoding": "gzip, br"})
        if answer.status != 200:
            sys.exit(f"{path}: {answer.status}")
        took.append(answer.seconds)
    return statistics.median(took) * 1000
