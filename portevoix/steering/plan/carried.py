"""What leaves with a school: its plans, with what is done, how one knows, and who proposed what."""

from portevoix.ground.schools.carried import SCHOOL, Carried
from portevoix.steering.plan.models import (
    Action,
    Axis,
    Contributor,
    Evidence,
    Gauge,
    Mark,
    Message,
    Plan,
    Proposal,
    Step,
    Value,
)

PLAN, AXIS, ACTION, GAUGE, PROPOSAL = (
    f"plan/{name}" for name in ("plans", "measures", "actions", "indicators", "proposals")
)
PERSON, OF_AN_ACTION = "population/individuals", "action__axis__plan__school"
NO_ACCOUNT = {"office": "accounts of the mission stay on the installation where they sign in"}
CARRIED = [
    Carried(
        PLAN,
        Plan,
        "school",
        (
            *("ident", "slug", "title", "first_year", "last_year", "governing_body", "voted", "aims", "networks"),
            *("is_published", "closed", "reminded"),
        ),
        {"school": SCHOOL, "follows": PLAN},
    ),
    Carried(AXIS, Axis, "plan__school", ("ident", "number", "title", "is_beside"), {"plan": PLAN, "continues": AXIS}),
    Carried(
        PROPOSAL,
        Proposal,
        "school",
        ("ident", "title", "text", "state", "answer", "at", "answered"),
        {"school": SCHOOL, "plan": PLAN, "axis": AXIS, "individual": PERSON, "group": "population/groups"},
    ),
    Carried(
        "plan/messages",
        Message,
        "proposal__school",
        ("text", "is_of_the_mission", "at"),
        {"proposal": PROPOSAL, "individual": PERSON},
        stays=NO_ACCOUNT,
    ),
    Carried(
        ACTION,
        Action,
        "axis__plan__school",
        (
            *("ident", "number", "title", "text", "state", "lead", "begins", "ends", "planned", "spent"),
            *("audience", "is_existing", "published", "adopted_from", "changed"),
        ),
        {"axis": AXIS, "origin": PROPOSAL, "continues": ACTION},
        stays={"lead_office": NO_ACCOUNT["office"]},
    ),
    Carried("plan/steps", Step, OF_AN_ACTION, ("state", "sentence", "at"), {"action": ACTION}, stays=NO_ACCOUNT),
    Carried(
        "plan/contributors",
        Contributor,
        OF_AN_ACTION,
        ("name",),
        {"action": ACTION, "partner": "trainings/partners"},
    ),
    Carried("plan/marks", Mark, OF_AN_ACTION, ("scheme", "code"), {"action": ACTION}),
    Carried(
        "plan/pieces",
        Evidence,
        OF_AN_ACTION,
        ("ident", "title", "link", "published", "at"),
        {"action": ACTION, "file": "library/files"},
    ),
    Carried(
        GAUGE,
        Gauge,
        "axis__plan__school",
        (
            *("ident", "name", "definition", "numerator", "denominator", "source", "unit", "frequency"),
            *("baseline", "baseline_year", "target", "target_year", "lower_is_better", "feeds", "option"),
            *("published", "rank"),
        ),
        {"axis": AXIS, "action": ACTION, "continues": GAUGE},
    ),
    Carried(
        "plan/values",
        Value,
        "gauge__axis__plan__school",
        (
            *("ident", "year", "campus", "programme", "numerator", "denominator", "number", "places", "is_masked"),
            *("source", "taken", "by_hand"),
        ),
        {"gauge": GAUGE},
    ),
]
