"""Testimonies that arrive at once: how many a second, what each costs, whether anybody is refused."""

from __future__ import annotations

import json
import sqlite3
import statistics
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice

from bench import floors
from bench.house import House, a_house
from bench.load import Answer, Client, Volley, volley
from bench.people import Told, written_ahead
from bench.rows import Row, at_most, in_time, times_floor

ROUNDS = 7
COUNT = 200
WARM = 100
PATH = "/demo/api/temoignages"
PEER = "0.25–0.5, 2–4 s of CPU each, a third to two thirds refused"


def measure() -> Iterator[Row]:
    """Eight clients and sixty-four, in short rounds between floors: whoever shares the machine slows both alike."""
    with a_house() as house:
        told = Told.of(house.scene("school"))
        bodies = iter(written_ahead(told, WARM + 1 + 2 * ROUNDS * COUNT))
        house.start()
        assert not volley(house.port, PATH, list(islice(bodies, WARM)), 8).refused(201), "testimonies are refused"
        floor = Floor(house, next(bodies))
        eight, many, empty = Rounds(house, 8), Rounds(house, 64), Rounds(house, 8, "/empty/")
        bare = floor.measure()
        for _ in range(ROUNDS):
            for rounds in (eight, many):
                fired = rounds.fire(list(islice(bodies, COUNT)), bare)
                bare = floor.measure()
                fired.floors.append(bare)
            empty.fire([b""] * 2 * COUNT)
        yield times_floor(
            "deposits, 8 clients",
            eight.middle.per_second,
            "≥ 150",
            "a second",
            floor=eight.middle.bare,
            floor_is="bare sqlite3",
            ratio="≥ 0.2",
            peer=PEER,
        )
        yield at_most("… processor of the server", eight.cost, 8, "ms each", floor=empty.cost, floor_is="empty view")
        yield in_time(
            "… within which 99 % are answered",
            eight.together.percentile(0.99),
            250,
            "ms",
            floor=8 / eight.middle.bare * 1000,
            floor_is="eight bare ones in a row",
            ratio="≤ 15",
        )
        yield at_most("… refused", eight.together.refused(201), 0, "")
        yield times_floor(
            "deposits, 64 clients",
            many.middle.per_second,
            "≥ 150",
            "a second",
            floor=many.middle.bare,
            floor_is="bare sqlite3",
            ratio="≥ 0.2",
        )
        yield at_most("… refused", many.together.refused(201), 0, "")
        given = eight.together.answers + many.together.answers
        yield at_most("… acknowledged and not there", _missing(house, given), 0, "")


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
        """In a copy of the database, which goes away."""
        done = self.marked.again(self.rows, self.copy, seconds=0.5)
        for path in self.copy.parent.glob("floor.sqlite3*"):
            path.unlink()
        return done


@dataclass
class Round:
    """One volley, the floors around it, and milliseconds of processor for each."""

    volley: Volley
    cost: float
    floors: list[float]

    @property
    def per_second(self) -> float:
        return self.volley.per_second

    @property
    def bare(self) -> float:
        return statistics.mean(self.floors)


@dataclass
class Rounds:
    """The same volley several times."""

    house: House
    clients: int
    path: str = PATH
    done: list[Round] = field(default_factory=list)

    def fire(self, bodies: Sequence[bytes], *floors: float) -> Round:
        """One round more, to which a floor may be added."""
        used = self.house.processor()
        fired = volley(self.house.port, self.path, bodies, self.clients)
        cost = (self.house.processor() - used) / len(bodies) * 1000
        self.done.append(Round(fired, cost, list(floors)))
        return self.done[-1]

    @property
    def middle(self) -> Round:
        """The round whose ratio to its own floor is the median."""
        return sorted(self.done, key=lambda one: one.per_second / one.bare)[len(self.done) // 2]

    @property
    def cost(self) -> float:
        """Milliseconds of the server's processor for one, the median of the rounds."""
        return statistics.median(one.cost for one in self.done)

    @property
    def together(self) -> Volley:
        """Every answer of every round."""
        answers = [answer for one in self.done for answer in one.volley.answers]
        return Volley(sum(one.volley.seconds for one in self.done), answers)


def _missing(house: House, answers: Sequence[Answer]) -> int:
    """How many promises were given whose line is not in the database."""
    given = {json.loads(answer.body)["promise"]["commitment"] for answer in answers if answer.status == 201}
    with sqlite3.connect(house.data / "portevoix.sqlite3") as line:
        kept = {
            commitment for (commitment,) in line.execute("SELECT commitment FROM trail_line WHERE kind = 'deposit'")
        }
    return len(given - kept)
