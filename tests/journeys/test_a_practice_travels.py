"""Hélène gives a sheet; she follows École des ponts, another installation, and takes up what it did there."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone
from playwright.sync_api import expect

from portevoix.ground.population.tests.persona import a_campus, of_the_mission
from portevoix.steering.plan.tests.persona import a_plan, an_axis
from portevoix.steering.practices.models import Subscription
from tests.another_house import House
from tests.arrival import holds, look
from tests.browser import DESK, PHONE, Axe, OpenPage


@pytest.mark.slow
@pytest.mark.parametrize("viewport", [PHONE, DESK], ids=["phone", "desk"])
def test_a_practice_travels(viewport: dict[str, int], ponts: House, live: str, open_page: OpenPage, axe: Axe) -> None:
    mines, client = a_campus(), Client()
    of_the_mission(client, mines)
    an_axis(a_plan(mines, 2025, timezone.localdate().year + 1), "Prévenir les violences")
    ponts.does("gives", title="Un film, puis un atelier", credit="Awa Diop, École des ponts")
    ponts.does("gives", title="Une soirée sans violences")
    page = holds(open_page(viewport), live, client, settings.SESSION_COOKIE_NAME)

    page.goto("/mines/mission/pratiques/")
    look(page, "practices-empty", axe)
    page.get_by_role("link", name="Écrire une fiche").click()
    page.get_by_label("Titre").fill("Des référent·es à chaque soirée")
    page.get_by_label("Le problème").fill("Personne ne savait vers qui se tourner.")
    page.get_by_label("Ce qui a été fait").fill("- deux personnes formées\n- un brassard visible")
    page.get_by_label("IMT").check()
    look(page, "practice-write", axe)
    page.get_by_role("button", name="Enregistrer").click()
    page.get_by_role("button", name="Publier").click()
    look(page, "practice-one", axe)
    page.get_by_role("link", name="La voir comme tout le monde").click()
    expect(page.get_by_text("On ne le sait pas")).to_be_visible()
    look(page, "practice-public", axe)
    page.goto("/mines/pratiques/")
    look(page, "practices-public", axe)

    page.goto("/mines/mission/pratiques/abonnements/")
    page.get_by_label("Adresse du flux").fill(f"{ponts.address}ponts/pratiques.json")
    page.get_by_role("button", name="Suivre").click()
    expect(page.get_by_text("2 fiches reçues")).to_be_visible()
    look(page, "practices-following", axe)

    ponts.does("changes", sheet="Un film, puis un atelier", again="Commencer par l’atelier.")
    ponts.does("withdraws", sheet="Une soirée sans violences")
    Subscription.objects.update(asked=timezone.now() - timedelta(hours=2))
    page.reload()
    page.get_by_role("button", name="Demander maintenant").click()
    expect(page.get_by_text("1 n’est plus donnée")).to_be_visible()

    page.goto("/mines/mission/pratiques/recues/")
    expect(page.get_by_text("Retirée par l’école qui la donnait")).to_be_visible()
    page.get_by_label("Mots").fill("ATELIER")
    page.get_by_role("button", name="Chercher").click()
    look(page, "practices-received", axe)
    page.get_by_role("link", name="Un film, puis un atelier").click()
    expect(page.get_by_text("Cette fiche a changé depuis son arrivée")).to_be_visible()
    look(page, "practice-read", axe)
    page.get_by_role("link", name="La reprendre dans notre plan").click()
    expect(page.get_by_text("Awa Diop, École des ponts (ponts.example")).to_be_visible()
    look(page, "practice-adopt", axe)
    page.get_by_label("Dans quelle mesure de votre plan").select_option(label="Mesure 1 · Prévenir les violences")
    page.get_by_role("button", name="L’ajouter au plan").click()
    expect(page.get_by_text("Dans votre plan : « Un film, puis un atelier »")).to_be_visible()
    page.goto("/mines/mission/pratiques/")
    look(page, "practices", axe)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
