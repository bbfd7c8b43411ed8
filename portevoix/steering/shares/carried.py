"""What leaves with a school: its programmes, their shares of women, what it wants to reach."""

from portevoix.ground.schools.carried import SCHOOL, Carried
from portevoix.steering.shares.models import Programme, Share, ShareTarget

CARRIED = [
    Carried(
        "shares/programmes",
        Programme,
        "school",
        ("ident", "name", "rank", "years", "family", "is_whole", "note"),
        {"school": SCHOOL, "campus": "schools/campuses"},
    ),
    Carried(
        "shares/shares",
        Share,
        "programme__school",
        ("ident", "stage", "year", "women", "everyone", "percent", "source", "published"),
        {"programme": "shares/programmes"},
    ),
    Carried(
        "shares/targets",
        ShareTarget,
        "programme__school",
        ("ident", "stage", "year", "percent", "published"),
        {"programme": "shares/programmes"},
    ),
]
