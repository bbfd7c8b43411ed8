"""What goes wrong while the cell works: nothing is lost, nothing is sent twice, nothing is shown that should not be."""

import re

import pytest
from playwright.sync_api import Page, Route, expect

from portevoix.ground.people.models import Session
from portevoix.sealed.keys.models import Vault
from portevoix.sealed.streams.models import Item
from tests.at_work import PASSPHRASE, AtWork, address, camille_in_danger, look, said_by_the_cell, signs_in, sits_down
from tests.browser import Axe
from tests.cast import Camille, Scene, a_school


@pytest.fixture
def scene(live: str) -> Scene:
    return a_school()


@pytest.fixture
def camille(scene: Scene) -> Camille:
    return camille_in_danger(scene)


def test_a_session_that_ends_while_writing_takes_nothing_away(
    phone: Page, axe: Axe, scene: Scene, camille: Camille
) -> None:
    sits_down(phone, scene.ines, scene, address(camille))
    phone.get_by_label("Votre message").fill("Un texte long, écrit lentement.")
    Session.objects.all().delete()
    phone.get_by_role("button", name="Envoyer à la personne").click()
    expect(phone.get_by_text("Votre session est terminée")).to_be_visible()
    expect(phone.get_by_role("link", name="Reconnectez-vous dans un autre onglet")).to_be_visible()
    expect(phone.get_by_label("Votre message")).to_have_value("Un texte long, écrit lentement.")
    look(phone, "9-session", axe)
    assert said_by_the_cell(camille) == []

    signs_in(phone, scene.ines, scene)
    phone.get_by_role("button", name="Envoyer à la personne").click()
    expect(phone.get_by_text("Envoyé, et conservé sur le serveur.")).to_be_visible()
    assert said_by_the_cell(camille) == ["Un texte long, écrit lentement."]


def test_a_connection_that_breaks_sends_once_what_is_sent_twice(desk: Page, scene: Scene, camille: Camille) -> None:
    sits_down(desk, scene.ines, scene, address(camille))
    desk.get_by_label("Votre message").fill("Vous êtes là ?")
    lost = []

    def lose_the_answer(route: Route) -> None:
        lost.append(route.fetch().status)
        route.abort()

    desk.route("**/elements", lose_the_answer, times=1)
    desk.get_by_role("button", name="Envoyer à la personne").click()
    expect(desk.get_by_text("Le serveur ne répond pas")).to_be_visible()
    expect(desk.get_by_label("Votre message")).to_have_value("Vous êtes là ?")
    desk.get_by_role("button", name="Envoyer à la personne").click()
    expect(desk.get_by_text("Envoyé, et conservé sur le serveur.")).to_be_visible()
    assert lost == [200]
    assert said_by_the_cell(camille) == ["Vous êtes là ?"]


def test_two_tabs_say_the_same(desk: Page, scene: Scene, camille: Camille) -> None:
    sits_down(desk, scene.ines, scene, address(camille))
    beside = desk.context.new_page()
    beside.goto(address(camille))
    beside.get_by_label("Votre phrase de passe").fill(PASSPHRASE)
    beside.keyboard.press("Enter")
    beside.get_by_label("Votre message").fill("à moitié écrit")
    desk.get_by_label("Votre message").fill("Le premier.")
    desk.get_by_role("button", name="Envoyer à la personne").click()
    expect(beside.get_by_text("Le premier.")).to_be_visible()
    expect(beside.get_by_label("Votre message")).to_have_value("à moitié écrit")
    beside.get_by_role("button", name="Envoyer à la personne").click()
    expect(desk.get_by_text("à moitié écrit")).to_be_visible()
    assert said_by_the_cell(camille) == ["Le premier.", "à moitié écrit"]


def test_two_take_up_at_once_and_the_second_is_told(phone: Page, scene: Scene, camille: Camille) -> None:
    sits_down(phone, scene.ines, scene, address(camille))
    AtWork(scene.marc, scene).does(camille.case.hex(), "prendre")
    phone.get_by_role("button", name="Prendre en charge").click()
    expect(phone.get_by_text("Marc Perrin a pris en charge cette situation avant vous.")).to_be_visible()
    expect(phone.get_by_text("Marc Perrin suit cette situation.")).to_be_visible()
    expect(phone.get_by_role("button", name="Prendre en charge")).to_be_hidden()


def test_the_first_opening_shows_progress_and_the_keys_are_kept_once(desk: Page, axe: Axe, scene: Scene) -> None:
    for _ in range(24):
        Camille(scene).speaks()
    sent: list[str] = []
    desk.on("request", lambda request: sent.append(f"{request.method} {request.url.split('/api/')[-1]}"))
    sits_down(desk, scene.ines, scene, "/cellule/")
    expect(desk.get_by_text(re.compile("Première ouverture"))).to_be_visible()
    expect(desk.get_by_role("link", name=re.compile("Il m'a suivie"))).to_have_count(24)
    expect(desk.get_by_text(re.compile("Première ouverture"))).to_be_hidden()
    desk.wait_for_timeout(2_000)
    assert [one for one in sent if "acces" in one or "PUT" in one] == ["POST acces", "PUT trousseau"]
    assert Vault.objects.get(fpr=scene.ines.fpr.hex()).keyring_counter == 1
    sent.clear()
    desk.reload()
    expect(desk.get_by_role("link", name=re.compile("Il m'a suivie"))).to_have_count(24)
    assert not [one for one in sent if "acces" in one]


def test_after_a_departure_the_next_words_are_sealed_with_another_key(
    phone: Page, axe: Axe, scene: Scene, camille: Camille
) -> None:
    case = camille.case.hex()
    scene.sign([scene.marc, scene.paul])
    sits_down(phone, scene.marc, scene, address(camille))
    expect(phone.get_by_text("Ces personnes ont quitté l’annuaire")).to_be_visible()
    look(phone, "14-gone", axe)
    phone.get_by_label("Votre message").fill("Inès n'est plus là ; je prends la suite.")
    phone.get_by_role("button", name="Envoyer à la personne").click()
    expect(phone.get_by_text("Envoyé, et conservé sur le serveur.")).to_be_visible()
    expect(phone.get_by_text("Ces personnes ont quitté l’annuaire")).to_be_hidden()
    assert Item.objects.get(kind="message").epoch == 1
    assert said_by_the_cell(camille) == ["Inès n'est plus là ; je prends la suite."]
    assert AtWork(scene.ines, scene).page(case).status_code == 404


def test_closing_the_vault_hides_what_was_opened_and_keeps_what_is_typed(
    desk: Page, scene: Scene, camille: Camille
) -> None:
    sits_down(desk, scene.ines, scene, address(camille))
    desk.get_by_label("Votre message").fill("à moitié")
    desk.get_by_role("button", name="Fermer le coffre").click()
    expect(desk.get_by_label("Votre phrase de passe")).to_be_visible()
    assert "J'ai peur" not in desk.content()
    assert "suivie" not in desk.content()
    desk.get_by_label("Votre phrase de passe").fill(PASSPHRASE)
    desk.keyboard.press("Enter")
    expect(desk.get_by_text("J'ai peur.")).to_be_visible()
    expect(desk.get_by_label("Votre message")).to_have_value("à moitié")
