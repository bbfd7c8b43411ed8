"""A deposit writes and reads its rows in few words: they are those that Django would have written and read."""

import pytest
from django.db import models

from portevoix.ground.people.models import Person
from portevoix.ground.schools.models import Cell, School
from portevoix.ground.trail.models import Line
from portevoix.ground.web import rows
from portevoix.sealed.keys.models import Directory
from portevoix.sealed.streams.models import Grant, Item, Reader, Record, Stream
from portevoix.sealed.testimonies.models import Step, Testimony
from tests.cast import Camille, Scene

MODELS = [School, Cell, Directory, Person, Line, Stream, Record, Grant, Reader, Item, Testimony, Step]


def everything(row: models.Model) -> dict[str, object]:
    values = {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}
    return {name: bytes(value) if isinstance(value, memoryview) else value for name, value in values.items()}


@pytest.mark.parametrize("model", MODELS)
def test_a_row_is_read_as_django_reads_it(model: type[models.Model], camille: Camille) -> None:
    expected = model._default_manager.order_by("pk").last()
    assert expected is not None
    sql = f'SELECT {rows.columns(model, "one")} FROM "{model._meta.db_table}" one WHERE one."id" = %s'
    (found,) = [rows.made(model, row) for row in rows.select(sql, [expected.pk])]
    assert everything(found) == everything(expected)
    assert (found._state.adding, found._state.db) == (False, expected._state.db)


@pytest.mark.parametrize("model", [Grant, Reader, Item, Step])
def test_a_row_is_written_as_django_writes_it(model: type[models.Model], camille: Camille) -> None:
    expected = [everything(row) for row in model._default_manager.order_by("pk")]
    assert expected
    model._default_manager.all().delete()
    rows.insert_values(model, expected)
    written = [everything(row) for row in model._default_manager.order_by("pk")]
    assert [row | {"id": 0} for row in written] == [row | {"id": 0} for row in expected]


def test_a_school_comes_with_its_cell(mines: Scene) -> None:
    found = School.objects.addressed(mines.school.slug)
    expected = School.objects.select_related("cell").get(slug=mines.school.slug)
    assert everything(found) == everything(expected)
    assert everything(found.cell) == everything(expected.cell)
