"""Hélène writes a plan and what it already does; Lou proposes; the proposal becomes an action that everyone reads."""

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import expect

from portevoix.ground.population.tests.persona import a_campus, comes_in, of_the_mission, someone
from portevoix.ground.population.visits import COOKIES
from portevoix.steering.plan.tests.persona import PDF
from tests.arrival import holds, look
from tests.browser import DESK, PHONE, Axe, OpenPage


@pytest.mark.slow
@pytest.mark.parametrize("viewport", [PHONE, DESK], ids=["phone", "desk"])
def test_from_the_first_line_to_what_everyone_reads(
    viewport: dict[str, int], live: str, open_page: OpenPage, axe: Axe
) -> None:
    mines, office = a_campus(), Client()
    of_the_mission(office, mines)
    lou = comes_in(Client(), someone(mines, "Lou Martin"))
    mission = holds(open_page(viewport), live, office, settings.SESSION_COOKIE_NAME)
    hers = holds(open_page(viewport), live, lou, COOKIES[""], "/mines/moi/")

    mission.goto("/mines/mission/plan/")
    mission.get_by_role("link", name="Commencer un plan").click()
    mission.get_by_label("Titre").fill("Plan d’action")
    mission.get_by_label("Première année").fill("2025")
    mission.get_by_label("Dernière année").fill("2028")
    look(mission, "plan-new", axe)
    mission.get_by_role("button", name="Enregistrer").click()
    expect(mission.get_by_text("trois ans au plus").first).to_be_visible()
    mission.get_by_role("link", name="Ajouter une mesure").click()
    mission.get_by_label("Mesure", exact=True).fill("Prévenir et lutter")
    mission.get_by_role("button", name="Enregistrer").click()

    mission.get_by_role("link", name="Ajouter une action").click()
    mission.get_by_label("Action", exact=True).fill("Charte")
    mission.get_by_label("Elle existait avant le plan").check()
    mission.get_by_label("Qui contribue").fill("Direction\nBDE des deux campus")
    mission.get_by_label("Avancement").select_option(label="Réalisée")
    mission.get_by_label("Politiques").check()
    look(mission, "plan-action-form", axe)
    mission.get_by_role("button", name="Enregistrer").click()
    expect(mission.get_by_text("rendue visible")).to_be_visible()
    mission.get_by_text("Ajouter un fichier ou une adresse").click()
    mission.get_by_label("De quoi il s’agit").fill("Charte signée")
    mission.get_by_label("Fichier").set_input_files({"name": "c.pdf", "mimeType": "application/pdf", "buffer": PDF})
    mission.get_by_role("button", name="Ajouter", exact=True).click()
    expect(mission.get_by_role("link", name="Charte signée")).to_be_visible()
    look(mission, "plan-action", axe)

    mission.get_by_role("link", name="Ajouter un indicateur").click()
    mission.get_by_label("Indicateur", exact=True).fill("Part du personnel formé")
    mission.get_by_label("Unité").select_option(label="Part, en pour cent")
    mission.get_by_label("Cible", exact=True).fill("80")
    look(mission, "plan-gauge-form", axe)
    mission.get_by_role("button", name="Enregistrer").click()
    mission.get_by_label("Ce qui est compté").fill("40")
    mission.get_by_label("D’où vient cette valeur").fill("Listes d’émargement")
    mission.get_by_role("button", name="Noter cette valeur").click()
    expect(mission.get_by_role("cell", name="40, sur un nombre inconnu")).to_be_visible()
    look(mission, "plan-gauge", axe)
    mission.get_by_role("link", name="Plan d’action · 2025–2028").click()
    mission.get_by_role("button", name="Publier", exact=True).click()
    look(mission, "plan-edit", axe)

    hers.goto("/mines/moi/")
    hers.get_by_role("link", name="Proposer une action").click()
    hers.get_by_label("Ce que vous proposez").fill("Un espace calme")
    hers.get_by_label("Pour quelle mesure").select_option(label="Prévenir et lutter")
    look(hers, "plan-propose", axe)
    hers.get_by_role("button", name="Proposer", exact=True).click()
    expect(hers.get_by_text("En attente de réponse")).to_be_visible()
    look(hers, "plan-proposal", axe)

    mission.goto("/mines/mission/plan/")
    look(mission, "plan-plans", axe)
    mission.get_by_role("link", name="Les lire").click()
    look(mission, "plan-proposals", axe)
    mission.get_by_role("link", name="Un espace calme").click()
    mission.get_by_label("Ce que vous répondez").fill("Dès le gala.")
    look(mission, "plan-answer", axe)
    mission.get_by_role("button", name="En faire une action").click()
    mission.get_by_label("Tout le monde peut lire ceci").check()
    mission.get_by_role("button", name="Enregistrer").click()
    hers.reload()
    expect(hers.get_by_text("Dès le gala.")).to_be_visible()
    hers.goto("/mines/plan/2025-2028/")
    expect(
        hers.get_by_role("link", name="Un espace calme").or_(hers.get_by_text("Un espace calme")).first
    ).to_be_visible()
