"""Lou asks for a way in, gets a letter, and comes in once."""

import re
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.core import mail
from django.test import Client
from django_tasks_db.models import DBTaskResult

from portevoix import timetable
from portevoix.ground.people.tests.persona import work
from portevoix.ground.population import acts, entrance
from portevoix.ground.population.models import Individual, Link, Visit
from portevoix.ground.population.tests.persona import a_campus, comes_in, someone
from portevoix.ground.schools.models import School

pytestmark = pytest.mark.django_db


@pytest.fixture
def mines() -> School:
    return a_campus()


@pytest.fixture
def lou(mines: School) -> Individual:
    return someone(mines, "Lou Martin", email="lou@mines.example")


def asks(client: Client, email: str = "lou@mines.example", then: str = "", **more: str) -> str:
    """Type an address; where the answer leads."""
    answer = client.post("/mines/entrer/", {"email": email, "suite": then}, **more)  # type: ignore[arg-type]  # headers, by their names in WSGI
    return str(answer["Location"])


def link_in_the_letter() -> str:
    work()
    found = re.search(r"https?://[^/]+(/\S+)", str(mail.outbox[-1].body))
    assert found is not None
    return found[1]


def test_lou_comes_in_by_the_link_of_the_letter(lou: Individual) -> None:
    client = Client()
    sent = asks(client, "  LOU@mines.example ", "/mines/moi/?de=agenda")
    assert "un e-mail vient d’y partir" in client.get(sent).content.decode()
    link = link_in_the_letter()
    page = client.get(link)
    assert "Lou Martin" in page.content.decode()
    assert not Visit.objects.exists()
    answer = client.post(link)
    assert answer["Location"] == "/mines/moi/?de=agenda"
    assert "lou@mines.example" in client.get("/mines/moi/").content.decode()


def test_a_program_that_reads_letters_does_not_use_the_link_up(lou: Individual) -> None:
    asks(Client())
    link = link_in_the_letter()
    for _ in range(3):
        assert Client().get(link).status_code == 200
        assert Client().head(link).status_code == 200
    assert Client().post(link).status_code == 302


def test_used_outdated_and_unknown_links_get_the_same_page(lou: Individual) -> None:
    asks(Client())
    used = link_in_the_letter()
    Client().post(used)
    asks(Client())
    old = link_in_the_letter()
    with time_machine.travel(datetime.now(UTC) + timedelta(minutes=21), tick=False):
        pages = [getattr(Client(), how)(link) for link in (used, old, f"{used[:-3]}00/") for how in ("get", "post")]
    assert {page.status_code for page in pages} == {404}
    assert len({page.content.replace(page.wsgi_request.path.encode(), b"") for page in pages}) == 1
    assert Visit.objects.count() == 1


def test_the_link_of_another_school_opens_nothing_here(lou: Individual) -> None:
    a_campus("ponts")
    asks(Client())
    assert Client().post(link_in_the_letter().replace("/mines/", "/ponts/")).status_code == 404


def test_someone_who_has_left_since_does_not_come_in(lou: Individual) -> None:
    asks(Client())
    link = link_in_the_letter()
    lou.left = datetime.now(UTC).date()
    lou.save()
    assert Client().post(link).status_code == 404
    assert not Visit.objects.exists()


def test_whether_an_address_is_on_the_lists_cannot_be_told(lou: Individual) -> None:
    """The same bytes, and the same rows written."""
    seen = []
    for email in ("lou@mines.example", "paul@mines.example"):
        before = Link.objects.count(), DBTaskResult.objects.count()
        answer = Client().post("/mines/entrer/", {"email": email})
        after = Link.objects.count(), DBTaskResult.objects.count()
        grown = tuple(more - less for more, less in zip(after, before, strict=True))
        seen.append((answer.status_code, answer["Location"], answer.content, dict(answer.cookies), grown))
    assert seen[0] == seen[1]
    work()
    assert [letter.to for letter in mail.outbox] == [["lou@mines.example"]]


def test_no_address_that_nobody_has_is_kept(mines: School) -> None:
    asks(Client(), "someone.else@example.org")
    kept = [str(row) for model in (Link, DBTaskResult) for row in model.objects.values()]
    assert not any("someone.else" in row for row in kept)


def test_no_table_holds_the_code(lou: Individual) -> None:
    asks(Client())
    code = Link.objects.get().code
    kept = [str(row) for model in (Link, DBTaskResult) for row in model.objects.values()]
    assert not any(code in row for row in kept)


def test_the_letter_says_nothing_of_what_is_done_here(lou: Individual) -> None:
    asks(Client())
    link_in_the_letter()
    said = f"{mail.outbox[0].subject} {mail.outbox[0].body}".lower()
    for word in ("violence", "sexis", "vss", "témoign", "écoute", "signal", "cellule", "victime", "prévention"):
        assert word not in said


def test_the_letter_is_in_the_language_of_the_page(lou: Individual) -> None:
    Client().post("/en/mines/entrer/", {"email": lou.email})
    assert link_in_the_letter().startswith("/en/mines/moi/entrer/")
    assert "twenty minutes" in str(mail.outbox[0].body)


def test_someone_fills_lous_letter_box(lou: Individual) -> None:
    pages = {asks(Client()) for _ in range(8)}
    work()
    assert len(pages) == 1
    assert len(mail.outbox) == 3


def test_a_lecture_hall_comes_in_at_once_and_a_machine_does_not(mines: School, monkeypatch: pytest.MonkeyPatch) -> None:
    assert entrance.AT_ONCE >= 500
    monkeypatch.setattr(entrance, "AT_ONCE", 5)
    answers = [Client().post("/mines/entrer/", {"email": f"{n}@mines.example"}).status_code for n in range(8)]
    assert answers[:5] == [302] * 5
    assert answers[-1] == 429


@pytest.mark.parametrize(
    "elsewhere",
    [
        "https://evil.example/mines/moi/",
        "//evil.example/mines/moi/",
        "/\\evil.example/mines/moi/",
        "/mines/moi/../../compte/",
        "/mines/moi/%2e%2e/temoigner/",
        "/ponts/moi/",
        "/mines/temoigner/",
        "/mines/moi/nowhere/",
        "/mines/moi/sortir/",
        "/mines/moi/\r\nSet-Cookie: a=b",
        "javascript:alert(1)",
        "/mines/moi//evil.example",
    ],
)
def test_coming_in_never_leads_elsewhere(lou: Individual, elsewhere: str) -> None:
    asks(Client(), then=elsewhere)
    assert Client().post(link_in_the_letter())["Location"] == "/mines/moi/"


def test_a_page_of_ones_own_asks_to_come_in_first_and_is_found_again(lou: Individual) -> None:
    client = Client()
    led = client.get("/mines/moi/?de=agenda", follow=True)
    assert 'value="/mines/moi/?de=agenda"' in led.content.decode()


def test_a_form_sent_after_a_month_leads_back_to_its_page(lou: Individual) -> None:
    said = {"Referer": "https://testserver/mines/moi/?de=agenda", "Origin": "http://testserver"}
    answer = Client().post("/mines/moi/sortir/partout/", headers=said)
    assert answer["Location"] == "/mines/entrer/?suite=%2Fmines%2Fmoi%2F"


def test_the_one_who_signs_out_everywhere_is_out_on_her_phone_too(lou: Individual) -> None:
    phone, desk = comes_in(Client(), lou), comes_in(Client(), lou)
    assert desk.get("/mines/moi/").content.decode().count("Depuis le") == 2
    desk.post("/mines/moi/sortir/partout/")
    assert phone.get("/mines/moi/").status_code == desk.get("/mines/moi/").status_code == 302


def test_the_clock_forgets_old_visits_and_links(lou: Individual) -> None:
    asks(Client())
    comes_in(Client(), lou)
    timetable.forget_visits()
    assert (Visit.objects.count(), Link.objects.count()) == (1, 1)
    acts.forget(datetime.now(UTC) + timedelta(hours=1))
    assert (Visit.objects.count(), Link.objects.count()) == (1, 0)
    acts.forget(datetime.now(UTC) + timedelta(days=31))
    assert not Visit.objects.exists()


def test_another_site_cannot_make_lous_browser_do_anything(lou: Individual) -> None:
    browser = comes_in(Client(enforce_csrf_checks=True), lou)
    for said in ({}, {"Origin": "https://evil.example"}, {"Origin": "null", "Sec-Fetch-Site": "same-origin"}):
        answer = browser.post("/mines/moi/sortir/partout/", headers=said)
        assert answer.status_code == 403
    assert Visit.objects.exists()
    assert browser.post("/mines/moi/sortir/partout/", headers={"Origin": "http://testserver"}).status_code == 302
    assert not Visit.objects.exists()


def test_pages_of_ones_own_leave_no_cookie_that_others_receive(lou: Individual) -> None:
    client = comes_in(Client(), lou)
    for address in ("/mines/moi/", "/mines/entrer/", "/mines/entrer/envoye/"):
        assert not client.get(address).cookies


def test_the_post_office_is_closed_for_a_moment(lou: Individual, monkeypatch: pytest.MonkeyPatch) -> None:
    asks(Client())
    with monkeypatch.context() as moment:
        moment.setattr("django.core.mail.EmailMessage.send", lambda _letter: (_ for _ in ()).throw(OSError()))
        work()
    assert mail.outbox == []
    with time_machine.travel(datetime.now(UTC) + timedelta(minutes=2), tick=False):
        work()
    assert [letter.to for letter in mail.outbox] == [[lou.email]]
