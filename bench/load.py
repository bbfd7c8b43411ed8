"""Clients: connections that stay open, bounded, to this machine only."""

from __future__ import annotations

import socket
import statistics
import sys
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from queue import Empty, SimpleQueue


@dataclass(frozen=True)
class Answer:
    """What came back. Status 0: the connection broke before a whole answer came."""

    status: int
    headers: Mapping[str, str]
    body: bytes
    seconds: float

    @property
    def size(self) -> int:
        """Bytes that travelled, headers included."""
        return len(self.body) + sum(len(name) + len(value) + 4 for name, value in self.headers.items())


NOTHING: Mapping[str, str] = {}


class Client:
    """One client with one connection, as a browser behind the proxy."""

    def __init__(self, port: int, network: str = "192.0.2.1", timeout: float = 60) -> None:
        self.port, self.network, self.timeout = port, network, timeout
        self.line: socket.socket | None = None
        self.held = bytearray()

    def send(self, method: str, path: str, body: bytes = b"", headers: Mapping[str, str] = NOTHING) -> Answer:
        """One request and its answer."""
        lines = [
            f"{method} {path} HTTP/1.1",
            "Host: portevoix.test",
            f"X-Forwarded-For: {self.network}",
            "X-Forwarded-Proto: https",
            f"Content-Length: {len(body)}",
            *(f"{name}: {value}" for name, value in headers.items()),
        ]
        return self.send_raw("\r\n".join([*lines, "", ""]).encode() + body)

    def post(self, path: str, body: bytes) -> Answer:
        """JSON, as the reporter's pages send it."""
        return self.send("POST", path, body, {"Content-Type": "application/json"})

    def median(self, path: str, headers: Mapping[str, str] = NOTHING, *, asked: int) -> float:
        """Milliseconds that this page takes, in the middle of so many askings. Ends the measures when it is refused."""
        answers = [self.send("GET", path, headers=headers) for _ in range(asked)]
        if wrong := {answer.status for answer in answers} - {200}:
            sys.exit(f"{path}: {wrong}")
        return statistics.median(answer.seconds for answer in answers) * 1000

    def send_raw(self, request: bytes) -> Answer:
        begun = time.perf_counter()
        try:
            if self.line is None:
                self.line = socket.create_connection(("127.0.0.1", self.port), self.timeout)
                self.line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                self.held.clear()
            self.line.sendall(request)
            status, headers = self._head()
            body = self._body(int(headers.get("content-length", "0")) if status not in {204, 304} else 0)
        except (OSError, ValueError):
            self.close()
            return Answer(0, NOTHING, b"", time.perf_counter() - begun)
        if headers.get("connection", "").lower() == "close":
            self.close()
        return Answer(status, headers, body, time.perf_counter() - begun)

    def close(self) -> None:
        if self.line is not None:
            self.line.close()
            self.line = None

    def _more(self) -> None:
        assert self.line is not None
        piece = self.line.recv(256 * 1024)
        if not piece:
            raise ConnectionError("closed before the answer was whole")
        self.held += piece

    def _head(self) -> tuple[int, Mapping[str, str]]:
        while (end := self.held.find(b"\r\n\r\n")) < 0:
            self._more()
        first, *lines = self.held[:end].decode("latin-1").split("\r\n")
        del self.held[: end + 4]
        pairs = (line.split(":", 1) for line in lines)
        return int(first.split()[1]), {name.lower(): value.strip() for name, value in pairs}

    def _body(self, size: int) -> bytes:
        while len(self.held) < size:
            self._more()
        body = bytes(self.held[:size])
        del self.held[:size]
        return body


@dataclass
class Volley:
    """What a number of clients got together."""

    seconds: float
    answers: list[Answer] = field(repr=False)

    def refused(self, expected: int) -> int:
        """How many were not answered as they should be."""
        return sum(answer.status != expected for answer in self.answers)

    @property
    def per_second(self) -> float:
        return len(self.answers) / self.seconds

    def percentile(self, share: float) -> float:
        """Milliseconds within which that share of the answers came."""
        times = sorted(answer.seconds for answer in self.answers)
        return times[min(len(times) - 1, int(share * len(times)))] * 1000

    @property
    def median(self) -> float:
        """Milliseconds."""
        return statistics.median(answer.seconds for answer in self.answers) * 1000


def volley(port: int, path: str, bodies: Sequence[bytes], clients: int) -> Volley:
    """Post all of it (an empty body: get the page), so many clients at once, each sending as soon as it is answered."""
    waiting: SimpleQueue[bytes] = SimpleQueue()
    for body in bodies:
        waiting.put(body)
    answers: list[Answer] = []
    ready = threading.Barrier(clients + 1)

    def one(number: int) -> None:
        client = Client(port, f"198.51.100.{number % 250}")
        ready.wait()
        while True:
            try:
                body = waiting.get_nowait()
            except Empty:
                break
            answers.append(client.post(path, body) if body else client.send("GET", path))
        client.close()

    threads = [threading.Thread(target=one, args=[number]) for number in range(clients)]
    for thread in threads:
        thread.start()
    ready.wait()
    begun = time.perf_counter()
    for thread in threads:
        thread.join()
    return Volley(time.perf_counter() - begun, answers)
