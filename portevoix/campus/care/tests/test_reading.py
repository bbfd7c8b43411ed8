"""What anyone may read before deciding anything."""

from html.parser import HTMLParser

import pytest
from django.test import Client
from django.urls import resolve
from django.utils import translation

from portevoix.campus.care import acts
from portevoix.ground.schools.models import Cell, School
from tests.cast import a_school

pytestmark = pytest.mark.django_db
PAGES = ["", "limites/", "donnees/", "accessibilite/"]


@pytest.fixture(autouse=True)
def mines() -> School:
    acts.load_services()
    return School.objects.create(
        slug="mines",
        name="Mines <de> Valmont",
        cell=Cell.objects.create(name="Cellule"),
        answer_days=5,
        answer_source="charte de l’école",
        legal_basis="Arrêté du 12 octobre 2022",
        transmits_to="la direction de l’école",
        contact="egalite@mines.example",
    )


class Words(HTMLParser):
    """What a page shows, and where its links lead."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.text, self.styles = "", 0
        self.links: list[str] = []
        self.ids: set[str] = set()
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.styles += "style" in given or tag == "style"
        if tag == "a":
            self.links.append(given["href"] or "")
        if "id" in given:
            assert given["id"] not in self.ids, f"{given['id']} twice"
            self.ids.add(given["id"] or "")

    def handle_data(self, data: str) -> None:
        self.text += data


def read(client: Client, path: str) -> Words:
    answer = client.get(path)
    assert answer.status_code == 200
    return Words(answer.content.decode())


@pytest.mark.parametrize("prefix", ["", "/en"])
@pytest.mark.parametrize("page", ["/", "/quitter/comment/", *(f"/mines/{page}" for page in PAGES)])
def test_every_page_is_whole_and_its_links_lead_somewhere(client: Client, prefix: str, page: str) -> None:
    words = read(client, prefix + page)
    assert not words.styles
    for link in words.links:
        if link.startswith("#"):
            assert link[1:] in words.ids
        elif link.startswith("/"):
            path, _, anchor = link.partition("#")
            english = path.startswith("/en/")
            assert english == bool(prefix) or path in (page, f"/en{page}")
            with translation.override("en" if english else "fr"):
                assert resolve(path)
            assert not anchor or anchor in read(client, path).ids
        else:
            assert link.split(":")[0] in {"tel", "sms", "https"}


@pytest.mark.parametrize("page", PAGES)
def test_the_language_is_in_the_address(client: Client, page: str) -> None:
    french, english = read(client, f"/mines/{page}"), read(client, f"/en/mines/{page}")
    assert "Quitter vite" in french.text
    assert "Leave quickly" in english.text
    assert f"/en/mines/{page}" in french.links
    assert f"/mines/{page}" in english.links
    assert client.get(f"/mines/{page}", headers={"accept-language": "en"}).content.decode().count("Quitter vite")


def test_camille_learns_what_happens_next_and_where_the_delay_comes_from(client: Client) -> None:
    words = read(client, "/mines/").text
    assert "Sous 5 jours ouvrés" in words
    assert "charte de l’école" in words
    assert "Arrêté du 12 octobre 2022" in words
    assert "la direction de l’école" in words


def test_the_limits_are_said_before_anything_is_written(client: Client) -> None:
    words = read(client, "/mines/limites/").text
    for limit in (
        "article 40",
        "moins de 18 ans",
        "danger grave et immédiat",
        "la direction de l’école",
        "Votre appareil",
    ):
        assert limit in words


def test_nobody_promises_too_much(client: Client) -> None:
    for prefix in ("", "/en"):
        for page in PAGES:
            words = read(client, f"{prefix}/mines/{page}").text.lower()
            for promise in (
                "100 %",
                "inviolable",
                "zéro connaissance",
                "zero knowledge",
                "preuve judiciaire",
                "garanti",
            ):
                assert promise not in words


def test_a_school_that_has_not_said_its_rules_is_not_covered_for(client: Client) -> None:
    School.objects.update(legal_basis="", answer_source="", contact="", transmits_to="")
    words = read(client, "/mines/").text
    assert "L’école n’a pas encore indiqué ici l’acte qui fonde son dispositif" in words
    assert "Un délai que l’école s’est fixé" in words
    assert "déléguée à la protection des données" in read(client, "/mines/donnees/").text


TESTIFY = 'href="/mines/temoigner/"'


def test_while_nobody_listens_the_first_page_leads_to_other_services(client: Client) -> None:
    page = client.get("/mines/").content.decode()
    assert "Ici, personne n’écoute encore." in page
    assert TESTIFY not in page


def test_once_the_list_is_signed_the_first_page_leads_to_the_cell(client: Client) -> None:
    School.objects.all().delete()
    a_school()
    page = client.get("/mines/").content.decode()
    assert "personne n’écoute" not in page
    assert TESTIFY in page


@pytest.mark.parametrize("page", PAGES)
def test_a_school_that_does_not_exist_is_not_there(client: Client, page: str) -> None:
    assert client.get(f"/ailleurs/{page}").status_code == 404


@pytest.mark.parametrize("method", ["post", "put", "delete", "patch"])
def test_there_is_nothing_to_send_to_these_pages(client: Client, method: str) -> None:
    for page in PAGES:
        assert getattr(client, method)(f"/mines/{page}").status_code == 405
