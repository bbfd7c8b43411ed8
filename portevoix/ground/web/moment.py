"""Reading several things as they were at one and the same moment, whatever is being written meanwhile."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction


@contextmanager
def of_one_moment() -> Iterator[None]:
    """What is read here is a single state of the database. Nothing may be written here.

    Who may read a thread and what is said in it lie in several tables: read while somebody changes them, they would
    not agree, and a browser would take that for tampering. Inside a transaction, which holds what it needs, it adds
    nothing.
    """
    connection.ensure_connection()
    if connection.in_atomic_block or _has_begun():
        yield
    elif connection.vendor == "sqlite":
        # Not Django's own: that one takes the writers' turn, and reading waits for nobody.
        _say("BEGIN DEFERRED")
        try:
            yield
        finally:
            if _has_begun():
                _say("ROLLBACK")
    else:
        with transaction.atomic():
            _say("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            yield


def _has_begun() -> bool:
    return bool(connection.vendor == "sqlite" and connection.connection.in_transaction)


def _say(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)
