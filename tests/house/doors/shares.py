"""Who may come to the addresses of the shares of women."""

from decimal import Decimal

from portevoix.ground.schools.models import School
from portevoix.steering.shares import acts, imports
from portevoix.steering.shares.tests.persona import a_programme, a_share, officer_of
from tests.house.doors.door import ANYONE, MISSION, OFFICE, SCHOOL, Door

FOLLOWED = Door(MISSION, {"school": "mines", "ident": "followed"})
TABLE = Door(MISSION, {"school": "mines", "ident": "table"})

SHARES: dict[str, Door] = {
    "shares:home": SCHOOL,
    "shares:export": Door(ANYONE, {"school": "mines", "kind": "csv"}),
    "shares:export_all": Door(MISSION, {"school": "mines", "kind": "csv"}),
    **dict.fromkeys(("shares:manage", "shares:import", "shares:new_programme"), OFFICE),
    **dict.fromkeys(
        (f"shares:{name}" for name in ("programme", "edit", "remove", "publish", "write", "aim")), FOLLOWED
    ),
    **dict.fromkeys(("shares:look", "shares:drop"), TABLE),
    "shares:forget": Door(MISSION, {"school": "mines", "ident": "share"}),
    "shares:give_up": Door(MISSION, {"school": "mines", "ident": "aimed"}),
}


def a_followed_programme(school: School) -> dict[str, str]:
    """A programme with a figure and a target, and a table that was sent."""
    programme, office = a_programme(school), officer_of(school)
    table = imports.receive(office, "chiffres.csv", b"programme;year;stage;percent\nICM;2024;effectif;22,68\n")
    return {
        "followed": programme.ident,
        "share": a_share(programme, percent="22.68").ident,
        "aimed": acts.aim(programme, "admission", 2027, Decimal(30), office).ident,
        "table": table.ident,
    }
