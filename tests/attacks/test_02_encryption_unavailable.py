"""Attack 2: encryption is missing, broken or slow. Nothing with a word of hers is ever sent instead; her text stays."""

import pytest
from playwright.sync_api import Page, Request, Route, expect

from portevoix.ground.seal.receipt import Receipt
from portevoix.sealed.testimonies.models import Testimony
from tests.browser import PHONE, Axe, OpenPage, sent_by
from tests.camille import TEXT, Back, Writing
from tests.cast import Camille, Scene, a_school

pytestmark = pytest.mark.journey

MISSING = {
    "no stretching": "SubtleCrypto.prototype.deriveBits = () => Promise.reject(new Error('x'))",
    "no WebCrypto": "Object.defineProperty(crypto, 'subtle', { value: undefined })",
    "no Ed25519": """
        const usual = SubtleCrypto.prototype.importKey;
        SubtleCrypto.prototype.importKey = function (format, data, algorithm, ...rest) {
          if (algorithm === "Ed25519") return Promise.reject(new DOMException("x", "NotSupportedError"));
          return usual.call(this, format, data, algorithm, ...rest);
        };""",
}
BROKEN = {
    "encrypt rejects": "SubtleCrypto.prototype.encrypt = () => Promise.reject(new DOMException('x', 'OperationError'))",
    "encrypt throws": "SubtleCrypto.prototype.encrypt = () => { throw new Error('x') }",
    "sign rejects": "SubtleCrypto.prototype.sign = () => Promise.reject(new DOMException('x', 'OperationError'))",
    "stretching rejects": "SubtleCrypto.prototype.deriveBits = () => Promise.reject(new Error('x'))",
    "random throws": "crypto.getRandomValues = () => { throw new Error('x') }",
}


@pytest.fixture
def scene(transactional_db: None) -> Scene:
    return a_school()


@pytest.fixture
def sent(desk: Page) -> list[Request]:
    """Every request that could carry something away."""
    return sent_by(desk)


def cannot_send(writing: Writing, sent: list[Request]) -> None:
    """Whatever she presses, the text stays and nothing goes."""
    page = writing.page
    page.get_by_role("button", name="J’ai dit l’essentiel").click()
    writing.goes_on("Envoyer, ou garder")
    for button in page.locator("[data-send]").all():
        expect(button).to_be_disabled()
        button.dispatch_event("click")
    writing.still_has()
    expect(page.locator("[data-place=sending]")).to_be_hidden()
    assert sent == []
    assert not Testimony.objects.exists()


@pytest.mark.parametrize("script", MISSING.values(), ids=MISSING.keys())
def test_a_browser_that_cannot_seal_says_so_at_once(
    desk: Page, live: str, scene: Scene, axe: Axe, sent: list[Request], script: str
) -> None:
    desk.add_init_script(script)
    writing = Writing(desk).opens()
    notice = desk.locator("[data-notice]")
    expect(notice).to_contain_text("Ce navigateur ne sait pas chiffrer")
    expect(notice.get_by_role("link", name="sans JavaScript")).to_have_attribute("href", "/mines/sans-javascript/")
    axe(desk)
    writing.begins()
    writing.goes_on("danger")
    writing.goes_on("avec vos mots")
    writing.tells()
    cannot_send(writing, sent)
    Back(desk).opens()
    expect(notice).to_contain_text("Ce navigateur ne sait pas déchiffrer")


def test_a_page_served_without_tls_is_not_trusted_to_seal(desk: Page, live: str, scene: Scene) -> None:
    desk.add_init_script("Object.defineProperty(self, 'isSecureContext', { value: false })")
    Writing(desk).opens()
    expect(desk.locator("[data-notice]")).to_contain_text("Ce navigateur ne sait pas chiffrer")


def test_without_the_program_her_text_stays_and_it_can_be_fetched_again(
    desk: Page, live: str, scene: Scene, axe: Axe, sent: list[Request]
) -> None:
    missing = True
    desk.route("**/bundle/seal.*.js", lambda route: route.fulfill(status=404) if missing else route.continue_())
    writing = Writing(desk).opens()
    notice = desk.locator("[data-notice]")
    expect(notice).to_contain_text("n’est pas arrivé")
    axe(desk)
    writing.begins()
    writing.goes_on("danger")
    writing.goes_on("avec vos mots")
    writing.tells()
    cannot_send(writing, sent)
    missing = False
    notice.get_by_role("button", name="Réessayer").click()
    expect(notice).to_be_hidden()
    expect(desk.locator("[data-send=conversation]")).to_be_enabled()
    writing.sends().receives_words()


@pytest.mark.parametrize("page_name", ["temoigner", "revenir"])
def test_when_no_script_arrives_the_page_can_be_read_and_says_where_to_go(
    desk: Page, live: str, scene: Scene, axe: Axe, sent: list[Request], page_name: str
) -> None:
    desk.route("**/bundle/*.js", lambda route: route.abort())
    desk.goto(f"/mines/{page_name}/")
    warning = desk.locator(".only-broken")
    expect(warning).to_be_visible(timeout=10_000)
    expect(warning.get_by_role("link", name="sans JavaScript")).to_be_visible()
    axe(desk)
    for button in desk.locator("[data-send], [data-do], [data-bar]").all():
        expect(button).to_be_hidden()
    if page_name == "temoigner":
        expect(desk.locator("[data-screen=before] li", has_text="sauf dans trois cas")).to_be_visible()
        field = desk.locator("[data-answer=text]")
    else:
        field = desk.get_by_label("Tapez-les")
    field.fill(TEXT)
    field.press("Enter")
    field.press("Control+Enter")
    assert desk.url.endswith(f"/{page_name}/")
    assert sent == []


def test_without_javascript_nothing_can_be_pressed_but_the_way_to_the_other_page(
    open_page: OpenPage, live: str, scene: Scene, axe: Axe
) -> None:
    page = open_page(PHONE, java_script_enabled=False)
    page.goto("/mines/temoigner/")
    expect(page.locator("[data-screen=before] li", has_text="sauf dans trois cas")).to_be_visible()
    assert page.locator("main button:visible").count() == 0
    page.get_by_role("link", name="Utiliser la page sans JavaScript").first.click()
    page.wait_for_url("**/mines/sans-javascript/")


@pytest.mark.parametrize("script", BROKEN.values(), ids=BROKEN.keys())
def test_encryption_that_breaks_half_way_sends_nothing(
    desk: Page, live: str, scene: Scene, sent: list[Request], script: str
) -> None:
    writing = Writing(desk).has_told().goes_to_the_end()
    desk.evaluate(f"() => {{ {script} }}")
    writing.sends()
    expect(writing.trouble).to_contain_text("cela reste dans cette page")
    expect(writing.trouble.get_by_role("link", name="sans JavaScript")).to_be_visible()
    writing.still_has()
    assert sent == []
    desk.get_by_role("button", name="Revenir à mon texte").click()
    writing.is_asked("Envoyer, ou garder")
    writing.still_has()


def test_on_a_very_slow_device_it_is_only_slower(open_page: OpenPage, live: str, scene: Scene) -> None:
    """Thirty times slower: a time-out that would fall back on sending in clear would show here."""
    page = open_page(PHONE)
    page.set_default_timeout(60_000)
    writing = Writing(page).has_told().goes_to_the_end()
    sent = sent_by(page)
    page.context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": 30})
    writing.sends()
    expect(page.locator("pv-receipt ol li")).to_have_count(9, timeout=60_000)
    assert len(sent) == 1
    assert TEXT not in (sent[0].post_data or "")


def test_words_are_never_sent_when_they_cannot_be_stretched(
    desk: Page, live: str, scene: Scene, sent: list[Request]
) -> None:
    words = Receipt.make()
    Camille(scene, words).speaks()
    back = Back(desk).opens().types(" ".join(words.words))
    desk.evaluate(f"() => {{ {BROKEN['stretching rejects']} }}")
    back.enters()
    expect(desk.locator("[data-notice]")).to_contain_text("Ce navigateur ne sait pas déchiffrer")
    expect(desk.get_by_label("Tapez-les")).to_have_value(" ".join(words.words))
    assert sent == []


def test_an_answer_is_kept_when_it_cannot_be_sealed(desk: Page, live: str, scene: Scene) -> None:
    words = Receipt.make()
    Camille(scene, words).speaks()
    back = Back(desk).comes_back(" ".join(words.words))
    sent: list[str] = []
    desk.on("request", lambda request: sent.append(request.url))
    desk.evaluate(f"() => {{ {BROKEN['encrypt rejects']} }}")
    back.writes("Ce que j'ajoute.")
    expect(desk.locator("[data-box-trouble]")).to_be_visible()
    expect(desk.locator("[data-message]")).to_have_value("Ce que j'ajoute.")
    assert sent == []


def test_a_page_that_answers_instead_of_the_program_is_not_run(
    desk: Page, live: str, scene: Scene, sent: list[Request]
) -> None:
    def portal(route: Route) -> None:
        route.fulfill(status=200, content_type="text/html", body="<h1>Wi-Fi de l'hôtel</h1>")

    desk.route("**/bundle/seal.*.js", portal)
    Writing(desk).opens()
    expect(desk.locator("[data-notice]")).to_contain_text("n’est pas arrivé")
    assert sent == []


def test_a_seal_that_never_ends_can_be_stopped_and_sends_nothing(
    desk: Page, live: str, scene: Scene, sent: list[Request]
) -> None:
    writing = Writing(desk).has_told().goes_to_the_end()
    desk.evaluate("void (SubtleCrypto.prototype.encrypt = () => new Promise(() => undefined))")
    writing.sends()
    expect(desk.locator("[data-doing]")).to_contain_text("Votre texte est chiffré sur votre appareil")
    desk.get_by_role("button", name="Arrêter et revenir à mon texte").click()
    writing.is_asked("Envoyer, ou garder")
    writing.still_has()
    assert sent == []
    assert not Testimony.objects.exists()
