"""Rows, written and read in few words: for what is done at every deposit, where Django's care is most of the cost.

The SQL of each model is made once. No signals of saving, no conflicts, no defaults of the database.
"""

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Any, TypeVar

from django.db import DEFAULT_DB_ALIAS, connections, models
from django.db.backends.base.base import BaseDatabaseWrapper

M = TypeVar("M", bound=models.Model)
Field = models.Field[Any, Any]

PLAIN = {str, bytes, int, bool, type(None)}
"""What both databases take as it is; a choice, which is only like a text, is not among them."""


def insert(rows: Sequence[models.Model]) -> None:
    """Insert rows of one model and give them their keys. Raises IntegrityError as any insert does."""
    if not rows:
        return
    database = connections[DEFAULT_DB_ALIAS]
    fields, sql = _written(type(rows[0]), len(rows), keys=True)
    given = ((field, getattr(row, field.attname)) for row in rows for field in fields)
    keys = _run(database, sql, _plain(given, database))
    for row, (key,) in zip(rows, keys, strict=True):
        row.pk = key
        row._state.adding, row._state.db = False, database.alias


def insert_values(model: type[models.Model], rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert rows that nobody looks at again, each as the values of all its columns (`stream_id`, not `stream`)."""
    if not rows:
        return
    database = connections[DEFAULT_DB_ALIAS]
    fields, sql = _written(model, len(rows), keys=False)
    given = ((field, row[field.attname]) for row in rows for field in fields)
    with database.cursor() as cursor:
        cursor.execute(sql, _plain(given, database))


def columns(model: type[models.Model], table: str) -> str:
    """All columns of a model, as `made` takes them, for a SELECT that calls its table so."""
    return ", ".join(f'{table}."{field.column}"' for field in model._meta.concrete_fields)


def select(sql: str, values: Sequence[Any]) -> list[tuple[Any, ...]]:
    """What a SELECT finds, as the database gives it."""
    return _run(connections[DEFAULT_DB_ALIAS], sql, values)


def made(model: type[M], row: Sequence[Any]) -> M:
    """An instance of what a SELECT of its `columns` found."""
    database = connections[DEFAULT_DB_ALIAS]
    values = list(row)
    for at, convert, column in _converters(model, database.vendor):
        values[at] = convert(values[at], column, database)
    return model.from_db(database.alias, (), values)


def _run(database: BaseDatabaseWrapper, sql: str, values: Sequence[Any]) -> list[tuple[Any, ...]]:
    with database.cursor() as cursor:
        cursor.execute(sql, values)
        found: list[tuple[Any, ...]] = cursor.fetchall()
        return found


def _plain(given: Iterable[tuple[Field, Any]], database: BaseDatabaseWrapper) -> list[Any]:
    return [v if type(v) in PLAIN else field.get_db_prep_save(v, database) for field, v in given]


@cache
def _written(model: type[models.Model], count: int, *, keys: bool) -> tuple[list[Field], str]:
    key = model._meta.pk
    assert key is not None
    fields = [field for field in model._meta.local_concrete_fields if field is not key]
    names = ", ".join(f'"{field.column}"' for field in fields)
    places = ", ".join([f"({', '.join(['%s'] * len(fields))})"] * count)
    returned = f' RETURNING "{key.column}"' if keys else ""
    return fields, f'INSERT INTO "{model._meta.db_table}" ({names}) VALUES {places}{returned}'  # noqa: S608  # names come from the models; every value is a parameter


@cache
def _converters(model: type[models.Model], vendor: str) -> list[tuple[int, Any, Any]]:
    """What turns what the database gives (SQLite: a date as text) into the value of the field at that place."""
    database = connections[DEFAULT_DB_ALIAS]
    return [
        (at, convert, column)
        for at, field in enumerate(model._meta.concrete_fields)
        for column in [field.get_col(model._meta.db_table)]
        for convert in [*database.ops.get_db_converters(column), *field.get_db_converters(database)]
    ]
