"""How a reading is said: never a per cent without what it is of, never nought for what is not known."""

from decimal import Decimal

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from portevoix.ground.counts.indicators import Reading, Unit
from portevoix.ground.counts.masking import Masked


def said(reading: Reading, unit: str) -> str:
    """« 40 out of 312 (12,82 %) », « 3,5 days », « unknown », « too few to show »."""
    if reading.is_masked:
        return str(Masked(None))
    if reading.numerator is None or reading.denominator == 0:
        return _("unknown") if reading.as_published is None else _published(reading.as_published)
    number = _euros(reading.numerator) if unit == Unit.EUROS else plain(reading.numerator)
    if unit == Unit.SHARE:
        return _share(number, reading)
    sentences = {Unit.DAYS: _("%(number)s days"), Unit.EUROS: _("%(number)s €")}
    return sentences.get(Unit(unit), "%(number)s") % {"number": number}


def plain(number: Decimal | int) -> str:
    """A number as people of this language write it, with the decimals it has."""
    places = max(0, -int(number.as_tuple().exponent)) if isinstance(number, Decimal) else 0
    return number_format(number, decimal_pos=places, force_grouping=True)


def _euros(amount: Decimal | int) -> str:
    """With cents only where there are some: databases do not agree on how many noughts a sum has."""
    return number_format(amount, 0 if amount == int(amount) else 2, force_grouping=True)


def _published(percent: Decimal) -> str:
    return _("%(percent)s %% (counts not published)") % {"percent": plain(percent)}


def _share(number: str, reading: Reading) -> str:
    if not reading.denominator:
        return _("%(number)s, out of an unknown number") % {"number": number}
    whole, percent = plain(reading.denominator), reading.percent
    return _("%(number)s out of %(whole)s (%(percent)s %%)") % {
        "number": number,
        "whole": whole,
        "percent": plain(percent) if percent is not None else "",
    }
