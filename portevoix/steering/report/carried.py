"""What leaves with a school: its reports, as they were closed, and the numbers added by hand."""

from portevoix.ground.schools.carried import SCHOOL, Carried
from portevoix.steering.report.models import Added, Report

CARRIED = [
    Carried(
        "report/reports",
        Report,
        "school",
        ("ident", "year", "version", "topics", "foreword", "made", "closed", "published", "body"),
        {"school": SCHOOL},
    ),
    Carried(
        "report/added",
        Added,
        "report__school",
        ("ident", "topic", "name", "said", "definition", "source"),
        {"report": "report/reports"},
    ),
]
