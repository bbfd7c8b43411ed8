"""Nothing that is answered to a reporter can be counted up or guessed."""

import json
import re
from typing import Any

import pytest
from django.apps import apps
from django.db import connection, models
from django.test import Client

from tests.cast import Camille, a_school

FIRST = 7_770_000_000
"""Where integer keys begin here, so that one that leaks is recognised."""


def push_keys_up() -> None:
    """Let every integer key of the house begin at `FIRST`."""
    with connection.cursor() as cursor:
        for model in apps.get_models():
            key = model._meta.pk
            if isinstance(key, models.BigAutoField) and model.__module__.startswith("portevoix."):
                table = model._meta.db_table
                if connection.vendor == "sqlite":
                    cursor.execute("DELETE FROM sqlite_sequence WHERE name = %s", [table])
                    cursor.execute("INSERT INTO sqlite_sequence (name, seq) VALUES (%s, %s)", [table, FIRST])
                else:
                    cursor.execute("SELECT setval(pg_get_serial_sequence(%s, %s), %s)", [table, key.column, FIRST])


def integers(value: Any) -> list[int]:
    """Every whole number in a JSON answer."""
    if isinstance(value, dict):
        return [number for one in value.values() for number in integers(one)]
    if isinstance(value, list):
        return [number for one in value for number in integers(one)]
    return [value] if isinstance(value, int) else []


@pytest.fixture
def camille(transactional_db: None) -> Camille:
    push_keys_up()
    camille = Camille(a_school())
    camille.promise = camille.speaks(said=[camille.attaches(b"photo")])
    camille.writes("Encore.")
    return camille


def test_no_answer_shows_an_integer_key(camille: Camille, client: Client) -> None:
    assert camille.scene.school.pk > FIRST
    answers = [camille.promise, camille.comes_back()]
    answers.append(
        camille.client.get(f"{camille.api}fichiers/{camille.files[0][0].hex()}", headers={"X-Upload": "A" * 43}).json()
    )
    for answer in answers:
        assert all(number < FIRST for number in integers(answer))
        assert not re.search(r"\b777\d{7}\b", json.dumps(answer))
    for page in ("temoigner/", "revenir/", "sans-javascript/", "sans-javascript/revenir/"):
        assert not re.search(r"\b777\d{7}\b", client.get(f"/mines/{page}").content.decode())


def test_neighbours_of_a_known_name_are_nothing(camille: Camille) -> None:
    name, _parts = camille.files[0]

    def fetch(file: bytes, number: int) -> int:
        return camille.fetches(file.hex(), number)[0]

    assert fetch(name, 0) == 200
    number = int.from_bytes(name)
    for neighbour in (number - 1, number + 1, number ^ 1 << 64):
        assert fetch((neighbour % (1 << 128)).to_bytes(16), 0) == 404
    assert fetch(name, 1) == 404


def test_names_made_by_the_server_are_random() -> None:
    from portevoix.ground.web.models import public_id

    names = {public_id() for _ in range(500)}
    assert len(names) == 500
    assert len({name[12] for name in names}) > 8, "no version nibble, as a UUID would have"
    assert len({name[:6] for name in names}) > 490, "no time in front"
