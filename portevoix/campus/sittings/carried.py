"""What leaves with a school: its dates, who asked to come and who prefers not to. Calendars are asked for anew."""

from portevoix.campus.sittings.models import Cycle, OptOut, Registration, Sitting
from portevoix.ground.schools.carried import Carried

TRAINING, PERSON = "trainings/trainings", "population/individuals"
CARRIED = [
    Carried(
        "sittings/cycles",
        Cycle,
        "training__programme__school",
        ("ident", "name", "begins", "ends"),
        {"training": TRAINING},
    ),
    Carried(
        "sittings/sittings",
        Sitting,
        "training__programme__school",
        (
            *("ident", "begins", "ends", "place", "link", "capacity", "registration_until", "facilitators"),
            *("psychologist", "psychologist_contact", "cost", "is_open", "sequence", "changed"),
            *("cancelled", "cancelled_because"),
        ),
        {"training": TRAINING, "cycle": "sittings/cycles", "campus": "schools/campuses"},
    ),
    Carried(
        "sittings/registrations",
        Registration,
        "sitting__training__programme__school",
        ("ident", "state", "asked", "turn", "reminded"),
        {"sitting": "sittings/sittings", "individual": PERSON},
    ),
    Carried(
        "sittings/opt-outs",
        OptOut,
        "training__programme__school",
        (),
        {"training": TRAINING, "individual": PERSON},
    ),
]
