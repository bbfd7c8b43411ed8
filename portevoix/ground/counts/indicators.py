"""What rooms can count by themselves. Each declares its indicators in a file `indicators.py` of its own.

A value is always a numerator, and a denominator when it is a share: nothing here is a per cent without what it is of.
What is unknown is None, and shown as unknown; what is too small to show is masked before it leaves its room.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from django.db import models
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from portevoix.ground.schools.models import School

Text = str | Promise


class Unit(models.TextChoices):
    COUNT = "count", _("Count")
    SHARE = "share", _("Share, in per cent")
    DAYS = "days", _("Days")
    EUROS = "euros", _("Euros")


@dataclass(frozen=True)
class Period:
    """From the first day to the last, both in it."""

    first: date
    last: date

    @classmethod
    def year(cls, year: int) -> "Period":
        return cls(date(year, 1, 1), date(year, 12, 31))

    @property
    def moments(self) -> tuple[datetime, datetime]:
        """The first moment of the first day, and the first after the last day, on the clocks of the school."""
        first, after = (datetime.combine(day, time()) for day in (self.first, self.last + timedelta(days=1)))
        return timezone.make_aware(first), timezone.make_aware(after)


@dataclass(frozen=True)
class Reading:
    """What an indicator says of one period: for the whole school, or for one cut of it (`campus`, `programme`)."""

    numerator: Decimal | int | None
    """None: unknown, or too small to be shown when `is_masked`."""
    denominator: int | None = None
    """None for what is not a share, or when it is unknown: then no per cent is shown."""
    campus: str = ""
    programme: str = ""
    is_masked: bool = False
    as_published: Decimal | None = None
    """A per cent with the decimals it was published with, never recomputed; its counts may be unknown."""

    @property
    def percent(self) -> Decimal | None:
        """With two decimals, or as it was published; None when a part is unknown, or out of nought."""
        if self.as_published is not None:
            return self.as_published
        if self.numerator is None or not self.denominator:
            return None
        return (100 * Decimal(self.numerator) / self.denominator).quantize(Decimal("0.01"))


def _nothing(_school: "School") -> Iterator[tuple[str, str]]:
    yield from ()


@dataclass(frozen=True)
class Indicator:
    """Something a room counts by itself."""

    key: str
    """Never changes once released: `room.what`."""
    name: Text
    definition: Text
    """What is counted and what is not, in a sentence or two that stand in the yearly report."""
    numerator: Text
    denominator: Text
    """Empty for what is not a share."""
    unit: Unit
    read: Callable[["School", Period, str], list[Reading]]
    """School, period and option → readings; the whole school first. Masked already where it must be."""
    options: Callable[["School"], Iterator[tuple[str, str]]] = field(default=_nothing)
    """What it can be asked about (one training…): identifier and name. None: it needs no option."""
    stays_shown: bool = False
    """Once shown, the number of a period is not hidden again, and a count does not go down: it would tell that somebody
    took something back."""

    @property
    def needs_an_option(self) -> bool:
        """Whether it says nothing by itself, without what it is asked about."""
        return self.options is not _nothing


DECLARED: dict[str, Indicator] = {}


def declare(indicator: Indicator) -> Indicator:
    """Make it known to the plan and to the report. Raises ValueError for a key that is taken."""
    if DECLARED.setdefault(indicator.key, indicator) is not indicator:
        raise ValueError(f"two indicators are called {indicator.key}")
    return indicator
