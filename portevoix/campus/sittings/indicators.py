"""What the agenda counts by itself: sittings held, and what they cost."""

from django.db.models import Count, Sum
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portevoix.campus.sittings.models import Sitting, SittingQuerySet
from portevoix.ground.counts.indicators import Indicator, Period, Reading, Unit, declare
from portevoix.ground.schools.models import School


def _held(school: School, period: Period) -> SittingQuerySet:
    return Sitting.objects.for_school(school).past_on(timezone.now()).between(*period.moments)


def _count(school: School, period: Period, _option: str) -> list[Reading]:
    by_campus = _held(school, period).order_by().values("campus__name").annotate(held=Count("pk"))
    counts = {row["campus__name"] or "": row["held"] for row in by_campus}
    return [Reading(sum(counts.values())), *(Reading(held, campus=name) for name, held in counts.items() if name)]


def _spent(school: School, period: Period, _option: str) -> list[Reading]:
    """Unknown as long as no sitting of the period says what it cost."""
    return [Reading(_held(school, period).aggregate(spent=Sum("cost"))["spent"])]


HELD = declare(
    Indicator(
        key="sittings.held",
        name=_("Sittings held"),
        definition=_("Sittings that took place in the period, those called off left out."),
        numerator=_("sittings"),
        denominator="",
        unit=Unit.COUNT,
        read=_count,
    )
)
SPENT = declare(
    Indicator(
        key="sittings.spent",
        name=_("Spent on sittings"),
        definition=_("What the sittings of the period cost, as noted for each; those without a cost are left out."),
        numerator=_("euros"),
        denominator="",
        unit=Unit.EUROS,
        read=_spent,
    )
)
