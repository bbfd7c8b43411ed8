"""Somebody watches a film of the school, flat or all around; the mission publishes one."""

from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from PIL import Image
from playwright.sync_api import Locator, Page, expect

from tests.browser import DESK, PHONE, Axe, OpenPage

SAID = "WEBVTT\n\n00:00.000 --> 00:30.000\nUn oui, ça s’entend.\n"
ENGLISH = "WEBVTT\n\n00:00.000 --> 00:30.000\nA yes can be heard.\n"


@pytest.fixture(scope="session")
def film() -> bytes:
    """Eight seconds, as a real WebM that one may move about in."""
    from portevoix.demo import film

    return film.film([(film.around(lit, ["Le bar", "L’entrée", "Le couloir"], (320, 160)), 4000) for lit in (0, 1)])


@pytest.fixture
def mines(live: str) -> Any:
    from portevoix.ground.population.tests.persona import a_campus

    return a_campus()


def shows(school: Any, film: bytes, **known: Any) -> Any:
    from portevoix.campus.library.models import Captions
    from portevoix.campus.library.tests.persona import a_work, kept

    words: dict[str, Any] = {"warning": "Une scène de pression.", "minutes": 7, "summary": "Un film pour en parler."}
    work = a_work(school, captions=SAID, file=kept(school, film, "video/webm"), **words | known)
    Captions.objects.create(work=work, language="en", text=ENGLISH)
    return work


def green_before(around: Locator) -> int:
    """How green it is right before the eyes, a little under the words of the sign."""
    with Image.open(BytesIO(around.screenshot())) as picture:
        pixel = picture.convert("RGB").getpixel((picture.width // 2, int(picture.height * 0.62)))
    assert isinstance(pixel, tuple)
    return int(pixel[1])


def test_someone_watches_a_film_with_its_captions(page: Page, axe: Axe, mines: Any, film: bytes) -> None:
    shows(mines, film)
    page.goto("/mines/mediatheque/")
    axe(page)
    page.get_by_role("link", name="Le consentement").click()
    expect(page.get_by_text("Une scène de pression.")).to_be_visible()
    skip = page.get_by_role("link", name="Passer l’œuvre")
    expect(skip).to_be_in_viewport()
    axe(page)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    video = page.locator("video")
    expect(video).to_have_js_property("paused", True)
    expect(video).to_have_attribute("preload", "metadata")
    video.evaluate("v => { v.muted = true; return v.play(); }")
    page.wait_for_function("() => document.querySelector('video').currentTime > 0.2")
    track = "[...document.querySelector('video').textTracks].find((one) => one.mode === 'showing')"
    page.wait_for_function(f"() => {track}?.activeCues?.length === 1")
    assert page.evaluate(f"{track}.activeCues[0].text") == "Un oui, ça s’entend."
    skip.click()
    expect(page.get_by_role("heading", name="Si cela remue quelque chose en vous")).to_be_in_viewport()


def test_someone_looks_around_by_keyboard_alone(desk: Page, axe: Axe, mines: Any, film: bytes) -> None:
    shows(mines, film, kind="sphere", warning="")
    desk.goto("/mines/mediatheque/consentement/")
    sphere = desk.locator("pv-sphere")
    around = desk.get_by_role("application")
    expect(around).to_be_visible()
    expect(desk.get_by_role("button", name="Entrer en réalité virtuelle")).to_be_hidden()
    axe(desk)
    around.focus()
    for key, facing in (("ArrowRight", "6 0"), ("ArrowUp", "6 6"), ("ArrowLeft", "0 6"), ("0", "0 0")):
        desk.keyboard.press(key)
        expect(sphere).to_have_attribute("data-facing", facing)
    desk.mouse.move(600, 500)
    desk.mouse.down()
    desk.mouse.move(500, 500)
    desk.mouse.up()
    expect(sphere).to_have_attribute("data-facing", "18 0")
    around.focus()
    desk.keyboard.press("Space")
    expect(desk.get_by_role("button", name="Pause")).to_be_visible()
    said = desk.locator("[data-said]")
    expect(said).to_have_text("Un oui, ça s’entend.")
    desk.keyboard.press("c")
    expect(said).to_have_text("A yes can be heard.")
    desk.keyboard.press("Space")
    expect(desk.get_by_role("button", name="Lire")).to_be_visible()
    before = desk.locator("video").evaluate("v => v.currentTime")
    desk.keyboard.press("l")
    assert desk.locator("video").evaluate("v => v.currentTime") > before + 2
    desk.keyboard.press("j")
    expect(desk.locator("video")).to_have_js_property("currentTime", 0)
    desk.keyboard.press("0")
    expect(sphere).to_have_attribute("data-facing", "0 0")
    assert green_before(around) < 65, "in front is the middle of the picture, which is not lit"
    for _ in range(20):
        desk.keyboard.press("ArrowLeft")
    expect(sphere).to_have_attribute("data-facing", "240 0")
    assert green_before(around) > 70, "a third of a turn to the left is the sign that is lit"
    desk.get_by_role("button", name="Regarder à plat").click()
    expect(desk.locator("video")).to_be_visible()
    expect(around).to_be_hidden()


def test_a_headset_is_offered_when_there_is_one(desk: Page, mines: Any, film: bytes) -> None:
    shows(mines, film, kind="sphere")
    desk.add_init_script(
        """Object.defineProperty(navigator, "xr", {value: {
             isSessionSupported: async (kind) => kind === "immersive-vr",
             requestSession: async (kind) => { window.asked = kind; throw new Error("no headset in a test"); },
             addEventListener() {}, removeEventListener() {},
           }})"""
    )
    desk.goto("/mines/mediatheque/consentement/")
    desk.get_by_role("button", name="Entrer en réalité virtuelle").click()
    assert desk.evaluate("window.asked") == "immersive-vr"
    assert desk.evaluate("document.featurePolicy?.allowsFeature('xr-spatial-tracking') ?? true")
    desk.goto("/mines/mediatheque/")
    assert not desk.evaluate("document.featurePolicy?.allowsFeature('xr-spatial-tracking') ?? false")


def test_without_webgl_or_without_scripts_the_film_is_watched_flat(
    open_page: OpenPage, mines: Any, film: bytes
) -> None:
    shows(mines, film, kind="sphere")
    plain = open_page(PHONE, java_script_enabled=False)
    plain.goto("/mines/mediatheque/consentement/")
    expect(plain.locator("video[controls]")).to_be_visible()
    without = open_page(DESK)
    without.add_init_script("HTMLCanvasElement.prototype.getContext = () => null")
    without.goto("/mines/mediatheque/consentement/")
    expect(without.locator("pv-sphere")).to_have_attribute("data-flat", "no-webgl")
    expect(without.locator("video[controls]")).to_be_visible()


def test_helene_publishes_a_film(desk: Page, axe: Axe, mines: Any, film: bytes, tmp_path: Path, live: str) -> None:
    from portevoix.ground.population.tests.persona import of_the_mission

    client = Client()
    of_the_mission(client, mines)
    cookies = [{"name": one.key, "value": one.value, "url": live} for one in client.cookies.values()]
    desk.context.add_cookies(cookies)  # type: ignore[arg-type]  # name, value and address are enough
    desk.goto("/mines/mission/mediatheque/")
    desk.get_by_role("link", name="Ajouter une œuvre").click()
    desk.get_by_label("Film", exact=True).check()
    desk.get_by_label("Titre").fill("Un oui, ça s’entend")
    axe(desk)
    desk.get_by_role("button", name="Continuer").click()
    axe(desk)
    false = tmp_path / "faux.mp4"
    false.write_bytes(b"MZ" + bytes(5000))
    desk.get_by_label("Film", exact=True).set_input_files(false)
    desk.get_by_role("button", name="Envoyer le fichier").click()
    expect(desk.get_by_text("Ce fichier n’est pas un film")).to_be_visible()
    true = tmp_path / "oui.webm"
    true.write_bytes(film)
    desk.get_by_label("Film", exact=True).set_input_files(true)
    desk.get_by_role("button", name="Envoyer le fichier").click()
    expect(desk.get_by_text("oui.webm")).to_be_visible()
    captions = tmp_path / "oui.vtt"
    captions.write_text(SAID)
    desk.get_by_label("Sous-titres (.vtt)").set_input_files(captions)
    desk.get_by_role("button", name="Ajouter ces sous-titres").click()
    expect(desk.get_by_role("button", name="Retirer Français")).to_be_visible()
    desk.get_by_label("Tout le monde", exact=True).check()
    desk.locator("section", has_text="Qui peut la voir").get_by_role("button", name="Enregistrer").click()
    expect(desk.locator("main .state").first).to_have_text("Tout le monde")
    axe(desk)
    desk.goto("/mines/mediatheque/")
    desk.get_by_role("link", name="Un oui, ça s’entend").click()
    expect(desk.locator("video")).to_be_visible()
