"""Hélène keeps the school's lists: she sends a file, looks, corrects it, takes it in; finds people; keeps groups."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from portevoix import timetable
from portevoix.ground.people.tests.persona import work
from portevoix.ground.population.lists import KEPT
from portevoix.ground.population.models import Belonging, Group, Import, Individual
from portevoix.ground.population.tests.persona import a_campus, belongs, of_the_mission, someone
from portevoix.ground.schools.models import School
from portevoix.ground.sheets.reading import read
from portevoix.ground.sheets.writing import KINDS
from portevoix.ground.trail.models import Line

pytestmark = pytest.mark.django_db

PEOPLE = "/mines/mission/personnes/"
LIST = "Nom;Prénom;Mél;Statut;Promotion\nMartin;Lou;lou@mines.example;Élève;2027\nRoux;Noé;noe@mines.example;{};2027\n"


@pytest.fixture
def school() -> School:
    return a_campus()


@pytest.fixture
def helene(client: Client, school: School) -> Client:
    """Hélène, of the mission, signed in."""
    of_the_mission(client, school)
    return client


def sends(client: Client, text: str | bytes, name: str = "liste.csv") -> Any:
    data = text.encode() if isinstance(text, str) else text
    return client.post(f"{PEOPLE}import/", {"file": SimpleUploadedFile(name, data)})


def words_of(answer: Any) -> str:
    """What a page says, as it is typed."""
    text: str = answer.content.decode()
    return text.replace("\u00a0", " ")


def reads(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return words_of(answer)


AS_GUESSED = {"column_0": "family_name", "column_1": "given_name", "column_2": "email", "column_3": "status"} | {
    "column_4": "promotion",
    "make": "on",
}


def test_a_wrong_line_is_said_corrected_and_then_all_is_taken_in(helene: Client) -> None:
    address = sends(helene, LIST.format("ancien")).headers["Location"]
    page = reads(helene, address)
    assert "Ligne 3" in page
    assert "« ancien » n’est pas un statut connu" in page
    answer = helene.post(address, {**AS_GUESSED, "import": ""})
    assert "Des lignes sont fausses" in words_of(answer)
    assert not Individual.objects.exists()

    address = sends(helene, LIST.format("Élève")).headers["Location"]
    assert "2 nouvelles" in reads(helene, address)
    assert helene.post(address, {**AS_GUESSED, "import": ""}).status_code == 302
    assert "<progress" in reads(helene, address)
    assert helene.get(f"{address}avancement/").json() == {"percent": 0, "is_over": False}
    work()
    assert "Nouvelles personnes : 2" in reads(helene, address)
    assert helene.get(f"{address}avancement/").json() == {"percent": 100, "is_over": True}
    assert [group.name for group in Group.objects.all()] == ["2027"]
    assert bytes(Import.objects.get(counts__new=2).data) == b""
    assert Line.objects.filter(kind="people imported").count() == 1


def test_the_right_lines_alone_when_asked_for(helene: Client) -> None:
    address = sends(helene, LIST.format("ancien")).headers["Location"]
    helene.post(address, {**AS_GUESSED, "anyway": "on", "import": ""})
    work()
    assert "1 ligne fausse n’a pas été importée" in reads(helene, address)
    assert Individual.objects.get().family_name == "Martin"


def test_columns_are_corrected_and_looked_at_again(helene: Client) -> None:
    text = "A;B;C\nMartin;Lou;lou@mines.example\n"
    address = sends(helene, text).headers["Location"]
    chosen = {"column_0": "family_name", "column_1": "given_name", "column_2": "email", "status": "staff", "look": ""}
    assert helene.post(address, chosen | {"column_2": ""}).status_code == 200
    twice = words_of(helene.post(address, chosen | {"column_1": "family_name"}))
    assert "Une autre colonne est déjà « Nom »" in twice
    assert helene.post(address, chosen | {"group_kind": "role"}).status_code == 200
    helene.post(address, chosen | {"group_kind": "role", "group_name": "Cadres", "make": "on"})
    page = reads(helene, address)
    assert "Personnel" in page
    assert "Cadres" in page
    assert not Individual.objects.exists()


def test_the_list_of_an_office_renews_it(helene: Client, school: School) -> None:
    lou, noe = someone(school, "Lou Martin", number="1"), someone(school, "Noé Roux", number="2")
    belongs(lou, "association", "BDE", "présidence")
    address = sends(helene, "Numéro;Fonction\n2;présidence\n").headers["Location"]
    chosen = {"column_0": "number", "column_1": "title", "group_kind": "association", "group_name": "bde"}
    helene.post(address, {**chosen, "look": ""})
    page = reads(helene, address)
    assert "Les personnes de « bde » qui ne sont pas dans cette liste sortent de ce groupe" in page
    assert "Lou Martin" in page
    helene.post(address, {**chosen, "leave": "on", "import": ""})
    work()
    assert "1 personne absente de la liste est sortie de « bde »" in reads(helene, address)
    assert [(b.individual, b.title) for b in Belonging.objects.in_school(school)] == [(noe, "présidence")]
    assert not Individual.objects.gone().exists()


def test_what_changed_meanwhile_is_not_overwritten_by_half(helene: Client, school: School) -> None:
    address = sends(helene, LIST.format("Élève")).headers["Location"]
    helene.post(address, {**AS_GUESSED, "import": ""})
    someone(school, number="9", email="lou@mines.example")
    Import.objects.update(options={**Import.objects.get().options, "make": False})
    work()
    assert "Rien n’a été importé" in reads(helene, address)
    assert Individual.objects.count() == 1


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "file is empty|fichier soumis est vide|vide"),
        (b"\xd0\xcf\x11\xe0" + bytes(100), "ancien fichier Excel"),
        (b"PK\x03\x04 nothing", "ce n’est pas un tableur"),
        (b"x" * 4_000_001, "trop lourd"),
    ],
)
def test_a_file_that_is_no_list_is_said_to_be_none(helene: Client, data: bytes, says: str) -> None:
    answer = sends(helene, data)
    assert answer.status_code == 200
    assert any(words in answer.content.decode() for words in says.split("|"))
    assert not Import.objects.exists()


def test_a_list_is_forgotten_when_asked_and_after_a_day(helene: Client) -> None:
    address = sends(helene, LIST.format("Élève")).headers["Location"]
    assert helene.post(f"{address}oublier/").status_code == 302
    sends(helene, LIST.format("Élève"))
    timetable.forget_lists()
    one = Import.objects.get()
    Import.objects.update(received=one.received - KEPT)
    timetable.forget_lists()
    assert not Import.objects.exists()


def test_people_are_found_by_name_address_or_number_and_page_by_page(helene: Client, school: School) -> None:
    for n in range(60):
        someone(school, f"Prénom{n} Nom{n:02d}", number=f"{n}")
    someone(school, "Ana Zay", status="staff", email="ana@mines.example")
    someone(school, "Zoé Partie", left="2026-01-01")
    assert "page 1 sur 2" in reads(helene, PEOPLE)
    assert "Zay" in reads(helene, f"{PEOPLE}?page=2")
    assert "Zay" in reads(helene, f"{PEOPLE}?status=staff")
    for words in ("zay ana", "ana@mines", "nom07", "ZAŸ"):
        assert reads(helene, f"{PEOPLE}?q={words}").count("desk-line") == 1
    assert "Zoé" in reads(helene, f"{PEOPLE}?status=left")
    assert "Personne ne correspond" in reads(helene, f"{PEOPLE}?q=nobody")
    someone(school, "Élodie Œuvrard")
    assert "Œuvrard" in reads(helene, f"{PEOPLE}?q=elodie")


def test_one_person_is_added_corrected_leaves_and_comes_back(helene: Client, school: School) -> None:
    someone(school, "Noé Roux", email="noe@mines.example", number="2")
    said = {
        "family_name": "Martin",
        "given_name": "Lou",
        "email": "Lou@mines.example",
        "number": "",
        "status": "student",
    }
    address = helene.post(f"{PEOPLE}ajouter/", said).headers["Location"]
    assert Individual.objects.get(email="lou@mines.example").school == school
    page = helene.post(address, said | {"email": "noe@mines.example", "number": "2"}).content.decode()
    assert "cette adresse" in page
    assert "ce numéro" in page
    assert helene.post(address, said | {"given_name": "Louise"}).status_code == 302
    helene.post(f"{address}depart/")
    assert Individual.objects.get(given_name="Louise").left is not None
    helene.post(f"{address}depart/")
    assert Individual.objects.get(given_name="Louise").left is None
    kinds = ["person added", "person corrected", "person left", "person back"]
    assert [line.kind for line in Line.objects.order_by("pk")][1:] == kinds


def test_a_group_is_kept_by_hand(helene: Client, school: School) -> None:
    lou = someone(school, number="1")
    address = helene.post(f"{PEOPLE}groupes/", {"kind": "association", "name": " BDE "}).headers["Location"]
    assert helene.post(f"{PEOPLE}groupes/", {"kind": "association", "name": "bde"}).headers["Location"] == address
    assert "Personne sur les listes" in helene.post(address, {"who": "nobody"}).content.decode()
    helene.post(address, {"who": "1", "title": "présidence"})
    helene.post(address, {"who": lou.email, "title": "trésorerie"})
    assert Belonging.objects.get().title == "trésorerie"
    assert "trésorerie" in reads(helene, address)
    assert "BDE" in reads(helene, f"{PEOPLE}{lou.ident}/")
    assert "1 personne" in reads(helene, f"{PEOPLE}groupes/")
    helene.post(f"{address}{lou.ident}/retirer/")
    assert not Belonging.objects.exists()


@pytest.mark.parametrize("kind", KINDS)
def test_a_list_that_was_saved_changes_nothing_when_it_comes_back(helene: Client, school: School, kind: str) -> None:
    lou = someone(school, "Lou Martin", number="007", email="lou@mines.example")
    belongs(lou, "association", "BDE", "présidence")
    belongs(lou, "association", "Fanfare", "trésorerie")
    belongs(lou, "promotion", "2027")
    someone(school, "Ana =Zay", status="staff", email="ana@mines.example")
    saved = helene.get(f"{PEOPLE}liste.{kind}")
    assert saved.headers["Content-Disposition"].startswith("attachment;")
    sheet = read("x", saved.content)
    assert len(sheet.rows) == 3
    address = sends(helene, saved.content, f"liste.{kind}").headers["Location"]
    page = reads(helene, address)
    assert "2 inchangées" in page
    assert "0 modifiée" in page
    bde = Group.objects.get(name="BDE")
    assert len(read("x", helene.get(f"{PEOPLE}groupes/{bde.ident}/liste.{kind}").content).rows) == 2


def test_what_is_of_another_school_does_not_exist(helene: Client) -> None:
    other = a_campus("ponts")
    theirs = someone(other)
    group = belongs(theirs, "promotion", "2027")
    mission = Client()
    of_the_mission(mission, other)
    listed = mission.post(
        "/ponts/mission/personnes/import/", {"file": SimpleUploadedFile("x.csv", LIST.encode())}
    ).headers["Location"]
    for address in (
        f"{PEOPLE}{theirs.ident}/",
        f"{PEOPLE}groupes/{group.ident}/",
        f"{PEOPLE}groupes/{group.ident}/liste.csv",
        listed.replace("/ponts/", "/mines/"),
        f"{listed.replace('/ponts/', '/mines/')}avancement/",
    ):
        assert helene.get(address).status_code == 404
    assert helene.post(f"{PEOPLE}{theirs.ident}/depart/").status_code == 404
    assert "ponts" not in reads(helene, PEOPLE)
