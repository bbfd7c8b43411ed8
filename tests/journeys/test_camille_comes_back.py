"""Camille comes back with nine words: reads, answers, adds, transmits, changes her words, takes everything back."""

import html
import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from portevoix.ground.seal.fields import b64
from portevoix.ground.seal.files import parts_of
from portevoix.ground.seal.receipt import Receipt, WrongOrder
from portevoix.ground.trail import acts as trail
from portevoix.ground.web import clock
from portevoix.sealed.streams import acts as streams
from portevoix.sealed.streams.models import Item, SealedFile, Stream
from portevoix.sealed.testimonies.models import Stage, Testimony
from tests.browser import Axe
from tests.camille import PIXEL, TEXT, Back, Writing
from tests.cast import Camille, Scene, a_school, read_by

pytestmark = pytest.mark.journey


class Returning(Camille):
    """Camille, with nine words that can be typed."""

    def __init__(self, scene: Scene) -> None:
        self.words = Receipt.make()
        super().__init__(scene, self.words)


@pytest.fixture
def scene(transactional_db: None) -> Scene:
    return a_school()


@pytest.fixture
def camille(scene: Scene) -> Returning:
    """She has testified, aside from Paul, with a picture."""
    camille = Returning(scene)
    camille.speaks(said=[camille.attaches(PIXEL, "preuve.png", "image/png")], excluded=[scene.paul])
    return camille


def words_of(camille: Returning) -> str:
    return " ".join(camille.words.words)


def ines_answers(scene: Scene, camille: Returning, text: str) -> None:
    opened = read_by(scene.ines, camille.case.hex(), scene)
    item = opened.say(scene.ines.keys.identity, "message", {"text": text})
    stream = Stream.objects.get(case=camille.case.hex(), kind="conversation")
    streams.append(stream, [item], scene.ines.keys.public)
    Testimony.objects.filter(ident=camille.case.hex()).update(stage=Stage.ANSWERED)


def test_she_reads_who_answered_and_when_and_answers_in_turn(
    page: Page, live: str, scene: Scene, camille: Returning, axe: Axe
) -> None:
    ines_answers(scene, camille, "Bonjour. Je suis Inès. Rien ne se fera sans vous.")
    back = Back(page, look=axe).comes_back(words_of(camille))
    expect(back.problems).to_be_hidden()
    expect(back.said).to_have_count(3)
    expect(back.said.first).to_contain_text("Cela m’est arrivé.")
    answer = back.said.last
    expect(answer).to_contain_text("Inès Haddad, Infirmière")
    expect(answer).to_contain_text("Rien ne se fera sans vous.")
    expect(answer.locator("time")).to_be_visible()
    next_step = page.locator("[data-steps] .now")
    expect(next_step).to_contain_text("La suite est entre vos mains, quand vous voudrez")
    page.get_by_role("button", name="Lire le dernier message").click()
    expect(answer).to_be_focused()
    expect(answer).to_be_in_viewport()
    ines_answers(scene, camille, "Il y a aussi le médecin.")
    page.get_by_role("button", name="Voir s’il y a du nouveau").click()
    expect(page.locator("[data-box-status]")).to_contain_text("Il y a du nouveau.")
    back.writes("Merci. Demain matin, si c'est possible.")
    expect(back.said.last).to_contain_text("Demain matin")
    expect(next_step).to_have_text("La cellule lit ce que vous avez ajouté, et vous répond ici")
    axe(page)
    read = read_by(scene.ines, camille.case.hex(), scene)
    read.must_be_sound()
    assert read.items[-1].body == {"text": "Merci. Demain matin, si c'est possible."}


def test_she_sees_what_was_done_what_comes_next_and_until_when(desk: Page, live: str, camille: Returning) -> None:
    back = Back(desk).comes_back(words_of(camille))
    steps = desk.locator("[data-steps] li")
    expect(steps.first).to_contain_text("Vous l’avez envoyé à la cellule")
    expect(steps.last).to_contain_text("au plus tard le")
    back.unfolds("Qui peut lire")
    people = desk.locator("[data-may-read] strong")
    expect(people).to_have_text(["Vous", "Inès Haddad", "Marc Perrin"])
    expect(desk.locator("[data-may-read]")).not_to_contain_text("Paul Renaud")
    expect(desk.locator("[data-put-aside]")).to_contain_text("Paul Renaud")


def test_a_picture_is_shown_in_place_and_any_file_can_be_saved(
    page: Page, live: str, camille: Returning, axe: Axe
) -> None:
    Back(page).comes_back(words_of(camille))
    page.get_by_role("button", name="Afficher preuve.png").click()
    picture = page.get_by_role("img", name="preuve.png")
    expect(picture).to_be_visible()
    assert picture.evaluate("(i) => i.decode().then(() => i.naturalWidth)") == 2
    axe(page)
    with page.expect_download() as download:
        page.get_by_role("button", name="Télécharger preuve.png").click()
    assert Path(download.value.path()).read_bytes() == PIXEL
    assert download.value.suggested_filename == "preuve.png"


def in_a_wrong_order(words: list[str]) -> str:
    """Two of them exchanged, so that the eight check bits see it: one exchange in 256 makes somebody else's words."""
    for at in range(8):
        typed = " ".join([*words[:at], words[at + 1], words[at], *words[at + 2 :]])
        try:
            Receipt.from_words(typed)
        except WrongOrder:
            return typed
    raise AssertionError("every exchange makes a receipt")


def test_a_wrong_word_is_named_before_anything_is_asked(page: Page, live: str, camille: Returning, axe: Axe) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.extend([] if request.method == "GET" else [request.url]))
    words = list(camille.words.words)
    slipped = [*words[:3], words[3][:2] + "qx", *words[4:]]
    back = Back(page).opens().types(" ".join(slipped)).enters()
    expect(back.wrong).to_contain_text(f"Le mot 4, « {words[3][:2]}qx »")
    axe(page)
    back.types(" ".join(words[:8])).enters()
    expect(back.wrong).to_contain_text("Pour l’instant : 8")
    back.types(in_a_wrong_order(words)).enters()
    expect(back.wrong).to_contain_text("pas ces neuf ensemble")
    assert asked == []
    near = words[3][:-1] + ("a" if words[3][-1] != "a" else "e")
    back.types(" ".join([*words[:3], near, *words[4:]]))
    page.get_by_label("Tapez-les").blur()
    back.wrong.get_by_role("button", name=words[3], exact=True).click()
    back.enters()
    back.is_in()


def test_the_eighteen_characters_open_too(desk: Page, live: str, camille: Returning) -> None:
    code = camille.words.base32
    Back(desk).comes_back(f"{code[:6]} {code[6:12]}-{code[12:].lower()}")


def test_words_that_open_nothing_are_said_to(desk: Page, live: str, scene: Scene, axe: Axe) -> None:
    Back(desk).opens().types(" ".join(Returning(scene).words.words)).enters()
    expect(desk.get_by_text("Ces neuf mots n’ouvrent rien ici")).to_be_visible()
    axe(desk)


def test_what_she_kept_she_transmits_another_day(page: Page, live: str, scene: Scene, axe: Axe) -> None:
    writing = Writing(page).has_told().goes_to_the_end()
    words = writing.keeps().receives_words()
    writing.confirms(words)
    back = Back(page, look=axe).comes_back(words)
    back.writes("Une autre chose m'est revenue.")
    expect(back.said).to_have_count(2)
    page.get_by_role("button", name="Choisir qui lit, et envoyer").click()
    axe(page)
    page.get_by_label("Paul Renaud").check()
    page.get_by_role("button", name="Envoyer à la cellule").click()
    expect(page.locator("[data-steps]")).to_contain_text("Vous l’avez envoyé à la cellule")
    testimony = Testimony.objects.get()
    read = read_by(scene.ines, testimony.ident, scene)
    read.must_be_sound()
    assert [item.body["text"] for item in read.items if item.header.kind != "title"] == [
        TEXT,
        "Une autre chose m'est revenue.",
    ]
    readers = testimony.conversation.readers.values_list("fpr", flat=True)  # type: ignore[union-attr]  # it was transmitted
    assert scene.paul.fpr.hex() not in readers


def test_two_tabs_do_not_lose_what_she_writes(desk: Page, live: str, scene: Scene) -> None:
    camille = Returning(scene)
    camille.speaks(transmit=False)
    back, other = Back(desk).comes_back(words_of(camille)), Back(desk.context.new_page()).comes_back(words_of(camille))
    other.writes("Dans l'autre.")
    expect(other.said.last).to_contain_text("Dans l'autre.")
    back.writes("Ici.")
    expect(desk.get_by_text("Autre chose est arrivé entre-temps")).to_be_visible()
    expect(back.said.last).to_contain_text("Dans l'autre.")
    desk.get_by_role("button", name="Ajouter", exact=True).click()
    expect(back.said.last).to_contain_text("Ici.")
    for page in (desk, other.page):
        page.get_by_role("button", name="Choisir qui lit, et envoyer").click()
        expect(page.locator("pv-readers [data-verified]")).to_be_visible()
    desk.get_by_role("button", name="Envoyer à la cellule").click()
    expect(desk.locator("[data-steps]")).to_contain_text("Vous l’avez envoyé à la cellule")
    other.page.get_by_role("button", name="Envoyer à la cellule").click()
    expect(other.page.get_by_text("C’était déjà envoyé")).to_be_in_viewport()
    Testimony.objects.all().delete()
    back.writes("Encore.")
    expect(desk.get_by_text("Vos neuf mots n’ouvrent plus rien ici")).to_be_visible()
    expect(desk.locator("[data-message]")).to_have_value("Encore.")


def test_whoever_she_put_aside_when_she_kept_it_stays_so_with_a_new_vault(desk: Page, live: str, scene: Scene) -> None:
    camille, former = Returning(scene), scene.paul.fpr
    camille.speaks(transmit=False, excluded=[scene.paul])
    scene.paul.makes_a_new_vault()
    scene.sign([scene.marc, scene.ines, scene.paul])
    Back(desk).comes_back(words_of(camille))
    desk.get_by_role("button", name="Choisir qui lit, et envoyer").click()
    expect(desk.get_by_label("Paul Renaud")).to_be_checked()
    desk.get_by_role("button", name="Envoyer à la cellule").click()
    expect(desk.locator("[data-steps]")).to_contain_text("Vous l’avez envoyé à la cellule")
    last = read_by(scene.ines, camille.case.hex(), scene).chain.last
    assert scene.paul.fpr not in last.granted
    assert set(last.excluded) == {former, scene.paul.fpr}


def test_she_changes_her_words_and_only_the_new_ones_open(page: Page, live: str, camille: Returning, axe: Axe) -> None:
    back = Back(page).comes_back(words_of(camille))
    back.unfolds("Changer mes neuf mots")
    page.get_by_role("button", name="Recevoir neuf autres mots").click()
    fresh = page.locator("pv-receipt ol li")
    expect(fresh).to_have_count(9)
    axe(page)
    words = fresh.all_inner_texts()
    page.get_by_role("button", name="Garder les anciens").click()
    Back(page).comes_back(words_of(camille)).unfolds("Changer mes neuf mots")
    page.get_by_role("button", name="Recevoir neuf autres mots").click()
    expect(fresh).to_have_count(9)
    words = fresh.all_inner_texts()
    page.get_by_role("button", name="Je les ai notés").click()
    number = int(page.locator("[data-face=check] h1").inner_text().split()[-1])
    page.locator("[data-word]").fill(words[number - 1])
    page.locator("[data-word]").press("Enter")
    expect(page.get_by_text("Vos neuf mots sont changés")).to_be_in_viewport()
    Back(page).opens().types(words_of(camille)).enters()
    expect(page.get_by_text("n’ouvrent rien ici")).to_be_visible()
    Back(page).comes_back(words)


def test_she_takes_everything_back(page: Page, live: str, camille: Returning, axe: Axe) -> None:
    back = Back(page).comes_back(words_of(camille))
    back.unfolds("Tout retirer")
    page.get_by_role("button", name="Ce que cela change").click()
    axe(page)
    page.get_by_role("button", name="Effacer", exact=True).click()
    expect(page.get_by_text("Cochez d’abord la case")).to_be_visible()
    assert Testimony.objects.count() == 1
    page.get_by_label("Oui, tout effacer").check()
    page.get_by_role("button", name="Effacer", exact=True).click()
    expect(page.get_by_role("heading", name="C’est effacé")).to_be_visible()
    axe(page)
    assert not Testimony.objects.exists()
    assert not Item.objects.exists()
    assert not SealedFile.objects.exists()


def has_sent_a_film(camille: Returning, name: str, size: int) -> None:
    """She has said so: its parts are not asked for here."""
    thread = camille.opens("conversation")
    film = {"file": "0" * 32, "fk": b64(b"k" * 32), "name": name, "type": "video/mp4", "size": size, "sha256": "0" * 64}
    item = thread.say(camille.reporter.identity, "file", film | {"parts": parts_of(size)})
    sent = camille.post("revenir/elements", {**camille.auth, "stream": thread.place.stream.hex(), "items": [item]})
    assert sent.status_code == 200, sent.content


def test_everything_comes_in_one_file_that_runs_nothing(
    page: Page, live: str, scene: Scene, camille: Returning
) -> None:
    has_sent_a_film(camille, "film.mp4", 70 * 2**20)
    ines_answers(scene, camille, "<script>alert(1)</script> & <b>bonjour</b>")
    back = Back(page).comes_back(words_of(camille))
    expect(page.locator("[data-proof-said]")).to_contain_text("Vérifié ici", use_inner_text=False)
    back.unfolds("Tout télécharger")
    with page.expect_download() as download:
        page.get_by_role("button", name="Télécharger", exact=True).click()
    assert "témoi" not in download.value.suggested_filename
    kept = Path(download.value.path()).read_text()
    assert kept.startswith("<!doctype html>")
    assert "<script" not in kept
    assert "default-src 'none'" in kept
    for said in ["Il m'a suivie après la soirée.", "Inès Haddad", "Infirmière", "Paul Renaud"]:
        assert said in html.unescape(kept)
    assert re.search(r'<img[^>]+src="data:image/png;base64,iVBORw0', kept)
    page.context.set_offline(True)
    opened = page.context.new_page()
    opened.set_content(kept)
    expect(opened.get_by_text("<script>alert(1)</script> & <b>bonjour</b>")).to_be_visible()
    expect(opened.locator("header")).to_contain_text("téléchargé le")
    expect(opened.locator("[data-item]", has_text="film.mp4")).to_contain_text("trop lourd pour tenir ici")
    expect(opened.get_by_role("heading")).to_have_text(
        ["Ce qui s’est dit", "Ce qui a été fait, et la suite", "Ce qui s’est dit", "Qui peut lire", "Preuve de la date"]
    )


def test_the_register_vouches_for_what_she_sent(desk: Page, live: str, camille: Returning) -> None:
    back = Back(desk).comes_back(words_of(camille))
    said = desk.locator("[data-proof-said]")
    expect(said).to_contain_text("s’est engagé", use_inner_text=False)
    trail.close_day(clock.rounded().date())
    desk.get_by_role("button", name="Voir s’il y a du nouveau").click()
    expect(desk.locator("[data-box-status]")).to_have_text("Rien de nouveau pour l’instant.")
    back.unfolds("Preuve de la date")
    expect(said).to_contain_text("inscrit au registre")
    expect(desk.locator("[data-proof-text]")).to_contain_text("tlog-proof")


def test_she_closes_it_and_nothing_is_left_in_the_page(desk: Page, live: str, camille: Returning) -> None:
    back = Back(desk).comes_back(words_of(camille))
    expect(back.said.first).to_contain_text("Il m'a suivie")
    desk.get_by_role("button", name="Refermer").click()
    expect(desk.get_by_label("Tapez-les")).to_have_value("")
    assert "suivie" not in desk.content()
    assert camille.words.words[0] not in desk.locator("body").inner_text()


def test_left_open_on_a_table_it_closes_by_itself(desk: Page, live: str, camille: Returning) -> None:
    desk.clock.install()
    back = Back(desk).comes_back(words_of(camille))
    desk.locator("[data-message]").fill("en train d'écrire")
    desk.clock.run_for("20:00")
    expect(back.said.first).to_be_visible()
    desk.locator("[data-message]").fill("")
    desk.clock.run_for("16:00")
    expect(desk.get_by_text("Refermé après 15 minutes")).to_be_visible()
    assert "suivie" not in desk.content()
