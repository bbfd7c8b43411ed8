"""Somebody of the board reads the plan of the school on a phone; Hélène sees what is late, and takes all of it away."""

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import expect

from portevoix.ground.population.tests.persona import a_campus, of_the_mission
from portevoix.steering.plan.tests.scene import four_years
from tests.arrival import holds, look
from tests.browser import DESK, PHONE, Axe, OpenPage


@pytest.mark.slow
@pytest.mark.parametrize("viewport", [PHONE, DESK], ids=["phone", "desk"])
def test_who_does_what_and_how_far_then_what_is_late(
    viewport: dict[str, int], live: str, open_page: OpenPage, axe: Axe
) -> None:
    mines = a_campus()
    four_years(mines)

    # Anyone, without signing in: who does what, and what is not known.
    anyone = open_page(viewport)
    anyone.goto("/mines/plan/")
    expect(anyone.get_by_role("heading", level=1)).to_have_text("Plan d’action contre les violences")
    expect(anyone.get_by_text("effectifs non publiés")).to_be_visible()
    expect(anyone.get_by_text("Ce que personne ne lit encore")).to_have_count(0)
    look(anyone, "plan", axe)
    anyone.get_by_role("link", name="Part des femmes en ICM").click()
    expect(anyone.get_by_role("heading", name="Part des femmes en ICM")).to_be_in_viewport()
    look(anyone, "measure", axe)
    anyone.go_back()
    with anyone.expect_download() as paper:
        anyone.get_by_role("link", name="Télécharger en PDF").click()
    assert paper.value.suggested_filename == "plan-2021-2024.pdf"

    # Hélène: what is late, when things are done, and all of it in her spreadsheet.
    client = Client()
    of_the_mission(client, mines)
    helene = holds(open_page(viewport), live, client, settings.SESSION_COOKIE_NAME)
    helene.goto("/mines/mission/")
    helene.get_by_role("link", name="aucun autre n’a été commencé").click()
    expect(helene.get_by_role("heading", name="En retard")).to_be_visible()
    look(helene, "board", axe)
    with helene.expect_download() as sheet:
        helene.get_by_role("link", name="ods").first.click()
    assert sheet.value.suggested_filename == "actions.ods"
    helene.get_by_role("link", name="Calendrier", exact=True).click()
    expect(helene.get_by_text("sans date")).to_be_visible()
    look(helene, "calendar", axe)
