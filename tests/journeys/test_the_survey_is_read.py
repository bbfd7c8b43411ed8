"""Hélène reads what a survey says, by group and beside the year before; what she publishes, Lou reads on a phone."""

import pytest
from django.test import Client
from playwright.sync_api import Page, expect

from portevoix.ground.population.tests.persona import a_campus, of_the_mission
from portevoix.ground.schools.models import School
from portevoix.steering.survey.models import Outcome
from portevoix.steering.survey.tests.answers import already_counted
from tests.arrival import look as keep
from tests.browser import Axe
from tests.journeys.test_at_the_door import holds_the_cookies_of

BEFORE: dict[str, int | None] = {
    **{"n": 150, "lived.any": 140, "lived.any|yes": 80, "lived.any|no": 60},
    **{"climate.safe": 140, "climate.safe|yes": 70, "climate.safe|no": 70},
}
FIGURES: dict[str, int | None] = {
    **{"n": 180, "n|status|student": 150, "n|status|doctoral": None, "n|status|staff": 25},
    **{"lived.any": 170, "lived.any|yes": 60, "lived.any|no": 110},
    **{"lived.any|yes|gender|woman": 32, "lived.any|gender|woman": 60, "lived.any|yes|gender|man": None},
    **{"climate.safe": 160, "climate.safe|yes": 120, "climate.safe|no": 40},
    **{"climate.safe|=full": 80, "climate.safe|=rather": 40, "climate.safe|=rather_not": 40, "climate.safe|=not": None},
}


@pytest.fixture
def school(live: str) -> School:
    return a_campus()


def look(page: Page, name: str, axe: Axe) -> None:
    keep(page, f"results-{name}", axe)


def test_results_are_read_by_the_mission_then_by_everyone(
    phone: Page, desk: Page, live: str, school: School, axe: Axe
) -> None:
    mission = Client()
    of_the_mission(mission, school)
    already_counted(school, BEFORE, 2024)
    outcome: Outcome = already_counted(school, FIGURES)
    outcome.received = 12
    outcome.save()
    holds_the_cookies_of(desk, mission, live)
    desk.goto("/mines/mission/barometre/2025/resultats/")
    expect(desk.get_by_text("60 sur 170").first).to_be_visible()
    expect(desk.get_by_text("5,0", exact=True)).to_be_visible()
    expect(desk.get_by_text("points de moins").first).to_be_visible()
    desk.get_by_text("Par groupe").first.click()
    expect(desk.get_by_role("row", name="Un homme").first).to_contain_text("non montré")
    look(desk, "1-all", axe)
    desk.get_by_role("link", name="Le climat et la confiance").click()
    expect(desk.get_by_text("80 sur 160")).to_be_visible()
    look(desk, "2-module", axe)
    desk.go_back()

    phone.goto("/mines/barometre/2025/resultats/")
    expect(phone.get_by_role("heading", level=1)).not_to_contain_text("Baromètre 2025")
    desk.get_by_label("Le climat et la confiance").check()
    desk.get_by_role("button", name="Publier ce qui est coché").click()
    expect(desk.get_by_role("link", name="/mines/barometre/2025/resultats/")).to_be_visible()

    phone.goto("/mines/barometre/2025/resultats/")
    expect(phone.get_by_role("heading", name="Je me sens en sécurité dans les lieux")).to_be_visible()
    assert phone.get_by_text("Taux de silence").count() == 0
    assert phone.evaluate("document.documentElement.scrollWidth <= innerWidth")
    look(phone, "3-public", axe)
    holds_the_cookies_of(phone, mission, live)
    phone.goto("/mines/mission/barometre/2025/resultats/")
    phone.get_by_text("Par groupe").first.click()
    assert phone.evaluate("document.documentElement.scrollWidth <= innerWidth")
    look(phone, "4-mission", axe)
