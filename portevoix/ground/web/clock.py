"""The time as this house keeps it: whole minutes, so that a stored time says little about who was online when."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime

_story_time: ContextVar[float | None] = ContextVar("story_time", default=None)


def minute() -> int:
    """Whole minutes since 1970 (UTC)."""
    return int(_now()) // 60


def rounded() -> datetime:
    """Now, rounded down to the minute, with its time zone."""
    return datetime.fromtimestamp(minute() * 60, UTC)


@contextmanager
def telling(moment: datetime) -> Iterator[None]:
    """Tell a story that happened at `moment`: for the made-up school and for tests, never on a real request."""
    token = _story_time.set(moment.timestamp())
    try:
        yield
    finally:
        _story_time.reset(token)


def _now() -> float:
    told = _story_time.get()
    return time.time() if told is None else told
