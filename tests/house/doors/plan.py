"""Who may come to the addresses of the plan."""

from portevoix.ground.population.models import Individual
from portevoix.ground.schools.models import School
from portevoix.steering.plan import acts
from portevoix.steering.plan.tests.persona import a_gauge, a_piece, a_plan, an_action, an_axis, officer_of
from tests.house.doors.door import INDIVIDUAL, MINE, MISSION, OFFICE, Door
from tests.house.doors.plan_views import PLAN_VIEWS, a_plan_to_read

OURS = Door(MISSION, {"school": "mines", "slug": "2025-2027"})


def _one(thing: str, **more: str) -> Door:
    return Door(MISSION, {"school": "mines", "ident": thing} | more)


def _each(door: Door, *names: str) -> dict[str, Door]:
    return dict.fromkeys((f"plan:{name}" for name in names), door)


PLAN: dict[str, Door] = {
    **_each(OFFICE, "manage", "new", "proposals"),
    **_each(OURS, "change", "count", "edit", "new_axis", "publish", "withdraw"),
    **_each(_one("axis"), "axis", "new_action", "new_gauge", "remove_axis"),
    **_each(_one("plan-action"), "action", "change_action", "remove_action"),
    **_each(_one("piece"), "piece", "remove_piece", "show_piece"),
    **_each(_one("gauge"), "change_gauge", "count_one", "gauge", "remove_gauge"),
    "plan:remove_value": _one("gauge", value="value"),
    **_each(_one("proposal"), "accept", "proposal", "refuse"),
    **_each(MINE, "my_proposals", "propose"),
    **_each(Door(INDIVIDUAL, {"school": "mines", "ident": "proposal"}), "my_proposal", "take_back"),
    **PLAN_VIEWS,
}


def a_whole_plan(school: School, email: str) -> dict[str, str]:
    """One of everything; the proposal is of the only student who comes in here."""
    axis = an_axis(a_plan(school))
    action, gauge = an_action(axis), a_gauge(axis)
    paul = Individual.objects.for_school(school).at(email)
    assert paul is not None
    return a_plan_to_read(school) | {
        "axis": axis.ident,
        "plan-action": action.ident,
        "piece": a_piece(action).ident,
        "gauge": gauge.ident,
        "value": acts.note_value(gauge, 2026, officer_of(school), number=40).ident,
        "proposal": acts.propose(school, paul, title="Un local", axis=axis).ident,
    }
