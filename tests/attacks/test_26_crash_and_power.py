"""Attack 26: the machine dies, fills up, stalls or mistakes the day. What was acknowledged is there, whole, after."""

import hashlib
import json
import os
import resource
import secrets
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.db import connection
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from bench import crash
from bench.house import House, a_house
from bench.load import Answer, Client
from bench.people import Someone, Told
from portevoix import timetable
from portevoix.ground.people import acts as people
from portevoix.ground.people.tests.persona import work
from portevoix.ground.schools.models import Cell
from portevoix.ground.trail import acts as trail
from portevoix.ground.trail import check
from portevoix.ground.web import backlog
from portevoix.sealed.streams.models import Part
from portevoix.sealed.testimonies.models import Testimony
from tests.attacks.world import snapshot
from tests.cast import Camille, a_school

on_sqlite = pytest.mark.skipif(connection.vendor != "sqlite", reason="SQLite has one file and one writer")


@pytest.fixture(scope="module")
def database() -> Iterator[str]:
    """The address of an empty database of the kind these tests run on; nothing for SQLite in a folder of its own."""
    address = os.environ.get("DATABASE_URL", "")
    if not address:
        yield ""
        return
    import psycopg

    name = f"crash_{secrets.token_hex(8)}"
    with psycopg.connect(address, autocommit=True) as line:
        line.execute(f"CREATE DATABASE {name}")
        path, _, options = address.partition("?")
        yield f"{path.rpartition('/')[0]}/{name}" + (f"?{options}" if options else "")
        line.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(scope="module")
def house(database: str) -> Iterator[House]:
    """The real server as its own process, on its own data."""
    with a_house(database) as house:
        yield house


@pytest.fixture(scope="module")
def told(house: House) -> Told:
    """What people's browsers are told there."""
    return Told.of(house.scene("school"))


@contextmanager
def files_no_larger_than(house: House, size: int) -> Iterator[None]:
    """The disk of the running server is full: no file may grow beyond so many bytes."""
    before = resource.prlimit(house.pid, resource.RLIMIT_FSIZE)
    resource.prlimit(house.pid, resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.prlimit(house.pid, resource.RLIMIT_FSIZE, before)


def files_of(house: House) -> list[Path]:
    return sorted(path for path in (house.data / "parts").rglob("*") if path.is_file())


def is_refused_in_a_sentence(answer: Answer) -> None:
    assert answer.status >= 500
    assert json.loads(answer.body)["sentence"]


def every_part_is_whole(house: House) -> None:
    """Each part that a row speaks of is on the disk, byte for byte; and the database itself is sound."""
    if house.database:
        return
    with closing(sqlite3.connect(house.data / "portevoix.sqlite3")) as line:
        rows = line.execute("SELECT place, size, sha256 FROM streams_part").fetchall()
        assert line.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    assert rows
    for place, size, digest in rows:
        content = (house.data / "parts" / place[:2] / place).read_bytes()
        assert (len(content), hashlib.sha256(content).hexdigest()) == (size, digest)


@pytest.mark.both
def test_sigkill_under_eight_people_loses_nothing(house: House, told: Told) -> None:
    everything = crash.under_fire(house, told, 1.2)
    assert sum(sent.received for sent in everything) >= 8, "too few for the test to say anything"
    assert any(not sent.received for sent in everything), "nobody was interrupted"
    house.start()
    assert crash.lost(house, everything) == []
    house.stop()
    every_part_is_whole(house)


@pytest.mark.both
def test_a_full_disk_refuses_keeps_what_was_there_and_takes_it_the_second_time(house: House, told: Told) -> None:
    house.start()
    client = Client(house.port)
    before = crash.Sent(Someone(told), os.urandom(50_000))
    before.sends(client)
    assert before.received
    kept = files_of(house)

    after = crash.Sent(Someone(told), os.urandom(50_000))
    with files_no_larger_than(house, 20_000):
        is_refused_in_a_sentence(after.puts(client, 0))
        assert files_of(house) == kept, "nothing of it stays"
        if not house.database:  # PostgreSQL's own files are not this process's
            alone = json.dumps(Someone(told).deposit()).encode()
            is_refused_in_a_sentence(client.post(f"{crash.API}/temoignages", alone))
        assert client.send("GET", "/demo/").status == 200, "people still read"

    after.sends(client)
    assert crash.lost(house, [before, after]) == []
    client.close()
    house.stop()
    every_part_is_whole(house)


@on_sqlite
@pytest.mark.django_db(transaction=True)
def test_a_database_that_stays_locked_refuses_in_a_sentence_and_takes_it_later() -> None:
    camille = Camille(a_school())
    deposit, before = camille.deposit(), snapshot()
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA busy_timeout = 300")
    with closing(sqlite3.connect(connection.settings_dict["NAME"], isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        answer = camille.post("temoignages", deposit)
        assert answer.status_code >= 500
        assert json.loads(answer.content)["sentence"]
        assert camille.client.get("/mines/temoigner/").status_code == 200, "people still read"
        other.execute("ROLLBACK")
    assert snapshot() == before
    assert camille.post("temoignages", deposit).status_code == 201


@on_sqlite
def test_a_promise_is_given_once_it_would_survive_a_power_cut(db: None) -> None:
    with connection.cursor() as cursor:
        assert cursor.execute("PRAGMA synchronous").fetchone() == (2,)
        assert cursor.execute("PRAGMA journal_mode").fetchone() == ("wal",)


def test_a_part_reaches_the_disk_before_it_has_a_name_and_a_row(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    camille = Camille(a_school())
    done: list[str] = []
    sync, rename = os.fsync, Path.rename

    def synced(descriptor: int) -> None:
        kind = "folder" if os.path.isdir(f"/proc/self/fd/{descriptor}") else "part"
        done.append(f"{kind} on disk, {Part.objects.count()} rows")
        sync(descriptor)

    def renamed(self: Path, target: Path) -> Path:
        done.append("named")
        return rename(self, target)

    monkeypatch.setattr(os, "fsync", synced)
    monkeypatch.setattr(Path, "rename", renamed)
    camille.attaches(b"une photo")
    assert done[-3:] == ["part on disk, 0 rows", "named", "folder on disk, 0 rows"]
    assert Part.objects.count() == 1


@pytest.mark.django_db
def test_a_clock_that_jumps_a_day_either_way_breaks_no_promise() -> None:
    scene = a_school()
    noon = datetime(2026, 11, 20, 12, tzinfo=UTC)
    promises = []
    for jump in (timedelta(), timedelta(days=1), timedelta(days=-1), timedelta(hours=1)):
        with time_machine.travel(noon + jump):
            camille = Camille(scene)
            promises.append(camille.speaks())
            assert camille.opens().items
            assert camille.writes("Encore un mot.").status_code == 200
            timetable.close_the_day()
    with time_machine.travel(noon + timedelta(days=3)):
        trail.close_day((noon + timedelta(days=2)).date())
        assert list(check.problems()) == []
        assert all(trail.proof_for(promise["commitment"]) for promise in promises)
    assert Testimony.objects.count() == 4


@pytest.mark.django_db
def test_the_letter_of_a_worker_that_died_is_written_by_the_next(mailoutbox: Any) -> None:
    cell = Cell.objects.create(name="Cellule")
    people.invite(cell, None, email="ines@ecole.test", name="Inès", function="", role="listener")
    task = DBTaskResult.objects.get()
    task.claim("a worker that is killed")
    work()
    timetable.clear_backlog()
    work()
    assert mail.outbox == [], "it may still be at work"
    with time_machine.travel(time.time() + backlog.LONGEST.total_seconds() + 60):
        timetable.clear_backlog()
        work()
    assert [letter.to for letter in mail.outbox] == [["ines@ecole.test"]]
    task.refresh_from_db()
    assert task.status == TaskResultStatus.SUCCESSFUL
