"""The server in front of the house: what it takes, what it refuses, what never touches a disk."""

import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from typing import Any

import pytest
from django.http import HttpRequest, HttpResponse
from django.urls import path
from waitress.channel import HTTPChannel

from portevoix import server

MIB = 1024 * 1024


def mirror(request: HttpRequest) -> HttpResponse:
    """Says what arrived: how much, from where, by which road."""
    return HttpResponse(f"{len(request.body)} {request.META['REMOTE_ADDR']} {request.scheme}")


mirror.login_required = False  # type: ignore[attr-defined]  # what Django’s decorators set
mirror.csrf_exempt = True  # type: ignore[attr-defined]  # what Django’s decorators set
urlpatterns = [path("mirror", mirror)]


@pytest.fixture
def front(settings: Any, db: None, request: pytest.FixtureRequest) -> Iterator[server.Front]:
    """A server with a mirror behind it."""
    settings.ROOT_URLCONF = __name__
    settings.TRUSTED_PROXY = getattr(request, "param", "")
    settings.MIDDLEWARE = []
    front = server.Front(port=0)
    front.start(behind=False)
    yield front
    front.stop()


def send(front: server.Front, method: str, size: int, **headers: str) -> str:
    asked = urllib.request.Request(f"{front.origin}/mirror", b"x" * size, headers, method=method)
    with urllib.request.urlopen(asked, timeout=10) as answer:
        said: str = answer.read().decode()
        return said


@pytest.mark.parametrize("method", ["POST", "PATCH", "DELETE"])
def test_words_sent_in_clear_never_rest_on_a_disk(
    method: str, front: server.Front, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: Any, **__: Any) -> None:
        raise AssertionError("a body was written to a temporary file")

    monkeypatch.setattr(tempfile, "TemporaryFile", refuse)
    monkeypatch.setattr("waitress.buffers.TempfileBasedBuffer.newfile", refuse)
    assert send(front, method, 3 * MIB).startswith(f"{3 * MIB} ")


def test_a_sealed_part_is_received_whole(front: server.Front) -> None:
    size = 8 * MIB + 64 * 1024
    assert send(front, "PUT", size).startswith(f"{size} ")


@pytest.mark.parametrize(("method", "size"), [("POST", 5 * MIB), ("PUT", 10 * MIB), ("POST", 1024 * MIB)])
def test_what_is_too_large_is_refused_at_its_first_lines(method: str, size: int, front: server.Front) -> None:
    """Before a byte of it is read: what is declared is enough."""
    host, port = front.origin.removeprefix("http://").split(":")
    with socket.create_connection((host, int(port)), timeout=5) as line:
        line.sendall(f"{method} /mirror HTTP/1.1\r\nHost: {host}\r\nContent-Length: {size}\r\n\r\n".encode())
        assert line.recv(200).startswith(b"HTTP/1.1 413 ")


def test_what_is_too_large_without_saying_so_is_cut_short(front: server.Front) -> None:
    host, port = front.origin.removeprefix("http://").split(":")
    with socket.create_connection((host, int(port)), timeout=10) as line:
        line.sendall(f"POST /mirror HTTP/1.1\r\nHost: {host}\r\nTransfer-Encoding: chunked\r\n\r\n".encode())
        endless = (b"100000\r\n" + b"x" * MIB + b"\r\n") * 64
        with pytest.raises(OSError, match=r"reset|pipe"):
            line.sendall(endless)


def test_people_who_are_slow_do_not_keep_others_waiting(front: server.Front) -> None:
    host, port = front.origin.removeprefix("http://").split(":")
    slow = []
    for number in range(200):
        line = socket.create_connection((host, int(port)), timeout=5)
        half = f"POST /mirror HTTP/1.1\r\nHost: {host}\r\nContent-Length: 1000\r\n\r\nhalf".encode()
        line.sendall(half if number % 2 else half[:20])
        slow.append(line)
    took = []
    for _ in range(3):
        start = time.monotonic()
        assert send(front, "POST", 10).startswith("10 ")
        took.append(time.monotonic() - start)
    assert min(took) < 1
    for line in slow:
        line.close()


def test_an_answer_leaves_in_one_piece(front: server.Front, monkeypatch: pytest.MonkeyPatch) -> None:
    """A head and a body sent apart cost ten times as much when eight people ask at once."""
    sent = []
    send_some = HTTPChannel.send

    def count(line: HTTPChannel, data: bytes, do_close: bool = True) -> int:
        sent.append(bytes(data))
        return int(send_some(line, data, do_close))

    monkeypatch.setattr(HTTPChannel, "send", count)
    said = send(front, "POST", 10)
    assert len(sent) == 1
    assert said.encode() in sent[0]


FORGED = {"X-Forwarded-For": "203.0.113.9", "X-Forwarded-Proto": "https"}


def test_a_visitor_cannot_choose_their_own_address(front: server.Front) -> None:
    assert send(front, "POST", 1, **FORGED) == "1 127.0.0.1 http"


@pytest.mark.parametrize("front", ["127.0.0.1"], indirect=True)
def test_a_trusted_proxy_says_who_is_behind_it(front: server.Front) -> None:
    assert send(front, "POST", 1, **FORGED) == "1 203.0.113.9 https"
    chained = FORGED | {"X-Forwarded-For": "198.51.100.1, 203.0.113.9"}
    assert send(front, "POST", 1, **chained) == "1 203.0.113.9 https"


def test_what_is_under_way_ends_before_the_server_stops(settings: Any, db: None) -> None:
    settings.ROOT_URLCONF = __name__
    settings.MIDDLEWARE = []
    front = server.Front(port=0)
    front.start(behind=False)
    send(front, "POST", 10)
    start = time.monotonic()
    front.stop()
    assert time.monotonic() - start < 5
    with pytest.raises(urllib.error.URLError):
        send(front, "POST", 10)


def test_an_idle_server_carries_nothing_that_only_some_pages_need() -> None:
    heavy = ["fpdf", "fontTools", "numpy", "scipy", "openpyxl", "authlib", "joserfc"]
    asked = (
        "import django, sys; django.setup()\n"
        "from django.core.checks.urls import check_url_config; check_url_config(None)\n"
        f"print(*[name for name in {heavy} if name in sys.modules])"
    )
    env = os.environ | {"DJANGO_SETTINGS_MODULE": "tests.settings"}
    started = subprocess.run([sys.executable, "-c", asked], env=env, check=True, capture_output=True, text=True)
    assert started.stdout.split() == []
