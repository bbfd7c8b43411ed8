"""Hélène calls the committee, Lou reads the agenda; they decide, the plan follows; a year is looked back on."""

import os
import re
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from django.core import mail
from django.test import Client
from playwright.sync_api import Page, expect

from portevoix.ground.people.tests.persona import work
from portevoix.ground.population.tests.persona import a_campus, comes_in, of_the_mission, someone
from portevoix.ground.schools.models import School
from portevoix.steering.committee import acts
from portevoix.steering.committee.models import Meeting, Minutes
from portevoix.steering.committee.tests.persona import officer, sits
from portevoix.steering.plan import acts as plans
from portevoix.steering.plan.models import Action, Plan
from portevoix.steering.plan.tests.persona import a_gauge, a_plan, an_action, an_axis
from tests.browser import Axe

Look = Callable[[Page, str], None]


@pytest.fixture
def school(live: str) -> School:
    return a_campus()


@pytest.fixture
def plan(school: School) -> Plan:
    """It began last year; one action is late, one goes well."""
    today = datetime.now(UTC).date()
    plan = a_plan(school, today.year - 1, today.year + 1, title="Plan d’action contre les violences")
    axis = an_axis(plan, "Engager l’ensemble du personnel et des élèves")
    late = today - timedelta(days=40)
    training = an_action(axis, "Former le personnel", lead="Hélène Faure", ends=late, state=Action.State.STARTED)
    an_action(axis, "Signer la charte avec les maisons des élèves", state=Action.State.PLANNED)
    trained = a_gauge(axis, "Personnels formés", action=training, target=60, target_year=today.year - 1)
    plans.note_value(trained, today.year - 1, officer(school), numerator=40)
    return plan


@pytest.fixture
def look() -> Look:
    """Keeps a picture of the page where `PICTURES` names a folder."""
    folder = os.environ.get("PICTURES", "")

    def kept(page: Page, name: str) -> None:
        if folder:
            width = page.evaluate("innerWidth")
            page.screenshot(path=Path(folder) / f"{name}-{width}.png", full_page=True)

    return kept


def holds_the_cookies_of(page: Page, client: Client, live: str) -> None:
    for cookie in client.cookies.values():
        path = "/mines/moi/" if cookie.key == "visit" else "/"
        page.context.add_cookies(
            [{"name": cookie.key, "value": cookie.value, "domain": live.split("/")[2].split(":")[0], "path": path}]
        )


def seen(page: Page, axe: Axe, look: Look, name: str) -> None:
    """What everybody can read, and as wide as the screen."""
    axe(page)
    look(page, name)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_hélène_calls_the_committee_and_the_plan_follows(
    page: Page, live: str, school: School, plan: Plan, axe: Axe, look: Look
) -> None:
    lou, mission = someone(school), Client()
    of_the_mission(mission, school)
    holds_the_cookies_of(page, mission, live)
    holds_the_cookies_of(page, comes_in(Client(), lou), live)

    page.goto("/mines/mission/comite/")
    seen(page, axe, look, "1-none")
    page.get_by_role("button", name="Mettre en place le comité").click()
    page.get_by_label("Ou une adresse e-mail").fill(lou.email)
    page.get_by_label("À quel titre").fill("Bureau des élèves")
    page.get_by_role("button", name="Ajouter au comité").click()
    expect(page.get_by_role("listitem").filter(has_text="Lou Martin")).to_be_visible()
    seen(page, axe, look, "2-members")

    page.goto("/mines/mission/comite/")
    page.get_by_role("link", name="Fixer une date").click()
    tomorrow = (datetime.now(UTC) + timedelta(days=1)).replace(hour=13, minute=0, second=0, microsecond=0)
    page.get_by_label("Jour et heure").fill(f"{tomorrow:%Y-%m-%dT%H:%M}")
    page.get_by_label("Lieu").fill("Salle A12")
    page.get_by_role("button", name="Fixer la date et faire l’ordre du jour").click()
    expect(page.get_by_role("heading", name="En retard : 1.1 Former le personnel")).to_be_visible()
    seen(page, axe, look, "3-prepared")
    page.get_by_role("button", name="Écrire à 1 membre").click()
    expect(page.get_by_role("heading", name="Se réunir")).to_be_visible()
    work()
    link = next(line for line in mail.outbox[0].body.splitlines() if "/moi/comite/" in line)
    page.goto(link[link.index("/mines/") :])
    expect(page.get_by_text("Salle A12")).to_be_visible()
    seen(page, axe, look, "4-agenda-of-lou")

    meeting = Meeting.objects.get()
    Meeting.objects.update(at=datetime.now(UTC) - timedelta(minutes=5))
    page.goto(f"/mines/mission/comite/reunion/{meeting.ident}/")
    page.get_by_role("button", name="La réunion a lieu : écrire le compte rendu").click()
    page.get_by_role("group", name="Lou Martin").get_by_role("radio", name="Présent·e").check()
    page.get_by_label("Ce qui s’est dit").fill("Le second cycle attend une salle.")
    page.get_by_label("Il est décidé").fill("Finir le second cycle avant l’été")
    page.get_by_label("Qui s’en charge").fill("Hélène Faure")
    seen(page, axe, look, "5-write")
    page.get_by_role("button", name="Enregistrer le compte rendu").click()
    page.get_by_role("button", name="Faire relire le projet aux membres").click()
    expect(page.get_by_role("heading", name="Approuver le compte rendu")).to_be_visible()
    seen(page, axe, look, "6-held")
    page.get_by_role("link", name="Reporter dans le plan").click()
    seen(page, axe, look, "7-decision")
    page.get_by_label("Fin").fill(f"{date.today() + timedelta(days=90)}")
    page.get_by_role("button", name="Modifier l’action").click()
    expect(page.get_by_text("Dans le plan", exact=True)).to_be_visible()
    assert Action.objects.get(title="Former le personnel").ends == date.today() + timedelta(days=90)
    page.get_by_role("button", name="Le comité approuve : figer le compte rendu").click()
    page.get_by_text("Ajouter une correction").click()
    expect(page.get_by_label("Correction")).to_be_visible()
    assert Minutes.objects.get().is_whole
    seen(page, axe, look, "8-approved")
    page.goto(f"/mines/moi/comite/{meeting.ident}/")
    expect(page.get_by_text("Finir le second cycle avant l’été")).to_be_visible()
    seen(page, axe, look, "9-minutes-of-lou")
    page.goto("/mines/moi/comite/")
    seen(page, axe, look, "10-lou")


def test_hélène_looks_back_and_goes_on_with_the_next_plan(
    page: Page, live: str, school: School, plan: Plan, axe: Axe, look: Look
) -> None:
    mission = Client()
    helene = of_the_mission(mission, school)
    holds_the_cookies_of(page, mission, live)
    sits(acts.set_up(plan, helene), helene, since=plan.begins)
    page.goto("/mines/mission/comite/")
    seen(page, axe, look, "11-home")
    if (before := page.get_by_text("Années d’avant")).count():  # from October on, this year comes first
        before.click()
    page.get_by_role("button", name=f"Faire la revue de {plan.first_year}").click()
    expect(page.get_by_label("L’écart").first).to_have_value(re.compile(r"la cible était 60\.$"))
    seen(page, axe, look, "12-review")
    page.get_by_label("L’année en quelques mots").fill("Une bonne année.")
    page.get_by_role("button", name="Enregistrer et clôturer la revue").click()
    page.get_by_role("button", name="La laisser lire à tout le monde").click()
    page.get_by_role("link", name="La page publique").click()
    expect(page.get_by_text("Une bonne année.")).to_be_visible()
    seen(page, axe, look, "13-public-review")

    page.goto(f"/mines/mission/comite/{plan.slug}/suite/")
    seen(page, axe, look, "14-next")
    page.get_by_role("group", name="1.2 Signer la charte").get_by_role("radio", name="Elle est réalisée").check()
    page.get_by_role("button", name="Créer le plan suivant").click()
    expect(page.get_by_role("heading", name="Deux plans côte à côte")).to_be_visible()
    seen(page, axe, look, "15-compare")
    states = Action.objects.of(plan).in_order().values_list("state", flat=True)
    assert list(states) == [Action.State.CONTINUED, Action.State.DONE]
