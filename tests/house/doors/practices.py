"""Who may come to the addresses of the sheets of good practice."""

from portevoix.ground.schools.models import School
from portevoix.steering.practices.tests.persona import a_received_sheet, a_sheet
from tests.house.doors.door import ANYONE, MISSION, OFFICE, SCHOOL, Door

OURS = Door(MISSION, {"school": "mines", "ident": "practice"})
THEIRS = Door(MISSION, {"school": "mines", "ident": "practice-received"})
FEED = Door(MISSION, {"school": "mines", "ident": "practice-feed"})

PRACTICES: dict[str, Door] = {
    **dict.fromkeys(("practices:all", "practices:atom", "practices:json"), SCHOOL),
    "practices:sheet": Door(ANYONE, {"school": "mines", "slug": "practice-slug"}),
    **dict.fromkeys(("practices:manage", "practices:new", "practices:received", "practices:following"), OFFICE),
    **dict.fromkeys(
        ("practices:one", "practices:edit", "practices:publish", "practices:withdraw", "practices:remove"), OURS
    ),
    **dict.fromkeys(("practices:read", "practices:adopt"), THEIRS),
    **dict.fromkeys(("practices:look_now", "practices:stop"), FEED),
}


def some_practices(school: School) -> dict[str, str]:
    """One sheet of ours, one of somebody else."""
    sheet, received = a_sheet(school), a_received_sheet(school)
    return {
        "practice": sheet.ident,
        "practice-slug": sheet.slug,
        "practice-received": received.ident,
        "practice-feed": received.subscription.ident,
    }
