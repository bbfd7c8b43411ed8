"""Attack 9: what somebody wrote, once opened, runs in the browser of whoever reads it.

Whoever writes chooses every sealed word: title, testimony, answers, messages, names of files. Inès sees the very
characters; nothing of them becomes an element, a script, an address or a style.
"""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from playwright.sync_api import Page, expect

from tests.at_work import AtWork, address, picture, sits_down
from tests.cast import Camille, Scene, a_school

HOSTILE = [
    "<script>window.taken = 1</script>",
    "<img src=x onerror='window.taken = 1'>",
    "<svg/onload=window.taken=1>",
    "</textarea></template></title><iframe srcdoc='<script>parent.taken=1</script>'>",
    "javascript:window.taken=1",
    "{{ 7 * 7 }} ${window.taken=1} <% taken %>",
    "\u202e<b>gnirts\u202c \u2066x\u2069",
    "&lt;script&gt;window.taken=1&lt;/script&gt;",
    '"><a href="data:text/html,<script>opener.taken=1</script>" autofocus onfocus=window.taken=1>',
    "<style>*{display:none}</style><base href='https://ailleurs.example/'><meta http-equiv=refresh content=0>",
]
ALL = " ".join(HOSTILE)


@pytest.fixture
def scene(live: str) -> Scene:
    return a_school()


def writes_everywhere(scene: Scene, words: str) -> Camille:
    """The same words in every sealed field."""
    camille = Camille(scene)
    answers = dict.fromkeys(("perceived", "where", "when", "wish", "avoid", "danger", "minor", "contact"), words)
    photo = camille.attaches(picture(), words, "image/png")
    body = {"voice": "concerned", "text": words, "answers": answers, "sealed_by": "browser"}
    camille.speaks(title=words[:80], testimony=body, said=[photo])
    camille.writes(words)
    return camille


def what_is_there(page: Page) -> list[str]:
    """Every kind of element of the page, and every attribute that runs or leads somewhere."""
    found: list[str] = page.evaluate(
        """() => [...document.querySelectorAll('pv-case *, pv-desk *, h1 *')].flatMap((e) => [e.localName,
            ...e.getAttributeNames().filter((n) => n.startsWith('on') || n === 'style' || n === 'srcdoc')
        ]).filter((n) => /^(script|img|svg|iframe|style|base|meta|object|embed|form|on.*|srcdoc)$/.test(n))"""
    )
    return [name for name in found if name != "script"]  # the page's own data is there


def test_nothing_that_is_opened_becomes_code(desk: Page, scene: Scene) -> None:
    camille = writes_everywhere(scene, ALL)
    ines = AtWork(scene.ines, scene)
    ines.notes(camille.case.hex(), ALL)
    asked: list[str] = []
    desk.on("request", lambda request: asked.append(request.url))
    desk.on("dialog", lambda dialog: pytest.fail(f"a dialog: {dialog.message}"))
    sits_down(desk, scene.ines, scene, "/cellule/")
    expect(desk.locator("pv-sealed")).to_have_text(ALL[:80])
    assert what_is_there(desk) == []
    desk.goto(address(camille))
    expect(desk.get_by_role("heading", level=1)).to_have_text(ALL[:80])
    for place in ("[data-testimony] .text >> nth=0", "[data-talk] .text", "[data-notes] .text"):
        assert desk.locator(place).first.evaluate("e => e.textContent") == ALL
    assert desk.locator("[data-testimony] dd").count() == 8
    assert what_is_there(desk) == []
    assert desk.evaluate("window.taken") is None
    assert all(url.startswith(("http://127.0.0.1", "blob:http://127.0.0.1")) for url in asked)


def test_nor_what_is_put_in_one_file(desk: Page, scene: Scene) -> None:
    camille = writes_everywhere(scene, ALL)
    sits_down(desk, scene.ines, scene, address(camille))
    desk.get_by_role("button", name="Télécharger en un fichier").click()
    with desk.expect_download() as download:
        desk.get_by_role("dialog").get_by_role("button", name="Télécharger").click()
    beside = desk.context.new_page()
    beside.set_content(Path(download.value.path()).read_text())
    assert beside.evaluate("window.taken") is None
    assert beside.evaluate("document.querySelectorAll('script, img, svg, iframe, base, a, object').length") == 0
    assert ALL in beside.evaluate("document.body.textContent")


PIECES = [
    "<",
    ">",
    '"',
    "'",
    "&",
    "=",
    "/",
    "script",
    "onload",
    "\0",
    "\u2028",
    "\u202e",
    "é",
    " ",
    "`",
    "{{",
    "</p>",
    "\r",
]
WORDS = st.lists(st.sampled_from(PIECES), min_size=1, max_size=12).map("".join)


@settings(max_examples=3, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(WORDS, min_size=12, max_size=12))
def test_whatever_is_written_is_read_to_the_letter(desk: Page, scene: Scene, messages: list[str]) -> None:
    camille = Camille(scene)
    camille.speaks(said=[("message", {"text": words}) for words in messages])
    sits_down(desk, scene.ines, scene, address(camille))
    expect(desk.locator("[data-talk] .text")).to_have_count(len(messages))
    assert desk.locator("[data-talk] .text").evaluate_all("all => all.map((e) => e.textContent)") == messages
    assert desk.locator("[data-talk] .text *").count() == 0
    desk.get_by_role("button", name="Fermer le coffre").click()
