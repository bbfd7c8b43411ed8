"""Months as a page shows them: weeks from Monday to Sunday, each day with its dates."""

from __future__ import annotations

import calendar
import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils import timezone

from portevoix.campus.sittings.models import Sitting

MONTH = re.compile(r"(20\d\d)-(0[1-9]|1[0-2])")


@dataclass(frozen=True)
class Month:
    """A month of the calendar."""

    first: date

    @classmethod
    def read(cls, text: str) -> Month:
        """`2026-12`; this month when the text is no month."""
        found = MONTH.fullmatch(text)
        return cls.of(date(int(found[1]), int(found[2]), 1) if found else timezone.localdate())

    @classmethod
    def of(cls, day: date) -> Month:
        return cls(day.replace(day=1))

    def __str__(self) -> str:
        return f"{self.first:%Y-%m}"

    @property
    def next(self) -> Month:
        return Month.of(self.first + timedelta(days=31))

    @property
    def previous(self) -> Month:
        return Month.of(self.first - timedelta(days=1))

    @property
    def begins(self) -> datetime:
        """Its first moment on the clocks of the school."""
        return timezone.make_aware(datetime(self.first.year, self.first.month, 1))

    def weeks(self, sittings: Iterable[Sitting]) -> list[list[Day]]:
        """Its days in weeks; those of other months are empty."""
        on: dict[date, list[Sitting]] = defaultdict(list)
        for sitting in sittings:
            on[timezone.localtime(sitting.begins).date()].append(sitting)
        weeks = calendar.Calendar().monthdatescalendar(self.first.year, self.first.month)
        return [[Day(day, day.month == self.first.month, on[day]) for day in week] for week in weeks]


@dataclass(frozen=True)
class Day:
    """A day in the grid of a month."""

    date: date
    is_of_the_month: bool
    sittings: list[Sitting]

    @property
    def is_today(self) -> bool:
        return self.date == timezone.localdate()
