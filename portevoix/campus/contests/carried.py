"""What leaves with a school: its contests, what was entered, who judged and how. Links given to jurors stay good."""

from portevoix.campus.contests.models import Conflict, Consent, Contest, Criterion, Entry, Juror, Score
from portevoix.ground.schools.carried import SCHOOL, Carried

CONTEST, ENTRY, JUROR, FILE = "contests/contests", "contests/entries", "contests/jurors", "library/files"
PERSON, OF_A_CONTEST = "population/individuals", "contest__school"
CARRIED = [
    Carried(
        CONTEST,
        Contest,
        "school",
        ("ident", "slug", "title", "theme", "rules", "opens", "closes", "is_published", "announced"),
        {"school": SCHOOL},
    ),
    Carried("contests/criteria", Criterion, OF_A_CONTEST, ("name", "most", "rank"), {"contest": CONTEST}),
    Carried(
        ENTRY,
        Entry,
        OF_A_CONTEST,
        (
            *("ident", "title", "authors", "summary", "warning", "captions", "has_rights", "shows_nobody"),
            *("stays_reserved", "submitted", "award", "rank"),
        ),
        {"contest": CONTEST, "individual": PERSON, "film": FILE, "work": "library/works"},
    ),
    Carried("contests/consents", Consent, "entry__contest__school", ("ident", "name"), {"entry": ENTRY, "file": FILE}),
    Carried(JUROR, Juror, OF_A_CONTEST, ("ident", "name", "token_hash"), {"contest": CONTEST, "individual": PERSON}),
    Carried("contests/conflicts", Conflict, "juror__contest__school", (), {"juror": JUROR, "entry": ENTRY}),
    Carried(
        "contests/scores",
        Score,
        "juror__contest__school",
        ("points",),
        {"juror": JUROR, "entry": ENTRY, "criterion": "contests/criteria"},
    ),
]
