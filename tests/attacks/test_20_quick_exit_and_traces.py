"""Attack 20: somebody takes the device from Camille's hands just after she has left, and looks for where she was.

What leaving does is told in `journeys/test_leaving.py`; here is what remains.
"""

import pytest
from playwright.sync_api import Page

from portevoix.ground.seal.receipt import Receipt
from tests.browser import PHONE, OpenPage
from tests.camille import Back, Writing
from tests.cast import Camille, a_school

pytestmark = pytest.mark.journey

WRITTEN = "abricot bambou cerise"
PUBLIC = [
    "/",
    "/mines/",
    "/mines/limites/",
    "/mines/donnees/",
    "/mines/temoigner/",
    "/quitter/comment/",
    "/nulle/part/",
]


@pytest.fixture(autouse=True)
def _mines(live: str) -> None:
    from tests.cast import a_school

    a_school()


def leave(page: Page, neutral: str) -> None:
    page.locator("a.exit").click()
    page.wait_for_url(neutral)


def test_the_back_key_leads_past_the_page_she_left(page: Page, neutral: str) -> None:
    page.goto(neutral + "before")
    page.goto("/mines/limites/")
    leave(page, neutral)
    page.go_back()
    page.wait_for_url(neutral + "before")


def test_without_javascript_the_back_key_asks_the_server_again_and_shows_nothing_typed(
    open_page: OpenPage, neutral: str
) -> None:
    page = open_page(PHONE, java_script_enabled=False)
    page.goto("/mines/sans-javascript/revenir/")
    page.locator("main [name=words]").first.fill(WRITTEN)
    leave(page, neutral)
    page.go_back()
    page.wait_for_url("**/mines/sans-javascript/revenir/")
    assert page.locator("main [name=words]").first.input_value() == ""


def test_without_javascript_what_she_was_writing_is_not_given_back(open_page: OpenPage, neutral: str) -> None:
    a_school("arts")
    page = open_page(PHONE, java_script_enabled=False)
    page.goto("/arts/sans-javascript/")
    page.locator("main textarea").first.fill(WRITTEN)
    leave(page, neutral)
    page.go_back()
    page.wait_for_url("**/arts/sans-javascript/")
    assert page.locator("main textarea").first.input_value() == ""
    assert page.context.cookies() == []


def test_storage_and_cookies_are_empty(desk: Page, neutral: str) -> None:
    desk.goto("/mines/")
    desk.evaluate("localStorage.setItem('left', 'behind'); document.cookie = 'session=x; path=/'")
    leave(desk, neutral)
    desk.wait_for_timeout(500)
    assert desk.context.cookies() == []
    desk.goto("/mines/")
    assert desk.evaluate("localStorage.getItem('left')") is None
    assert desk.evaluate("indexedDB.databases().then((all) => all.length)") == 0
    assert desk.evaluate("caches.keys().then((all) => all.length)") == 0


def test_the_cache_no_longer_holds_the_files_of_the_site(desk: Page, neutral: str) -> None:
    desk.goto("/mines/")
    sheet = desk.evaluate("document.querySelector('link[rel=stylesheet]').href")
    kept = "(url) => fetch(url, { cache: 'only-if-cached', mode: 'same-origin' }).then((r) => r.status, () => 0)"
    assert desk.evaluate(kept, sheet) == 200
    leave(desk, neutral)
    desk.wait_for_timeout(1000)
    desk.goto("/.well-known/portevoix-log/key")  # the same origin, and no stylesheet
    assert desk.evaluate(kept, sheet) != 200


def test_titles_and_icon_in_the_history_say_nothing_of_the_subject(desk: Page) -> None:
    for address in PUBLIC:
        desk.goto(address)
        assert desk.title() in {"Espace étudiant", "Espace étudiant · École mines"}, address
        icon = desk.locator("link[rel=icon]").get_attribute("href")
        assert icon is not None
        assert "portevoix" not in icon.lower()


def test_no_field_offers_what_was_typed_before(desk: Page) -> None:
    for address in ("/mines/temoigner/", "/mines/revenir/", "/mines/sans-javascript/"):
        desk.goto(address)
        for field in desk.locator("input:not([type=radio], [type=checkbox], [type=hidden]), textarea").all():
            own, form = field.get_attribute("autocomplete"), field.locator("xpath=ancestor::form").first
            inherited = form.get_attribute("autocomplete") if form.count() else None
            assert "off" in {own, inherited}, f"{address}: {field.evaluate('(e) => e.outerHTML')}"


@pytest.mark.parametrize("how", ["button", "Escape"])
def test_what_she_was_writing_is_gone_and_the_back_key_does_not_bring_the_page_back(
    page: Page, neutral: str, how: str
) -> None:
    asked: list[str] = []
    page.on("dialog", lambda dialog: asked.append(dialog.type))
    page.goto(neutral + "before")
    Writing(page).has_told(WRITTEN)
    if how == "button":
        page.locator("a.exit").click()
    else:
        for _ in range(3):
            page.keyboard.press("Escape")
    page.wait_for_url(neutral)
    assert asked == []
    page.go_back()
    page.wait_for_url(neutral + "before")


def test_an_opened_mailbox_is_gone_with_it(open_page: OpenPage, neutral: str) -> None:
    words = Receipt.make()
    Camille(a_school("arts"), words).speaks()
    page = open_page(PHONE)
    Back(page, school="arts").comes_back(" ".join(words.words))
    page.locator("a.exit").click()
    page.wait_for_url(neutral)
    page.go_back()
    page.wait_for_load_state()
    assert "suivie" not in page.content()
    assert not any(word in page.locator("body").inner_text().split() for word in words.words)


def test_an_opened_mailbox_leaves_nothing_on_the_device(open_page: OpenPage, live: str) -> None:
    words = Receipt.make()
    Camille(a_school("arts"), words).speaks()
    page = open_page(PHONE)
    Back(page, school="arts").comes_back(" ".join(words.words))
    kept = "[Object.keys(localStorage), Object.keys(sessionStorage), document.cookie, (await caches.keys()).length]"
    assert page.evaluate(f"async () => {kept}") == [[], [], "", 0]
    page.reload()
    assert "suivie" not in page.content()
    assert page.get_by_label("Tapez-les").input_value() == ""
