"""What leaves with a school: its sheets, whom it follows, and what had come: a site may be gone by then."""

from portevoix.ground.schools.carried import SCHOOL, Carried
from portevoix.steering.plan.carried import ACTION
from portevoix.steering.practices.models import Received, Sheet, Subscription

FEED = "practices/subscriptions"
CARRIED = [
    Carried(
        "practices/sheets",
        Sheet,
        "school",
        (
            *("ident", "slug", "title", "problem", "done", "cost", "effect", "again", "audience", "partner", "period"),
            *("tags", "licence", "credit", "published", "changed", "withdrawn"),
        ),
        {"school": SCHOOL, "action": ACTION},
    ),
    Carried(
        FEED,
        Subscription,
        "school",
        (
            *("ident", "address", "title", "etag", "modified", "asked", "answered", "next_ask", "failures"),
            *("failing_since", "trouble", "left_out"),
        ),
        {"school": SCHOOL},
    ),
    Carried(
        "practices/received",
        Received,
        "subscription__school",
        (
            *("ident", "uid", "address", "title", "author", "problem", "done", "cost", "effect", "again", "told"),
            *("audience", "partner", "period", "tags", "licence", "credit", "language", "published", "updated"),
            *("read", "changed", "former", "gone", "gone_how", "folded"),
        ),
        {"subscription": FEED, "action": ACTION},
    ),
]
