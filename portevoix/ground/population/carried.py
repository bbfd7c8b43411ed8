"""What leaves with a school: its people and their groups. Nobody stays signed in on the way."""

from portevoix.ground.population.models import Belonging, Group, Individual
from portevoix.ground.schools.carried import SCHOOL, Carried

CARRIED = [
    Carried("population/groups", Group, "school", ("ident", "kind", "name"), {"school": SCHOOL}),
    Carried(
        "population/individuals",
        Individual,
        "school",
        ("ident", "number", "email", "given_name", "family_name", "status", "left"),
        {"school": SCHOOL, "campus": "schools/campuses"},
    ),
    Carried(
        "population/belongings",
        Belonging,
        "group__school",
        ("title",),
        {"individual": "population/individuals", "group": "population/groups"},
    ),
]
