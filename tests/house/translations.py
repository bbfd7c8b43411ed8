"""Finds the sentences of each room, and those its French catalogue lacks.

`python -m tests.house.translations [room]` prints the missing ones as catalogue entries, to be translated and put
into the room's `locale/fr/LC_MESSAGES/django.po`.
"""

import csv
import sys
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.pofile import read_po, write_po

PACKAGE = Path(__file__).resolve().parents[2] / "portevoix"
KEYWORDS: dict[str, tuple[int | tuple[int, str], ...] | None] = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}


def rooms() -> list[Path]:
    """Every folder with an application in it, and the front door."""
    return [PACKAGE, *sorted(path.parent for path in PACKAGE.glob("*/*/apps.py")), PACKAGE / "demo"]


def sentences(room: Path) -> Catalog:
    """What the code and templates of a room say."""
    catalogue = Catalog(locale="fr")
    for path in _sources(room):
        source = path.read_text()
        if path.suffix in {".html", ".txt"}:
            from django.utils.translation.template import templatize

            source = templatize(source)
        for line, words, _, context in extract("python", BytesIO(source.encode()), keywords=KEYWORDS):
            catalogue.add(words, locations=[(str(path.relative_to(room)), line)], context=context)
    return catalogue


def missing(room: Path) -> Catalog:
    """What the room says and its French catalogue does not know."""
    known = _french(room)
    absent = Catalog(locale="fr")
    for message in filter(lambda said: said.id, sentences(room)):
        translated = known.get(message.id, context=message.context)
        if translated is None or not _filled(translated.string) or translated.fuzzy:
            absent.add(message.id, locations=message.locations, context=message.context, flags=message.flags)
    return absent


def left_over(room: Path) -> list[str]:
    """What the French catalogue translates and nobody says any more, in code, templates or data."""
    said = sentences(room)
    data = {
        cell for path in room.glob("data/*.csv") for line in csv.reader(path.read_text().splitlines()) for cell in line
    }
    kept = [message for message in _french(room) if message.id and message.id not in data]
    return [str(message.id) for message in kept if said.get(message.id, context=message.context) is None]


def _french(room: Path) -> Catalog:
    path = room / "locale" / "fr" / "LC_MESSAGES" / "django.po"
    if not path.exists():
        return Catalog(locale="fr")
    with path.open("rb") as file:
        return read_po(file, locale="fr", abort_invalid=True)


def _filled(string: object) -> bool:
    return all(string) if isinstance(string, tuple) else bool(string)


def _sources(room: Path) -> Iterator[Path]:
    yield from sorted([*room.glob("*.py"), *room.glob("templates/**/*.html"), *room.glob("templates/**/*.txt")])


def main() -> None:
    wanted = sys.argv[1:]
    for room in rooms():
        if not wanted or str(room.relative_to(PACKAGE)) in wanted or room.name in wanted:
            absent = missing(room)
            if len(absent):
                sys.stdout.write(f"# {room.relative_to(PACKAGE.parent)}\n")
                sys.stdout.flush()
                write_po(sys.stdout.buffer, absent, omit_header=True, width=0)
                sys.stdout.flush()


if __name__ == "__main__":
    main()
