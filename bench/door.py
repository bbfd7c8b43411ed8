"""A whole year group stands at the door: three hundred people scan the same code, and tap twice."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

from bench.house import House, a_house
from bench.load import Answer, Client
from bench.rows import Row, at_most

PEOPLE = 300
FROM_HERE = {"Origin": "https://portevoix.test", "Content-Type": "application/x-www-form-urlencoded"}


def measure() -> Iterator[Row]:
    """All of them at once, from one network; then what the server has noted."""
    with a_house() as house:
        house.start()
        scene = house.scene("door", str(PEOPLE))
        seconds, answers = _all_scan(house, scene["code"], scene["cookies"])
        noted = house.scene("noted", scene["sitting"])
    yield at_most(f"{PEOPLE} people scan one code and tap twice, until the last is noted", seconds, 60, "s")
    slow = sorted(answer.seconds for answer in answers)[int(0.95 * len(answers))]
    yield at_most("… one answer (95 %)", slow * 1000, 5000, "ms")
    yield at_most("… lost", PEOPLE - noted["people"], 0, "people")
    yield at_most("… noted twice", noted["presences"] - noted["people"], 0, "people")
    yield at_most("… answers that were none", sum(answer.status not in {200, 302} for answer in answers), 0, "")


def _all_scan(house: House, code: str, cookies: list[str]) -> tuple[float, list[Answer]]:
    ready = threading.Barrier(len(cookies) + 1)

    def one(cookie: str) -> list[Answer]:
        client = Client(house.port, "198.51.100.7")
        ready.wait()
        seen = client.send("GET", code, headers={"Cookie": cookie})
        here = seen.body.decode().partition('<form method="post" action="/demo/moi/porte/')[2].partition('"')[0]
        path = f"/demo/moi/porte/{here}" if here else code
        taps = [client.send("POST", path, b"", FROM_HERE | {"Cookie": cookie}) for _twice in range(2)]
        noted = client.send("GET", path, headers={"Cookie": cookie})
        client.close()
        return [seen, *taps, noted]

    with ThreadPoolExecutor(len(cookies)) as phones:
        waiting = [phones.submit(one, cookie) for cookie in cookies]
        ready.wait()
        begun = time.perf_counter()
        answers = [answer for one_of_them in waiting for answer in one_of_them.result()]
        return time.perf_counter() - begun, answers
