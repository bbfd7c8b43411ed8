"""The floors: the least that the same thing could cost on this machine, measured in the same run."""

from __future__ import annotations

import secrets
import sqlite3
import time
from contextlib import closing
from pathlib import Path
from typing import Any

PRAGMAS = (
    "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA secure_delete=ON; PRAGMA cache_size=-16000; "
    "PRAGMA temp_store=MEMORY; PRAGMA foreign_keys=ON;"
)


Rows = dict[str, list[tuple[Any, ...]]]
"""Rows, by table."""
APART = 1000
"""Between the numbers of two copies of a row."""


class Marked:
    """A database at some moment: tells later which rows were added, and copies them with the bare sqlite3 module."""

    def __init__(self, database: Path) -> None:
        self.database = database
        with closing(sqlite3.connect(database)) as line:
            self.last = {table: _last(line, table) for table in _tables(line)}

    def added(self) -> Rows:
        """The rows that were added since."""
        with closing(sqlite3.connect(self.database)) as line:
            found = {
                table: line.execute(f'SELECT * FROM "{table}" WHERE rowid > ?', [last]).fetchall()
                for table, last in self.last.items()
            }
        return {table: rows for table, rows in found.items() if rows}

    def again(self, rows: Rows, copy: Path, seconds: float = 2) -> float:
        """Transactions a second that insert these very rows under new names, into a copy of the database."""
        with closing(sqlite3.connect(self.database)) as line, closing(sqlite3.connect(copy)) as other:
            line.backup(other)
        with closing(sqlite3.connect(copy, isolation_level=None)) as line:
            line.executescript(PRAGMAS)
            shifted = self._columns(line, rows)
            renamed = {table: _names(line, table, [at for at, _ in shifted[table]]) for table in rows}
            inserts = {
                table: f'INSERT INTO "{table}" VALUES ({", ".join("?" * len(found[0]))})'
                for table, found in rows.items()
            }
            beyond = time.time_ns() // APART * APART
            done, begun = 0, time.perf_counter()
            while (spent := time.perf_counter() - begun) < seconds:
                done += 1
                line.execute("BEGIN IMMEDIATE")
                for table, found in rows.items():
                    for row in found:
                        new = list(row)
                        for column, last in shifted[table]:
                            if new[column] is not None and new[column] > last:
                                new[column] += beyond + done * APART
                        for column in renamed[table]:
                            new[column] = secrets.token_hex(len(new[column]) // 2)
                        line.execute(inserts[table], new)
                line.execute("COMMIT")
        return done / spent

    def _columns(self, line: sqlite3.Connection, rows: Rows) -> dict[str, list[tuple[int, int]]]:
        """For each table, the columns that number its rows or name a numbered row of another, and the last number."""
        found = {}
        for table in rows:
            columns = {name: at for at, name, *_ in line.execute(f'PRAGMA table_info("{table}")')}
            keys = [
                (columns[name], self.last[table])
                for _, name, kind, _, _, pk in line.execute(f'PRAGMA table_info("{table}")')
                if pk and "int" in kind.lower()
            ]
            names = line.execute(f'PRAGMA foreign_key_list("{table}")')
            found[table] = keys + [(columns[own], self.last[other]) for _, _, other, own, *_ in names if other in rows]
        return found


def _tables(line: sqlite3.Connection) -> list[str]:
    names = line.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
    return [name for (name,) in names]


def _last(line: sqlite3.Connection, table: str) -> int:
    last: int = line.execute(f'SELECT coalesce(max(rowid), 0) FROM "{table}"').fetchone()[0]
    return last


def _names(line: sqlite3.Connection, table: str, numbered: list[int]) -> list[int]:
    """Columns of text that have to be others in each copy, because an index wants every row to differ."""
    kinds = {name: (at, kind) for at, name, kind, *_ in line.execute(f'PRAGMA table_info("{table}")')}
    found = set()
    for _, index, unique, *_ in line.execute(f'PRAGMA index_list("{table}")').fetchall():
        columns = [kinds[name] for _, _, name in line.execute(f'PRAGMA index_info("{index}")')]
        if unique and not any(at in numbered for at, _ in columns):
            found.add(next(at for at, kind in columns if "char" in kind))
    return sorted(found)
