"""Camille's browser runs no program: she testifies, comes back, answers, transmits and withdraws with plain pages."""

import os
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from portevoix.ground.trail.models import Line
from portevoix.sealed.streams import acts as streams
from portevoix.sealed.streams.models import Record, Stream
from portevoix.sealed.testimonies.models import Testimony
from tests.browser import DESK, PHONE, Axe, OpenPage
from tests.camille import Back
from tests.cast import Scene, a_school, read_by

TEXT = "Il a fermé la porte du labo.\nJ'ai eu peur."
SIZES = pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])


@pytest.fixture
def mines(live: str) -> Scene:
    return a_school()


def shot(page: Page, name: str) -> None:
    """A picture for whoever wants to look, when a folder is named."""
    if folder := os.environ.get("PORTEVOIX_SHOTS"):
        page.screenshot(path=Path(folder) / f"plain-{name}-{page.viewport_size['width']}.png", full_page=True)  # type: ignore[index]  # every page here has a size


def words_on(page: Page) -> str:
    return " ".join(page.locator(".receipt li").all_inner_texts())


@SIZES
def test_camille_does_everything_without_javascript(mines: Scene, open_page: OpenPage, size: dict[str, int]) -> None:
    page = open_page(size, java_script_enabled=False)
    page.goto("/mines/sans-javascript/")
    shot(page, "write")
    page.get_by_label("Ce qui s’est passé, avec vos mots").fill(TEXT)
    page.get_by_label("Où", exact=True).fill("Au labo")
    page.get_by_label("Paul Renaud").check()
    page.get_by_role("button", name="Chiffrer et envoyer").click()
    shot(page, "receipt")
    words = words_on(page)
    assert len(words.split()) == 9

    case = Testimony.objects.get().ident
    thread = read_by(mines.ines, case, mines)
    answer = thread.say(mines.ines.keys.identity, "message", {"text": "Merci. Voulez-vous que nous en parlions ?"})
    streams.append(Stream.objects.get(), [answer], mines.ines.keys.public)

    page.get_by_role("link", name="Revenir avec mes neuf mots").click()
    page.get_by_label("Vos neuf mots").fill(words.replace(" ", "\n").upper())
    page.get_by_role("button", name="Ouvrir").click()
    shot(page, "mailbox")
    expect(page.get_by_text("Il a fermé la porte du labo.").first).to_be_visible()
    expect(page.get_by_text("Merci. Voulez-vous que nous en parlions ?")).to_be_visible()
    expect(page.get_by_text("Peuvent lire")).not_to_contain_text("Paul")
    page.get_by_label("Écrire autre chose").fill("Oui, jeudi.")
    page.get_by_role("button", name="Chiffrer et envoyer").click()
    expect(page.get_by_text("Oui, jeudi.")).to_be_visible()
    assert read_by(mines.ines, case, mines).items[-1].body == {"text": "Oui, jeudi."}

    page.get_by_text("Retirer votre témoignage").click()
    page.get_by_label("Oui, tout effacer pour toujours").check()
    page.get_by_role("button", name="Retirer", exact=True).click()
    shot(page, "gone")
    expect(page.get_by_role("heading", name="Votre témoignage est retiré")).to_be_visible()
    assert not Testimony.objects.exists()
    assert page.context.cookies() == []


def test_kept_for_herself_then_sent(mines: Scene, open_page: OpenPage) -> None:
    page = open_page(PHONE, java_script_enabled=False)
    page.goto("/mines/sans-javascript/")
    page.get_by_label("Ce qui s’est passé, avec vos mots").fill(TEXT)
    page.get_by_label("Le garder pour moi").check()
    page.get_by_role("button", name="Chiffrer et envoyer").click()
    words = words_on(page)
    page.get_by_role("link", name="Revenir avec mes neuf mots").click()
    page.get_by_label("Vos neuf mots").fill(words)
    page.get_by_role("button", name="Ouvrir").click()
    shot(page, "kept")
    expect(page.get_by_text("Vous seul·e pouvez le lire.")).to_be_visible()
    page.get_by_text("L’envoyer à la cellule").click()
    page.get_by_role("button", name="Envoyer à la cellule").click()
    expect(page.get_by_text("Peuvent lire")).to_contain_text("Inès Haddad")


def test_with_javascript_again_a_new_key_is_made_and_other_words_are_offered(
    mines: Scene, open_page: OpenPage, axe: Axe
) -> None:
    """The first time the network breaks in the middle: nothing is lost, and the next visit makes the key."""
    page = open_page(PHONE, java_script_enabled=False)
    page.goto("/mines/sans-javascript/")
    page.get_by_label("Ce qui s’est passé, avec vos mots").fill(TEXT)
    page.get_by_label("Paul Renaud").check()
    page.get_by_role("button", name="Chiffrer et envoyer").click()
    words = words_on(page)
    case = Testimony.objects.get().ident

    page = open_page(PHONE)
    page.route("**/revenir/acces", lambda route: route.abort())
    back = Back(page).comes_back(words)
    saw = page.locator("[data-server-saw]")
    expect(saw).to_contain_text("notre site a vu le texte et les neuf mots")
    expect(saw).not_to_contain_text("nouvelle clé", use_inner_text=True)
    expect(back.said).to_have_count(1)
    assert Record.objects.count() == 1

    page.unroute("**/revenir/acces")
    back = Back(page).comes_back(words)
    expect(saw).to_contain_text("avec une nouvelle clé, faite sur votre appareil", use_inner_text=True)
    expect(back.problems).to_be_hidden()
    shot(page, "renewed")
    axe(page)
    assert Line.objects.filter(kind="reporter changed access").count() == 1
    back.writes("Maintenant c’est mieux.")
    expect(back.said.last).to_contain_text("Maintenant c’est mieux.")
    read = read_by(mines.ines, case, mines)
    read.must_be_sound()
    assert [record.reason for record in read.chain.records] == ["open", "rekey"]
    assert read.items[-1].body == {"text": "Maintenant c’est mieux."}
    assert mines.paul.fpr in read.chain.last.excluded

    saw.get_by_role("button", name="Recevoir neuf autres mots").click()
    fresh = page.locator("pv-receipt ol li")
    expect(fresh).to_have_count(9)
    others = fresh.all_inner_texts()
    page.get_by_role("button", name="Je les ai notés").click()
    number = int(page.locator("[data-face=check] h1").inner_text().split()[-1])
    page.locator("[data-word]").fill(others[number - 1])
    page.locator("[data-word]").press("Enter")
    expect(saw).to_contain_text("les premiers n’ouvrent plus rien", use_inner_text=True)
    expect(saw.get_by_role("button")).to_be_hidden()

    page = open_page(PHONE, java_script_enabled=False)
    page.goto("/mines/sans-javascript/revenir/")
    page.get_by_label("Vos neuf mots").fill(" ".join(others))
    page.get_by_role("button", name="Ouvrir").click()
    expect(page.get_by_text("Maintenant c’est mieux.")).to_be_visible()


def test_a_wrong_word_is_shown_where_it_is(mines: Scene, open_page: OpenPage) -> None:
    page = open_page(PHONE, java_script_enabled=False)
    page.goto("/mines/sans-javascript/revenir/")
    page.get_by_label("Vos neuf mots").fill("un deux trois quatre cinq six sept huit neuf")
    page.get_by_role("button", name="Ouvrir").click()
    shot(page, "wrong")
    expect(page.get_by_text("n’est pas dans la liste")).to_be_visible()
    expect(page.get_by_label("Vos neuf mots")).to_have_value("un deux trois quatre cinq six sept huit neuf")


@SIZES
def test_its_pages_suit_everyone(mines: Scene, open_page: OpenPage, axe: Axe, size: dict[str, int]) -> None:
    page = open_page(size)
    for address in ("/mines/sans-javascript/", "/mines/sans-javascript/revenir/", "/en/mines/sans-javascript/"):
        page.goto(address)
        page.evaluate("document.querySelectorAll('details').forEach((more) => { more.open = true; })")
        axe(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]
    page.goto("/mines/sans-javascript/")
    page.get_by_role("button", name="Chiffrer et envoyer").click()
    axe(page)
    page.get_by_label("Ce qui s’est passé, avec vos mots").fill(TEXT)
    page.get_by_role("button", name="Chiffrer et envoyer").click()
    axe(page)
    words = words_on(page)
    page.get_by_role("link", name="Revenir avec mes neuf mots").click()
    page.get_by_label("Vos neuf mots").fill("un deux")
    page.get_by_role("button", name="Ouvrir").click()
    axe(page)
    page.get_by_label("Vos neuf mots").fill(words)
    page.get_by_role("button", name="Ouvrir").click()
    page.evaluate("document.querySelectorAll('details').forEach((more) => { more.open = true; })")
    axe(page)
