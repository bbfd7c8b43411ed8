"""The network fails, the answer is lost, a file breaks, a finger presses twice: one testimony, and nothing lost."""

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect

from portevoix.ground.schools.models import Cell, School
from portevoix.sealed.streams.models import SealedFile
from portevoix.sealed.testimonies.models import Testimony
from tests.browser import Axe, OpenPage, sent_by
from tests.camille import PIXEL, TEXT, Back, Writing
from tests.cast import Scene, a_school, read_by

pytestmark = pytest.mark.journey


@pytest.fixture
def scene(transactional_db: None) -> Scene:
    return a_school()


def loses_the_network(page: Page) -> None:
    page.context.set_offline(True)
    page.evaluate(
        "new Promise((told) => navigator.onLine ? addEventListener('offline', told, { once: true }) : told())"
    )


def test_without_a_network_her_text_waits_in_the_page(page: Page, live: str, scene: Scene) -> None:
    writing = Writing(page).has_told().goes_to_the_end()
    loses_the_network(page)
    writing.sends()
    expect(writing.trouble).to_contain_text("Il n’y a pas de connexion")
    expect(page.get_by_role("heading", name="Ce n’est pas envoyé")).to_be_visible()
    page.get_by_role("button", name="Revenir à mon texte").click()
    writing.is_asked("Envoyer, ou garder")
    writing.still_has()
    writing.sends()
    expect(writing.trouble).to_contain_text("Il n’y a pas de connexion")
    page.context.set_offline(False)
    expect(writing.trouble).to_contain_text("La connexion est revenue")
    page.get_by_role("button", name="Renvoyer").click()
    writing.confirms(writing.receives_words())
    assert Testimony.objects.count() == 1


def test_an_answer_that_is_lost_makes_no_second_testimony(desk: Page, live: str, scene: Scene, axe: Axe) -> None:
    lost: list[str] = []

    def lose(route: Route) -> None:
        route.fetch()
        lost.append(route.request.post_data or "")
        route.abort()

    desk.route("**/api/temoignages", lose, times=1)
    writing = Writing(desk).has_told().goes_to_the_end().sends()
    expect(writing.trouble).to_contain_text("n’a pas pu être joint")
    expect(desk.get_by_text("Il est peut-être arrivé")).to_be_visible()
    expect(desk.get_by_role("heading", name="L’envoi n’est pas certain")).to_be_visible()
    expect(desk.get_by_role("button", name="Revenir à mon texte")).to_be_hidden()
    axe(desk)
    with desk.expect_request("**/api/temoignages") as again:
        desk.get_by_role("button", name="Renvoyer").click()
    assert again.value.post_data == lost[0]
    words = writing.receives_words()
    assert Testimony.objects.count() == 1
    Back(desk).comes_back(words)


@pytest.mark.parametrize(
    ("status", "body", "sentence"),
    [
        (503, "<h1>down</h1>", "ne répond pas comme il devrait"),
        (500, '{"code": "broken", "sentence": "x"}', "cassé de notre côté"),
        (409, '{"code": "conflict", "sentence": "x"}', "a déjà autre chose à cette place"),
        (413, '{"code": "too_large", "sentence": "x"}', "trop lourd"),
        (422, '{"code": "malformed", "sentence": "x"}', "n’a pas compris"),
        (429, '{"code": "slow", "sentence": "x"}', "Trop de demandes"),
        (403, "no", "a refusé cet envoi"),
    ],
)
def test_each_refusal_is_said_and_keeps_the_text(
    desk: Page, live: str, scene: Scene, status: int, body: str, sentence: str
) -> None:
    desk.route("**/api/temoignages", lambda route: route.fulfill(status=status, body=body), times=1)
    writing = Writing(desk).has_told().goes_to_the_end().sends()
    expect(writing.trouble).to_contain_text(sentence)
    writing.still_has()
    assert Testimony.objects.count() == 0


def test_two_presses_send_one_testimony(phone: Page, live: str, scene: Scene) -> None:
    posts = sent_by(phone)
    writing = Writing(phone).has_told().goes_to_the_end()
    phone.get_by_role("button", name="Envoyer à la cellule").dblclick()
    writing.receives_words()
    assert len(posts) == 1
    assert Testimony.objects.count() == 1


def test_neither_another_tab_nor_a_reload_sends_it_again(open_page: OpenPage, live: str, scene: Scene) -> None:
    one = open_page()
    writing = Writing(one).has_told()
    other = one.context.new_page()
    Writing(other).goes_to_the_text()
    expect(other.locator("[data-answer=text]")).to_have_value("")
    writing.goes_to_the_end().sends().receives_words()
    one.reload()
    expect(one.locator("[data-answer=text]")).to_have_value("")
    assert Testimony.objects.count() == 1


def test_when_many_arrive_her_device_works_a_little_first(phone: Page, live: str, scene: Scene, settings: Any) -> None:
    settings.DEPOSITS_WITHOUT_WORK = 0.5
    writing = Writing(phone).has_told().goes_to_the_end().sends()
    writing.receives_words()
    assert Testimony.objects.count() == 1


def test_a_text_that_is_too_long_is_kept_whole_and_says_by_how_much(
    desk: Page, live: str, scene: Scene, axe: Axe
) -> None:
    long = "é" * 50_012
    writing = Writing(desk).has_told(long)
    expect(desk.locator("[data-too-long=text]")).to_contain_text("12 caractères de trop")
    axe(desk)
    writing.goes_to_the_end()
    expect(desk.locator("[data-send=conversation]")).to_be_disabled()
    expect(desk.get_by_text("L’une de vos réponses est trop longue")).to_be_visible()
    writing.still_has(long)


def to_the_files(writing: Writing) -> None:
    for question in ["revient", "Où et quand", "voudriez", "surtout pas", "18 ans", "joindre", "photos"]:
        writing.goes_on(question)


def to_the_end(writing: Writing) -> None:
    writing.goes_on("Qui ne doit pas lire")
    expect(writing.page.locator("pv-readers [data-verified]")).to_be_visible()
    writing.goes_on("Envoyer, ou garder")


def test_files_that_cannot_go_are_refused_before_anything_is_sent(
    desk: Page, live: str, scene: Scene, axe: Axe, tmp_path: Path
) -> None:
    writing = Writing(desk).has_told()
    to_the_files(writing)
    huge = tmp_path / "film.mp4"
    with huge.open("wb") as file:
        file.truncate(100 * 1024 * 1024 + 1)
    said = desk.locator("pv-files [data-trouble]")
    desk.locator("pv-files input[type=file]").set_input_files(huge)
    expect(said).to_contain_text("film.mp4 est trop lourd\u00a0: 100\u00a0Mo au plus")
    axe(desk)
    writing.adds({"name": "rien.png", "mimeType": "image/png", "buffer": b""})
    expect(said).to_contain_text("rien.png est vide")
    writing.adds(
        {"name": "page.html", "mimeType": "text/html", "buffer": b"<p>"},
        {"name": "dessin.svg", "mimeType": "image/svg+xml", "buffer": b"<svg/>"},
    )
    expect(said).to_contain_text("page.html n’est ni une image")
    expect(said).to_contain_text("dessin.svg n’est ni une image")
    expect(desk.locator("pv-files li")).to_have_count(0)


def test_a_file_that_breaks_off_goes_on_where_it_stopped(desk: Page, live: str, scene: Scene, tmp_path: Path) -> None:
    sound = tmp_path / "message.m4a"
    sound.write_bytes(bytes(range(256)) * (20 * 4096))
    arrived: list[str] = []
    broken: list[str] = []

    def put(route: Route) -> None:
        number = route.request.url.rsplit("/", 1)[1]
        if number == "1" and not broken:
            broken.append(number)
            route.fulfill(status=507, body='{"code": "full", "sentence": "x"}')
        else:
            arrived.append(number)
            route.continue_()

    desk.clock.install()
    desk.route("**/api/fichiers/**", put)
    writing = Writing(desk).has_told()
    to_the_files(writing)
    desk.locator("pv-files input[type=file]").set_input_files(sound)
    to_the_end(writing)
    writing.sends()
    expect(desk.locator("[data-sending-files] progress")).to_be_visible()
    desk.clock.run_for("00:02")
    words = writing.receives_words()
    assert sorted(arrived) == ["0", "1", "2"]
    back = Back(desk).comes_back(words)
    with desk.expect_download() as download:
        back.page.get_by_role("button", name="Télécharger message.m4a").click()
    assert Path(download.value.path()).read_bytes() == sound.read_bytes()


def test_a_file_that_never_arrives_can_be_left_out(desk: Page, live: str, scene: Scene) -> None:
    desk.clock.install()
    desk.route("**/api/fichiers/**", lambda route: route.abort())
    writing = Writing(desk).has_told()
    to_the_files(writing)
    writing.adds({"name": "preuve.png", "mimeType": "image/png", "buffer": PIXEL})
    to_the_end(writing)
    writing.sends()
    for _ in range(8):
        desk.clock.run_for("00:09")
        desk.wait_for_timeout(50)
    expect(writing.trouble).to_contain_text("n’a pas pu être joint")
    desk.get_by_role("button", name="Revenir à mon texte").click()
    for question in ["Qui ne doit pas lire", "photos"]:
        desk.get_by_role("button", name="Retour").click()
        writing.is_asked(question)
    desk.get_by_role("button", name="Retirer preuve.png").click()
    to_the_end(writing)
    writing.sends().receives_words()
    assert not SealedFile.objects.claimed().exists()


def test_a_photo_may_leave_its_place_and_time_behind(desk: Page, live: str, scene: Scene) -> None:
    desk.goto("/mines/temoigner/")
    drawn = desk.evaluate(
        """async () => {
          const canvas = document.createElement("canvas");
          canvas.width = canvas.height = 8;
          canvas.getContext("2d").fillRect(0, 0, 8, 8);
          const blob = await new Promise((resolve) => canvas.toBlob(resolve, "image/jpeg"));
          return [...new Uint8Array(await blob.arrayBuffer())];
        }"""
    )
    exif = b"Exif\0\0" + b"GPS 45.4397 N 4.3872 E"
    photo = bytes(drawn[:2]) + b"\xff\xe1" + (len(exif) + 2).to_bytes(2, "big") + exif + bytes(drawn[2:])
    writing = Writing(desk).has_told()
    to_the_files(writing)
    writing.adds({"name": "IMG_20260314.jpg", "mimeType": "image/jpeg", "buffer": photo})
    writing.adds({"name": "IMG_telle_quelle.jpg", "mimeType": "image/jpeg", "buffer": photo})
    desk.evaluate(
        """() => {
          const draw = createImageBitmap, slow = new Promise((go) => (goesOn = go));
          let times = 0;
          createImageBitmap = (...what) => slow.then(() => times++ ? draw(...what) : Promise.reject(new Error()));
        }"""
    )
    clean = desk.get_by_label("Enlever le lieu, l’heure et l’appareil").first
    clean.check()
    to_the_end(writing)
    writing.sends()
    desk.evaluate("goesOn()")
    expect(desk.get_by_text("IMG_20260314.jpg n’a pas pu être nettoyée")).to_be_visible()
    assert Testimony.objects.count() == 0
    clean.check()
    to_the_end(writing)
    words = writing.sends().receives_words()
    Back(desk).comes_back(words)
    saved = {}
    for name in ["photo-1.jpg", "IMG_telle_quelle.jpg"]:
        with desk.expect_download() as download:
            desk.get_by_role("button", name=f"Télécharger {name}").click()
        saved[name] = Path(download.value.path()).read_bytes()
    assert b"GPS" not in saved["photo-1.jpg"]
    assert saved["photo-1.jpg"].startswith(b"\xff\xd8")
    assert saved["IMG_telle_quelle.jpg"] == photo


def test_someone_leaves_the_cell_while_she_writes(desk: Page, live: str, scene: Scene, axe: Axe) -> None:
    writing = Writing(desk).has_told().goes_to_the_end()
    scene.sign([scene.marc, scene.ines])
    writing.sends()
    writing.is_asked("Qui ne doit pas lire")
    expect(desk.get_by_text("La liste des membres vient de changer")).to_be_visible()
    expect(desk.locator("[data-reading]")).not_to_contain_text("Paul Renaud")
    axe(desk)
    writing.goes_on("Envoyer, ou garder")
    writing.sends().receives_words()
    testimony = Testimony.objects.get()
    assert read_by(scene.ines, testimony.ident, scene).items[-1].body["text"] == TEXT


def test_a_school_where_nobody_can_receive_says_so(desk: Page, live: str, transactional_db: None, axe: Axe) -> None:
    School.objects.create(slug="vide", name="École vide", cell=Cell.objects.create(name="Cellule"))
    Writing(desk, school="vide").opens()
    expect(desk.get_by_text("Personne de la cellule ne peut encore recevoir").first).to_be_visible()
    expect(desk.get_by_role("main").get_by_role("link", name="17 police").locator("visible=true")).to_be_visible()
    expect(desk.get_by_role("button", name="Commencer")).to_have_count(0)
    axe(desk)


def test_with_everyone_put_aside_she_can_still_keep_it(desk: Page, live: str, scene: Scene) -> None:
    writing = Writing(desk).has_told()
    desk.get_by_role("button", name="J’ai dit l’essentiel").click()
    for box in desk.locator("pv-readers input").all():
        box.check()
    expect(desk.get_by_text("Vous avez écarté tout le monde")).to_be_visible()
    expect(desk.get_by_role("heading", name="Pourront lire")).to_be_hidden()
    writing.goes_on("Envoyer, ou garder")
    expect(desk.locator("[data-send=conversation]")).to_be_disabled()
    writing.keeps().receives_words()


def test_a_message_whose_answer_is_lost_is_there_once(desk: Page, live: str, scene: Scene) -> None:
    writing = Writing(desk).has_told().goes_to_the_end()
    words = writing.sends().receives_words()
    back = Back(desk).comes_back(words)

    def lose(route: Route) -> None:
        route.fetch()
        route.abort()

    desk.route("**/api/revenir/elements", lose, times=1)
    back.writes("Je complète.")
    expect(desk.locator("[data-box-trouble]")).to_contain_text("n’a pas pu être joint")
    expect(desk.locator("[data-message]")).to_have_value("Je complète.")
    desk.locator("[data-do=say]").click()
    expect(back.said.last).to_contain_text("Je complète.")
    expect(back.said).to_have_count(2)
    expect(desk.locator("[data-message]")).to_have_value("")
