"""A class watches a film of two gigabytes on bad lines, and somebody jumps about in it."""

from __future__ import annotations

import random
import socket
import statistics
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from bench.house import House, a_house
from bench.load import Client
from bench.rows import Row, at_most

LONG = 2 * 1024**3
WATCHING, ASKED = 60, 40
SIP, PAUSE = 4096, 0.05
"""Each takes so many bytes, so often: 80 kB a second."""
PART = 64 * 1024


def measure() -> Iterator[Row]:
    """From the asking for a part to its first byte, and to the whole of it, while all the others hold their lines."""
    with a_house() as house:
        path = house.scene("a_film", str(LONG))
        house.start()
        client = Client(house.port)
        alone = statistics.median(_jumps(client, path))
        resting = house.memory()
        with _slow_watchers(house, path):
            took = _jumps(client, path)
            page = statistics.median(client.send("GET", "/demo/").seconds for _ in range(ASKED)) * 1000
            memory = house.memory()
        client.close()
        crowd = f"while {WATCHING} watch slowly"
        floor: dict[str, Any] = {"floor": alone, "floor_is": "nobody else there"}
        yield at_most(f"part of a film of 2 GB, {crowd}", statistics.median(took), 100, "ms", **floor)
        yield at_most("… the slowest of them", max(took), 1000, "ms", **floor)
        yield at_most("… another page meanwhile", page, 100, "ms")
        yield at_most("… memory they take", memory - resting, 32, "MB")


def _jumps(client: Client, path: str) -> list[float]:
    """Milliseconds until a part from anywhere has come whole: its first byte came before."""
    took, somewhere = [], random.Random(1)
    for _ in range(ASKED):
        first = somewhere.randrange(LONG - PART)
        answer = client.send("GET", path, headers={"Range": f"bytes={first}-{first + PART - 1}"})
        if answer.status != 206 or len(answer.body) != PART:
            sys.exit(f"{path}: {answer.status}, {len(answer.body)} bytes")
        took.append(answer.seconds * 1000)
    return took


@contextmanager
def _slow_watchers(house: House, path: str) -> Iterator[None]:
    """So many lines that have asked for the whole film and take it in sips."""
    lines = [_asks(house, path) for _ in range(WATCHING)]
    over = threading.Event()

    def sip() -> None:
        while not over.wait(PAUSE):
            for line in lines:
                if not line.recv(SIP):
                    sys.exit("a line was closed")

    watching = threading.Thread(target=sip, daemon=True)
    watching.start()
    time.sleep(2)
    yield
    over.set()
    watching.join()
    for line in lines:
        line.close()


def _asks(house: House, path: str) -> socket.socket:
    line = socket.socket()
    line.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, SIP)
    line.connect(("127.0.0.1", house.port))
    head = "Host: portevoix.test\r\nX-Forwarded-For: 192.0.2.9\r\nX-Forwarded-Proto: https\r\n"
    line.sendall(f"GET {path} HTTP/1.1\r\n{head}\r\n".encode())
    return line
