"""What leaves with a school: its committees, what they said and decided, and what was made of each year."""

from portevoix.ground.schools.carried import Carried
from portevoix.steering.committee.models import (
    Attendance,
    Committee,
    Correction,
    Decision,
    Meeting,
    Minutes,
    Point,
    Review,
    ReviewLine,
    Seat,
    Standing,
)

COMMITTEE, SEAT, MEETING, POINT, MINUTES, REVIEW = (
    f"committee/{name}" for name in ("committees", "seats", "meetings", "points", "minutes", "reviews")
)
PLAN, ACTION = "plan/plans", "plan/actions"
OF_A_MEETING = "meeting__committee__plan__school"
NO_ACCOUNT = {"office": "accounts of the mission stay on the installation where they sign in"}
CARRIED = [
    Carried(COMMITTEE, Committee, "plan__school", (), {"plan": PLAN}),
    Carried(
        SEAT,
        Seat,
        "committee__plan__school",
        ("ident", "name", "function", "email", "since", "left"),
        {"committee": COMMITTEE, "individual": "population/individuals"},
        stays=NO_ACCOUNT,
    ),
    Carried(
        MEETING,
        Meeting,
        "committee__plan__school",
        ("ident", "at", "length", "place", "link", "state", "called", "proof", "sequence", "changed"),
        {"committee": COMMITTEE},
    ),
    Carried(
        POINT,
        Point,
        OF_A_MEETING,
        ("ident", "kind", "title", "text", "said", "rank"),
        {"meeting": MEETING, "action": ACTION},
    ),
    Carried("committee/attendances", Attendance, OF_A_MEETING, ("state",), {"meeting": MEETING, "seat": SEAT}),
    Carried(
        "committee/decisions",
        Decision,
        f"point__{OF_A_MEETING}",
        ("ident", "text", "who", "until", "effect", "carried", "settled"),
        {"point": POINT, "action": ACTION},
    ),
    Carried("committee/standings", Standing, OF_A_MEETING, ("state", "ends"), {"meeting": MEETING, "action": ACTION}),
    Carried(MINUTES, Minutes, OF_A_MEETING, ("body", "digest", "at"), {"meeting": MEETING}, stays=NO_ACCOUNT),
    Carried(
        "committee/corrections", Correction, f"minutes__{OF_A_MEETING}", ("text", "by", "at"), {"minutes": MINUTES}
    ),
    Carried(
        REVIEW,
        Review,
        "plan__school",
        ("ident", "year", "summary", "closed", "is_published"),
        {"plan": PLAN},
        stays=NO_ACCOUNT,
    ),
    Carried(
        "committee/review-lines",
        ReviewLine,
        "review__plan__school",
        ("ident", "rank", "axis", "title", "state", "is_late", "is_published", "done", "gap", "correction"),
        {"review": REVIEW, "action": ACTION},
    ),
]
