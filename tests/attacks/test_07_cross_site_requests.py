"""Attack 7: another site makes Marc's browser act in his name, with the session that he has open here.

His browser sends the cookie along from any port of the same machine, so only the token and the origin are in the way.
"""

import json
import re
from collections.abc import Iterator, Mapping
from functools import cache
from http.cookies import SimpleCookie
from typing import Any

import pytest
from django.conf import settings
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils.translation import gettext
from playwright.sync_api import Request, expect

from portevoix.ground.people.tests.persona import PASSWORD, sign_in
from portevoix.ground.population.tests.persona import comes_in, someone
from tests.attacks.world import snapshot
from tests.browser import DESK, OpenPage
from tests.cast import Camille, Scene, a_school
from tests.live import another_site

Said = Mapping[str, str]
NOTHING: Said = {}
UNSAFE = ["POST", "PUT", "PATCH", "DELETE"]
REPORTER = re.compile(r"^/mines/(sans-javascript|api)/")
"""The reporter has no session here: there is nothing that another site could use."""
OWN = re.compile(r"^(/en)?/mines/(moi|entrer|barometre|concours/jury)/")
"""Students, staff, jurors and whoever answers a survey have no token: its cookie would reach the pages where people
testify. Origin is judged."""
HARMLESS = {"/quitter/"}
"""Whatever sends you there, you land on the weather; nothing is done."""


def addresses(patterns: list[Any], before: str = "/") -> Iterator[str]:
    """Every address there is, with something in the place of each variable."""
    for pattern in patterns:
        address = before + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from addresses(pattern.url_patterns, address)
        elif isinstance(pattern, URLPattern):
            filled = address.replace("<slug:school>", "mines").replace("<sheet:kind>", "ods")
            filled = re.sub(r"<period:\w+>", "2021-2024", filled)
            filled = re.sub(r"<(?:(?:int|number):\w+|number)>", "0", filled)
            yield re.sub(r"<[^>]+>", "ab" * 16, filled)


@cache
def guarded() -> tuple[str, ...]:
    """Every address that a session opens."""
    everywhere = addresses(get_resolver().url_patterns)
    return tuple(sorted({one for one in everywhere if not REPORTER.match(one) and one not in HARMLESS}))


def with_a_token() -> list[str]:
    """Those of members and of the mission."""
    return [address for address in guarded() if not OWN.match(address)]


@pytest.fixture
def mines(db: None) -> Scene:
    return a_school()


@pytest.fixture
def marc(mines: Scene) -> Client:
    """Marc's browser, signed in, with a token of his own."""
    return signed_in(mines)


def signed_in(scene: Scene) -> Client:
    person = scene.marc.person
    person.set_password(PASSWORD)
    person.save()
    client = sign_in(Client(), person)
    client.get("/compte/")
    return client


@cache
def asking() -> Client:
    """One for all requests: making it reads every static file's name again."""
    return Client(enforce_csrf_checks=True)


def send(
    client: Client, method: str, address: str, *, token: bool, secure: bool = False, said: Said = NOTHING
) -> HttpResponse:
    """The same request each time, but for what a browser or another site puts around it. Nothing of it remains."""
    hers = asking()
    hers.cookies = SimpleCookie({name: cookie.value for name, cookie in client.cookies.items()})
    headers = dict(said)
    if token:
        headers["X-CSRFToken"] = client.cookies[settings.CSRF_COOKIE_NAME].value
    door = "/api/" in address
    content, kind = ("{}", "application/json") if door else ("x=1", "application/x-www-form-urlencoded")
    with transaction.atomic():
        answer: Any = hers.generic(method, address, content, content_type=kind, headers=headers, secure=secure)
        transaction.set_rollback(True)
    return answer  # type: ignore[no-any-return]  # what a test client gives


def is_stopped(answer: HttpResponse) -> bool:
    """Whether it is the check of origin and token that said no."""
    said = answer.content.decode()
    return answer.status_code == 403 and ('"forbidden"' in said or gettext("This form was open for too long") in said)


def methods(address: str) -> list[str]:
    """A page takes forms, or the parts of a film; a door for JSON might take anything."""
    return UNSAFE if "/api/" in address else UNSAFE[:2]


@pytest.mark.walk
def test_without_the_token_nothing_is_done_anywhere(marc: Client) -> None:
    assert len(with_a_token()) > 40
    done = []
    for address in with_a_token():
        for method in methods(address):
            alone, with_token = (send(marc, method, address, token=token) for token in (False, True))
            not_there = alone.status_code == with_token.status_code == 405
            if is_stopped(with_token) or not (is_stopped(alone) or not_there):
                done.append((method, address, alone.status_code, with_token.status_code))
    assert done == []


@pytest.mark.parametrize(
    "origin", ["https://evil.example", "null", "http://testserver:8001", "http://testserver.evil.example"]
)
@pytest.mark.walk
def test_with_the_token_but_from_elsewhere_nothing_is_done(marc: Client, origin: str) -> None:
    for address in guarded():
        answer = send(marc, "POST", address, token=True, said={"Origin": origin})
        assert is_stopped(answer) or answer.status_code == 405, address
    assert not is_stopped(send(marc, "POST", "/compte/deconnexion/", token=True, said={"Origin": "http://testserver"}))


def test_without_saying_whence_nothing_is_done_on_the_pages_of_students(mines: Scene) -> None:
    own, lou = [address for address in guarded() if OWN.match(address)], comes_in(Client(), someone(mines.school))
    done = set()
    for address in own:
        for said in (NOTHING, {"Sec-Fetch-Site": "same-site"}, {"Origin": "null", "Sec-Fetch-Site": "same-origin"}):
            answer = send(lou, "POST", address, token=False, said=said)
            assert is_stopped(answer) or answer.status_code == 405, address
        if not is_stopped(send(lou, "POST", address, token=False, said={"Origin": "http://testserver"})):
            done.add(address)
    assert {"/mines/entrer/", "/mines/moi/sortir/", "/mines/moi/sortir/partout/"} <= done


def test_under_https_a_request_that_does_not_say_whence_it_comes_is_refused(marc: Client) -> None:
    assert is_stopped(send(marc, "POST", "/compte/deconnexion/", token=True, secure=True))
    said = {"Referer": "https://testserver/compte/"}
    assert not is_stopped(send(marc, "POST", "/compte/deconnexion/", token=True, secure=True, said=said))


def test_the_token_of_somebody_else_is_none(marc: Client, mines: Scene) -> None:
    other = Client()
    other.get("/compte/connexion/")
    token = {"X-CSRFToken": other.cookies[settings.CSRF_COOKIE_NAME].value}
    assert is_stopped(send(marc, "POST", "/compte/deconnexion/", token=False, said=token))


def test_nobody_is_signed_in_by_another_site(mines: Scene) -> None:
    """Else Inès would write her notes in the account of whoever made that page."""
    person = mines.marc.person
    person.set_password(PASSWORD)
    person.save()
    there = Client(enforce_csrf_checks=True)
    answer: Any = there.post("/compte/connexion/", {"login": person.email, "password": PASSWORD})
    assert is_stopped(answer)
    assert settings.SESSION_COOKIE_NAME not in there.cookies


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x"])
def test_what_a_form_of_another_site_can_send_is_no_testimony(mines: Scene, kind: str) -> None:
    camille = Camille(mines)
    deposit, before = camille.deposit(), snapshot()
    answer = camille.client.generic("POST", "/mines/api/temoignages", json.dumps(deposit), content_type=kind)
    assert answer.status_code == 415
    asked = {"origin": "https://evil.example", "access-control-request-method": "POST"}
    answer = camille.client.options("/mines/api/temoignages", headers=asked)
    assert not any(name.lower().startswith("access-control") for name in answer.headers)
    assert snapshot() == before


# One page, as another site would write it: forms in frames, requests with the session, requests that want the answer.
EVIL = """<!doctype html><meta charset=utf-8><title>evil</title><body><script>
const home = "%s", addresses = %s;
const frames = addresses.flatMap((address) => ["text/plain", "application/x-www-form-urlencoded"].map((kind) => {
  const [frame, form, field] = ["iframe", "form", "input"].map((name) => document.createElement(name));
  frame.name = address + kind;
  Object.assign(form, { method: "post", action: home + address, enctype: kind, target: frame.name });
  Object.assign(field, { name: "role", value: "lead" });
  form.append(field);
  document.body.append(frame, form);
  const loaded = new Promise((resolve) => { frame.onload = resolve; setTimeout(resolve, 3000); });
  form.submit();
  return loaded;
}));
const outcome = (asking) => asking.then((answer) => answer.type, () => "blocked");
const json = { "Content-Type": "application/json" };
const all = addresses.flatMap((address) => [
  outcome(fetch(home + address, { method: "POST", mode: "no-cors", credentials: "include", body: "{}" })),
  outcome(fetch(home + address, { method: "POST", credentials: "include", headers: json, body: "{}" })),
  outcome(fetch(home + address, { method: "PUT", credentials: "include", body: "x" })),
  outcome(fetch(home + address, { credentials: "include" })),
]);
Promise.all(frames).then(() => Promise.all(all)).then((answers) => { window.answers = answers; });
</script>"""
AIMED_AT = [
    "/compte/deconnexion/",
    "/compte/sessions/fermer/",
    "/compte/mot-de-passe/",
    "/cellule/membres/",
    "/cellule/api/coffre",
    "/cellule/api/trousseau",
    "/cellule/api/annuaire",
    "/mines/api/temoignages",
]


@pytest.fixture
def evil(live: str) -> Iterator[str]:
    """Another site, on another port of the same machine."""
    with another_site(EVIL % (live, json.dumps(AIMED_AT))) as address:
        yield address


@pytest.mark.journey
def test_a_page_on_another_port_does_nothing_in_marcs_browser(
    live: str, evil: str, open_page: OpenPage, expected_errors: list[str]
) -> None:
    expected_errors.append("frame-ancestors")
    scene = a_school()
    marc = signed_in(scene)
    page = open_page(DESK)
    for name in (settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME):
        page.context.add_cookies([{"name": name, "value": marc.cookies[name].value, "url": live, "sameSite": "Strict"}])
    page.goto("/cellule/membres/")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    before = snapshot()

    sent: list[Request] = []
    page.on("request", lambda request: sent.append(request))
    page.goto(evil)
    page.wait_for_function("window.answers", timeout=20_000)
    posted = [request for request in sent if request.method in UNSAFE and request.url.startswith(live)]
    assert len(posted) >= 3 * len(AIMED_AT), "the other site sent next to nothing"
    answered = [(request, answer) for request in posted if (answer := request.response())]
    assert any(settings.SESSION_COOKIE_NAME in request.all_headers().get("cookie", "") for request, _ in answered)
    assert {answer.status for _, answer in answered} <= {403, 405, 415}
    assert set(page.evaluate("window.answers")) == {"blocked"}, "an answer was read"

    assert snapshot() == before
    page.goto("/cellule/membres/")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    assert page.url == f"{live}/cellule/membres/", "Marc is still signed in"
