"""Hélène shows the code at the door, Lou scans it with her phone; afterwards Lou answers a few questions."""

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from playwright.sync_api import Page, expect

from portevoix.campus.attendance import door
from portevoix.campus.attendance.models import Presence
from portevoix.campus.attendance.tests.persona import has_a_place
from portevoix.campus.evaluation import acts as evaluation
from portevoix.campus.evaluation.models import Asked, Moment, Tally
from portevoix.campus.evaluation.tests.persona import LAW, SURE, WORDS, a_question, came
from portevoix.campus.sittings.models import Sitting
from portevoix.campus.sittings.tests.persona import a_sitting, a_training
from portevoix.ground.population.models import Individual
from portevoix.ground.population.tests.persona import a_campus, comes_in, of_the_mission, someone
from portevoix.ground.schools.models import School
from tests.browser import DESK, Axe, OpenPage


@pytest.fixture
def school(live: str) -> School:
    return a_campus()


@pytest.fixture
def lou(school: School) -> Individual:
    return someone(school)


@pytest.fixture
def sitting(school: School) -> Sitting:
    """It begins now."""
    return a_sitting(a_training(school, valid_months=24), datetime.now(UTC))


def holds_the_cookies_of(page: Page, client: Client, live: str) -> None:
    for cookie in client.cookies.values():
        path = "/mines/moi/" if cookie.key == "visit" else "/"
        page.context.add_cookies(
            [{"name": cookie.key, "value": cookie.value, "domain": live.split("/")[2].split(":")[0], "path": path}]
        )


def test_lou_is_noted_and_the_screen_says_one_more(
    phone: Page, desk: Page, live: str, school: School, sitting: Sitting, lou: Individual, axe: Axe
) -> None:
    mission = Client()
    of_the_mission(mission, school)
    has_a_place(lou, sitting)
    holds_the_cookies_of(desk, mission, live)
    desk.clock.install()
    desk.goto(f"/mines/mission/seances/{sitting.ident}/presences/")
    axe(desk)
    desk.get_by_role("link", name="Afficher le code").click()
    code = desk.get_by_role("img", name="Code à scanner")
    expect(code).to_be_visible()
    assert code.evaluate("image => image.decode().then(() => image.naturalWidth)") > 100
    shown = code.get_attribute("src")
    axe(desk)

    holds_the_cookies_of(phone, comes_in(Client(), lou), live)
    phone.goto(f"/mines/moi/porte/{door.shown(sitting.ident, datetime.now(UTC))}/")
    axe(phone)
    phone.get_by_role("button", name="Je suis là").click()
    expect(phone.get_by_role("heading", name="Vous êtes noté·e")).to_be_visible()
    axe(phone)

    expect(desk.locator("[data-noted]")).to_have_text("0")
    desk.clock.fast_forward(31_000)
    expect(desk.locator("[data-noted]")).to_have_text("1")
    assert code.get_attribute("src") != shown

    desk.get_by_role("link", name="Retour à la liste").click()
    expect(desk.get_by_role("rowheader", name="Martin Lou")).to_be_visible()
    desk.get_by_role("button", name="C’est une erreur").click()
    expect(desk.get_by_role("checkbox", name="Martin Lou")).not_to_be_checked()
    assert not Presence.objects.exists()


def test_without_javascript_the_screen_changes_all_the_same(
    open_page: OpenPage, live: str, school: School, sitting: Sitting
) -> None:
    mission = Client()
    of_the_mission(mission, school)
    page = open_page(DESK, java_script_enabled=False)
    holds_the_cookies_of(page, mission, live)
    page.goto(f"/mines/mission/seances/{sitting.ident}/porte/")
    refresh = page.locator("meta[http-equiv=refresh]")
    assert 1 <= int(refresh.get_attribute("content") or "0") <= 30
    expect(page.get_by_role("img", name="Code à scanner")).to_be_visible()


def test_lou_answers_a_few_questions(page: Page, live: str, school: School, lou: Individual, axe: Axe) -> None:
    ended = a_sitting(a_training(school), datetime.now(UTC) - timedelta(hours=3))
    law, sure, words = (a_question(ended.training, one) for one in (LAW, SURE, WORDS))
    came(lou, ended)
    evaluation.ask(ended, Moment.AFTER, datetime.now(UTC))
    holds_the_cookies_of(page, comes_in(Client(), lou), live)
    page.goto("/mines/moi/questions/")
    axe(page)
    page.get_by_role("link", name="Repérer et réagir").click()
    axe(page)
    page.get_by_role("button", name="Envoyer mes réponses").click()
    expect(page.get_by_role("alert")).to_contain_text("Répondez à une question au moins")
    axe(page)
    page.get_by_role("radio", name="Non", exact=True).check()
    page.get_by_role("group", name="Je saurais quoi faire.").get_by_role("radio", name="4").check()
    page.get_by_label("Qu’est-ce qui manquait ?").fill("Un peu plus de temps.")
    page.get_by_role("button", name="Envoyer mes réponses").click()
    expect(page.get_by_role("heading", name="Merci")).to_be_visible()
    axe(page)
    assert Asked.objects.get().answered
    assert Tally.objects.get(question=law).counts == [0, 1, 0]
    assert Tally.objects.get(question=sure).counts == [0, 0, 0, 1, 0]
    assert Tally.objects.get(question=words).texts == ["Un peu plus de temps."]
