"""Attack 15: hundreds who begin and never end, or ask and never listen. Everybody else is served all the same.

They felled two of the usual servers with four threads: eight half-sent bodies were enough.
"""

import json
import re
import socket
import time
from collections.abc import Callable, Iterator
from http.client import HTTPConnection
from urllib.parse import urlsplit

import pytest

from tests.cast import Camille, Scene, a_school

AT_ONCE = 200
PATIENCE = 1.0
"""Seconds within which anybody is answered, whatever the others do."""

Crowd = Callable[[int, bytes], list[socket.socket]]


@pytest.fixture
def crowd(live: str) -> Iterator[Crowd]:
    """Opens connections that each send the same beginning and then wait."""
    address = urlsplit(live)
    opened: list[socket.socket] = []

    def gather(count: int, beginning: bytes) -> list[socket.socket]:
        lines = []
        for _ in range(count):
            line = socket.socket()
            line.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
            line.settimeout(10)
            line.connect((address.hostname, address.port))
            line.sendall(beginning)
            lines.append(line)
        opened.extend(lines)
        return lines

    yield gather
    for line in opened:
        line.close()


def ask(origin: str, path: str = "/") -> tuple[int, bytes, float]:
    """Status and body of a page, and the seconds it took."""
    address = urlsplit(origin)
    begun = time.perf_counter()
    with socket.create_connection((address.hostname, address.port), 20) as line:
        line.sendall(f"GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n".encode())
        answer = b"".join(iter(lambda: line.recv(65536), b""))
    return int(answer.split(b" ", 2)[1]), answer, time.perf_counter() - begun


def everybody_is_served(origin: str) -> None:
    """The quickest tells: the machine may be busy with something else, but whoever is slow is there all the time."""
    answers = [ask(origin, "/mines/temoigner/") for _ in range(5)]
    assert [status for status, _, _ in answers] == [200] * 5
    assert min(seconds for _, _, seconds in answers) < PATIENCE


@pytest.fixture
def mines(live: str) -> Scene:
    scene = a_school()
    everybody_is_served(live)
    return scene


def test_requests_that_never_end_hold_nobody_up(live: str, mines: Scene, crowd: Crowd) -> None:
    beginnings = [
        b"GET /mines/ HTTP/1.1\r\nHost: localhost\r\nX-Slow: ",
        b"POST /mines/api/temoignages HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
        b'Content-Length: 200000\r\n\r\n{"case": "' + b"0" * 2000,
    ]
    lines = [line for beginning in beginnings for line in crowd(AT_ONCE, beginning)]
    everybody_is_served(live)
    for line in lines:
        line.sendall(b"0")
    everybody_is_served(live)


def seconds_to_send(origin: str, camille: Camille) -> float:
    """The seconds until it is on disk."""
    sent = json.dumps(camille.deposit())
    begun = time.perf_counter()
    line = HTTPConnection(urlsplit(origin).netloc, timeout=20)
    line.request("POST", "/mines/api/temoignages", sent, {"Content-Type": "application/json"})
    assert line.getresponse().status == 201
    line.close()
    return time.perf_counter() - begun


def test_someone_testifies_among_parts_of_files_that_never_end(live: str, mines: Scene, crowd: Crowd) -> None:
    head = f"PUT /mines/api/fichiers/{'ab' * 16}/0 HTTP/1.1\r\nHost: localhost\r\nContent-Length: 8388608\r\n\r\n"
    crowd(AT_ONCE, head.encode() + b"\1" * 70_000)
    assert min(seconds_to_send(live, Camille(mines)) for _ in range(3)) < PATIENCE


def test_those_who_ask_and_never_listen_hold_nobody_up(live: str, mines: Scene, crowd: Crowd) -> None:
    _, page, _ = ask(live, "/mines/temoigner/")
    found = re.search(rb'content="(/static/bundle/seal[^"]+)"', page)
    assert found
    # In one breath, far more than a connection holds: the server must neither wait for them nor keep it all for them.
    crowd(6, f"GET {found[1].decode()} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode() * 800)
    time.sleep(2)
    everybody_is_served(live)


def test_whoever_asks_twice_in_one_breath_is_answered_once(live: str, mines: Scene, crowd: Crowd) -> None:
    [line] = crowd(1, b"GET /mines/ HTTP/1.1\r\nHost: localhost\r\n\r\n" * 2)
    answer = b"".join(iter(lambda: line.recv(65536), b""))
    assert answer.count(b"HTTP/1.1 200") == 1
    assert b"Connection: close" in answer


def test_whoever_waits_for_the_answer_keeps_the_connection(live: str, mines: Scene) -> None:
    line = HTTPConnection(urlsplit(live).netloc, timeout=20)
    for _ in range(3):
        line.request("GET", "/mines/")
        answer = line.getresponse()
        assert answer.status == 200
        answer.read()
        assert not answer.will_close
    line.close()
