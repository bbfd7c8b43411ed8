"""Ten plans as a school would have after thirty years, each with more than anyone would write."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

PLANS, AXES, ACTIONS, GAUGES, YEARS = 10, 10, 200, 300, 10
"""Plans; in each so many measures, actions, indicators, and years of values for the school and for one campus."""


def fill() -> dict[str, Any]:
    """Write them; tells pages of the last, a report on four of them, and the cookie of somebody of the mission."""
    from django.conf import settings
    from django.test import Client
    from django.urls import reverse

    from portevoix.ground.population.tests.persona import of_the_mission
    from portevoix.ground.schools.models import School
    from portevoix.steering.plan.models import Axis, Plan
    from portevoix.steering.report import acts
    from portevoix.steering.report.models import Topic

    demo = School.objects.addressed("demo")
    for number in range(PLANS):
        first = 1999 + 3 * number
        slug = f"{first}-{first + YEARS - 1}"
        made = {"slug": slug, "title": "Plan d’action", "first_year": first, "last_year": first + YEARS - 1}
        plan = Plan.objects.create(school=demo, is_published=True, **made)
        axes = Axis.objects.bulk_create(Axis(plan=plan, number=n + 1, title=f"Mesure {n}") for n in range(AXES))
        _actions(axes)
        _gauges(plan, axes)
    client = Client(headers={"host": "portevoix.test"})
    office = of_the_mission(client, demo)
    told = acts.tell(office, 2025, "board", Topic.values).ident
    words = ["demo", slug]
    return {
        "pages": {
            "plan page, public": reverse("plan:one", args=words),
            "plan page, mission": reverse("plan:board", args=words),
            "calendar": reverse("plan:calendar", args=words),
            "dashboard of a measure": reverse("plan:dashboard", args=[*words, axes[0].ident]),
        },
        "report": {
            "as a page": reverse("report:show", args=["demo", told]),
            "as a PDF": reverse("report:our_paper", args=["demo", told]),
        },
        "cookie": f"{settings.SESSION_COOKIE_NAME}={client.cookies[settings.SESSION_COOKIE_NAME].value}",
    }


def _actions(axes: list[Any]) -> None:
    from portevoix.ground.web import clock
    from portevoix.steering.plan.models import Action, Contributor, Mark

    plan, now = axes[0].plan, clock.rounded()
    actions = Action.objects.bulk_create(
        Action(
            axis=axes[n % AXES],
            number=n // AXES + 1,
            title=f"Action {n} que l’école mène",
            state=["planned", "started", "done"][n % 3],
            lead="Mission égalité",
            audience="Élèves",
            begins=plan.begins + timedelta(days=9 * n),
            ends=plan.begins + timedelta(days=9 * n + 400),
            planned=1000,
            changed=now,
        )
        for n in range(ACTIONS)
    )
    Contributor.objects.bulk_create(Contributor(action=one, name="BDE") for one in actions)
    Mark.objects.bulk_create(Mark(action=one, scheme="sevens", code="prevention") for one in actions)


def _gauges(plan: Any, axes: list[Any]) -> None:
    from portevoix.steering.plan.models import Gauge, Value

    gauges = Gauge.objects.bulk_create(
        Gauge(axis=axes[n % AXES], name=f"Indicateur {n}", unit="share", target=80, target_year=plan.last_year)
        for n in range(GAUGES)
    )
    Value.objects.bulk_create(
        (
            Value(gauge=one, year=year, campus=campus, numerator=n % 60, denominator=60, number=n % 60, taken=day)
            for n, one in enumerate(gauges)
            for year in plan.years
            for day in [date(year, 12, 1)]
            for campus in ("", "Campus de la Gare")
        ),
        2000,
    )
