"""A school reads the last of ten plans, each of two hundred actions and three hundred indicators over ten years."""

from __future__ import annotations

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
        empty = client.median("/empty/", headers, asked=ASKED)
        for name, path in told["pages"].items():
            took = client.median(path, headers, asked=ASKED)
            yield at_most(f"10 plans of 200 actions: {name}", took, 150, "ms", floor=empty, floor_is="empty page")
        for name, path in told["report"].items():
            took = client.median(path, headers, asked=3) / 1000
            yield at_most(f"yearly report on all that, {name}", took, 5, "s")
        client.close()
