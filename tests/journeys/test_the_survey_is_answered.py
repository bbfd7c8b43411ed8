"""Hélène opens the survey; Lou asks for a ticket on her phone; somebody answers elsewhere with it, by keyboard."""

from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Page, expect

from portevoix.ground.population.models import Individual
from portevoix.ground.population.tests.persona import a_campus, comes_in, of_the_mission, someone
from portevoix.ground.schools.models import School
from portevoix.steering.survey import acts
from portevoix.steering.survey.models import Answer, Spent, Survey, Ticket
from portevoix.steering.survey.tests.persona import a_survey, an_open_survey
from tests.arrival import look as keep
from tests.browser import DESK, PHONE, Axe, OpenPage
from tests.journeys.test_at_the_door import holds_the_cookies_of

PUBLIC = "/mines/barometre/2026/"


@pytest.fixture
def school(live: str) -> School:
    return a_campus()


@pytest.fixture
def lou(school: School) -> Individual:
    return someone(school)


def look(page: Page, name: str, axe: Axe) -> None:
    keep(page, f"survey-{name}", axe)


def open_until_next_week(school: School) -> Survey:
    today = timezone.localdate()
    return an_open_survey(school, today=today, opens=today, closes=today + timedelta(days=7))


def test_from_the_mission_to_the_answer(
    phone: Page, desk: Page, open_page: OpenPage, live: str, school: School, lou: Individual, axe: Axe
) -> None:
    mission = Client()
    office = of_the_mission(mission, school)
    today = timezone.localdate()
    a_survey(school, by=office, opens=today, closes=today + timedelta(days=7))
    holds_the_cookies_of(desk, mission, live)
    desk.goto("/mines/mission/barometre/")
    look(desk, "1-list", axe)
    desk.get_by_role("link", name="Baromètre 2026").click()
    look(desk, "2-draft", axe)
    desk.get_by_role("button", name="Ouvrir le baromètre").click()
    expect(desk.get_by_role("heading", name="Participation")).to_be_visible()
    look(desk, "3-open", axe)

    holds_the_cookies_of(phone, comes_in(Client(), lou), live)
    phone.goto("/mines/moi/barometre/")
    look(phone, "4-ask", axe)
    phone.get_by_role("button", name="Obtenir mon jeton").click()
    expect(phone.get_by_role("heading", name="Voici votre jeton")).to_be_visible()
    look(phone, "5-ticket", axe)
    link = phone.get_by_role("link", name="Répondre maintenant").get_attribute("href") or ""
    written = phone.locator("[data-ticket]").inner_text()
    assert link == f"{live}{PUBLIC}#{written}"
    phone.reload()
    expect(phone.locator("[data-ticket]")).to_have_text(written)
    assert Ticket.objects.given_out().count() == 1

    other = open_page(DESK)
    sent: list[str] = []
    other.on("request", lambda request: sent.append(f"{request.method} {request.url} {request.headers}"))
    other.goto(link)
    answers(other, axe)
    assert Answer.objects.get().body["you.gender"] == "woman"
    assert Spent.objects.count() == 1
    assert other.context.cookies() == []
    assert not [one for one in sent if "cookie" in one.lower()]
    assert not [one for one in sent if written in one], "a ticket leaves in the body of one request only"
    assert [urlsplit(one.split()[1]).path for one in sent if one.startswith("POST")] == [PUBLIC]
    assert other.evaluate("() => [localStorage.length, sessionStorage.length]") == [0, 0]

    phone.goto(link)
    phone.get_by_role("button", name="Commencer").click()
    look(phone, "9-phone-part", axe)
    phone.get_by_role("button", name="Continuer").click()
    phone.get_by_label("Une femme").or_(phone.get_by_label("Étudiant·e ou apprenti·e")).first.check()
    look(phone, "9-phone-question", axe)
    phone.get_by_role("button", name="M’arrêter là").click()
    phone.get_by_role("button", name="Envoyer mes réponses").click()
    expect(phone.get_by_role("alert").filter(has_text="a déjà servi")).to_be_visible()
    look(phone, "9-spent", axe)


def answers(page: Page, axe: Axe) -> None:
    """By keyboard alone, one question a screen."""
    page.wait_for_function("() => !location.hash")  # the ticket has left the address
    look(page, "6-start", axe)
    page.get_by_role("button", name="Commencer").press("Enter")
    expect(page.get_by_role("heading", name="Vous, en quelques mots")).to_be_focused()
    page.get_by_role("button", name="Continuer").press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    look(page, "7-question", axe)
    page.get_by_role("button", name="Continuer").press("Enter")
    page.get_by_label("Une femme").press("Space")
    page.go_back()
    expect(page.get_by_label("Étudiant·e ou apprenti·e")).to_be_checked()
    page.get_by_role("button", name="Continuer").press("Enter")
    expect(page.get_by_label("Une femme")).to_be_checked()
    page.get_by_role("button", name="M’arrêter là").press("Enter")
    expect(page.get_by_text("auxquelles vous avez répondu")).to_contain_text("2")
    look(page, "8-send", axe)
    page.get_by_role("button", name="Envoyer mes réponses").press("Enter")
    expect(page.get_by_role("heading", name="Merci")).to_be_focused()
    look(page, "8-thanks", axe)


def goes_through(page: Page) -> list[str]:
    """The questions that are asked from here to the end, one screen after the other."""
    seen: list[str] = page.evaluate("""() => {
      const shown = () => document.querySelector("[data-screen]:not([hidden])");
      while (shown().dataset.screen !== "start") document.querySelector("[data-to=back]").click();
      const seen = [];
      document.querySelector("[data-screen=start] [data-to=next]").click();
      while (shown().dataset.screen !== "end") {
        seen.push(shown().querySelector("input")?.name ?? "");
        document.querySelector("[data-bar] [data-to=next]").click();
      }
      return seen;
    }""")
    return seen


def test_on_paper_without_javascript(open_page: OpenPage, school: School, axe: Axe) -> None:
    survey = open_until_next_week(school)
    ticket = acts.print_tickets(survey, 1, timezone.localdate(), of_the_mission(Client(), school))[0]
    page = open_page(PHONE, java_script_enabled=False)
    page.goto(PUBLIC)
    page.get_by_label("Étudiant·e ou apprenti·e").check()
    page.get_by_label("Votre jeton").fill("pas un jeton")
    page.get_by_role("button", name="Envoyer mes réponses").click()
    expect(page.get_by_role("alert")).to_contain_text("Ce n’est pas un jeton")
    expect(page.get_by_label("Étudiant·e ou apprenti·e")).to_be_checked()
    page.get_by_label("Votre jeton").fill(str(ticket).lower())
    page.get_by_role("button", name="Envoyer mes réponses").click()
    expect(page.get_by_role("heading", name="Merci")).to_be_visible()
    assert Answer.objects.get().body == {"you.status": "student"}


def test_somebody_stops_and_sends_nothing(open_page: OpenPage, live: str, school: School, axe: Axe) -> None:
    survey = open_until_next_week(school)
    ticket = acts.print_tickets(survey, 1, timezone.localdate(), of_the_mission(Client(), school))[0]
    page = open_page(PHONE)
    page.goto(f"{live}{PUBLIC}#{ticket}")
    page.get_by_role("button", name="Commencer").click()
    page.get_by_role("button", name="Continuer").click()
    page.get_by_label("Étudiant·e ou apprenti·e").check()
    assert "where.from" not in goes_through(page)
    page.locator("[name='sexist.jokes'][value='once']").evaluate("input => input.click()")
    assert "where.from" in goes_through(page), "what happened is asked about where something did"
    page.get_by_role("button", name="Ne rien envoyer").click()
    expect(page.get_by_role("heading", name="Rien n’a été envoyé")).to_be_focused()
    look(page, "10-nothing-sent", axe)
    assert not Answer.objects.exists()
    assert not Spent.objects.exists()
