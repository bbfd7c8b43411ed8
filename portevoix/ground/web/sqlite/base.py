"""One writer at a time in the process.

SQLite has one writer anyway, but lets the others poll for their turn, unfairly: under sixteen clients some wait a
second. A lock hands the turn over in order. It is taken when a write transaction starts and freed at its end, however
it ends.
"""

import sqlite3
import threading
from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import lru_cache
from typing import Any

from django.db.backends.sqlite3.base import FORMAT_QMARK_REGEX, SQLiteCursorWrapper
from django.db.backends.sqlite3.base import DatabaseWrapper as SQLite
from django.db.utils import OperationalError

_turns: defaultdict[str, threading.Lock] = defaultdict(threading.Lock)
WRITES = ("INSERT", "UPDATE", "DELETE", "REPLAC")


class DatabaseWrapper(SQLite):
    has_turn = False

    @property
    def turn(self) -> threading.Lock:
        return _turns[str(self.settings_dict["NAME"])]

    def take_turn(self) -> None:
        if not self.turn.acquire(timeout=self.settings_dict["OPTIONS"].get("timeout", 5)):
            raise OperationalError("database is locked: another thread has been writing for too long")
        self.has_turn = True

    def leave_turn(self) -> None:
        """Once the transaction is over; after a commit that failed it is not, until the rollback that follows."""
        if self.has_turn and not (self.connection and self.connection.in_transaction):
            self.has_turn = False
            self.turn.release()

    def _start_transaction_under_autocommit(self) -> None:
        self.take_turn()
        try:
            super()._start_transaction_under_autocommit()  # type: ignore[misc]  # the stubs leave it out
        finally:
            self.leave_turn()

    def _commit(self) -> None:
        try:
            super()._commit()  # type: ignore[misc]  # the stubs leave it out
        finally:
            self.leave_turn()

    def _rollback(self) -> None:
        try:
            super()._rollback()  # type: ignore[misc]  # the stubs leave it out
        finally:
            self.leave_turn()

    def _close(self) -> None:
        try:
            super()._close()  # type: ignore[misc]  # the stubs leave it out
        finally:
            if self.has_turn:
                self.has_turn = False
                self.turn.release()

    def create_cursor(self, name: str | None = None) -> Any:
        return self.connection.cursor(factory=lambda connection: Cursor(connection, self))

    @contextmanager
    def own_turn(self, query: str) -> Iterator[None]:
        """A write of its own, outside any transaction, waits for its turn too."""
        if self.has_turn or query.lstrip()[:6].upper() not in WRITES:
            yield
            return
        self.take_turn()
        try:
            yield
        finally:
            self.leave_turn()


class Cursor(SQLiteCursorWrapper):
    def __init__(self, connection: sqlite3.Connection, wrapper: DatabaseWrapper) -> None:
        super().__init__(connection)
        self.wrapper = wrapper

    def execute(self, query: str, params: Any = None) -> Any:
        with self.wrapper.own_turn(query):
            return super().execute(query, params)

    def convert_query(self, query: str, *, param_names: list[str] | None = None) -> str:
        return super().convert_query(query, param_names=param_names) if param_names else _with_question_marks(query)

    def executemany(self, query: str, param_list: Iterable[Any]) -> Any:
        with self.wrapper.own_turn(query):
            return super().executemany(query, param_list)


@lru_cache(maxsize=256)
def _with_question_marks(query: str) -> str:
    """Django's own conversion, remembered: the same few statements come all day."""
    return FORMAT_QMARK_REGEX.sub("?", query).replace("%%", "%")
