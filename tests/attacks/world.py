"""What attacks look at before and after: every row, every file; and how several act at the same instant."""

from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import TypeVar

from django.apps import apps
from django.conf import settings
from django.db import connections

Answer = TypeVar("Answer")
Snapshot = dict[str, object]

COUNTING = {"web_bucket"}
"""Tables that count attempts: a refused attempt does leave its mark there."""


def snapshot() -> Snapshot:
    """How much of everything there is: rows by table, names of the files that people have sent."""
    tables: Snapshot = {
        model._meta.db_table: model._default_manager.count()
        for model in apps.get_models(include_auto_created=True)
        if model._meta.managed and not model._meta.proxy and model._meta.db_table not in COUNTING
    }
    sent = [path for folder in ("parts", "library") for path in (settings.DATA / folder).rglob("*") if path.is_file()]
    return tables | {"files": sorted(path.name for path in sent)}


def everything_stored() -> Iterable[bytes]:
    """Every value of every row, as bytes, and every file under the data folder."""
    for model in apps.get_models(include_auto_created=True):
        if not model._meta.proxy:
            for row in model._default_manager.values():
                for value in row.values():
                    yield bytes(value) if isinstance(value, bytes | memoryview) else str(value).encode()
    for path in settings.DATA.rglob("*"):
        if path.is_file() and path.is_relative_to(settings.DATA) and "static" not in path.parts:
            yield path.read_bytes()


def at_once(attempts: Iterable[Callable[[], Answer]]) -> list[Answer]:
    """What each attempt gets, all let go at the same instant, each with its own connection to the database."""
    waiting = list(attempts)
    start = Barrier(len(waiting))

    def one(attempt: Callable[[], Answer]) -> Answer:
        start.wait()
        try:
            return attempt()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(waiting)) as threads:
        return list(threads.map(one, waiting))
