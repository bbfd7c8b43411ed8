"""New rows, written in few words: for what is inserted at every deposit, where Django's care is most of the cost.

Like `bulk_create`, with the SQL of each model written once. No defaults of the database, no signals, no conflicts.
"""

from collections.abc import Sequence
from functools import cache

from django.db import connection, models

PLAIN = {str, bytes, int, bool, type(None)}
"""What both databases take as it is; a choice, which is only like a text, is not among them."""


def insert(rows: Sequence[models.Model]) -> None:
    """Insert rows of one model and give them their keys. Raises IntegrityError as any insert does."""
    if not rows:
        return
    fields, sql = _written(type(rows[0]), len(rows), connection.vendor)
    values = []
    for row in rows:
        for field in fields:
            value = getattr(row, field.attname)
            values.append(value if type(value) in PLAIN else field.get_db_prep_save(value, connection))
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        keys = cursor.fetchall()
    for row, (key,) in zip(rows, keys, strict=True):
        row.pk = key
        row._state.adding, row._state.db = False, connection.alias


@cache
def _written(model: type[models.Model], count: int, vendor: str) -> tuple[list[models.Field], str]:  # type: ignore[type-arg]
    quote = connection.ops.quote_name
    key = model._meta.pk
    assert key is not None
    fields = [field for field in model._meta.local_concrete_fields if field is not key]
    names = ", ".join(quote(str(field.column)) for field in fields)
    places = ", ".join([f"({', '.join(['%s'] * len(fields))})"] * count)
    # Names of tables and columns come from the models; every value is a parameter.
    sql = f"INSERT INTO {quote(model._meta.db_table)} ({names}) VALUES {places} RETURNING {quote(str(key.column))}"  # noqa: S608
    return fields, sql
