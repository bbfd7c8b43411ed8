"""The mission brings a list of ten thousand people, while others come and go."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator

from bench.house import a_house
from bench.load import Client
from bench.rows import Row, at_most

LINES = 10_000
LONGEST = 60
"""Seconds after which the measure stops waiting."""


def measure() -> Iterator[Row]:
    """From the button to the end of the bar: everybody new, then all of them changed, then nothing to change."""
    with a_house() as house:
        house.scene("school")
        for name, campus in (("all new", "Lac"), ("all changed", "Gare"), ("all known", "Gare")):
            told = house.scene("a_list", str(LINES), campus)
            house.start()
            client, headers = Client(house.port), {"Cookie": told["cookie"]}
            house.forget_peak()
            resting, begun, waited, over = house.resident(), time.perf_counter(), 0.0, False
            while not over and time.perf_counter() - begun < LONGEST:
                waited = max(waited, client.send("GET", "/demo/").seconds)
                answer = client.send("GET", told["progress"], headers=headers)
                over = bool(json.loads(answer.body)["is_over"])
                time.sleep(0.2)
            seconds = time.perf_counter() - begun if over else LONGEST
            yield at_most(f"list of 10 000 people, {name}", seconds, 10, "s")
            yield at_most("… slowest page of somebody else meanwhile", waited * 1000, 1000, "ms")
            yield at_most("… memory it takes", house.peak() - resting, 250, "MB")
            client.close()
            house.stop()
