"""What leaves with a school: what was asked, and what everybody together answered. Who answered what is nowhere."""

from portevoix.campus.evaluation.models import Asked, Question, Tally
from portevoix.ground.schools.carried import Carried

CARRIED = [
    Carried(
        "evaluation/questions",
        Question,
        "training__programme__school",
        ("ident", "topic", "kind", "text", "choices", "right", "rank", "withdrawn"),
        {"training": "trainings/trainings"},
    ),
    Carried(
        "evaluation/tallies",
        Tally,
        "question__training__programme__school",
        ("moment", "answers", "counts", "texts", "shown_answers", "shown_counts", "shown_texts"),
        {"question": "evaluation/questions"},
    ),
    Carried(
        "evaluation/asked",
        Asked,
        "sitting__training__programme__school",
        ("ident", "moment", "answered"),
        {"sitting": "sittings/sittings", "individual": "population/individuals"},
    ),
]
