"""A student opens the agenda of a school that has set five hundred dates a year for five years."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from bench.house import a_house
from bench.load import Client
from bench.rows import Row, at_most

PAGES = ["/demo/agenda/", "/demo/agenda/?mois=", "/demo/agenda/?genre=film"]
"""The next dates, this month, and one kind of training."""
FEED = "/demo/agenda.ics"
ASKED = 40
PACKED = {"Accept-Encoding": "gzip, br"}
DATES = 2500


def measure() -> Iterator[Row]:
    """The slowest of the three, in the middle of its askings."""
    with a_house() as house:
        house.scene("school")
        house.scene("dates", str(DATES))
        house.start()
        client = Client(house.port)
        slowest = max(client.median(page, PACKED, asked=ASKED) for page in PAGES)
        first = client.send("GET", FEED).seconds * 1000
        feed, empty = client.median(FEED, PACKED, asked=ASKED), client.median("/empty/", PACKED, asked=ASKED)
        client.close()
        floor: dict[str, Any] = {"floor": empty, "floor_is": "empty page"}
        yield at_most("agenda with 2 500 dates", slowest, 100, "ms", **floor)
        yield at_most("… for a calendar that subscribes", feed, 100, "ms", **floor)
        yield at_most("… the first time after the server started", first, 500, "ms", **floor)
