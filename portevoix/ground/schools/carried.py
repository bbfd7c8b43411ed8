"""What a school takes along to another installation: each room says it of its own tables, in its `carried.py`.

A row leaves as JSON: its columns as they are, and its links as the places of other rows in the same archive. No key of
a table leaves; public identifiers stay what they are.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models

from portevoix.ground.schools.models import Campus, School

SCHOOL = "school"
"""What a link to the school itself is called."""
Row = dict[str, Any]
Places = dict[str, dict[int, int]]
"""By name of table: the place of each row in the archive, by its key here; or, coming in, the reverse."""


@dataclass(frozen=True)
class Carried:
    """One table that travels."""

    name: str
    """In the archive: the room, then what the rows are."""
    model: type[models.Model]
    to_school: str
    """The way from a row to its school, as a query follows it."""
    columns: tuple[str, ...] = ()
    links: Mapping[str, str] = field(default_factory=dict)
    """By column: the name of the table it leads to, which comes before; or SCHOOL."""
    stays: Mapping[str, str] = field(default_factory=dict)
    """Columns that do not travel, and why."""
    only: Mapping[str, Any] = field(default_factory=dict)
    """Rows that do not have these values stay."""
    known_by: str = ""
    """A column by which a row that is there already is taken for the same one, and becomes it."""
    path_of: Callable[[str], Path] | None = None
    """Where the file of a row is on the disk, by the row's identifier."""
    must_be_sound: Callable[[Any], None] | None = None
    """Looks at a row that comes in beside its file, and raises ValueError when one lies about the other."""

    in_order_of: tuple[str, ...] = ("pk",)
    """The columns by which rows leave: their key, as they were made in its order, unless it is drawn at random. Then
    all that tells one from another, so that the order is the same each time."""

    def of(self, school: School) -> "models.QuerySet[Any]":
        """The rows of a school, in an order that is the same each time."""
        return self.model._default_manager.filter(**{self.to_school: school}, **self.only).order_by(*self.in_order_of)

    def leaves(self, one: models.Model, places: Places) -> Row:
        """A row as it leaves; a link to what does not travel leads nowhere."""
        row: Row = {name: getattr(one, name) for name in self.columns}
        for name, table in self.links.items():
            if table != SCHOOL:
                row[name] = places[table].get(getattr(one, self._column(name).attname))
        return row

    def comes(self, row: Row, school: School, places: Places) -> models.Model:
        """A row as it comes in, not saved yet. Raises ValueError when it cannot be one of this table."""
        wanted = {*self.columns, *(name for name, table in self.links.items() if table != SCHOOL)}
        if row.keys() != wanted:
            raise ValueError(f"columns {sorted(row.keys() ^ wanted)}")
        one = self.model()
        for name in self.columns:
            setattr(one, name, _checked(self._column(name), row[name], one))
        for name, table in self.links.items():
            column = self._column(name)
            key = school.pk if table == SCHOOL else places[table].get(row[name])
            if key is None and (row[name] is not None or not column.null):
                raise ValueError(f"{name}: {row[name]!r} is no place in {table}")
            setattr(one, column.attname, key)
        return one

    def set_by_clock(self, one: models.Model) -> dict[str, Any]:
        """Columns that Django fills with the time at which a row is inserted, with what they are to hold."""
        clocks = (column for column in map(self._column, self.columns) if getattr(column, "auto_now_add", False))
        return {column.attname: getattr(one, column.attname) for column in clocks}

    def _column(self, name: str) -> "models.Field[Any, Any]":
        column = self.model._meta.get_field(name)
        assert isinstance(column, models.Field)
        return column


def _checked(column: "models.Field[Any, Any]", told: Any, one: models.Model) -> Any:
    """A value that this column may hold. Raises ValueError."""
    try:
        value = column.to_python(told)
        if value is None and not column.null:
            raise ValueError(f"{column.name}: nothing")
        if value not in column.empty_values:
            column.validate(value, one)
            column.run_validators(value)
    except ValidationError as error:
        raise ValueError(f"{column.name}: {'; '.join(error.messages)}") from error
    if isinstance(value, str) and not isinstance(column, models.JSONField) and "\0" in value:
        raise ValueError(f"{column.name}: a character that no text holds")
    return value


CARRIED = [Carried("schools/campuses", Campus, "school", ("name",), {"school": SCHOOL}, known_by="name")]
