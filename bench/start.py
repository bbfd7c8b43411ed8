"""Starting, then waiting for someone: seconds, and memory of all processes."""

from __future__ import annotations

import statistics
import subprocess
import sys
import time
from collections.abc import Iterator

from bench.house import HERE, a_house
from bench.load import Client
from bench.rows import Row, at_most

ROUNDS = 3
PAGE = "/demo/"


def measure() -> Iterator[Row]:
    """From the command to the school's first page; then memory, once people's pages have been looked at."""
    with a_house() as house:
        house.scene("school")
        seconds = []
        for _ in range(ROUNDS):
            seconds.append(house.start(path=PAGE))
            house.stop()
        begun = time.perf_counter()
        subprocess.run([sys.executable, "-c", "import django, django.db.models"], cwd=HERE, check=True)
        bare = time.perf_counter() - begun
        yield at_most(
            "cold start, to the first page",
            statistics.median(seconds),
            2,
            "s",
            peer="1.1–2.7 s",
            floor=bare,
            floor_is="python importing Django",
        )
        house.start(path=PAGE)
        time.sleep(5)
        yield at_most("idle memory, all processes (PSS)", house.memory(), 130, "MB", peer="98–134 MB")
        client = Client(house.port)
        for _ in range(50):
            for path in (
                "/",
                PAGE,
                "/demo/temoigner/",
                "/demo/revenir/",
                "/demo/sans-javascript/",
                "/compte/connexion/",
            ):
                client.send("GET", path)
        client.close()
        time.sleep(5)
        yield at_most("… after 300 pages", house.memory(), 130, "MB")
