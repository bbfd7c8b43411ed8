"""What leaves with a school: surveys that are closed, and what they say. The others stay where their key is."""

from portevoix.ground.schools.carried import SCHOOL, Carried
from portevoix.steering.survey.models import Answer, Outcome, Survey

CLOSED = Survey.State.CLOSED.value
CARRIED = [
    Carried(
        "survey/surveys",
        Survey,
        "school",
        (
            *("ident", "slug", "title", "year", "opens", "closes", "modules", "version", "state", "public_key"),
            *("papers", "asked", "given", "answered"),
        ),
        {"school": SCHOOL},
        stays={"shuffled": "rows change places no more once it is closed"},
        only={"state": CLOSED},
    ),
    Carried(
        "survey/answers",
        Answer,
        "survey__school",
        ("body",),
        {"survey": "survey/surveys"},
        only={"survey__state": CLOSED},
        in_order_of=("body", "survey"),
    ),
    Carried(
        "survey/outcomes", Outcome, "survey__school", ("figures", "received", "shown"), {"survey": "survey/surveys"}
    ),
]
