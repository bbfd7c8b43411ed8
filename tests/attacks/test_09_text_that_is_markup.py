"""Attack 9: what was sealed comes back as text, whatever it looks like: messages, names, functions, names of files."""

import json
import random
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from portevoix.ground.seal.receipt import Receipt
from portevoix.sealed.streams import acts as streams
from portevoix.sealed.streams.models import Stream
from tests.browser import asked_by
from tests.camille import PIXEL, Back
from tests.cast import Camille, Scene, a_school, read_by

pytestmark = pytest.mark.journey

HOSTILE = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "<svg/onload=alert(1)>",
    "</textarea></template><iframe srcdoc='<script>alert(1)</script>'>",
    "javascript:alert(1)",
    "<style>*{display:none}</style>",
    "<a href=javascript:alert(1) autofocus onfocus=alert(1)>x",
    "{{ constructor.constructor('alert(1)')() }}",
    "<template data-sentence=fault>x</template><b data-slot=name>",
    "&lt;script&gt; &amp; &#60;b&#62;",
    "\u202egnp.exe \u2066 \u0000 \ufeff \u2028 \u2029",
    "]]><!--<!DOCTYPE html><body onload=alert(1)>",
]


def nasty(dice: random.Random) -> str:
    """Anything that JSON can carry, leaning towards what a parser could trip over."""
    letters = "<>\"'&/=`{}$\\ \n\t\0abconerrorscriptsrc:;()é\u202e\u200b👩‍🔬"
    return "".join(dice.choice(letters) for _ in range(dice.randint(1, 120)))


DICE = random.Random(9)
SAID = [*HOSTILE, *(nasty(DICE) for _ in range(40))]


@pytest.fixture
def scene(transactional_db: None) -> Scene:
    """A school where a member's name and function are hostile, too."""
    scene = a_school()
    scene.ines.person.name = HOSTILE[1]
    scene.ines.person.function = HOSTILE[2]
    scene.ines.person.save()
    scene.sign([scene.marc, scene.ines, scene.paul])
    return scene


def is_only_text(page: Page) -> None:
    """No element, attribute or handler came out of a text; the page's own policy was never even asked."""
    grown = page.evaluate(
        """() => [...document.body.querySelectorAll("*")].filter((e) =>
          ["IFRAME", "OBJECT", "EMBED", "STYLE", "B", "LINK", "BASE"].includes(e.tagName) && !e.dataset.slot
          || (e.tagName === "SCRIPT" && e.type !== "application/json")
          || (e.tagName === "IMG" && !e.src.startsWith("blob:"))
          || [...e.attributes].some(({ name, value }) => name.startsWith("on") || /^javascript:/i.test(value.trim()))
        ).map((e) => e.tagName)"""
    )
    assert grown == []


def test_everything_is_shown_as_it_was_written(desk: Page, live: str, scene: Scene, tmp_path: Path) -> None:
    words = Receipt.make()
    camille = Camille(scene, words)
    answers = {name: SAID[i] for i, name in enumerate(["perceived", "where", "when", "wish", "avoid"])}
    # Not one of the three choices: shown as it stands.
    answers |= {"danger": HOSTILE[0], "minor": HOSTILE[1], "contact": HOSTILE[6]}
    testimony = {"voice": "witness", "text": HOSTILE[3], "answers": answers, "sealed_by": "browser"}
    names = ["<img src=x onerror=alert(1)>.png", "../../etc/passwd", "a\r\nb\u202egpj.exe", "x" * 4000]
    files = [camille.attaches(PIXEL, name, "image/png") for name in names]
    camille.speaks(testimony=testimony, said=files)
    stream = Stream.objects.get(case=camille.case.hex(), kind="conversation")
    for text in SAID:
        opened = read_by(scene.ines, camille.case.hex(), scene)
        item = opened.say(scene.ines.keys.identity, "message", {"text": text})
        streams.append(stream, [item], scene.ines.keys.public)

    asked = asked_by(desk)
    back = Back(desk).comes_back(" ".join(words.words))
    expect(back.problems).to_be_hidden()
    shown = desk.locator("[data-talk] .theirs .text").evaluate_all("(all) => all.map((e) => e.textContent)")
    assert shown == SAID
    assert desk.locator("[data-answers] dd").evaluate_all("(all) => all.map((e) => e.textContent)") == list(
        answers.values()
    )
    assert desk.locator("[data-talk] .mine .text").first.evaluate("(e) => e.textContent") == HOSTILE[3]
    assert desk.locator("[data-talk] .name").evaluate_all("(all) => all.map((e) => e.textContent)") == names
    assert HOSTILE[1] in (desk.locator("[data-may-read]").text_content() or "")
    desk.get_by_role("button", name="Afficher").first.click()
    expect(desk.locator("[data-view] img")).to_be_visible()
    is_only_text(desk)

    for number, harmless in enumerate(["_img src=x onerror=alert(1)_.png", "_.._etc_passwd", "abgpj.exe"]):
        with desk.expect_download() as download:
            desk.locator("[data-download]").nth(number).click()
        assert download.value.suggested_filename == harmless

    desk.locator("summary", has_text="Tout télécharger").click()
    with desk.expect_download() as download:
        desk.locator("[data-do=keepsake]").click()
    kept = tmp_path / "kept.html"
    download.value.save_as(kept)
    opened_page = desk.context.new_page()
    asked_there = asked_by(opened_page)
    opened_page.goto(kept.as_uri())
    assert opened_page.locator("script, iframe, style:not(head *), [onerror], [onload]").count() == 0
    assert HOSTILE[0] in opened_page.locator(".theirs .text").first.inner_text()
    assert asked == asked_there == []


def test_the_names_she_chooses_among_are_text(desk: Page, live: str, scene: Scene) -> None:
    desk.goto("/mines/temoigner/")
    expect(desk.locator("pv-readers [data-members] strong").first).to_be_attached()
    names = desk.locator("pv-readers [data-members] strong").evaluate_all("(all) => all.map((e) => e.textContent)")
    assert HOSTILE[1] in names
    is_only_text(desk)
    assert json.loads(desk.locator("#sealing").text_content() or "")["directories"]
