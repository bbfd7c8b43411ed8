"""One state of the database is read from end to end, on SQLite and on PostgreSQL, and nobody waits for it."""

import threading

import pytest
from django.db import connection

from portevoix.ground.web.models import Bucket
from portevoix.ground.web.sqlite.snapshot import snapshot

pytestmark = pytest.mark.django_db(transaction=True)


def write(key: str) -> None:
    Bucket.objects.create(key=key, tokens=1, filled_at=0, expires_at=0)
    connection.close()


def test_whoever_reads_one_state_keeps_nobody_from_writing() -> None:
    write("before")
    with snapshot():
        assert Bucket.objects.count() == 1
        other = threading.Thread(target=write, args=["meanwhile"])
        other.start()
        other.join(10)
        assert not other.is_alive()
        assert Bucket.objects.count() == 1
    assert Bucket.objects.count() == 2


def test_what_stumbles_inside_leaves_no_transaction_open() -> None:
    with pytest.raises(IndexError), snapshot():
        raise IndexError
    write("after")
    assert Bucket.objects.count() == 1
