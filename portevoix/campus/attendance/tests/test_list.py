"""The mission keeps the list: it ticks, looks for somebody, brings in a sheet, takes a mistake back."""

from collections.abc import Iterator
from datetime import timedelta
from urllib.parse import unquote

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from portevoix.campus.attendance import acts
from portevoix.campus.attendance.models import Presence
from portevoix.campus.attendance.tests.persona import NINE, a_date, has_a_place
from portevoix.campus.sittings.models import Sitting
from portevoix.ground.population.models import Individual
from portevoix.ground.population.tests.persona import a_campus, of_the_mission, someone
from portevoix.ground.schools.models import School
from portevoix.ground.sheets import writing

pytestmark = pytest.mark.django_db


@pytest.fixture
def school(db: None) -> School:
    return a_campus()


@pytest.fixture
def sitting(school: School) -> Sitting:
    return a_date(school)


@pytest.fixture
def lou(school: School) -> Individual:
    return someone(school, "Lou Martin", number="E-101")


@pytest.fixture
def noe(school: School) -> Individual:
    return someone(school, "Noé Roux", number="E-102")


@pytest.fixture
def mission(school: School) -> Iterator[Client]:
    """Hélène's browser, at nine o'clock."""
    with time_machine.travel(NINE, tick=False):
        client = Client()
        of_the_mission(client, school)
        yield client


def page(sitting: Sitting, more: str = "") -> str:
    return f"/mines/mission/seances/{sitting.ident}/presences/{more}"


def noted() -> list[str]:
    return [str(presence.individual) for presence in Presence.objects.by_name()]


def test_helene_ticks_those_she_expected_and_one_she_did_not(
    mission: Client, sitting: Sitting, lou: Individual, noe: Individual
) -> None:
    has_a_place(lou, sitting)
    assert noe.ident not in mission.get(page(sitting)).content.decode()
    found = mission.get(page(sitting), {"q": "rou noé"}).content.decode()
    assert noe.ident in found
    answer = mission.post(page(sitting), {"person": [lou.ident, noe.ident]}, follow=True).content.decode()
    assert "2 personnes étaient là" in answer
    assert noted() == ["Lou Martin", "Noé Roux"]


def test_saving_an_old_page_erases_nobody_who_has_scanned_since(
    mission: Client, sitting: Sitting, lou: Individual, noe: Individual
) -> None:
    has_a_place(lou, sitting)
    has_a_place(noe, sitting)
    mission.get(page(sitting))
    acts.note_presence(sitting, noe, Presence.Means.CODE)
    mission.post(page(sitting), {"person": [lou.ident]})
    assert noted() == ["Lou Martin", "Noé Roux"]


def test_nothing_ticked_notes_nobody(mission: Client, sitting: Sitting) -> None:
    assert mission.post(page(sitting), {}).status_code == 200
    assert noted() == []


def test_a_mistake_is_taken_back(mission: Client, sitting: Sitting, lou: Individual) -> None:
    presence = acts.note_presence(sitting, lou, Presence.Means.LIST)
    other = a_date(sitting.school, NINE + timedelta(days=7))
    mission.post(page(other, f"{presence.ident}/retirer/"))
    assert noted() == ["Lou Martin"]
    mission.post(page(sitting, f"{presence.ident}/retirer/"))
    assert noted() == []


def test_nobody_is_ticked_before_the_door_opens(mission: Client, school: School, lou: Individual) -> None:
    tomorrow = a_date(school, NINE + timedelta(days=1))
    assert mission.post(page(tomorrow), {"person": [lou.ident]}).status_code == 409
    assert noted() == []


def test_someone_of_another_school_cannot_be_ticked(mission: Client, sitting: Sitting) -> None:
    nora = someone(a_campus("ponts"), "Nora Petit")
    assert mission.post(page(sitting), {"person": [nora.ident]}).status_code == 200
    assert noted() == []


def test_the_sitting_of_another_school_is_not_there(mission: Client) -> None:
    theirs = a_date(a_campus("ponts"))
    for more in ("", "feuille/", "import/"):
        assert mission.get(page(theirs, more)).status_code == 404


def test_the_paper_list_names_everybody_once(
    mission: Client, sitting: Sitting, lou: Individual, noe: Individual
) -> None:
    for one in (lou, noe):
        has_a_place(one, sitting)
    acts.note_presence(sitting, noe, Presence.Means.CODE)
    paper = mission.get(page(sitting, "feuille/")).content.decode()
    assert paper.count("Martin Lou") == paper.count("Roux Noé") == 1


def sends(mission: Client, sitting: Sitting, rows: list[list[str]], header: list[str], kind: str = "xlsx") -> str:
    data = writing.write(header, rows, kind)
    file = SimpleUploadedFile(f"liste.{kind}", data)
    return mission.post(page(sitting, "import/"), {"sheet": file}, follow=True).content.decode()


@pytest.mark.parametrize("kind", ["csv", "xlsx", "ods"])
def test_a_sheet_notes_everybody_it_names(
    kind: str, mission: Client, sitting: Sitting, lou: Individual, noe: Individual
) -> None:
    rows = [["1", "Martin", lou.email.upper()], ["2", "Roux", f" {noe.email} "], ["3", "Martin", lou.email]]
    assert "2 personnes étaient là" in sends(mission, sitting, rows, ["Rang", "Nom", "Courriel"], kind)
    assert set(Presence.objects.values_list("means", flat=True)) == {"import"}


def test_a_sheet_of_numbers_is_understood_by_its_header(
    mission: Client, sitting: Sitting, lou: Individual, noe: Individual
) -> None:
    sends(mission, sitting, [["1", "e-101"], ["2", "E-102"]], ["Rang", "Numéro étudiant"])
    assert noted() == ["Lou Martin", "Noé Roux"]


def test_one_line_that_is_not_understood_and_nobody_is_noted(
    mission: Client, sitting: Sitting, lou: Individual
) -> None:
    said = sends(mission, sitting, [[lou.email], ["personne@ailleurs.example"]], ["Adresse"])
    assert "Ligne 3\xa0: personne ne correspond à «\xa0personne@ailleurs.example\xa0»" in said
    assert noted() == []


def test_a_sheet_without_addresses_or_numbers_says_so(mission: Client, sitting: Sitting, lou: Individual) -> None:
    assert "Aucune colonne" in sends(mission, sitting, [["Lou", "Martin"]], ["Prénom", "Nom"])
    assert noted() == []


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04 not a workbook", b"\x00\x01\x02\xff" * 40])
def test_what_is_no_sheet_is_refused_in_words(data: bytes, mission: Client, sitting: Sitting) -> None:
    answer = mission.post(page(sitting, "import/"), {"sheet": SimpleUploadedFile("liste.xlsx", data)})
    assert answer.status_code == 200
    assert 'class="error"' in answer.content.decode()
    assert noted() == []


def test_the_list_leaves_as_a_file(mission: Client, sitting: Sitting, lou: Individual) -> None:
    acts.note_presence(sitting, lou, Presence.Means.CODE)
    answer = mission.get(page(sitting, "liste.csv"))
    assert "présences-2026-03-12.csv" in unquote(answer["Content-Disposition"])
    assert "Martin" in answer.content.decode("utf-8-sig")
    assert "2028-03-12" in answer.content.decode("utf-8-sig")
