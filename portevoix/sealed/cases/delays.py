"""Until when the cell has told somebody that it answers: working days of France, as their own page counts them."""

from datetime import date, datetime, timedelta
from typing import Final

from django.utils.timezone import localdate

DAY: Final = timedelta(days=1)
SAME_EVERY_YEAR: Final = {(1, 1), (5, 1), (5, 8), (7, 14), (8, 15), (11, 1), (11, 11), (12, 25)}
AFTER_EASTER: Final = {1, 39, 50}
"""Easter Monday, Ascension, Whit Monday: days after Easter Sunday."""


def easter(year: int) -> date:
    """Easter Sunday (anonymous Gregorian computus)."""
    a, b, c = year % 19, year // 100, year % 100
    d = (19 * a + b - b // 4 - (b - (b + 8) // 25 + 1) // 3 + 15) % 30
    e = (32 + 2 * (b % 4) + 2 * (c // 4) - d - c % 4) % 7
    f = d + e - 7 * ((a + 11 * d + 22 * e) // 451) + 114
    return date(year, f // 31, f % 31 + 1)


def is_off(day: date) -> bool:
    """Whether nobody is expected at work."""
    is_week_end = day.weekday() >= 5
    return is_week_end or (day.month, day.day) in SAME_EVERY_YEAR or (day - easter(day.year)).days in AFTER_EASTER


def last_day(since: datetime, working_days: int) -> date:
    """The day of the last of so many working days after that of `since`, on the clocks of the school."""
    day = localdate(since)
    while working_days > 0:
        day += DAY
        working_days -= not is_off(day)
    return day


def is_late(since: datetime, working_days: int) -> bool:
    """Whether that day is over."""
    return localdate() > last_day(since, working_days)
