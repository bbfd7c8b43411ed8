"""What leaves with a school: who was there, and the codes of their certificates. Links to the door stay behind."""

from portevoix.campus.attendance.models import Presence
from portevoix.ground.schools.carried import Carried

CARRIED = [
    Carried(
        "attendance/presences",
        Presence,
        "sitting__training__programme__school",
        ("ident", "code", "means", "noted", "valid_until"),
        {"sitting": "sittings/sittings", "individual": "population/individuals"},
    )
]
