"""Camille's first visit, at two in the morning on a slow network: little to fetch, and she can begin at once."""

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser import PHONE, OpenPage
from tests.camille import Writing
from tests.cast import Scene, a_school

pytestmark = pytest.mark.journey

REQUESTS = 8
"""In how many pieces a page may come."""


@pytest.fixture
def scene(transactional_db: None) -> Scene:
    return a_school()


# Bytes, compressed, headers included. Coming back weighs more: it opens, verifies, and seals what one adds.
@pytest.mark.parametrize(("address", "most"), [("/mines/temoigner/", 60_000), ("/mines/revenir/", 72_000)])
def test_all_of_it_is_small_and_comes_in_few_pieces(
    open_page: OpenPage, live: str, scene: Scene, address: str, most: int
) -> None:
    page = open_page(PHONE)
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    weighed: list[float] = []
    session.on("Network.loadingFinished", lambda event: weighed.append(event["encodedDataLength"]))
    page.goto(address)
    page.wait_for_load_state("networkidle")
    expect(page.locator("[data-notice]")).to_be_hidden()
    assert len(weighed) <= REQUESTS
    assert sum(weighed) <= most, sorted(weighed)


def test_she_begins_before_what_seals_has_arrived(phone: Page, live: str, scene: Scene) -> None:
    held: list[Route] = []
    phone.route("**/bundle/seal.*.js", lambda route: held.append(route))
    writing = Writing(phone).opens()
    writing.begins()
    writing.goes_on("danger")
    writing.goes_on("avec vos mots")
    writing.tells()
    phone.get_by_role("button", name="J’ai dit l’essentiel").click()
    expect(phone.get_by_text("Vérification de la liste")).to_be_visible()
    expect(phone.locator("[data-notice]")).to_be_hidden()
    held[0].continue_()
    expect(phone.locator("pv-readers [data-verified]")).to_be_visible()
    writing.goes_on("Envoyer, ou garder")
    writing.sends().receives_words()


def test_two_visitors_are_given_the_same_bytes(open_page: OpenPage, live: str, scene: Scene) -> None:
    for address in ("/mines/temoigner/", "/mines/revenir/"):
        given = set()
        for language in ("fr-FR", "en-GB"):
            page = open_page(PHONE, locale=language)
            page.goto("/mines/limites/")
            answer = page.goto(address)
            assert answer
            assert answer.header_value("set-cookie") is None
            given.add(answer.body())
        assert len(given) == 1
