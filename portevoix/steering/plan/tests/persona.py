"""Plans, for every room's stories."""

from __future__ import annotations

from typing import Any

from portevoix.ground.people.models import Office
from portevoix.ground.population.tests.persona import an_office
from portevoix.ground.schools.models import School
from portevoix.steering.plan import acts
from portevoix.steering.plan.models import Action, Axis, Gauge, Plan


def _officer(school: School) -> Office:
    return Office.objects.for_school(school).current().first() or an_office(school)


def a_plan(school: School, first_year: int = 2025, last_year: int = 2027, **known: Any) -> Plan:
    """Three years, published, with no measure yet."""
    usual = {"title": "Plan d’action", "governing_body": "Conseil d’école", "is_published": True}
    years = {"first_year": first_year, "last_year": last_year}
    return acts.make_plan(school, _officer(school), **(usual | years | known))


def an_axis(plan: Plan, title: str = "Prévenir", **known: Any) -> Axis:
    """A measure of this plan."""
    return acts.make_axis(plan, _officer(plan.school), title=title, **known)


def an_action(axis: Axis, title: str = "Former le personnel", **known: Any) -> Action:
    """Planned, shown with its plan."""
    return acts.make_action(axis, _officer(axis.plan.school), title=title, **known)


def a_gauge(axis: Axis, name: str = "Personnels formés", **known: Any) -> Gauge:
    """By hand, a count, unless said otherwise."""
    return acts.make_gauge(axis, _officer(axis.plan.school), name=name, **known)
