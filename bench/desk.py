"""A member opens the desk of a cell that has been at work for years."""

from __future__ import annotations

import statistics
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field

from bench.deposits import PATH
from bench.house import House, a_house
from bench.load import Answer, Client, volley
from bench.people import Told, written_ahead
from bench.rows import Row, at_most, times_floor

EMPTY = "/empty/"
VIEWS = ["/cellule/", "/cellule/moi/", "/cellule/toutes/"]
ASKED = 40
FEW, MANY, SAMPLES = 10_000, 100_000, 20


def measure() -> Iterator[Row]:
    """The slowest of the three views with 10 000 cases and with 100 000, asked for in turn."""
    with a_desk(FEW) as few, a_desk(MANY) as many:
        for _ in range(ASKED):
            few.ask()
            many.ask()
        yield times_floor(
            "desk with 10 000 cases",
            few.slowest,
            "≤ 60",
            "ms",
            floor=few.empty,
            floor_is="empty view, same person",
            ratio="≤ 25",
            peer="4 500 ms, 47 MB, 499 MB",
        )
        yield at_most("… bytes", few.largest / 1000, 60, "kB")
        yield at_most("… memory of all processes (PSS)", few.house.memory(), 200, "MB")
        yield times_floor(
            "desk with 100 000 cases",
            many.slowest,
            "≤ 1.5 ×",
            "ms",
            floor=few.slowest,
            floor_is="with 10 000",
            ratio="≤ 1.5",
        )
        yield at_most("… memory of all processes (PSS)", many.house.memory(), 200, "MB")


@dataclass
class Desk:
    """A member's desk on a server of its own, and what each asking took."""

    house: House
    headers: Mapping[str, str]
    client: Client
    answers: dict[str, list[Answer]] = field(default_factory=dict)

    def ask(self) -> None:
        for path in [EMPTY, *VIEWS]:
            answer = self.client.send("GET", path, headers=self.headers)
            if answer.status != 200:
                sys.exit(f"{path}: {answer.status} {dict(answer.headers)}")
            self.answers.setdefault(path, []).append(answer)

    @property
    def slowest(self) -> float:
        return max(self._median(path) for path in VIEWS)

    @property
    def empty(self) -> float:
        return self._median(EMPTY)

    @property
    def largest(self) -> int:
        return max(answer.size for path in VIEWS for answer in self.answers[path])

    def _median(self, path: str) -> float:
        """Milliseconds."""
        return statistics.median(answer.seconds for answer in self.answers[path]) * 1000


@contextmanager
def a_desk(cases: int) -> Iterator[Desk]:
    """The desk of a cell that has so many cases, being served."""
    with a_house() as house:
        told = Told.of(house.scene("school"))
        house.start()
        volley(house.port, PATH, written_ahead(told, SAMPLES), 2)
        house.stop()
        house.scene("crowd", str(cases - SAMPLES))
        cookie = house.scene("signed_in")
        house.start()
        desk = Desk(house, {"Cookie": cookie, "Accept-Encoding": "gzip, br"}, Client(house.port))
        for _ in range(5):
            desk.ask()
        desk.answers.clear()
        desk.client.close()  # the server does not keep an idle connection for as long as the other desk takes to fill
        yield desk
        desk.client.close()
