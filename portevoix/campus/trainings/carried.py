"""What leaves with a school: whom it works with, what it teaches and to whom."""

from portevoix.campus.trainings.models import Audience, Partner, Programme, Training
from portevoix.ground.schools.carried import SCHOOL, Carried

CARRIED = [
    Carried(
        "trainings/partners",
        Partner,
        "school",
        (
            *("ident", "name", "presents", "web", "contact_name", "contact_email", "contact_phone"),
            *("convention_until", "price", "notes", "is_public"),
        ),
        {"school": SCHOOL},
    ),
    Carried(
        "trainings/programmes",
        Programme,
        "school",
        ("ident", "name", "aims", "begins", "ends", "rank"),
        {"school": SCHOOL},
    ),
    Carried(
        "trainings/trainings",
        Training,
        "programme__school",
        (
            *("ident", "slug", "name", "kind", "summary", "aims", "content", "warning", "legal_review", "reviewed_by"),
            *("minutes", "valid_months", "is_compulsory", "instead", "may_be_named", "is_published", "rank"),
        ),
        {"programme": "trainings/programmes", "partner": "trainings/partners"},
    ),
    Carried(
        "trainings/prerequisites",
        Training.prerequisites.through,
        "from_training__programme__school",
        (),
        {"from_training": "trainings/trainings", "to_training": "trainings/trainings"},
    ),
    Carried(
        "trainings/audiences",
        Audience,
        "training__programme__school",
        ("status", "in_office"),
        {"training": "trainings/trainings", "campus": "schools/campuses", "group": "population/groups"},
    ),
]
