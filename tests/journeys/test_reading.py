"""Somebody reads before deciding anything: on a phone, in the dark, very large, by keyboard, without JavaScript."""

import pytest
from playwright.sync_api import Page, expect

from portevoix.campus.care.acts import load_services
from portevoix.ground.schools.models import School
from tests.browser import DESK, PHONE, Axe, OpenPage
from tests.cast import a_school

PAGES = [
    "/",
    "/mines/",
    "/mines/limites/",
    "/mines/donnees/",
    "/mines/accessibilite/",
    "/quitter/comment/",
    "/nulle/part/",
    "/en/mines/",
]
LEAST_CONTRAST = 7.0
"""The contrast text is asked to have here, where axe asks for 4.5."""

FAINT = """(least) => {
  const rgb = (text) => { const m = text.match(/[\\d.]+/g).map(Number); return { c: m.slice(0, 3), a: m[3] ?? 1 }; };
  const light = (c) => c.map((v) => v / 255).map((v) => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)
    .reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
  const behind = (e) => { for (; e; e = e.parentElement) {
    const b = rgb(getComputedStyle(e).backgroundColor); if (b.a === 1) return b.c; } return [255, 255, 255]; };
  const faint = [];
  for (const e of document.querySelectorAll("body *")) {
    const text = [...e.childNodes].filter((n) => n.nodeType === 3).map((n) => n.textContent.trim()).join("");
    if (!text || !e.checkVisibility()) continue;
    const [a, b] = [light(rgb(getComputedStyle(e).color).c), light(behind(e))].sort((x, y) => y - x);
    const ratio = (a + 0.05) / (b + 0.05);
    if (ratio < least) faint.push(`${ratio.toFixed(2)} ${text.slice(0, 60)}`);
  }
  return faint;
}"""


@pytest.fixture(autouse=True)
def _mines(live: str) -> None:
    load_services()
    a_school()
    School.objects.update(name="École des mines de Valmont", answer_source="charte")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_every_page_suits_everyone(open_page: OpenPage, axe: Axe, size: dict[str, int], scheme: str) -> None:
    page = open_page(size, color_scheme=scheme)
    for address in PAGES:
        page.goto(address)
        page.evaluate("document.querySelectorAll('details').forEach((more) => { more.open = true; })")
        axe(page)
        assert page.evaluate(FAINT, LEAST_CONTRAST) == [], address


@pytest.mark.parametrize("width", [320, 360])
def test_at_four_times_the_size_nothing_is_cut(open_page: OpenPage, width: int) -> None:
    """1 280 pixels enlarged to 400 % leave 320."""
    page = open_page({"width": width, "height": 256})
    for address in PAGES:
        page.goto(address)
        page.evaluate("document.querySelectorAll('details').forEach((more) => { more.open = true; })")
        assert page.evaluate("document.documentElement.scrollWidth") <= width, address


def test_every_thing_to_touch_is_large_enough(phone: Page) -> None:
    for address in PAGES:
        phone.goto(address)
        small = phone.evaluate(
            """[...document.querySelectorAll("a, button, summary, input")].filter((e) => e.checkVisibility()
              && getComputedStyle(e).display !== "inline" && !e.classList.contains("skip")
              && e.getBoundingClientRect().height < 47.5).map((e) => e.outerHTML)"""
        )
        assert small == [], address


def test_camille_finds_help_in_the_first_screen_of_her_phone(phone: Page) -> None:
    phone.goto("/mines/")
    for name in ("17 police", "112 Europe", "15 SAMU", "114 par SMS"):
        expect(phone.get_by_role("main").get_by_role("link", name=name)).to_be_in_viewport(ratio=1)
    expect(phone.get_by_role("link", name="Témoigner")).to_be_in_viewport()
    expect(phone).to_have_title("Espace étudiant · École des mines de Valmont")


def test_by_keyboard_alone_and_without_javascript(open_page: OpenPage) -> None:
    page = open_page(DESK, java_script_enabled=False)
    page.goto("/mines/")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Quitter vite", exact=True)).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Aller au contenu")).to_be_focused()
    expect(page.get_by_role("link", name="Aller au contenu")).to_be_in_viewport()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.get_by_role("main").get_by_role("link", name="17 police")).to_be_focused()
    more = page.get_by_text("D’autres lignes et lieux")
    more.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("link", name="3018", exact=True)).to_be_visible()
    page.get_by_role("link", name="Besoin d’aide maintenant").press("Enter")
    expect(page.get_by_role("heading", name="Parler à quelqu’un maintenant")).to_be_in_viewport()
    page.get_by_role("link", name="English").press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("You can talk about it here")
    expect(page.locator("html")).to_have_attribute("lang", "en")


def test_on_paper_the_words_stay_and_the_buttons_go(desk: Page) -> None:
    desk.goto("/mines/limites/")
    desk.emulate_media(media="print")
    expect(desk.get_by_role("heading", name="Qui peut lire ce que vous écrivez")).to_be_visible()
    expect(desk.locator("a.exit")).to_be_hidden()


def test_nothing_is_fetched_from_elsewhere_and_nothing_is_kept(desk: Page, live: str) -> None:
    asked: list[str] = []
    desk.on("request", lambda request: asked.append(request.url))
    for address in PAGES:
        desk.goto(address)
    assert [url for url in asked if not url.startswith(live)] == []
    assert desk.context.cookies() == []
    assert desk.evaluate("localStorage.length + sessionStorage.length") == 0
    assert desk.evaluate("window.crossOriginIsolated")


def test_another_site_cannot_put_a_page_in_a_frame(
    desk: Page, live: str, neutral: str, expected_errors: list[str]
) -> None:
    expected_errors.append("Content Security Policy")
    desk.goto(neutral)
    desk.evaluate(
        """(address) => { const f = document.createElement("iframe"); f.src = address; document.body.append(f); }""",
        f"{live}/mines/",
    )
    desk.wait_for_timeout(1000)
    framed = [frame for frame in desk.frames if frame != desk.main_frame]
    assert all("Témoigner" not in frame.content() for frame in framed)
