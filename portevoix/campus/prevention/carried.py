"""What leaves with a school: what it wants to reach. Coverage itself is counted anew where the school comes back."""

from portevoix.campus.prevention.models import Target
from portevoix.ground.schools.carried import Carried

CARRIED = [
    Carried(
        "prevention/targets",
        Target,
        "training__programme__school",
        ("ident", "status", "in_office", "percent", "by", "occasion"),
        {"training": "trainings/trainings", "campus": "schools/campuses", "group": "population/groups"},
    ),
]
