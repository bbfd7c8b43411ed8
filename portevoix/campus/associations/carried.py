"""What leaves with a school: its associations, what they propose, and what a party must have there."""

from portevoix.campus.associations.models import Association, Event, Line, Sight, Standard, Step
from portevoix.ground.schools.carried import SCHOOL, Carried

EVENT, STANDARD, PERSON = "associations/events", "associations/standards", "population/individuals"
NO_ACCOUNT = {"office": "accounts of the mission stay on the installation where they sign in"}
CARRIED = [
    Carried(
        "associations/associations",
        Association,
        "school",
        ("slug", "presents", "contact", "web", "is_published", "mandate_began", "charter_signed"),
        {"school": SCHOOL, "group": "population/groups"},
    ),
    Carried(STANDARD, Standard, "school", ("at_least",), {"school": SCHOOL}),
    Carried(
        "associations/standard-trainings",
        Standard.trainings.through,
        "standard__school",
        (),
        {"standard": STANDARD, "training": "trainings/trainings"},
    ),
    Carried(
        EVENT,
        Event,
        "association__school",
        (
            *("ident", "kind", "name", "about", "begins", "ends", "place", "expected", "partner", "state"),
            *("is_public", "is_reminded"),
        ),
        {"association": "associations/associations", "sitting": "sittings/sittings"},
    ),
    Carried(
        "associations/referents",
        Event.referents.through,
        "event__association__school",
        (),
        {"event": EVENT, "individual": PERSON},
    ),
    Carried(
        "associations/steps",
        Step,
        "event__association__school",
        ("state", "sentence", "is_of_the_mission", "at"),
        {"event": EVENT, "individual": PERSON},
        stays=NO_ACCOUNT,
    ),
    Carried(
        "associations/lines",
        Line,
        "school",
        ("ident", "measure", "name", "hint", "rank", "is_asked"),
        {"school": SCHOOL},
        known_by="name",
    ),
    Carried(
        "associations/sights",
        Sight,
        "event__association__school",
        ("at",),
        {"event": EVENT, "line": "associations/lines", "individual": PERSON},
        stays=NO_ACCOUNT,
    ),
]
