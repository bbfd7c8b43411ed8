"""Hélène, of the mission, brings the list of a promotion: one line is wrong, she corrects it, everybody is there."""

from pathlib import Path

import pytest
from django.test import Client
from playwright.sync_api import Page, expect

from portevoix.ground.population.models import Individual
from portevoix.ground.population.tests.persona import a_campus, belongs, of_the_mission, someone
from portevoix.ground.sheets.writing import write
from tests.browser import Axe

pytestmark = pytest.mark.journey

TITLES = ["N° étudiant", "Nom", "Prénom", "Mél", "Statut", "Campus", "Promo"]


def a_list(folder: Path, status: str) -> Path:
    people = [
        [f"2024{n}", f"Nom{n:02d}", f"Prénom{n:02d}", f"p{n}@mines.example", "Élève", "Lac", "2027"] for n in range(40)
    ]
    people[7][4] = status
    path = folder / f"promo-{len(status)}.xlsx"
    path.write_bytes(write(TITLES, people, "xlsx"))
    return path


def sits_down(page: Page, client: Client) -> None:
    page.context.add_cookies(
        [{"name": "session", "value": client.cookies["session"].value, "url": page.evaluate("location.origin")}]
    )


def test_she_sends_corrects_and_takes_in(page: Page, live: str, axe: Axe, tmp_path: Path) -> None:
    school, client = a_campus(), Client()
    of_the_mission(client, school)
    belongs(someone(school, "Ana Petit", number="20243", email="ana@mines.example"), "promotion", "2026")
    page.goto("/mines/")
    sits_down(page, client)
    page.goto("/mines/mission/personnes/")
    axe(page)
    page.get_by_role("link", name="Importer une liste").click()
    axe(page)

    page.get_by_label("Le fichier").set_input_files(a_list(tmp_path, "ancien"))
    page.get_by_role("button", name="Regarder cette liste").click()
    expect(page.get_by_role("cell", name="« ancien » n’est pas un statut connu")).to_be_visible()
    expect(page.get_by_role("rowheader", name="Ligne 9")).to_be_visible()
    page.get_by_text("Ce que sont les colonnes").click()
    expect(page.get_by_label("Promo", exact=True)).to_have_value("promotion")
    axe(page)
    page.get_by_role("button", name="Importer cette liste").click()
    expect(page.get_by_role("alert")).to_contain_text("Des lignes sont fausses")
    axe(page)
    assert Individual.objects.count() == 1

    page.get_by_role("link", name="Envoyer un autre fichier").click()
    page.get_by_label("Le fichier").set_input_files(a_list(tmp_path, "Élève"))
    page.get_by_role("button", name="Regarder cette liste").click()
    expect(page.get_by_text("39 nouvelles")).to_be_visible()
    expect(page.get_by_text("1 modifiée")).to_be_visible()
    axe(page)
    page.get_by_role("button", name="Importer cette liste").click()
    expect(page.get_by_role("heading", name="La liste a été importée")).to_be_visible()
    axe(page)
    assert Individual.objects.for_school(school).present().count() == 40

    page.get_by_role("link", name="Voir les personnes").click()
    page.get_by_role("searchbox").fill("nom07")
    page.get_by_role("button", name="Chercher").click()
    page.get_by_role("link", name="Nom07").click()
    expect(page.get_by_label("Numéro sur les listes de l’école")).to_have_value("20247")
    axe(page)
    page.get_by_role("link", name="2027").click()
    expect(page.get_by_text("40 personnes")).to_be_visible()
    axe(page)
    page.get_by_role("link", name="Tous les groupes").click()
    axe(page)


def test_a_file_too_large_is_said_before_it_leaves(desk: Page, live: str, tmp_path: Path) -> None:
    client = Client()
    of_the_mission(client, a_campus())
    desk.goto("/mines/")
    sits_down(desk, client)
    desk.goto("/mines/mission/personnes/import/")
    large = tmp_path / "annuaire.csv"
    large.write_bytes(b"x" * 5_000_000)
    desk.get_by_label("Le fichier").set_input_files(large)
    desk.get_by_role("button", name="Regarder cette liste").click()
    assert (
        desk.get_by_label("Le fichier").evaluate("input => input.validationMessage").startswith("Ce fichier est trop")
    )
    assert desk.url.endswith("/import/")
