"""Plans, for every room's stories."""

from __future__ import annotations

import io
from typing import Any

from portevoix.ground.people.models import Office
from portevoix.ground.population.tests.persona import an_office
from portevoix.ground.schools.models import School
from portevoix.steering.plan import acts
from portevoix.steering.plan.models import Action, Axis, Evidence, Gauge, Plan


def officer_of(school: School) -> Office:
    """Somebody of its mission, who signs what the stories do."""
    return Office.objects.for_school(school).current().first() or an_office(school)


def a_plan(school: School, first_year: int = 2025, last_year: int = 2027, **known: Any) -> Plan:
    """Three years, published, with no measure yet."""
    usual = {"title": "Plan d’action", "governing_body": "Conseil d’école", "is_published": True}
    years = {"first_year": first_year, "last_year": last_year}
    return acts.make_plan(school, officer_of(school), **(usual | years | known))


def an_axis(plan: Plan, title: str = "Prévenir", **known: Any) -> Axis:
    """A measure of this plan."""
    return acts.make_axis(plan, officer_of(plan.school), title=title, **known)


def an_action(axis: Axis, title: str = "Former le personnel", **known: Any) -> Action:
    """Planned, shown with its plan."""
    return acts.make_action(axis, officer_of(axis.plan.school), title=title, **known)


def a_gauge(axis: Axis, name: str = "Personnels formés", **known: Any) -> Gauge:
    """By hand, a count, unless said otherwise."""
    return acts.make_gauge(axis, officer_of(axis.plan.school), name=name, **known)


PDF = b"%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


def a_piece(action: Action, title: str = "Compte rendu", **known: Any) -> Evidence:
    """A small PDF, which only the mission reads."""
    officer = officer_of(action.plan.school)
    file = acts.receive(action.plan.school, officer, "cr.pdf", len(PDF), io.BytesIO(PDF))
    return acts.add_piece(action, officer, title, file=file, **known)
