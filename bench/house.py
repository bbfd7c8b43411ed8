"""A house of our own for the time of a measure: the real `portevoix serve` on this machine, on data that go away."""

from __future__ import annotations

import json
import os
import resource
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

TICK = os.sysconf("SC_CLK_TCK")
HERE = Path(__file__).parents[1]

SETTINGS = {
    "DJANGO_SETTINGS_MODULE": "bench.settings",
    # As behind its proxy with TLS; the load comes from many networks, as the proxy says.
    "PORTEVOIX_ORIGIN": "https://portevoix.test",
    "PORTEVOIX_TRUSTED_PROXY": "127.0.0.1",
    # So that what is measured is the taking in of testimonies, not the proof of work that a flood is asked for.
    "PORTEVOIX_DEPOSITS_WITHOUT_WORK": "100000000",
}


@dataclass
class House:
    """Data in a folder, and the server that serves them when it is up."""

    data: Path
    database: str = ""
    """Another database than SQLite in the folder: what DATABASE_URL says."""
    port: int = field(default_factory=lambda: free_port())
    server: subprocess.Popen[bytes] | None = None

    @property
    def origin(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def environment(self) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if not name.startswith("PORTEVOIX_")}
        kept.pop("DATABASE_URL", None)
        database = {"DATABASE_URL": self.database} if self.database else {}
        return kept | SETTINGS | database | {"PORTEVOIX_DATA": str(self.data), "PYTHONPATH": str(HERE)}

    def command(self, *arguments: str) -> str:
        """Run one command of the house to its end; returns what it printed."""
        done = subprocess.run(
            [sys.executable, "-m", *arguments], cwd=HERE, env=self.environment, capture_output=True, text=True
        )
        if done.returncode:
            sys.exit(f"{' '.join(arguments)} failed:\n{done.stdout}{done.stderr}")
        return done.stdout

    def scene(self, *what: str) -> Any:
        """Have `bench.scene` put something into the house; returns what it tells."""
        return json.loads(self.command("bench.scene", *what))

    def start(self, *, wait: bool = True, path: str = "/empty/") -> float:
        """Start the server; returns the seconds until it answered."""
        begun = time.perf_counter()
        self.log = (self.data / "server.log").open("ab")
        self.server = subprocess.Popen(
            [sys.executable, "-m", "portevoix", "serve", "--port", str(self.port)],
            cwd=HERE,
            env=self.environment,
            stdout=self.log,
            stderr=self.log,
        )
        while wait and not self.answers(path):
            if self.server.poll() is not None or time.perf_counter() - begun > 30:
                sys.exit("the server did not start:\n" + (self.data / "server.log").read_text()[-3000:])
            time.sleep(0.01)
        return time.perf_counter() - begun

    def answers(self, path: str) -> bool:
        """Whether a page comes back."""
        try:
            with socket.create_connection(("127.0.0.1", self.port), 5) as line:
                line.sendall(f"GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n".encode())
                return line.recv(12).endswith(b"200")
        except OSError:
            return False

    def stop(self, how: int = signal.SIGTERM) -> None:
        """End the server: politely, or with SIGKILL as a power cut would."""
        if self.server is not None:
            self.server.send_signal(how)
            self.server.wait(20)
            self.server = None
            self.log.close()

    @property
    def pid(self) -> int:
        assert self.server is not None
        return self.server.pid

    def processor(self) -> float:
        """Seconds of processor the server has used, all threads and processes."""
        total = 0
        for pid in family(self.pid):
            fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
            total += int(fields[11]) + int(fields[12])
        return total / TICK

    def memory(self) -> float:
        """MB (10^6 bytes) of memory that is the server's, all processes: PSS, a shared page counted by its share."""
        return sum(_kib(f"/proc/{pid}/smaps_rollup", "Pss:") for pid in family(self.pid)) * 1024 / 1e6

    def forget_peak(self) -> None:
        """Begin a new measure of the highest memory."""
        for pid in family(self.pid):
            Path(f"/proc/{pid}/clear_refs").write_text("5")

    def peak(self) -> float:
        """MB of the highest resident memory since `forget_peak`, all processes."""
        return sum(_kib(f"/proc/{pid}/status", "VmHWM:") for pid in family(self.pid)) * 1024 / 1e6

    def resident(self) -> float:
        """MB of resident memory now, all processes."""
        return sum(_kib(f"/proc/{pid}/status", "VmRSS:") for pid in family(self.pid)) * 1024 / 1e6


@contextmanager
def a_house(database: str = "") -> Iterator[House]:
    """A migrated house that is not yet serving; everything goes away in the end."""
    data = Path(tempfile.mkdtemp(prefix="portevoix-bench-"))
    house = House(data, database)
    try:
        house.command("portevoix", "migrate")
        yield house
    finally:
        house.stop()
        shutil.rmtree(data, ignore_errors=True)


def family(pid: int) -> list[int]:
    """A process and all it started."""
    found = [pid]
    for one in found:
        for task in Path(f"/proc/{one}/task").glob("*/children"):
            found += map(int, task.read_text().split())
    return found


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port: int = one.getsockname()[1]
        return port


def allow_open_files(count: int) -> None:
    """Let this process hold so many connections."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft < count:
        resource.setrlimit(resource.RLIMIT_NOFILE, (min(count, hard), hard))


def _kib(path: str, name: str) -> int:
    for line in Path(path).read_text().splitlines():
        if line.startswith(name):
            return int(line.split()[1])
    raise ValueError(name)
