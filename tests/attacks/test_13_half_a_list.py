"""Attack 13, with lists: what is refused leaves nothing, and what breaks in the middle takes nothing in."""

import io
import zipfile
from unittest.mock import patch

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from portevoix.ground.people.tests.persona import work
from portevoix.ground.population import lists
from portevoix.ground.population.models import Belonging, Import, Individual
from portevoix.ground.population.tests.persona import a_campus, of_the_mission, someone
from portevoix.ground.sheets.writing import KINDS, write
from portevoix.ground.trail.models import Line
from tests.attacks.world import snapshot

PEOPLE = "/mines/mission/personnes/"
HEADER = ["Nom", "Prénom", "Mél", "Statut", "Promotion"]
ROWS = [[f"Nom{n}", "Lou", f"p{n}@mines.example", "Élève", "2027"] for n in range(30)]
MEANINGS = ["family_name", "given_name", "email", "status", "promotion"]
AS_GUESSED = {f"column_{at}": meaning for at, meaning in enumerate(MEANINGS)}
WHOLE = {kind: write(HEADER, ROWS, kind) for kind in KINDS}


@pytest.fixture
def helene(client: Client, db: None) -> Client:
    of_the_mission(client, a_campus())
    return client


def sends(client: Client, data: bytes) -> str:
    return client.post(f"{PEOPLE}import/", {"file": SimpleUploadedFile("liste", data)}).headers.get("Location", "")


@pytest.mark.parametrize("kind", KINDS)
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(st.data())
def test_a_file_that_was_cut_or_changed_is_a_list_or_nothing(helene: Client, kind: str, data: st.DataObject) -> None:
    whole = WHOLE[kind]
    cut = data.draw(st.integers(0, len(whole) - 1))
    broken = bytearray(whole[:cut] if data.draw(st.booleans()) else whole)
    if len(broken) > cut:
        broken[cut] ^= data.draw(st.integers(1, 255))
    before = snapshot()
    address = sends(helene, bytes(broken))
    if address:
        assert helene.get(address).status_code == 200
        assert helene.post(f"{address}oublier/").status_code == 302
    assert snapshot() == before


@pytest.mark.parametrize("step", ["_write_people", "_write_belongings", "_let_leave"])
def test_broken_at_any_step_nothing_is_taken_in(helene: Client, step: str) -> None:
    address = sends(helene, write(HEADER, ROWS, "csv"))
    assert helene.post(address, {**AS_GUESSED, "make": "on", "import": ""}).status_code == 302
    before = {**snapshot(), "django_tasks_db_dbtaskresult": None}
    with patch.object(lists, step, side_effect=DatabaseError("the disk is full")), pytest.raises(DatabaseError):
        work()
    assert {**snapshot(), "django_tasks_db_dbtaskresult": None} == before
    assert Import.objects.get().state == Import.State.REFUSED
    assert "Rien n’a été importé" in helene.get(address).content.decode()


def test_killed_in_the_middle_it_is_taken_in_once(helene: Client) -> None:
    address = sends(helene, write(HEADER, ROWS, "csv"))
    helene.post(address, {**AS_GUESSED, "make": "on", "import": ""})
    one = Import.objects.get()
    Import.objects.update(state=Import.State.RUNNING, percent=40)
    lists.work(one.ident)
    lists.work(one.ident)
    assert Individual.objects.count() == Belonging.objects.count() == len(ROWS)
    assert Line.objects.filter(kind="people imported").count() == 1


def test_the_same_button_twice_takes_it_in_once(helene: Client) -> None:
    address = sends(helene, write(HEADER, ROWS, "csv"))
    for _time in range(2):
        helene.post(address, {**AS_GUESSED, "make": "on", "import": ""})
    work()
    assert Line.objects.filter(kind="people imported").count() == 1
    assert Individual.objects.count() == len(ROWS)


def test_somebody_takes_the_last_address_meanwhile(helene: Client) -> None:
    """Between the look and the task, by hand: the list is compared again, and refused whole."""
    address = sends(helene, write([*HEADER, "N°"], [[*row, f"{n}"] for n, row in enumerate(ROWS)], "csv"))
    helene.post(address, {**AS_GUESSED, "column_5": "number", "make": "on", "import": ""})
    someone(Import.objects.get().school, email="p29@mines.example", number="taken")
    work()
    assert Individual.objects.count() == 1
    assert "Rien n’a été importé" in helene.get(address).content.decode()


def test_what_holds_a_macro_gives_only_its_values(helene: Client) -> None:
    out = io.BytesIO(write(HEADER, ROWS, "xlsx"))
    with zipfile.ZipFile(out, "a") as archive:
        archive.writestr("xl/vbaProject.bin", b"Sub AutoOpen()" + bytes(1000))
        archive.writestr("../../outside.xml", b"<x/>")
    address = sends(helene, out.getvalue())
    assert "30 nouvelles" in helene.get(address).content.decode()
