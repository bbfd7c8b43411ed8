"""What leaves with a school: its works, their captions and the files they are made of."""

from portevoix.campus.library import kinds, store
from portevoix.campus.library.models import Captions, File, Work
from portevoix.ground.schools.carried import SCHOOL, Carried

FILE = "library/files"


def must_be_what_it_says(one: File) -> None:
    """Pages serve a file under its type: what its bytes do not say, nobody is believed about. Raises ValueError."""
    told = kinds.told_by(store.first_of(one.ident, kinds.FIRST))
    if not told or (one.type, one.kind) != (told, kinds.kind_of(told)):
        raise ValueError(f"files/{one.ident}: {one.type[:40]}")


CARRIED = [
    Carried(
        FILE,
        File,
        "school",
        ("ident", "sender", "name", "kind", "type", "size", "received", "whole", "begun"),
        {"school": SCHOOL},
        only={"whole": True},
        path_of=store.path_of,
        must_be_sound=must_be_what_it_says,
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
