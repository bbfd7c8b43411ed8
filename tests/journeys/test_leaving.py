"""Somebody comes into the room: Camille leaves the page at once."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser import PHONE, Axe, OpenPage

pytestmark = pytest.mark.journey


@pytest.fixture
def school() -> None:
    from portevoix.ground.schools.models import Cell, School

    School.objects.create(slug="mines", name="Mines", cell=Cell.objects.create(name="Cellule"))


def arrived(page: Page, neutral: str) -> None:
    page.wait_for_url(neutral)
    expect(page.get_by_role("heading")).to_have_text("Beau temps")


def test_the_button_is_in_view_wherever_she_has_scrolled(page: Page, live: str, school: None, neutral: str) -> None:
    page.goto("/mines/limites/")
    page.mouse.wheel(0, 100_000)
    page.evaluate("scrollTo(0, document.body.scrollHeight)")
    button = page.locator("a.exit")
    expect(button).to_be_in_viewport(ratio=1)
    box = button.bounding_box()
    assert box
    assert box["height"] >= 44
    button.click()
    arrived(page, neutral)


def test_the_first_tab_key_reaches_it(page: Page, live: str, school: None, neutral: str) -> None:
    page.goto("/mines/")
    page.keyboard.press("Tab")
    expect(page.locator("a.exit")).to_be_focused()
    page.keyboard.press("Enter")
    arrived(page, neutral)


def test_escape_three_times_from_anywhere(page: Page, live: str, school: None, neutral: str) -> None:
    page.goto("/mines/")
    for _ in range(2):
        page.keyboard.press("Escape")
    page.wait_for_timeout(300)
    assert page.url == f"{live}/mines/"
    page.keyboard.press("Escape")
    arrived(page, neutral)


def test_two_escapes_and_another_key_leave_her_where_she_is(desk: Page, live: str, school: None) -> None:
    desk.goto("/mines/")
    for key in ["Escape", "Escape", "a", "Escape"]:
        desk.keyboard.press(key)
    desk.wait_for_timeout(500)
    assert desk.url == f"{live}/mines/"


def test_the_other_tabs_leave_with_it(open_page: OpenPage, live: str, school: None, neutral: str) -> None:
    one = open_page()
    other = one.context.new_page()
    one.goto("/mines/")
    other.goto("/mines/limites/")
    one.locator("a.exit").click()
    arrived(one, neutral)
    arrived(other, neutral)


def test_the_screen_is_empty_even_when_the_network_is_gone(desk: Page, live: str, school: None) -> None:
    desk.goto("/mines/")
    desk.route("**/*", lambda route: route.abort())
    desk.evaluate("addEventListener('beforeunload', (event) => event.preventDefault())")
    desk.locator("a.exit").click()
    desk.wait_for_timeout(300)
    assert "Mines" not in desk.content()


def test_without_javascript_the_button_still_leaves(open_page: OpenPage, live: str, school: None, neutral: str) -> None:
    page = open_page(PHONE, java_script_enabled=False)
    page.goto("/mines/")
    page.locator("a.exit").click()
    arrived(page, neutral)
    assert page.context.cookies() == []


def test_the_page_that_explains_it_suits_everyone(page: Page, live: str, axe: Axe) -> None:
    page.goto("/quitter/comment/")
    axe(page)
