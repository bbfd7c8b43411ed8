"""Who may come to the addresses of the yearly report."""

from portevoix.ground.population.tests.persona import an_office
from portevoix.ground.schools.models import School
from portevoix.steering.report import acts
from tests.house.doors.door import ANYONE, MISSION, OFFICE, SCHOOL, Door

TOLD = {"school": "mines", "ident": "report"}
YEAR = Door(ANYONE, {"school": "mines", "year": "2024"})

REPORT: dict[str, Door] = {
    "report:all": SCHOOL,
    **dict.fromkeys(("report:one", "report:paper"), YEAR),
    **dict.fromkeys(("report:manage", "report:new"), OFFICE),
    **dict.fromkeys(
        (
            "report:add",
            "report:change",
            "report:close",
            "report:discard",
            "report:our_paper",
            "report:publish",
            "report:show",
            "report:withdraw",
        ),
        Door(MISSION, TOLD),
    ),
    "report:export": Door(MISSION, TOLD | {"kind": "csv"}),
    "report:take_away": Door(MISSION, TOLD | {"added": "added"}),
}


def a_report(school: School) -> dict[str, str]:
    """A draft with a number added by hand, and a report that everyone may read."""
    office = an_office(school)
    acts.publish(acts.close(acts.tell(office, 2024, "public", ["prevention"]), office), office)
    report = acts.tell(office, 2025, "board", ["cell"])
    added = acts.add(report, office, topic="cell", name="Saisines", said="12", definition="Reçues", source="DRH")
    return {"report": report.ident, "added": added.ident}
