"""Hélène writes the plan: years, measures, actions that go on, pieces that show it."""

from datetime import date
from decimal import Decimal

import pytest

from portevoix.ground.people.models import Office
from portevoix.ground.population.tests.persona import a_campus, an_office
from portevoix.ground.schools.models import School
from portevoix.ground.trail.models import Line
from portevoix.ground.web.rules import Refused
from portevoix.steering.plan import acts, rules
from portevoix.steering.plan.models import Action, Plan
from portevoix.steering.plan.tests.persona import a_gauge, a_plan, an_action, an_axis

pytestmark = pytest.mark.django_db
State = Action.State


@pytest.fixture
def mines() -> School:
    return a_campus()


@pytest.fixture
def helene(mines: School) -> Office:
    return an_office(mines)


def test_a_plan_has_its_years_in_its_address_once(mines: School) -> None:
    first, second = a_plan(mines, 2021, 2024), a_plan(mines, 2021, 2024)
    assert [first.slug, second.slug] == ["2021-2024", "2021-2024-2"]
    assert rules.is_longer_than_the_law_says(first)
    assert not rules.is_longer_than_the_law_says(a_plan(mines, 2025, 2027))
    with pytest.raises(Refused) as refusal:
        a_plan(mines, 2024, 2021)
    assert refusal.value.code == "last_year"
    assert Plan.objects.count() == 3


def test_what_is_done_leaves_one_line_each(mines: School, helene: Office) -> None:
    action = an_action(an_axis(a_plan(mines)))
    acts.change_action(action, helene, state=State.STARTED, sentence="La convention est signée.")
    kinds = list(Line.objects.order_by("pk").values_list("kind", flat=True))
    assert kinds == ["plan made", "measure made", "action made", "action changed"]
    assert [step.sentence for step in action.steps.all()] == ["", "La convention est signée."]


def test_an_action_is_not_done_before_it_was_planned(mines: School, helene: Office) -> None:
    idea = an_action(an_axis(a_plan(mines)), state=State.IDEA)
    with pytest.raises(Refused) as refusal:
        acts.change_action(idea, helene, state=State.DONE, spent=Decimal(10))
    assert refusal.value.code == "state"
    idea.refresh_from_db()
    assert (idea.state, idea.spent) == (State.IDEA, None)
    assert idea.steps.count() == 1


def test_late_is_said_alike_by_one_action_and_by_all(mines: School) -> None:
    axis, today = an_axis(a_plan(mines)), date(2026, 3, 12)
    past, soon = date(2026, 3, 11), date(2026, 3, 13)
    for state in State:
        for begins in (None, past, soon):
            for ends in (None, past, soon):
                if begins and ends and ends < begins:
                    continue
                for existing in (False, True):
                    an_action(axis, state=state, begins=begins, ends=ends, is_existing=existing)
    one_by_one = {action.pk for action in Action.objects.all() if action.is_late(today)}
    assert one_by_one == set(Action.objects.late_on(today).values_list("pk", flat=True))
    assert 0 < len(one_by_one) < Action.objects.count()


def test_the_next_plan_begins_with_what_goes_on(mines: School, helene: Office) -> None:
    plan = a_plan(mines, 2021, 2024)
    axis = an_axis(plan)
    goes_on = an_action(axis, "Charte", state=State.STARTED, contributors=["BDE"], marks=[("sevens", "policies")])
    an_action(axis, "Film", state=State.DONE)
    an_action(axis, "Idée", state=State.DROPPED)
    gauge = a_gauge(axis, target=80, target_year=2024)
    acts.note_value(gauge, 2023, helene, number=40)
    acts.note_value(gauge, 2024, helene)
    following = acts.clone_plan(plan, 2025, 2027, helene)
    assert (following.follows, following.is_published) == (plan, False)
    (action,) = Action.objects.of(following)
    assert (action.title, action.state, action.is_existing, action.continues) == ("Charte", "started", True, goes_on)
    assert [str(one) for one in action.contributors.all()] == ["BDE"]
    assert [mark.code for mark in action.marks.all()] == ["policies"]
    (again,) = following.axes.get().gauges.all()
    assert (again.baseline, again.baseline_year) == (Decimal(40), 2023)
    assert again.target == Decimal(80)
    assert not again.values.exists()
    goes_on.refresh_from_db()
    assert goes_on.state == State.CONTINUED
    assert Action.objects.of(plan).count() == 3
