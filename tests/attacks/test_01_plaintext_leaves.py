"""Attack 1: what Camille writes is looked for in everything that leaves her browser and everything the server keeps."""

import base64
import sys
from collections.abc import Iterator
from io import StringIO
from typing import Any
from urllib.parse import quote

import pytest
from django.core import mail
from django.core.mail import EmailMessage
from playwright.sync_api import Page, Request, expect

from portevoix.ground.people.tests.persona import work
from portevoix.sealed.testimonies.models import Testimony
from tests.attacks.world import everything_stored
from tests.browser import OpenPage
from tests.camille import PIXEL, Back, Writing
from tests.cast import Scene, a_school

pytestmark = pytest.mark.journey

SENTINEL = "zébrure-quetzal-7319"
PLACES = ["text", "perceived", "where", "when", "wish", "avoid", "contact"]


def disguises(secret: str) -> set[bytes]:
    """The secret as it stands, and in the clothes it might leave in."""
    raw = secret.encode()
    found = {raw, raw.hex().encode(), quote(secret).encode(), secret.encode("utf-16-le"), secret.encode("utf-16-be")}
    found.add(secret.encode("ascii", "backslashreplace").replace(b"\\x", b"\\u00"))
    for shift in range(3):
        inner = base64.b64encode(b"\0" * shift + raw)[4 if shift else 0 : -4]
        found |= {inner, inner.replace(b"+", b"-").replace(b"/", b"_")}
    return found


def test_the_search_finds_each_disguise() -> None:
    looked_for = disguises(SENTINEL)
    for prefix in (b"", b"a", b"ab"):
        hidden = base64.urlsafe_b64encode(prefix + SENTINEL.encode() + b"tail")
        assert any(one in hidden for one in looked_for)
    assert any(one in f'{{"text": "{SENTINEL}"}}'.encode() for one in looked_for)


class Watch:
    """Everything that leaves a browser, as bytes."""

    def __init__(self, page: Page) -> None:
        self.requests: list[Request] = []
        self.seen: list[bytes] = []
        page.context.on("request", lambda request: self.requests.append(request))
        page.context.on("console", lambda message: self.seen.append(message.text.encode()))
        page.on("websocket", lambda socket: self.seen.append(b"a socket was opened: " + SENTINEL.encode()))
        page.on("dialog", lambda dialog: self.seen.append(dialog.message.encode()))

    def left(self) -> Iterator[bytes]:
        yield from self.seen
        for request in self.requests:
            yield request.url.encode()
            yield repr(request.all_headers()).encode()
            yield request.post_data_buffer or b""


@pytest.fixture
def scene(transactional_db: None) -> Scene:
    return a_school()


def kept_on_the_device(page: Page) -> bytes:
    kept: str = page.evaluate(
        """async () => JSON.stringify([
          {...localStorage}, {...sessionStorage}, document.cookie, history.state, location.href, document.title, name,
          await indexedDB.databases(), await caches.keys(),
          (await navigator.serviceWorker?.getRegistrations() ?? []).length,
        ])"""
    )
    return (kept + repr(page.context.cookies())).encode()


def must_not_hold(secrets: list[str], where: Iterator[bytes] | list[bytes], what: str) -> None:
    looked_for = {(secret, disguise) for secret in secrets for disguise in disguises(secret)}
    for place in where:
        for secret, disguise in looked_for:
            assert disguise not in place, f"{secret} is in {what}: {place[:300]!r}"


def fills_everything(writing: Writing) -> None:
    page = writing.page
    for name in PLACES:
        page.locator(f"[data-answer={name}]").evaluate(
            "(field, text) => { field.value = text; field.dispatchEvent(new Event('input', { bubbles: true })) }",
            f"{SENTINEL} {name}",
        )
    for box in page.locator("[data-adds]").all():
        box.evaluate("(box) => { box.checked = true; box.dispatchEvent(new Event('change', { bubbles: true })) }")


def test_nothing_leaves_before_she_sends_and_nothing_in_clear_afterwards(
    open_page: OpenPage, live: str, scene: Scene, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    printed = StringIO()
    monkeypatch.setattr(sys, "stderr", printed)
    caplog.set_level("DEBUG")
    page = open_page()
    watch = Watch(page)
    writing = Writing(page).goes_to_the_text()
    fills_everything(writing)
    writing.adds({"name": f"{SENTINEL}.png", "mimeType": "image/png", "buffer": PIXEL + SENTINEL.encode()})
    writing.goes_to_the_end()
    page.wait_for_load_state("networkidle")
    assert {request.method for request in watch.requests} == {"GET"}
    assert [request.url for request in watch.requests if not request.url.startswith(live)] == []

    words = writing.sends().receives_words()
    page.locator("pv-receipt summary").click()
    code = page.locator("[data-code]").inner_text().replace(" ", "")
    writing.confirms(words)
    back = Back(page).comes_back(words)
    expect(back.said.first).to_contain_text(SENTINEL)
    back.writes(f"{SENTINEL} encore")
    expect(back.said.last).to_contain_text("encore")
    page.get_by_role("button", name=f"Afficher {SENTINEL}.png").click()
    on_the_device = kept_on_the_device(page)
    page.get_by_role("button", name="Refermer").click()

    secrets = [SENTINEL, " ".join(words), "-".join(words), code]
    assert any(b'"streams"' in place for place in watch.left()), "the search must see what is sent"
    must_not_hold(secrets, watch.left(), "what left the browser")
    must_not_hold(secrets, [on_the_device, kept_on_the_device(page)], "what the device keeps")
    must_not_hold(secrets, [page.content().encode()], "the closed page")
    assert on_the_device.startswith(b'[{},{},"",')
    assert [header for request in watch.requests for header in request.all_headers() if header == "cookie"] == []

    work()
    assert Testimony.objects.count() == 1
    must_not_hold(secrets, list(everything_stored()), "what the server keeps")
    must_not_hold(secrets, [printed.getvalue().encode(), caplog.text.encode()], "the logs")
    must_not_hold(secrets, [letter.message().as_bytes() for letter in outbox()], "the letters")


def outbox() -> list[Any]:
    letters: list[EmailMessage] = getattr(mail, "outbox", [])
    assert letters, "those who listen were told that something is waiting"
    return letters


def test_nothing_leaves_when_she_changes_her_mind(open_page: OpenPage, live: str, scene: Scene, neutral: str) -> None:
    page = open_page()
    watch = Watch(page)
    writing = Writing(page).goes_to_the_text()
    fills_everything(writing)
    writing.adds({"name": "preuve.png", "mimeType": "image/png", "buffer": PIXEL})
    writing.goes_to_the_end()
    page.locator("a.exit").click()
    page.wait_for_url(neutral)
    must_not_hold([SENTINEL], watch.left(), "what left the browser")
    assert not Testimony.objects.exists()


def test_the_testimony_she_keeps_tells_the_server_nothing_either(open_page: OpenPage, live: str, scene: Scene) -> None:
    page = open_page()
    watch = Watch(page)
    writing = Writing(page).goes_to_the_text()
    fills_everything(writing)
    words = writing.goes_to_the_end().keeps().receives_words()
    must_not_hold([SENTINEL, " ".join(words)], watch.left(), "what left the browser")
    must_not_hold([SENTINEL, " ".join(words)], list(everything_stored()), "what the server keeps")


def test_no_field_offers_its_text_to_the_browser_s_own_helpers(open_page: OpenPage, live: str, scene: Scene) -> None:
    """Spelling and prediction may be done on other people's machines; a form could be sent by a script that fails."""
    page = open_page()
    for address in ("/mines/temoigner/", "/mines/revenir/"):
        page.goto(address)
        fields = page.locator("textarea, input:not([type=radio], [type=checkbox], [type=file])")
        assert fields.count()
        for field in fields.all():
            assert field.get_attribute("spellcheck") == "false"
            assert field.get_attribute("writingsuggestions") == "false"
            assert field.get_attribute("autocomplete") == "off"
        assert page.locator("form :is(input, textarea, select)").count() == 0
        assert page.locator("form:not([method=dialog])").count() == 0
