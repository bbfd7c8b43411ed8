"""Attack 12: a file's name that leaves its line, its folder or its kind."""

import pytest
from playwright.sync_api import Page, expect

from tests.at_work import AtWork, address, picture, sits_down
from tests.cast import Camille, Scene, a_school

NAMES = [
    "../../../../etc/passwd",
    "..\\..\\Windows\\system.ini",
    'a"; filename="b.exe',
    "deux\r\nSet-Cookie: x=1",
    "photo\u202egnp.exe",
    "nul\0octet.png",
    "." * 40,
    " ",
    "é" * 4096 + ".png",
    "CON:|<>?*.png",
]


@pytest.fixture
def scene(live: str) -> Scene:
    return a_school()


@pytest.mark.parametrize("name", NAMES, ids=range(len(NAMES)))
def test_it_is_shown_and_saved_as_a_plain_name(desk: Page, scene: Scene, name: str) -> None:
    camille = Camille(scene)
    said = camille.attaches(picture(), name, "image/png")
    camille.speaks(said=[said])
    sits_down(desk, scene.ines, scene, address(camille))
    line = desk.locator("li.file")
    expect(line).to_have_count(1)
    shown = line.locator(".name").evaluate("e => e.textContent")
    with desk.expect_download() as download:
        line.get_by_role("button", name="Télécharger").click()
    saved = download.value.suggested_filename
    for written in (shown, saved):
        assert 0 < len(written) <= 100
        assert not set(written) & set('/\\:*?"<>|\r\n\0\u202e')
        assert not written.startswith(".")
    assert desk.context.cookies()[0]["name"] in {"session", "csrf"}


def test_the_server_never_hears_a_name(scene: Scene) -> None:
    """It gives sealed parts under the file's own random name, as bytes."""
    camille = Camille(scene)
    said = camille.attaches(picture(), NAMES[2], "text/html")
    camille.speaks(said=[said])
    answer = AtWork(scene.ines, scene).get(f"fichiers/{camille.case.hex()}/{said[1]['file']}/0")
    assert answer["Content-Type"] == "application/octet-stream"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "exe" not in answer.get("Content-Disposition", "")
    answer.close()
