"""Hélène brings the figures her school has published, writes one by hand, and everyone reads where intakes lead."""

from pathlib import Path

import pytest
from django.test import Client
from playwright.sync_api import Page, expect

from portevoix.ground.population.tests.persona import a_campus, of_the_mission
from portevoix.steering.shares.models import Share
from tests.browser import Axe

pytestmark = pytest.mark.journey

TITLES = "Année;Candidature;Admission;Effectifs étudiants;Diplômées"
LINES = [
    "2021;24,38;28,34;27,00;27,75",
    "2022;23,43;23,44;25,85;31,45",
    "2023;24,24;29,41;24,68;31,79",
    "2024;23,58;21,64;22,68;30,10",
]


def a_table(folder: Path, last: str) -> Path:
    path = folder / f"icm-{len(last)}.csv"
    path.write_text("\n".join([TITLES, *LINES[:3], last]), encoding="utf-8")
    return path


def sits_down(page: Page, client: Client) -> None:
    page.context.add_cookies(
        [{"name": "session", "value": client.cookies["session"].value, "url": page.evaluate("location.origin")}]
    )


def test_she_imports_corrects_publishes_and_anyone_reads(page: Page, live: str, axe: Axe, tmp_path: Path) -> None:
    school, client = a_campus(), Client()
    of_the_mission(client, school)
    page.goto("/mines/")
    sits_down(page, client)
    page.goto("/mines/mission/part-des-femmes/")
    axe(page)
    page.get_by_role("link", name="Importer des chiffres").click()
    axe(page)

    page.get_by_label("Le fichier").set_input_files(a_table(tmp_path, "2024;23,58;121,64;22,68;30,10"))
    page.get_by_role("button", name="Regarder ce tableau").click()
    page.get_by_label("Programme", exact=True).fill("ICM")
    page.get_by_role("button", name="Regarder à nouveau").click()
    expect(page.get_by_role("cell", name="« 121,64 » n’est pas un pourcentage")).to_be_visible()
    expect(page.get_by_role("rowheader", name="Ligne 5")).to_be_visible()
    axe(page)
    page.get_by_role("button", name="Importer ces chiffres").click()
    expect(page.get_by_role("alert")).to_contain_text("Des lignes sont fausses")
    axe(page)
    assert not Share.objects.exists()

    page.get_by_role("link", name="Envoyer un autre fichier").click()
    page.get_by_label("Le fichier").set_input_files(a_table(tmp_path, LINES[3]))
    page.get_by_role("button", name="Regarder ce tableau").click()
    page.get_by_label("Programme", exact=True).fill("ICM")
    page.get_by_label("Montrer ces chiffres à tout le monde").check()
    page.get_by_role("button", name="Importer ces chiffres").click()
    expect(page.get_by_role("heading", name="Les chiffres ont été importés")).to_be_visible()
    axe(page)

    page.get_by_role("link", name="Voir les chiffres").click()
    page.get_by_role("link", name="ICM").click()
    axe(page)
    page.get_by_role("link", name="Saisir un chiffre").click()
    page.get_by_label("Étape").select_option("effectif")
    page.get_by_label("Année").fill("2025")
    page.get_by_label("Nombre de femmes").fill("120")
    page.get_by_label("Total des femmes et des hommes").fill("540")
    page.get_by_label("Pourcentage de femmes").fill("30")
    page.get_by_role("button", name="Enregistrer ce chiffre").click()
    expect(page.get_by_role("alert")).to_contain_text("120 femmes sur 540 font 22,22")
    axe(page)
    page.get_by_label("Pourcentage de femmes").fill("")
    page.get_by_label("Le montrer à tout le monde").check()
    page.get_by_role("button", name="Enregistrer ce chiffre").click()
    expect(page.get_by_text("120 sur 540")).to_be_visible()
    page.get_by_role("link", name="Fixer un objectif").click()
    page.get_by_label("Année").fill("2027")
    page.get_by_label("Part des femmes à atteindre").fill("30")
    page.get_by_label("Le montrer à tout le monde").check()
    axe(page)
    page.get_by_role("button", name="Fixer cet objectif").click()

    page.goto("/mines/plan/part-des-femmes/")
    expect(page.get_by_text("27,00").first).to_be_visible()
    expect(page.get_by_text("La baisse des effectifs se verra dans les diplômes d’ici 3 ans.")).to_be_visible()
    expect(page.get_by_role("rowheader", name="Entrée en 2021")).to_be_visible()
    expect(page.get_by_text("8,36 points à gagner")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    axe(page)
