"""A member opens the desk of a cell that has been at work for years."""

from __future__ import annotations

import statistics
import sys
from collections.abc import Iterator, Mapping

from bench import floors
from bench.deposits import PATH
from bench.house import House, a_house
from bench.load import Client, volley
from bench.people import Told, written_ahead
from bench.rows import Row, at_most, times_floor

VIEWS = ["/cellule/", "/cellule/moi/", "/cellule/toutes/"]
ASKED = 40
FEW, MANY = 10_000, 100_000


def measure() -> Iterator[Row]:
    """The slowest of the three views with 10 000 cases, then with 100 000."""
    with a_house() as house:
        told = Told.of(house.scene("school"))
        house.start()
        volley(house.port, PATH, written_ahead(told, 20), 2)
        house.stop()
        cookie = house.scene("signed_in")
        few, size, memory, empty = _look(house, FEW, cookie)
        many, _, memory_of_many, _ = _look(house, MANY, cookie)
        peer = "4 500 ms, 47 MB, 499 MB"
        yield times_floor(
            "desk with 10 000 cases",
            few,
            "≤ 60",
            "ms",
            floor=empty,
            floor_is="empty view, same person",
            ratio="≤ 25",
            peer=peer,
        )
        yield at_most("… bytes", size / 1000, 60, "kB")
        yield at_most("… memory of all processes (PSS)", memory, 200, "MB")
        yield times_floor(
            "desk with 100 000 cases", many, "≤ 1.5 ×", "ms", floor=few, floor_is="with 10 000", ratio="≤ 1.5"
        )
        yield at_most("… memory of all processes (PSS)", memory_of_many, 200, "MB")


def _look(house: House, cases: int, cookie: str) -> tuple[float, float, float, float]:
    """Fill up to so many cases; milliseconds and bytes of the slowest view, memory, milliseconds of an empty view."""
    there = house.scene("crowd", "0")
    if house.scene("crowd", str(cases - there)) != cases:
        sys.exit("the desk was not filled as it should")
    headers = {"Cookie": cookie, "Accept-Encoding": "gzip, br"}
    house.start()
    client = Client(house.port)
    floors.empty_view(house.port, headers, 50)
    found = {path: _view(client, path, headers) for path in VIEWS}
    empty = floors.empty_view(house.port, headers).median
    memory = house.memory()
    client.close()
    house.stop()
    slowest, largest = max(ms for ms, _ in found.values()), max(size for _, size in found.values())
    return slowest, largest, memory, empty


def _view(client: Client, path: str, headers: Mapping[str, str]) -> tuple[float, float]:
    answers = [client.send("GET", path, headers=headers) for _ in range(ASKED)]
    if any(answer.status != 200 for answer in answers):
        sys.exit(f"{path}: {answers[0].status} {dict(answers[0].headers)}")
    return statistics.median(answer.seconds for answer in answers) * 1000, max(answer.size for answer in answers)
