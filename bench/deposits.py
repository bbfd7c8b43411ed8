"""Testimonies that arrive at once: how many a second, what each costs, whether anybody is refused."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator

from bench import floors
from bench.house import House, a_house
from bench.load import Client, Volley, volley
from bench.people import Told, written_ahead
from bench.rows import Row, at_most, in_time, times_floor

COUNT = 1500
PATH = "/demo/api/temoignages"
PEER = "0.25–0.5, 2–4 s of CPU each, a third to two thirds refused"


def measure() -> Iterator[Row]:
    """Eight clients, then sixty-four."""
    with a_house() as house:
        told = Told.of(house.scene("school"))
        bodies = written_ahead(told, 2 * COUNT + 110)
        house.start()
        warm, bodies = bodies[:100], bodies[100:]
        assert not volley(house.port, PATH, warm, 8).refused(201), "testimonies are refused"
        floor = Floor(house, bodies.pop())
        empty = _empty_cost(house)

        first = floor.measure()
        before = house.processor()
        eight = volley(house.port, PATH, bodies[:COUNT], 8)
        cost = (house.processor() - before) / COUNT * 1000
        second = floor.measure()
        many = volley(house.port, PATH, bodies[COUNT : 2 * COUNT], 64)
        third = floor.measure()
        yield times_floor(
            "deposits, 8 clients",
            eight.per_second,
            "≥ 150",
            "a second",
            floor=(first + second) / 2,
            floor_is="bare sqlite3",
            ratio="≥ 0.2",
            peer=PEER,
        )
        yield at_most("… processor of the server", cost, 8, "ms each", floor=empty, floor_is="empty view")
        yield in_time(
            "… within which 99 % are answered",
            eight.percentile(0.99),
            250,
            "ms",
            floor=8 / (first + second) * 2 * 1000,
            floor_is="eight bare ones in a row",
            ratio="≤ 15",
        )
        yield at_most("… refused", eight.refused(201), 0, "")
        yield times_floor(
            "deposits, 64 clients",
            many.per_second,
            "≥ 150",
            "a second",
            floor=(second + third) / 2,
            floor_is="bare sqlite3",
            ratio="≥ 0.2",
        )
        yield at_most("… refused", many.refused(201), 0, "")
        yield at_most("… acknowledged and not there", _missing(house, eight, many), 0, "")


class Floor:
    """How many transactions a second insert the rows of one deposit with nothing around."""

    def __init__(self, house: House, body: bytes) -> None:
        self.copy = house.data / "floor.sqlite3"
        self.marked = floors.Marked(house.data / "portevoix.sqlite3")
        client = Client(house.port)
        assert client.post(PATH, body).status == 201
        client.close()
        self.rows = self.marked.added()

    def measure(self) -> float:
        """Before and after what it is compared with: a shared disk has its moods."""
        done = self.marked.again(self.rows, self.copy, seconds=1.5)
        for path in self.copy.parent.glob("floor.sqlite3*"):
            path.unlink()
        return done


def _empty_cost(house: House) -> float:
    """Milliseconds of the server's processor for an empty page, in the same concert of eight."""
    before = house.processor()
    count = len(volley(house.port, "/empty/", [b""] * 800, 8).answers)
    return (house.processor() - before) / count * 1000


def _missing(house: House, *volleys: Volley) -> int:
    """How many promises were given whose line is not in the database."""
    given = {json.loads(a.body)["promise"]["commitment"] for one in volleys for a in one.answers if a.status == 201}
    with sqlite3.connect(house.data / "portevoix.sqlite3") as line:
        kept = {
            commitment for (commitment,) in line.execute("SELECT commitment FROM trail_line WHERE kind = 'deposit'")
        }
    return len(given - kept)
