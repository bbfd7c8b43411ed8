"""What leaves with a school: its works, their captions and the files they are made of."""

from portevoix.campus.library import store
from portevoix.campus.library.models import Captions, File, Work
from portevoix.ground.schools.carried import SCHOOL, Carried

FILE = "library/files"
CARRIED = [
    Carried(
        FILE,
        File,
        "school",
        ("ident", "sender", "name", "kind", "type", "size", "received", "whole", "begun"),
        {"school": SCHOOL},
        only={"whole": True},
        path_of=store.path_of,
    ),
    Carried(
        "library/works",
        Work,
        "school",
        (
            *("ident", "slug", "kind", "title", "summary", "credits", "licence", "language", "minutes", "warning"),
            *("transcript", "access", "opens", "asked_reserved", "made"),
        ),
        {"school": SCHOOL, "file": FILE, "cover": FILE},
    ),
    Carried("library/captions", Captions, "work__school", ("language", "text"), {"work": "library/works"}),
]
