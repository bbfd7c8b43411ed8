"""Attack 15, for films: a crowd asks for two gigabytes and does not listen. Nobody else waits; the memory stays."""

import socket
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from http.client import HTTPConnection
from urllib.parse import urlsplit

import psutil
import pytest

from portevoix.campus.library import store
from portevoix.campus.library.models import File

AT_ONCE = 60
PATIENCE = 1.0
MEGABYTES = 48
LONG = 2 * 1024**3
FILM = "/mines/mediatheque/consentement/film"


@pytest.fixture
def long_film(live: str) -> Iterator[str]:
    """A film of two gigabytes, most of it a hole in the disk."""
    from portevoix.campus.library.tests.persona import a_work
    from portevoix.ground.population.tests.persona import a_campus

    work = a_work(a_campus())
    assert work.file is not None
    path = store.path_of(work.file.ident)
    with path.open("r+b") as file:
        file.truncate(LONG)
    File.objects.filter(pk=work.file.pk).update(size=LONG)
    yield live
    path.unlink()


def ask(origin: str, **headers: str) -> tuple[int, bytes, float]:
    """Status, the first bytes, and the seconds it took."""
    connection = HTTPConnection(urlsplit(origin).netloc, timeout=20)
    start = time.monotonic()
    connection.request("GET", FILM, headers=headers)
    answer = connection.getresponse()
    first = answer.read(100)
    took = time.monotonic() - start
    connection.close()
    return answer.status, first, took


@pytest.fixture
def crowd(long_film: str) -> Iterator[Callable[[], None]]:
    """`crowd()`: sixty people ask for the film and read nothing of it, until the end."""
    address = urlsplit(long_film)
    with ExitStack() as lines:

        def gather() -> None:
            for number in range(AT_ONCE):
                line = lines.enter_context(socket.socket())
                line.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
                line.connect((address.hostname, address.port))
                wanted = "" if number % 2 else f"Range: bytes={number * 1_000_000}-\r\n"
                line.sendall(f"GET {FILM} HTTP/1.1\r\nHost: {address.netloc}\r\n{wanted}\r\n".encode())

        yield gather


def test_a_crowd_that_does_not_listen_keeps_nobody_waiting(long_film: str, crowd: Callable[[], None]) -> None:
    assert ask(long_film, Range="bytes=0-99")[0] == 206  # what the first answer ever loads is not the crowd's
    before = psutil.Process().memory_info().rss
    crowd()
    answers = [ask(long_film, Range=f"bytes={LONG - 100}-") for _ in range(3)]
    assert [(status, len(first)) for status, first, _ in answers] == [(206, 100)] * 3
    # The quickest: the machine may be busy with something else, but the crowd is there all the time.
    assert min(took for _, _, took in answers) < PATIENCE
    assert (psutil.Process().memory_info().rss - before) / 1024**2 < MEGABYTES


def test_a_part_from_the_middle_comes_at_once_and_whole(long_film: str) -> None:
    answers = [ask(long_film, Range="bytes=1000000000-1000000099") for _ in range(3)]
    assert [(status, first) for status, first, _ in answers] == [(206, bytes(100))] * 3
    assert min(took for _, _, took in answers) < PATIENCE


def test_asking_only_for_the_headers_sends_no_body(long_film: str) -> None:
    address = urlsplit(long_film)
    with socket.create_connection((address.hostname, address.port), timeout=10) as line:
        line.sendall(f"HEAD {FILM} HTTP/1.1\r\nHost: {address.netloc}\r\nConnection: close\r\n\r\n".encode())
        said = b"".join(iter(lambda: line.recv(65536), b""))
    head, _, body = said.partition(b"\r\n\r\n")
    assert f"Content-Length: {LONG}".encode() in head
    assert body == b""
