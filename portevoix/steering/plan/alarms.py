"""When the next plan is to be begun, nine and six months before this one ends; what the law says of its length.

Code général de la fonction publique: L. 132-1 (three years at most, renewable), L. 132-3 (a penalty of up to 1 % of the
payroll without a plan), L. 132-4 (the talks open six months at least before the plan ends).
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portevoix.ground.schools.models import School
from portevoix.ground.schools.reminders import Reminder
from portevoix.ground.web.days import in_words
from portevoix.steering.plan import rules
from portevoix.steering.plan.models import Plan

PREPARE, TALKS = 9, 6
"""Months before the end."""


class Kind(StrEnum):
    LONG = "long"
    PREPARE = "prepare"
    TALKS = "talks"
    ENDED = "ended"


@dataclass(frozen=True)
class Alarm:
    """What is to be done about the length or the end of a plan."""

    kind: Kind
    sentence: str
    law: str
    """The article it comes from, for plans that fall under it."""

    @property
    def is_pressing(self) -> bool:
        return self.kind in {Kind.TALKS, Kind.ENDED}


def months_before(day: date, months: int) -> date:
    """The same day so many months earlier, or the last of that month."""
    years, month = divmod(day.month - 1 - months, 12)
    first = date(day.year + years, month + 1, 1)
    following = date(first.year + first.month // 12, first.month % 12 + 1, 1)
    return first.replace(day=min(day.day, (following - first).days))


def of(plan: Plan, day: date, *, is_followed: bool) -> list[Alarm]:
    """What this plan asks for on this day. One that is followed, or was closed, asks for no successor."""
    found = [_too_long(plan)] if rules.is_longer_than_the_law_says(plan) else []
    if is_followed or plan.closed:
        return found
    talks, said = months_before(plan.ends, TALKS), {"end": in_words(plan.ends)}
    if day > plan.ends:
        sentence = _("The plan ended on %(end)s, and no other has been begun.") % said
        return [
            *found,
            Alarm(
                Kind.ENDED,
                sentence,
                _("Without a plan, a penalty of up to one per cent of the payroll: CGFP, art. L. 132-3."),
            ),
        ]
    if day >= talks:
        sentence = _("The plan ends on %(end)s: the talks about the next one should be open since %(talks)s.")
        return [*found, Alarm(Kind.TALKS, sentence % (said | {"talks": in_words(talks)}), _talks_law())]
    if day >= months_before(plan.ends, PREPARE):
        sentence = _("The plan ends on %(end)s: prepare the next one, and open the talks before %(talks)s.")
        return [*found, Alarm(Kind.PREPARE, sentence % (said | {"talks": in_words(talks)}), _talks_law())]
    return found


def reminders(school: School, day: date) -> list[Reminder]:
    """The same for the plan that runs, on the first page of the mission."""
    plan = Plan.objects.for_school(school).current(day)
    if plan is None:
        return []
    address = reverse("plan:board", args=[school.slug, plan.slug])
    found = of(plan, day, is_followed=plan.followers.exists())
    return [Reminder(one.sentence, address, one.is_pressing) for one in found if one.kind != Kind.LONG]


def _talks_law() -> str:
    return _("Six months at least before the end: CGFP, art. L. 132-4.")


def _too_long(plan: Plan) -> Alarm:
    years = len(plan.years)
    said = {"years": years, "term": rules.TERM}
    sentence = ngettext(
        "This plan lasts %(years)d year; a plan for professional equality lasts %(term)d at most.",
        "This plan lasts %(years)d years; a plan for professional equality lasts %(term)d at most.",
        years,
    )
    return Alarm(Kind.LONG, sentence % said, _("Three years at most, renewable: CGFP, art. L. 132-1."))
