"""What a report says, without saying how it looks: chapters of tables whose numbers each lead to a definition."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any


@dataclass(frozen=True)
class Figure:
    """One number in words, and the key of what it counts. Words alone have no key."""

    said: str
    key: str = ""


@dataclass(frozen=True)
class Table:
    title: str
    header: tuple[str, ...]
    rows: tuple[tuple[Figure, ...], ...]
    note: str = ""

    def columns(self) -> list[list[tuple[str, Figure]]]:
        """Each row, its cells beside the head of their column."""
        return [list(zip(self.header, row, strict=True)) for row in self.rows]


@dataclass(frozen=True)
class Chapter:
    topic: str
    title: str
    tables: tuple[Table, ...] = ()
    said: tuple[str, ...] = ()
    """Sentences that come before the tables."""


@dataclass(frozen=True)
class Definition:
    """What a number of the report counts, and where it comes from."""

    key: str
    name: str
    text: str
    numerator: str = ""
    denominator: str = ""
    source: str = ""


@dataclass(frozen=True)
class Body:
    chapters: tuple[Chapter, ...]
    definitions: tuple[Definition, ...] = field(default=())

    def keys(self) -> set[str]:
        """Of every number in it."""
        return {figure.key for figure in self._figures() if figure.key}

    def untraced(self) -> set[str]:
        """Numbers without a definition: none, in a report that may be closed."""
        return self.keys() - {definition.key for definition in self.definitions}

    def as_json(self) -> dict[str, Any]:
        return asdict(self)

    def _figures(self) -> Iterator[Figure]:
        for chapter in self.chapters:
            for table in chapter.tables:
                for row in table.rows:
                    yield from row


def from_json(kept: dict[str, Any]) -> Body:
    """What was closed, read again."""
    return Body(
        tuple(_chapter(one) for one in kept["chapters"]),
        tuple(Definition(**one) for one in kept["definitions"]),
    )


def _chapter(kept: dict[str, Any]) -> Chapter:
    return Chapter(kept["topic"], kept["title"], tuple(map(_table, kept["tables"])), tuple(kept["said"]))


def _table(kept: dict[str, Any]) -> Table:
    rows: Sequence[Sequence[dict[str, str]]] = kept["rows"]
    cells = tuple(tuple(Figure(**cell) for cell in row) for row in rows)
    return Table(kept["title"], tuple(kept["header"]), cells, kept["note"])
