"""Attack 11: a file that does more than be looked at. Attack 12 is about its name.

What a file says of itself decides nothing. A picture is drawn in a frame of an origin of its own, without network; a
PDF by the browser's own reader; anything else is only saved, as bytes.
"""

import pytest
from playwright.sync_api import Page, expect

from tests.at_work import address, picture, sits_down
from tests.cast import Camille, Scene, a_school

SVG = b'<svg xmlns="http://www.w3.org/2000/svg" onload="parent.taken=1"><script>parent.taken=1</script></svg>'
HTML = b"<!doctype html><script>parent.taken = 1; fetch('/cellule/')</script><h1>Bonjour</h1>"
NOT_SHOWN = "Ce type de fichier ne s’affiche pas ici"
CANNOT = "Votre navigateur ne peut pas afficher ce fichier"


def paper(origin: str) -> bytes:
    """A PDF that wants to run, to post, to leave."""
    script = f"this.submitForm({{cURL:'{origin}/leak'}}); app.launchURL('{origin}/leak', true); app.alert('x');"
    script = script.replace("(", r"\(").replace(")", r"\)")
    return f"""%PDF-1.4
1 0 obj<</Type/Catalog/Pages 2 0 R/OpenAction<</S/JavaScript/JS({script})>>>>endobj
2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj
3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 144]/AA<</O<</S/URI/URI({origin}/leak)>>>>>>endobj
trailer<</Root 1 0 R>>
%%EOF""".encode()


@pytest.fixture
def scene(live: str) -> Scene:
    return a_school()


def sends(scene: Scene, data: bytes, name: str, type_: str) -> Camille:
    camille = Camille(scene)
    said = camille.attaches(data, name, type_)
    camille.speaks(said=[said])
    return camille


@pytest.mark.parametrize(
    ("data", "claims"),
    [
        (SVG, "image/png"),
        (HTML, "image/jpeg"),
        (HTML, "application/pdf"),
        (b"GIF" + HTML, "image/gif"),
        (b"\0" * 40, "video/mp4"),
    ],
    ids=["a drawing with a script", "a page as a photo", "a page as a PDF", "almost a picture", "nothing as a film"],
)
def test_what_it_says_of_itself_decides_nothing(desk: Page, scene: Scene, data: bytes, claims: str) -> None:
    sits_down(desk, scene.ines, scene, address(sends(scene, data, "photo.png", claims)))
    desk.get_by_role("button", name="Afficher photo.png").click()
    expect(desk.get_by_text(NOT_SHOWN)).to_be_visible()
    expect(desk.locator("iframe")).to_have_count(0)
    assert desk.evaluate("window.taken") is None


@pytest.mark.parametrize("claims", ["image/svg+xml", "text/html", "application/xhtml+xml", "image/svg+xml;x=y"])
def test_a_page_or_a_drawing_has_no_button_to_show_it(desk: Page, scene: Scene, claims: str) -> None:
    sits_down(desk, scene.ines, scene, address(sends(scene, HTML, "page.html", claims)))
    expect(desk.get_by_role("button", name="Télécharger page.html")).to_be_visible()
    expect(desk.get_by_role("button", name="Afficher page.html")).to_be_hidden()
    with desk.expect_download() as download:
        desk.get_by_role("button", name="Télécharger page.html").click()
    assert download.value.url.startswith("blob:")
    expect(desk.get_by_text(NOT_SHOWN)).to_be_visible()


def test_a_picture_that_is_also_a_page_is_drawn_as_a_picture(desk: Page, scene: Scene) -> None:
    sits_down(desk, scene.ines, scene, address(sends(scene, picture() + HTML, "photo.png", "image/png")))
    desk.get_by_role("button", name="Afficher photo.png").click()
    frame = desk.frame_locator("iframe.viewer")
    expect(frame.get_by_role("img", name="photo.png")).to_be_visible()
    assert desk.evaluate("window.taken") is None
    inside = desk.frames[-1]
    assert inside.evaluate("self.origin") == "null", "an origin of its own"
    assert inside.evaluate("try { parent.document; 'seen' } catch { 'refused' }") == "refused"
    assert inside.evaluate("try { localStorage; 'kept' } catch { 'refused' }") == "refused"
    assert desk.locator("iframe").get_attribute("sandbox") == "allow-scripts"


def test_the_frame_reaches_nothing(desk: Page, scene: Scene, expected_errors: list[str]) -> None:
    expected_errors.append("Content Security Policy")
    sits_down(desk, scene.ines, scene, address(sends(scene, picture(), "photo.png", "image/png")))
    desk.get_by_role("button", name="Afficher photo.png").click()
    expect(desk.frame_locator("iframe.viewer").get_by_role("img")).to_be_visible()
    inside = desk.frames[-1]
    came: list[str] = []
    desk.on("response", lambda response: came.append(response.url))
    assert inside.evaluate("fetch('/cellule/').then(() => 'came', () => 'refused')") == "refused"
    left = "new Promise((r) => { const i = new Image(); i.onload = () => r('came'); i.onerror = () => r('refused'); "
    assert inside.evaluate(left + "i.src = '/static/web/icon.svg'; })") == "refused"
    assert came == []


def test_a_broken_picture_is_said_to_be_broken(desk: Page, scene: Scene) -> None:
    broken = picture()[:8] + b"\0" * 40
    sits_down(desk, scene.ines, scene, address(sends(scene, broken, "photo.png", "image/png")))
    desk.get_by_role("button", name="Afficher photo.png").click()
    expect(desk.get_by_text(CANNOT)).to_be_visible()
    expect(desk.locator("iframe")).to_have_count(0)


def test_a_pdf_that_wants_to_leave_stays(desk: Page, scene: Scene, live: str) -> None:
    asked: list[str] = []
    desk.context.on("request", lambda request: asked.append(request.url))
    desk.on("dialog", lambda dialog: pytest.fail(f"a dialog: {dialog.message}"))
    sits_down(desk, scene.ines, scene, address(sends(scene, paper(live), "lettre.pdf", "application/pdf")))
    desk.get_by_role("button", name="Afficher lettre.pdf").click()
    expect(desk.locator('iframe[src^="blob:"]')).to_be_visible()
    desk.wait_for_timeout(1_500)
    assert not [url for url in asked if "leak" in url]
    assert len(desk.context.pages) == 1
    assert desk.url.endswith("/")


def test_nothing_is_fetched_before_somebody_asks(desk: Page, scene: Scene) -> None:
    asked: list[str] = []
    desk.on("request", lambda request: asked.append(request.url))
    sits_down(desk, scene.ines, scene, address(sends(scene, picture(), "photo.png", "image/png")))
    expect(desk.get_by_role("button", name="Afficher photo.png")).to_be_visible()
    assert not [url for url in asked if "/fichiers/" in url]
