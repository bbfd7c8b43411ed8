"""Camille writes at night on a phone: one question a screen, sealed, sent once, and nine words to come back."""

import pytest
from playwright.sync_api import Page, expect

from portevoix.sealed.testimonies.models import Testimony
from tests.browser import Axe
from tests.camille import PIXEL, TEXT, Back, Writing
from tests.cast import Scene, a_school, read_by

pytestmark = pytest.mark.journey


@pytest.fixture
def scene(transactional_db: None) -> Scene:
    return a_school()


def what_ines_reads(scene: Scene) -> dict[str, object]:
    """What the only testimony says, by kind, once Inès has opened it."""
    testimony = Testimony.objects.get()
    opened = read_by(scene.ines, testimony.ident, scene)
    opened.must_be_sound()
    return {item.header.kind: item.body for item in opened.items}


def test_she_answers_what_she_wants_and_only_those_she_left_can_read(
    page: Page, live: str, scene: Scene, axe: Axe
) -> None:
    writing = Writing(page, look=axe).opens()
    expect(page.locator("[data-screen=before] li", has_text="sauf dans trois cas")).to_be_visible()
    expect(page.get_by_role("button", name="Commencer")).to_be_in_viewport()
    page.get_by_text("En savoir plus").click()
    axe(page)
    writing.begins()
    writing.goes_on("danger maintenant")
    page.get_by_role("radio", name="Oui").check()
    expect(page.get_by_text("Appelez maintenant")).to_be_visible()
    expect(page.locator("[data-when-answer] a[href='tel:17']")).to_be_in_viewport(ratio=1)
    page.evaluate("scrollTo(0, 0)")
    axe(page)
    page.get_by_role("radio", name="Non").check()
    page.get_by_role("radio", name="Je ne sais pas").check()
    expect(page.get_by_text("Dans le doute, vous pouvez appeler")).to_be_visible()
    expect(page.locator("[data-when-answer] a[href='sms:114']")).to_be_in_viewport(ratio=1)
    page.get_by_role("radio", name="Non").check()
    expect(page.get_by_text("Dans le doute, vous pouvez appeler")).to_be_hidden()
    expect(page.get_by_text("Appelez maintenant")).to_be_hidden()
    writing.goes_on("avec vos mots")
    writing.tells()
    writing.goes_on("Ce qui vous revient")
    writing.goes_on("Où et quand")
    page.get_by_label("Où", exact=True).fill("Résidence")
    writing.goes_on("Que voudriez-vous")
    page.get_by_label("Savoir ce qui est possible").check()
    page.get_by_label("Autre chose, ou plus précisément").locator("visible=true").fill("Changer de groupe")
    writing.goes_on("surtout pas faire")
    page.get_by_label("Prévenir la famille").check()
    writing.goes_on("moins de 18 ans")
    page.locator("input[name=minor][value=unsure]").check()
    writing.goes_on("joindre sans risque")
    writing.goes_on("Des photos")
    writing.adds({"name": "preuve.png", "mimeType": "image/png", "buffer": PIXEL})
    axe(page)
    writing.goes_on("Qui ne doit pas lire")
    expect(page.get_by_label("Paul Renaud")).to_be_visible()
    writing.puts_aside("Paul Renaud")
    expect(page.locator("[data-reading] li")).to_have_count(2)
    page.get_by_text("Vérifier cette liste").click()
    expect(page.locator("[data-proof] .mono")).to_have_text(" ".join(scene.directories.fingerprint_words))
    axe(page)
    writing.goes_on("Envoyer, ou garder")
    page.get_by_text("Relire ce que j’ai écrit").click()
    expect(page.locator("[data-summary]")).to_contain_text(TEXT)
    axe(page)
    writing.sends()
    words = writing.receives_words()
    writing.confirms(words)
    expect(page.get_by_text("au plus tard le")).to_be_visible()

    said = what_ines_reads(scene)
    assert said["testimony"] == {
        "voice": "concerned",
        "text": TEXT,
        "answers": {
            "where": "Résidence",
            "wish": "Savoir ce qui est possible\nChanger de groupe",
            "avoid": "Prévenir la famille",
            "danger": "no",
            "minor": "unsure",
        },
        "sealed_by": "browser",
    }
    assert said["file"]["name"] == "preuve.png"  # type: ignore[index]  # a file’s body
    readers = Testimony.objects.get().conversation.readers.values_list("fpr", flat=True)  # type: ignore[union-attr]  # it was transmitted
    assert scene.paul.fpr.hex() not in readers


def test_the_questions_speak_to_whoever_writes(phone: Page, live: str, scene: Scene) -> None:
    writing = Writing(phone).opens().begins()
    phone.get_by_label("On m’en a parlé, et je travaille ici").check()
    expect(phone.get_by_text("Vous n’avez pas à donner le nom")).to_be_visible()
    writing.goes_on("Quelqu’un est-il en danger")
    writing.goes_on("Ce qu’on vous a dit")
    writing.tells("Une étudiante m'a parlé.")
    writing.goes_on("Comment allait la personne")
    writing.goes_on("Où et quand")
    writing.goes_on("Que voudrait la personne")
    for question in ["surtout pas", "18 ans", "joindre", "photos", "Qui ne doit", "Envoyer"]:
        writing.goes_on(question)
    writing.confirms(writing.sends().receives_words())


def test_every_question_may_be_skipped_but_some_text_is_needed(desk: Page, live: str, scene: Scene, axe: Axe) -> None:
    writing = Writing(desk).opens().begins()
    for question in ["danger", "avec vos mots", "revient", "Où et quand", "voudriez", "surtout pas"]:
        expect(desk.get_by_role("button", name="Continuer" if question == "danger" else "Passer")).to_be_visible()
        writing.goes_on(question)
    for question in ["18 ans", "joindre", "photos", "Qui ne doit", "Envoyer"]:
        writing.goes_on(question)
    expect(desk.get_by_text("Il n’y a encore rien à envoyer")).to_be_visible()
    expect(desk.locator("[data-send=conversation]")).to_be_disabled()
    expect(desk.locator("[data-send=private]")).to_be_disabled()
    axe(desk)
    desk.get_by_role("button", name="Écrire quelques mots").click()
    writing.is_asked("avec vos mots")
    writing.tells("Trois mots suffisent.").goes_to_the_end().sends().receives_words()
    assert Testimony.objects.count() == 1


def test_what_she_keeps_for_herself_nobody_else_can_read(page: Page, live: str, scene: Scene, axe: Axe) -> None:
    writing = Writing(page, look=axe).has_told().goes_to_the_end().keeps()
    words = writing.receives_words()
    expect(page.get_by_text("Votre témoignage est gardé")).to_be_visible()
    writing.confirms(words)
    testimony = Testimony.objects.get()
    assert testimony.conversation is None
    assert testimony.private is not None
    assert testimony.private.grants.count() == 0
    back = Back(page, look=axe).comes_back(words)
    expect(back.said.first).to_contain_text(TEXT)
    expect(page.get_by_text("Rien d’autre ne se passe sans votre décision")).to_be_visible()


def test_the_way_back_through_the_screens_leaves_no_trace_of_them(desk: Page, live: str, scene: Scene) -> None:
    writing = Writing(desk).opens()
    before = desk.evaluate("history.length")
    address, title = desk.url, desk.title()
    writing.begins()
    writing.goes_on("danger")
    writing.goes_on("avec vos mots")
    writing.tells()
    desk.go_back()
    writing.is_asked("danger")
    desk.go_back()
    writing.is_asked("Pour qui")
    writing.goes_on("danger")
    writing.goes_on("avec vos mots")
    writing.still_has()
    assert desk.evaluate("history.length") <= before + 1
    assert (desk.url, desk.title()) == (address, title)
    assert "témoi" not in title.lower()


def test_a_link_never_carries_her_text_away_without_asking(desk: Page, live: str, scene: Scene, axe: Axe) -> None:
    writing = Writing(desk).has_told()
    desk.get_by_role("link", name="Accueil").click()
    expect(desk.get_by_role("dialog")).to_contain_text("n’est pas envoyé")
    axe(desk)
    desk.get_by_role("button", name="Rester").click()
    writing.still_has()
    desk.get_by_role("link", name="Accueil").click()
    expect(desk.get_by_role("dialog").get_by_role("link", name="Quitter vite")).to_be_in_viewport(ratio=1)
    desk.get_by_role("button", name="Quitter cette page").click()
    desk.wait_for_url("**/mines/")


def test_closing_the_page_closes_it_without_a_question(desk: Page, live: str, scene: Scene) -> None:
    asked: list[str] = []
    desk.on("dialog", lambda dialog: asked.append(dialog.type))
    Writing(desk).has_told()
    desk.close(run_before_unload=True)
    assert asked == []


def test_the_words_may_be_printed_alone(desk: Page, live: str, scene: Scene) -> None:
    writing = Writing(desk).has_told().goes_to_the_end().sends()
    words = writing.receives_words()
    desk.emulate_media(media="print")
    assert desk.locator("body").inner_text().split() == words


def test_the_words_may_be_copied_and_leave_the_clipboard(desk: Page, live: str, scene: Scene) -> None:
    desk.context.grant_permissions(["clipboard-read", "clipboard-write"])
    writing = Writing(desk).has_told().goes_to_the_end().sends()
    words = writing.receives_words()
    desk.get_by_role("button", name="Copier").click()
    expect(desk.locator("[data-said]")).to_contain_text("Copiés")
    assert desk.evaluate("navigator.clipboard.readText()") == " ".join(words)
    writing.confirms(words)
    assert desk.evaluate("navigator.clipboard.readText()") == ""


def test_a_wrong_word_does_not_pass_for_kept(phone: Page, live: str, scene: Scene, axe: Axe) -> None:
    writing = Writing(phone).has_told().goes_to_the_end().sends()
    words = writing.receives_words()
    phone.go_back()
    expect(phone.locator("pv-receipt ol li")).to_have_count(9)
    phone.get_by_role("button", name="Je les ai notés").click()
    phone.locator("[data-word]").fill("zzzz")
    phone.locator("[data-word]").press("Enter")
    expect(phone.get_by_text("Ce n’est pas le mot numéro")).to_be_visible()
    axe(phone)
    phone.get_by_role("button", name="Revoir mes neuf mots").click()
    assert writing.receives_words() == words
