"""The plan of a school as its board meets it: some of it done, some late, some unknown, some kept back."""

from __future__ import annotations

from datetime import date

from portevoix.ground.people.models import Office
from portevoix.ground.population.tests.persona import an_office
from portevoix.ground.schools.models import School
from portevoix.steering.plan import acts
from portevoix.steering.plan.models import Action, Gauge, Plan, Value
from portevoix.steering.plan.tests.persona import a_gauge, a_plan, an_action, an_axis

State, Unit = Action.State, Gauge.Unit
TODAY = date(2023, 3, 1)
AIMS = "Le plan veut :\n\n- mobiliser et développer le dialogue ;\n- améliorer en continu ce plan et les suivants."


def four_years(school: School) -> Plan:
    """2021–2024, two measures; read on TODAY, one action is late."""
    plan = a_plan(school, 2021, 2024, title="Plan d’action contre les violences", aims=AIMS, voted=date(2021, 3, 12))
    prevent, women = an_axis(plan, "Prévenir et lutter"), an_axis(plan, "Augmenter la part des femmes")
    begun = {"begins": date(2021, 9, 1)}
    an_action(prevent, "Charte signée", state=State.DONE, lead="Direction", contributors=["BDE"], **begun)
    an_action(prevent, "Film sur le consentement", state=State.STARTED, is_existing=True, audience="Élèves", **begun)
    an_action(prevent, "Plateforme de signalement", lead="Mission", begins=date(2021, 9, 1), ends=date(2022, 6, 30))
    an_action(prevent, "Ce que personne ne lit encore", published=False, spent=1200, planned=3000)
    trained = a_gauge(prevent, "Personnels formés", unit=Unit.SHARE, target=80, target_year=2024, source="Mission")
    acts.note_value(trained, 2022, _officer(school), numerator=40, source="Récit du plan", taken=date(2022, 7, 6))
    share = a_gauge(women, "Part des femmes en ICM", unit=Unit.SHARE, baseline=27, baseline_year=2021)
    for year, number in ((2021, 27), (2022, 26)):
        acts.note_value(share, year, _officer(school), number=number, source="Page ODD 5", taken=date(2023, 1, 5))
    a_gauge(women, "Signalements")
    few = a_gauge(women, "Stages")
    Value.objects.create(gauge=few, year=2022, is_masked=True, numerator=3, taken=date(2022, 12, 1))
    return plan


def _officer(school: School) -> Office:
    return Office.objects.for_school(school).current().first() or an_office(school)
