"""Camille cannot use a mouse, or sees little: the keyboard alone, a page four times larger, colours of her own."""

import pytest
from playwright.sync_api import Page, expect

from portevoix.sealed.testimonies.models import Testimony
from tests.browser import OpenPage
from tests.camille import TEXT, Back, Writing
from tests.cast import Scene, a_school

pytestmark = pytest.mark.journey


@pytest.fixture
def scene(transactional_db: None) -> Scene:
    return a_school()


def tab_to(page: Page, name: str, most: int = 40) -> None:
    """Press Tab until what has this name, as a screen reader says it, has the focus."""
    for _ in range(most):
        page.keyboard.press("Tab")
        if (
            page.get_by_role("button", name=name)
            .or_(page.get_by_role("textbox", name=name))
            .or_(page.get_by_role("checkbox", name=name))
            .locator("visible=true")
            .first.evaluate("(e) => e === document.activeElement")
        ):
            return
    raise AssertionError(f"Tab never reached {name}")


def test_she_writes_sends_and_comes_back_with_the_keyboard_alone(desk: Page, live: str, scene: Scene) -> None:
    keyboard = desk.keyboard
    writing = Writing(desk).opens()
    tab_to(desk, "Commencer")
    keyboard.press("Enter")
    writing.is_asked("Pour qui")
    keyboard.press("Tab")
    keyboard.press("ArrowDown")
    expect(desk.get_by_role("radio", name="J’ai vu ou entendu")).to_be_checked()
    tab_to(desk, "Continuer")
    keyboard.press("Enter")
    writing.is_asked("danger")
    tab_to(desk, "Passer")
    keyboard.press("Space")
    writing.is_asked("Ce que vous avez vu")
    keyboard.press("Tab")
    keyboard.type(TEXT)
    tab_to(desk, "J’ai dit l’essentiel")
    keyboard.press("Enter")
    writing.is_asked("Qui ne doit pas lire")
    expect(desk.locator("pv-readers [data-verified]")).to_be_visible()
    tab_to(desk, "Paul Renaud")
    keyboard.press("Space")
    expect(desk.get_by_role("checkbox", name="Paul Renaud")).to_be_checked()
    tab_to(desk, "Continuer")
    keyboard.press("Enter")
    writing.is_asked("Envoyer, ou garder")
    tab_to(desk, "Envoyer à la cellule")
    keyboard.press("Enter")
    words = writing.receives_words()
    tab_to(desk, "Je les ai notés")
    keyboard.press("Enter")
    heading = desk.locator("[data-face=check] h1")
    expect(heading).to_be_focused()
    keyboard.press("Tab")
    keyboard.type(words[int(heading.inner_text().split()[-1]) - 1])
    keyboard.press("Enter")
    expect(desk.locator("[data-place=end] h1")).to_be_focused()
    assert Testimony.objects.get().conversation is not None

    back = Back(desk).opens()
    tab_to(desk, "Tapez-les dans l’ordre")
    keyboard.type(" ".join(words))
    keyboard.press("Enter")
    back.is_in()
    expect(desk.locator("[data-place=box] h1")).to_be_focused()
    tab_to(desk, "Répondre")
    keyboard.type("J'étais avec une amie.")
    tab_to(desk, "Envoyer")
    keyboard.press("Enter")
    expect(back.said.last).to_contain_text("J'étais avec une amie.")


@pytest.mark.parametrize("size", [{"width": 320, "height": 256}, {"width": 360, "height": 740}], ids=["400%", "phone"])
def test_nothing_is_cut_off_sideways(open_page: OpenPage, live: str, scene: Scene, size: dict[str, int]) -> None:
    page = open_page(size)

    def fits(page: Page) -> None:
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), page.locator(
            "h1:visible"
        ).inner_text()
        if (arrived := page.locator("h1:focus")).count():
            expect(arrived).to_be_in_viewport(ratio=1)

    writing = Writing(page, look=fits).has_told("mot " * 40 + "trèslong" * 30).goes_to_the_end().sends()
    words = writing.receives_words()
    writing.confirms(words)
    back = Back(page, look=fits).comes_back(words)
    for title in ["Qui peut lire", "Tout télécharger", "Preuve de la date", "Changer mes neuf mots", "Tout retirer"]:
        back.unfolds(title)


def test_colours_of_her_own_keep_what_matters_visible(open_page: OpenPage, live: str, scene: Scene) -> None:
    def can_be_seen(page: Page) -> None:
        for element in page.locator("a.exit, .button, .choice, .receipt, .bubble").locator("visible=true").all():
            ink, paper, edge = element.evaluate(
                "(e) => { const s = getComputedStyle(e); return [s.color, s.backgroundColor, s.borderTopWidth] }"
            )
            assert ink != paper, element.inner_text()
            assert edge != "0px" or "link" in (element.get_attribute("class") or ""), element.inner_text()

    page = open_page(forced_colors="active", color_scheme="dark", reduced_motion="reduce")
    writing = Writing(page, look=can_be_seen).has_told().goes_to_the_end().sends()
    words = writing.receives_words()
    writing.confirms(words)
    Back(page, look=can_be_seen).comes_back(words)
