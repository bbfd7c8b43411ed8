"""The page where nobody in particular answers: the same for everyone, without a cookie, and hard to drown."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from portevoix.ground.population.models import Individual
from portevoix.ground.population.tests.persona import a_campus, comes_in, of_the_mission, someone
from portevoix.ground.schools.models import School
from portevoix.ground.seal.fields import b64, unb64
from portevoix.steering.survey import acts
from portevoix.steering.survey.models import Answer, Survey, Ticket
from portevoix.steering.survey.tests.persona import Browser, a_survey, an_open_survey, asks
from tests.attacks.world import snapshot

pytestmark = pytest.mark.django_db
PUBLIC, MINE, GIVE = "/mines/barometre/2026/", "/mines/moi/barometre/", "/mines/moi/barometre/2026/jeton/"
SAID = {"you.status": "student", "climate.safe": "full"}


@pytest.fixture
def school() -> School:
    return a_campus()


@pytest.fixture
def lou(school: School) -> Individual:
    return someone(school)


@pytest.fixture
def survey(school: School, lou: Individual) -> Survey:
    today = timezone.localdate()
    return an_open_survey(school, today=today, opens=today, closes=today + timedelta(days=7))


@pytest.fixture
def ticket(survey: Survey, lou: Individual) -> str:
    return str(asks(lou, survey, timezone.localdate()))


def sends(ticket: str, **said: Any) -> Any:
    return Client().post(PUBLIC, {"ticket": ticket} | SAID | said)


def test_the_page_is_the_same_for_everyone(school: School, survey: Survey, lou: Individual) -> None:
    mission = Client()
    of_the_mission(mission, school)
    seen = [client.get(PUBLIC) for client in (Client(), comes_in(Client(), lou), mission)]
    assert len({page.content for page in seen}) == 1
    assert not seen[0].cookies
    assert not seen[1].cookies
    assert survey.public_key.encode() in seen[0].content


def test_lou_asks_with_her_browser_and_somebody_answers(survey: Survey, lou: Individual) -> None:
    client, browser = comes_in(Client(), lou), Browser(survey)
    asked = json.dumps({"blinded": b64(browser.blinded)})
    given = client.post(GIVE, asked, content_type="application/json").json()
    ticket = browser.finish(unb64(given["evaluated"]), unb64(given["proof"]))
    answer = sends(str(ticket))
    assert answer.status_code == 200
    assert not answer.cookies
    assert Answer.objects.get().body == SAID


@pytest.mark.parametrize(
    "body", ["", "{}", "[]", "null", '{"blinded": 3}', '{"blinded": "AA"}', '{"blinded": "é"}', "{" * 2000]
)
def test_what_is_no_request_is_refused(survey: Survey, lou: Individual, body: str) -> None:
    client = comes_in(Client(), lou)
    before = snapshot()
    answer = client.post(GIVE, body, content_type="application/json")
    assert answer.status_code == 422
    assert snapshot() == before
    assert not Ticket.objects.given_out().exists()


def test_a_refusal_says_why_and_keeps_what_was_ticked(survey: Survey, ticket: str) -> None:
    assert sends(ticket).status_code == 200
    again = sends(ticket)
    assert again.status_code == 409
    assert "a déjà servi" in again.content.decode()
    assert 'value="student" checked' in again.content.decode()
    told = Client().post(PUBLIC, {"ticket": ticket} | SAID, headers={"accept": "application/json"})
    assert told.json()["code"] == "spent"
    assert Answer.objects.count() == 1


def test_another_site_sends_the_form(survey: Survey, ticket: str) -> None:
    stranger = Client(enforce_csrf_checks=True)
    for origin in ("https://elsewhere.example", "null"):
        refused = stranger.post(PUBLIC, {"ticket": ticket} | SAID, headers={"origin": origin})
        assert refused.status_code == 403
    assert not Answer.objects.exists()
    ours = stranger.post(PUBLIC, {"ticket": ticket} | SAID, headers={"origin": "http://testserver"})
    assert ours.status_code == 200


def test_whoever_guesses_is_slowed_down_and_whoever_has_a_ticket_is_not(survey: Survey, ticket: str) -> None:
    guess = {"ticket": "0000-" * 10} | SAID
    said = [Client().post(PUBLIC, guess, headers={"accept": "application/json"}).status_code for _ in range(330)]
    assert set(said[:300]) == {409}
    assert 429 in said
    assert sends(ticket).status_code == 200


def test_much_too_much_is_refused(survey: Survey, ticket: str) -> None:
    assert sends(ticket, **{"climate.safe": "x" * 70_000}).status_code == 413
    assert sends(ticket, **{f"a.{number}": "b" for number in range(900)}).status_code == 400
    assert sends(ticket, **{"you.status": ["student", "staff"]}).status_code == 400
    assert not Answer.objects.exists()
    assert sends(ticket).status_code == 200


def test_a_draft_has_no_page_and_a_closed_one_says_so(school: School, survey: Survey, lou: Individual) -> None:
    a_survey(school, "2027")
    assert Client().get("/mines/barometre/2027/").status_code == 404
    acts.close_survey(survey)
    assert "ne prend plus de réponses" in Client().get(PUBLIC).content.decode()
    assert "Aucun baromètre" in comes_in(Client(), lou).get(MINE).content.decode()


def test_lou_comes_back_without_her_ticket(survey: Survey, lou: Individual) -> None:
    asks(lou, survey, timezone.localdate())
    assert "ne peut pas vous être redonné" in comes_in(Client(), lou).get(MINE).content.decode()


def test_helene_makes_changes_opens_prints_and_closes(school: School) -> None:
    client, today = Client(), timezone.localdate()
    of_the_mission(client, school)
    said = {"title": "Baromètre", "slug": "b", "year": 2026, "opens": today, "closes": today, "modules": []}
    assert client.post("/mines/mission/barometre/nouveau/", said).status_code == 302
    made = Survey.objects.get()
    assert made.modules == ["core"]
    assert client.post("/mines/mission/barometre/nouveau/", said).status_code == 422
    wrong = said | {"slug": "c", "closes": today - timedelta(days=1)}
    assert client.post("/mines/mission/barometre/nouveau/", wrong).status_code == 422
    at = "/mines/mission/barometre/b/"
    assert client.post(f"{at}modifier/", said | {"title": "Autre"}).status_code == 302
    assert client.post(f"{at}ouvrir/").status_code == 302
    assert client.post(f"{at}modifier/", said).status_code == 409
    printed = client.post(f"{at}papier/", {"number": 9})
    assert printed["Content-Type"] == "application/pdf"
    assert printed.content.startswith(b"%PDF")
    assert client.post(f"{at}papier/", {"number": 0}).status_code == 422
    assert client.post(f"{at}fermer/").status_code == 302
    assert "Clos" in client.get(at).content.decode()
    made.refresh_from_db()
    assert (made.title, made.papers, made.state) == ("Autre", 9, "closed")
