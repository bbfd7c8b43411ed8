"""Hélène tells a year: choices on one page, a number of her own, closed, published, printed; and everyone reads it."""

from datetime import UTC, datetime

import pytest
from django.test import Client
from playwright.sync_api import Page, expect

from portevoix.campus.sittings.models import Sitting
from portevoix.campus.sittings.tests.persona import a_sitting, a_training
from portevoix.ground.population.tests.persona import a_campus, of_the_mission
from portevoix.steering.report.models import Report
from tests.browser import Axe
from tests.journeys.test_the_mission_brings_a_list import sits_down

pytestmark = pytest.mark.journey


def test_one_page_of_choices_then_everyone_reads_it(page: Page, live: str, axe: Axe) -> None:
    school, client = a_campus(), Client()
    of_the_mission(client, school)
    sitting = a_sitting(a_training(school))
    day = datetime(2025, 3, 4, 9, tzinfo=UTC)
    Sitting.objects.filter(pk=sitting.pk).update(begins=day, ends=day)
    page.goto("/mines/")
    sits_down(page, client)
    page.goto("/mines/mission/bilan/")
    page.get_by_role("link", name="Faire un bilan").click()
    axe(page)

    page.get_by_label("Année").fill("2025")
    page.get_by_label("Parts des femmes").click()
    page.get_by_label("Vos mots").fill("Une année **dense**.")
    page.get_by_role("button", name="Voir le bilan").click()
    expect(page.get_by_role("heading", name="Prévention")).to_be_visible()
    expect(page.get_by_role("heading", name="Parts des femmes")).to_have_count(0)
    axe(page)

    page.get_by_role("link", name="Ajouter un chiffre").click()
    page.get_by_label("Ce qui est compté").fill("Saisines du procureur")
    page.get_by_label("Le chiffre").fill("moins de 5")
    page.get_by_label("Ce qui compte et").fill("Au titre de l’article 40")
    page.get_by_label("D’où il vient").fill("Direction")
    page.get_by_role("button", name="Ajouter").click()
    page.get_by_role("link", name="moins de 5").click()
    expect(page.get_by_text("Au titre de l’article 40")).to_be_in_viewport()

    page.get_by_role("button", name="Clore").click()
    page.get_by_role("button", name="Publier pour tout le monde").click()
    page.get_by_role("link", name="Voir la page publique").click()
    expect(page.get_by_role("heading", name="Bilan 2025")).to_be_visible()
    axe(page)
    paper = page.request.get("/mines/bilan/2025/bilan.pdf")
    assert paper.body().startswith(b"%PDF-")
    assert Report.objects.get().published is not None
