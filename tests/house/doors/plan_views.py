"""Who may come to the pages where a plan is read."""

from portevoix.ground.schools.models import School
from portevoix.steering.plan.tests.persona import a_plan, an_axis
from tests.house.doors.door import ANYONE, MISSION, SCHOOL, UNKNOWN, Door

READ = {"school": "mines", "slug": "2021-2024"}

PLAN_VIEWS: dict[str, Door] = {
    "plan:home": SCHOOL,
    "plan:one": Door(ANYONE, READ),
    "plan:pdf": Door(ANYONE, READ),
    "plan:measure": Door(ANYONE, READ | {"ident": "read_measure"}),
    "plan:public_piece": Door(ANYONE, {"school": "mines", "ident": UNKNOWN}),
    "plan:board": Door(MISSION, READ),
    "plan:calendar": Door(MISSION, READ),
    "plan:paper": Door(MISSION, READ),
    "plan:dashboard": Door(MISSION, READ | {"ident": "read_measure"}),
    **dict.fromkeys(
        ("plan:export_actions", "plan:export_gauges", "plan:export_values"), Door(MISSION, READ | {"kind": "csv"})
    ),
}


def a_plan_to_read(school: School) -> dict[str, str]:
    """Published, with a measure."""
    return {"read_measure": an_axis(a_plan(school, 2021, 2024)).ident}
