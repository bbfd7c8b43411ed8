"""How one knows whether a plan helps: indicators, and their values year by year. Found in `models.py`."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from math import ceil
from typing import TYPE_CHECKING, Self

from django.db import models
from django.utils.formats import number_format
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from portevoix.ground.counts.indicators import Reading, Unit
from portevoix.ground.counts.wording import said
from portevoix.ground.schools.models import School
from portevoix.ground.web.models import public_id

if TYPE_CHECKING:
    from portevoix.steering.plan.models import Plan


class GaugeQuerySet(models.QuerySet["Gauge"]):
    def of(self, plan: "Plan") -> Self:
        return self.filter(axis__plan=plan).select_related("axis", "action")

    def for_school(self, school: School) -> Self:
        return self.filter(axis__plan__school=school).select_related("axis__plan__school", "action")

    def published(self) -> Self:
        """Those that everyone may read; one of an action that is not published is not."""
        return self.filter(published=True).exclude(action__published=False)

    def fed(self) -> Self:
        return self.exclude(feeds="")

    def of_open_plans(self) -> Self:
        return self.filter(axis__plan__closed=None).select_related("axis__plan__school")

    def not_counted_on(self, day: date, year: int) -> Self:
        """Those that have not been read today for this year, and whose plan has begun."""
        read = Value.objects.filter(gauge=models.OuterRef("pk"), year=year, taken=day, by_hand=False)
        return self.filter(axis__plan__first_year__lte=year).exclude(models.Exists(read))

    def by_hand(self) -> Self:
        return self.filter(feeds="")

    def in_order(self) -> Self:
        return self.order_by("axis__number", "axis", "action__number", "rank", "pk")

    def with_values(self) -> Self:
        return self.prefetch_related("values")

    def named(self, ident: str) -> "Gauge | None":
        return self.filter(ident=ident).first()


class Gauge(models.Model):
    """An indicator: what is counted, out of what, from where, how often, from which start to which aim."""

    Unit = Unit

    class Frequency(models.TextChoices):
        YEAR = "year", _("Every year")
        HALF = "half", _("Twice a year")
        QUARTER = "quarter", _("Every quarter")
        ONCE = "once", _("Once")

    ident = models.CharField(max_length=32, unique=True, default=public_id)
    axis = models.ForeignKey("plan.Axis", on_delete=models.CASCADE, related_name="gauges")
    action = models.ForeignKey("plan.Action", on_delete=models.CASCADE, null=True, blank=True, related_name="gauges")
    name = models.CharField(max_length=200)
    definition = models.TextField(blank=True, help_text="What is counted, and what is not.")
    numerator = models.CharField(max_length=200, blank=True, help_text="What is counted, in a few words.")
    denominator = models.CharField(max_length=200, blank=True, help_text="Out of what.")
    source = models.CharField(max_length=200, blank=True, help_text="Where it comes from.")
    unit = models.CharField(max_length=8, choices=Unit, default=Unit.COUNT)
    frequency = models.CharField(max_length=8, choices=Frequency, default=Frequency.YEAR)
    baseline = models.DecimalField(max_digits=14, decimal_places=2, null=True, blank=True)
    baseline_year = models.PositiveSmallIntegerField(null=True, blank=True)
    target = models.DecimalField(max_digits=14, decimal_places=2, null=True, blank=True)
    target_year = models.PositiveSmallIntegerField(null=True, blank=True)
    lower_is_better = models.BooleanField(default=False)
    feeds = models.CharField(max_length=60, blank=True, help_text="Key of a declared indicator; empty: by hand.")
    option = models.CharField(max_length=64, blank=True, help_text="What the declared indicator is asked about.")
    published = models.BooleanField(default=True, help_text="Shown when the plan is.")
    rank = models.PositiveSmallIntegerField(default=100)
    continues = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")

    objects = GaugeQuerySet.as_manager()

    def __str__(self) -> str:
        return self.name

    @property
    def is_share(self) -> bool:
        return self.unit == Gauge.Unit.SHARE

    def overall(self) -> "dict[int, Value]":
        """The value of the whole school, year by year. Reads what `with_values` has fetched."""
        return {one.year: one for one in self.values.all() if not one.campus and not one.programme}

    def latest(self) -> "Value | None":
        """The last year's value for the whole school, known or not."""
        known = self.overall()
        return known[max(known)] if known else None

    @property
    def goal(self) -> str:
        """The target, in words."""
        return self.in_words(self.target)

    @property
    def start(self) -> str:
        """The baseline, in words."""
        return self.in_words(self.baseline)

    def in_words(self, number: Decimal | None, places: int | None = None) -> str:
        """A number with its unit; « unknown » when it is. Without `places`, with the decimals that say something."""
        if number is None:
            return gettext("unknown")
        if places is None:
            places = next(places for places in (0, 1, 2) if number == round(number, places) or places == 2)
        written = number_format(round(number, places), places, force_grouping=True)
        if self.unit == Gauge.Unit.SHARE:
            sign = gettext("%(number)s %%")
        elif self.unit == Gauge.Unit.DAYS:
            sign = ngettext("%(number)s day", "%(number)s days", max(1, ceil(number)))
        else:
            sign = gettext("%(number)s euros") if self.unit == Gauge.Unit.EUROS else "%(number)s"
        return sign % {"number": written}

    def is_reached_by(self, number: Decimal | None) -> bool | None:
        """Whether this number meets the target; None while one of them is unknown."""
        if number is None or self.target is None:
            return None
        return number <= self.target if self.lower_is_better else number >= self.target


class ValueQuerySet(models.QuerySet["Value"]):
    def of(self, gauge: Gauge) -> Self:
        return self.filter(gauge=gauge)

    def of_plan(self, plan: "Plan") -> Self:
        """All of a plan, indicator by indicator."""
        in_order = ("gauge__axis__number", "gauge__axis", "gauge__rank", "gauge", "year", "campus", "programme")
        return self.filter(gauge__axis__plan=plan).select_related("gauge__axis").order_by(*in_order)

    def in_order(self) -> Self:
        return self.order_by("year", "campus", "programme")

    def in_years(self, years: Iterable[int]) -> Self:
        return self.filter(year__in=list(years))

    def at(self, year: int, campus: str, programme: str) -> "Value | None":
        return self.filter(year=year, campus=campus, programme=programme).first()

    def named(self, ident: str) -> "Value | None":
        return self.filter(ident=ident).first()


class Value(models.Model):
    """What an indicator said of one year, for the whole school or one part of it; where from, and when.

    `number` is what is shown: the per cent of a share, else the count, the days or the euros. None: unknown, or masked.
    A share keeps its counts when they are known; a per cent without them says so.
    """

    ident = models.CharField(max_length=32, unique=True, default=public_id)
    gauge = models.ForeignKey(Gauge, on_delete=models.CASCADE, related_name="values")
    year = models.PositiveSmallIntegerField()
    campus = models.CharField(max_length=120, blank=True)
    programme = models.CharField(max_length=120, blank=True)
    numerator = models.DecimalField(max_digits=14, decimal_places=2, null=True, blank=True)
    denominator = models.PositiveIntegerField(null=True, blank=True)
    number = models.DecimalField(max_digits=14, decimal_places=2, null=True, blank=True)
    places = models.PositiveSmallIntegerField(default=0, help_text="Decimals it is shown with, as it was given.")
    is_masked = models.BooleanField(default=False)
    source = models.CharField(max_length=200, blank=True)
    taken = models.DateField()
    by_hand = models.BooleanField(default=False)

    objects = ValueQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["gauge", "year", "campus", "programme"], name="one_value_each"),
        ]

    def __str__(self) -> str:
        """As people read it: never nought for what is unknown."""
        if self.is_masked:
            return gettext("too few to show")
        return self.gauge.in_words(self.number, self.places)

    @staticmethod
    def places_of(number: Decimal | int | None) -> int:
        """With how many decimals it was given; at most two."""
        exponent = Decimal(number or 0).as_tuple().exponent
        return min(2, max(0, -exponent)) if isinstance(exponent, int) else 0

    @property
    def has_counts(self) -> bool:
        return self.numerator is not None and self.denominator is not None

    @property
    def in_full(self) -> str:
        """With what it is of: « 40 out of 312 (12.8 %) », or that its counts are not known."""
        return said(self.reading, self.gauge.unit)

    @property
    def reading(self) -> Reading:
        """As rooms tell each other figures."""
        shown = None if self.number is None else round(self.number, self.places)
        alone = shown if self.gauge.is_share and not self.has_counts else None
        counted = self.numerator if self.gauge.is_share else shown
        if counted is not None and counted == int(counted):
            counted = Decimal(int(counted))
        where = {"campus": self.campus, "programme": self.programme}
        return Reading(counted, self.denominator, **where, is_masked=self.is_masked, as_published=alone)

    @property
    def is_unknown(self) -> bool:
        return self.number is None and not self.is_masked
