"""A file of 100 MB from a browser: how fast, how much memory of the server, and is it the same file in the end."""

from __future__ import annotations

import hashlib
import os
import random
import statistics
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from bench.crash import Sent
from bench.house import House, a_house
from bench.load import Client
from bench.people import Someone, Told
from bench.pipe import Page, an_unwatched_page
from bench.rows import Row, at_most, times_floor
from portevoix.ground.seal.fields import unb64
from portevoix.ground.seal.files import open_file

SIZE = 100_000_000
ROUNDS = 3
BREAK_AFTER = 5
SCRIPT = Path(__file__).with_name("upload.js").read_text()


def measure() -> Iterator[Row]:
    """Sealed and sent three times, then once broken off in the middle; each time read again and compared."""
    with a_house() as house, an_unwatched_page() as page:
        told = Told.of(house.scene("school"))
        house.start()
        data = os.urandom(SIZE)
        film = house.data / "film.mp4"
        film.write_bytes(data)
        page.goto(f"{house.origin}/demo/revenir/")
        page.evaluate(SCRIPT)
        page.evaluate("bench.field()")
        page.choose("#bench-file", film)
        resting = house.resident()
        house.forget_peak()
        took, bare, plain, sent = [], [], [], []
        for _ in range(ROUNDS):
            bare.append(page.evaluate("bench.bare()"))
            plain.append(page.evaluate("bench.unsealed()"))
            one = _sealed(page)
            took.append(one["took"])
            sent.append(one)
        broken = _sealed(page, BREAK_AFTER)
        grown = house.peak() - resting
        slower = max(statistics.median(bare), statistics.median(plain))
        yield times_floor(
            "100 MB file, sealed and sent",
            SIZE / 1e6 / statistics.median(took),
            "≥ 0.25 × floor",
            "MB/s",
            floor=SIZE / 1e6 / slower,
            floor_is="bare AES-GCM in the browser" if slower == statistics.median(bare) else "the same bytes unsealed",
            ratio="≥ 0.25",
            peer="92–104 MB/s, in clear",
        )
        digest = hashlib.sha256(data).hexdigest()
        altered = sum(_read_again(house, told, one) != digest for one in [*sent, broken])
        altered += len(_jumbled(house, told))
        yield at_most("… altered, of 5 read again", altered, 0, "", peer="sometimes corrupt, parts in parallel")
        yield at_most("… memory the server takes more, at most", grown, 32, "MB")
        again = float("inf") if broken["whole"] else broken["sent"] - broken["parts"]
        yield at_most("… broken off and taken up again: parts sent twice", again, 2, "")


def _sealed(page: Page, break_after: int = 0) -> dict[str, Any]:
    done: dict[str, Any] = page.evaluate(f"bench.sealed({{breakAfter: {break_after}}})")
    return done


def _jumbled(house: House, told: Told) -> list[str]:
    """What is wrong with a file whose parts four people's worth of connections send all at once, in any order."""
    sent = Sent(Someone(told), os.urandom(SIZE // 2))

    def one(_: int) -> None:
        client = Client(house.port)
        for number in random.sample(range(len(sent.parts)), len(sent.parts)):
            sent.sends_part(client, number)
        client.close()

    with ThreadPoolExecutor(4) as threads:
        list(threads.map(one, range(4)))
    client = Client(house.port)
    sent.testifies(client)
    wrong = sent.lost(client)
    client.close()
    return wrong


def _read_again(house: House, told: Told, one: dict[str, Any]) -> str:
    """SHA-256 of what the reporter gets back; empty when it does not open."""
    client = Client(house.port)

    def part(number: int) -> bytes:
        path = f"/demo/api/revenir/fichiers/{one['file']['file']}/{number}"
        return client.send("GET", path, headers={"X-Auth": one["auth"]}).body

    parts = (part(number) for number in range(one["parts"]))
    digest = hashlib.sha256()
    try:
        case, file = bytes.fromhex(one["case"]), bytes.fromhex(one["file"]["file"])
        for piece in open_file(unb64(one["file"]["fk"]), told.inst, case, file, parts):
            digest.update(piece)
    except Exception as failure:
        print(f"a file does not open again: {failure!r}")
        return ""
    finally:
        client.close()
    return digest.hexdigest()
