"""How a plan is said: times, amounts, values with what they are of. What is unknown is said, never shown as nought."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache

from django.utils.formats import number_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from portevoix.ground.counts.indicators import DECLARED
from portevoix.ground.web.days import in_words
from portevoix.steering.plan.models import Gauge, Plan, Value


@lru_cache(maxsize=2048)
def _formatted(day: date, how: str, _language: str | None) -> str:
    """A page full of dates says the same few again and again, and each takes a twentieth of a millisecond."""
    return in_words(day, how)


def in_figures(day: date) -> str:
    """« 06/07/2022 »."""
    return _formatted(day, "SHORT_DATE_FORMAT", get_language())


@dataclass(frozen=True)
class When:
    """From when to when; either may be unknown."""

    begins: date | None
    ends: date | None

    def __str__(self) -> str:
        """In months: « September 2021 – June 2022 »."""
        begins, ends = (_formatted(day, "F Y", get_language()) if day else "" for day in (self.begins, self.ends))
        if begins and ends:
            return begins if begins == ends else f"{begins} – {ends}"
        if begins:
            return _("from %(month)s on") % {"month": begins}
        return _("until %(month)s") % {"month": ends} if ends else _("no date")


def so_far(plan: Plan, day: date) -> str:
    """How far its years are: « year 2 of 3 », or that it is over."""
    if plan.closed or day > plan.ends:
        return _("over")
    if day < plan.begins:
        return _("begins in %(year)d") % {"year": plan.first_year}
    return _("year %(now)d of %(years)d") % {"now": day.year - plan.first_year + 1, "years": len(plan.years)}


def vote(plan: Plan) -> str:
    """Who votes it, and when it was; empty when nobody said."""
    if plan.governing_body and plan.voted:
        return _("Vote: %(body)s, %(day)s") % {"body": plan.governing_body, "day": in_words(plan.voted)}
    return _("Vote: %(body)s") % {"body": plan.governing_body} if plan.governing_body else ""


def euros(amount: Decimal) -> str:
    """Without cents when there are none."""
    places = 0 if amount == amount.to_integral_value() else 2
    return _("%(number)s €") % {"number": number_format(amount, places, force_grouping=True)}


def amount(spent: Decimal | None, planned: Decimal | None) -> str:
    """What something has cost, out of what it was meant to; empty when neither is known."""
    if spent is not None and planned is not None:
        return _("%(spent)s spent out of %(planned)s") % {"spent": euros(spent), "planned": euros(planned)}
    if spent is not None:
        return _("%(spent)s spent") % {"spent": euros(spent)}
    return _("%(planned)s planned") % {"planned": euros(planned)} if planned is not None else ""


def figure(value: Value | None) -> str:
    """The value itself. A share whose whole is unknown is the number of its part: no per cent can be given."""
    if value is None:
        return _("unknown")
    if value.is_unknown and value.numerator is not None:
        return _plain(value.numerator)
    return str(value)


def of_what(value: Value | None) -> str:
    """What the value is of: « 40 out of 312 »; that it is not known, or not told; empty where it is of nothing."""
    if value is None or value.is_masked:
        return ""
    if value.numerator is not None and value.denominator:
        return _("%(number)s out of %(whole)s") % {
            "number": _plain(value.numerator),
            "whole": number_format(value.denominator, force_grouping=True),
        }
    if value.numerator is not None and (value.gauge.is_share or value.gauge.denominator):
        return _("out of an unknown number")
    return _("counts not published") if value.gauge.is_share and value.number is not None else ""


def where_from(value: Value | None, gauge: Gauge) -> str:
    """Where a value comes from, in words; the source of its indicator when it says nothing itself."""
    if value is not None and value.source:
        return value.source
    if gauge.feeds and (value is None or not value.by_hand):
        return _("counted here: %(what)s") % {"what": DECLARED[gauge.feeds].name if gauge.feeds in DECLARED else "?"}
    return gauge.source or _("source not given")


def aim(gauge: Gauge) -> str:
    """« 80 % in 2027 », « at most 10 days »; empty without an aim."""
    if gauge.target is None:
        return ""
    number = exactly(gauge, gauge.target)
    said = _("at most %(number)s") % {"number": number} if gauge.lower_is_better else number
    return _in(said, gauge.target_year)


def start(gauge: Gauge) -> str:
    """« 27 % in 2021 »; empty when nobody knows where it began."""
    return _in(exactly(gauge, gauge.baseline), gauge.baseline_year) if gauge.baseline is not None else ""


def exactly(gauge: Gauge, number: Decimal) -> str:
    """With its unit, and only the decimals it needs."""
    return gauge.in_words(number, Value.places_of(number.normalize()))


def _in(said: str, year: int | None) -> str:
    return _("%(number)s in %(year)d") % {"number": said, "year": year} if year else said


def _plain(number: Decimal) -> str:
    return number_format(number, Value.places_of(number.normalize()), force_grouping=True)
