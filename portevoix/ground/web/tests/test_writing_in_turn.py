"""SQLite, one writer at a time: nobody is refused, nobody keeps the turn."""

import threading
import time
from collections.abc import Callable

import pytest
from django.db import IntegrityError, OperationalError, connection, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

from portevoix.ground.web.models import Bucket

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "sqlite", reason="the engine is for SQLite"),
]


def write(key: str) -> None:
    Bucket.objects.create(key=key, tokens=1, filled_at=0, expires_at=0)


def together(*works: Callable[[], object]) -> list[BaseException]:
    """Run the works in threads that start at once; what they raised."""
    start, failures = threading.Barrier(len(works)), []

    def run(work: Callable[[], object]) -> None:
        try:
            start.wait()
            work()
        except BaseException as failure:
            failures.append(failure)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[work]) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert not any(thread.is_alive() for thread in threads)
    return failures


def write_then_fail() -> None:
    write("rolled back")
    raise IndexError


def turn_is_free() -> bool:
    free: bool = connection.turn.acquire(blocking=False)  # type: ignore[attr-defined]  # our own SQLite engine
    if free:
        connection.turn.release()  # type: ignore[attr-defined]  # our own SQLite engine
    return free


def test_sixteen_read_and_write_at_once_and_none_is_refused() -> None:
    write("count")

    def add() -> None:
        for _ in range(10):
            with transaction.atomic():
                bucket = Bucket.objects.get(key="count")
                bucket.tokens += 1
                bucket.save()

    assert together(*[add] * 16) == []
    assert Bucket.objects.get(key="count").tokens == 161
    assert turn_is_free()


def test_single_writes_outside_a_transaction_wait_for_their_turn_too() -> None:
    def writes(name: int) -> Callable[[], None]:
        def twenty() -> None:
            for n in range(20):
                write(f"{name}-{n}")

        return twenty

    assert together(*[writes(name) for name in range(8)]) == []
    assert Bucket.objects.count() == 160
    assert turn_is_free()


def test_someone_who_waits_is_served_while_another_only_reads() -> None:
    reading, written = threading.Event(), threading.Event()

    def reader() -> None:
        assert Bucket.objects.count() == 0
        reading.set()
        assert written.wait(5)

    def writer() -> None:
        assert reading.wait(5)
        with transaction.atomic():
            write("while reading")
        written.set()

    assert together(reader, writer) == []


def test_a_transaction_that_fails_gives_its_turn_back() -> None:
    write("twice")
    with pytest.raises(IntegrityError), transaction.atomic():
        write("twice")
    assert turn_is_free()
    with pytest.raises(IndexError), transaction.atomic():
        write_then_fail()
    assert turn_is_free()
    assert not Bucket.objects.filter(key="rolled back").exists()


def test_a_single_write_that_fails_gives_its_turn_back() -> None:
    write("twice")
    with pytest.raises(IntegrityError):
        write("twice")
    assert turn_is_free()


def test_a_connection_closed_in_the_middle_gives_its_turn_back() -> None:
    def vanish() -> None:
        with transaction.atomic():
            write("never committed")
            connection.close()

    together(vanish)
    assert turn_is_free()
    write("after")
    assert set(Bucket.objects.values_list("key", flat=True)) == {"after"}


def test_a_commit_that_fails_gives_its_turn_back(monkeypatch: pytest.MonkeyPatch) -> None:
    def full(self: object) -> None:
        raise OperationalError("disk is full")

    with monkeypatch.context() as broken:
        broken.setattr(BaseDatabaseWrapper, "_commit", full)
        with pytest.raises(OperationalError), transaction.atomic():
            write("not on disk")
    assert turn_is_free()
    assert not Bucket.objects.exists()


def test_who_waits_too_long_is_told_and_breaks_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(connection.settings_dict["OPTIONS"], "timeout", 0.05)
    with connection.turn, pytest.raises(OperationalError, match="locked"), transaction.atomic():  # type: ignore[attr-defined]  # our own SQLite engine
        write("too late")
    assert turn_is_free()
    with transaction.atomic():
        write("now")
    assert Bucket.objects.count() == 1


def test_the_turn_goes_round_fairly() -> None:
    """A thread that writes without a pause does not keep the others out."""
    waits: list[float] = []
    stop = threading.Event()

    def busy() -> None:
        while not stop.is_set():
            with transaction.atomic():
                Bucket.objects.update(tokens=1)

    def patient() -> None:
        for n in range(10):
            began = time.perf_counter()
            with transaction.atomic():
                write(f"patient-{n}")
            waits.append(time.perf_counter() - began)
        stop.set()

    assert together(busy, busy, patient) == []
    assert max(waits) < 2


def test_what_a_statement_may_have_to_undo_never_lies_outside_the_data_folder() -> None:
    """SQLite would put pages of the database in a file of /var/tmp."""
    with connection.cursor() as cursor:
        assert cursor.execute("PRAGMA temp_store").fetchone() == (2,)
