"""The cell answers Camille: Inès takes up, reads, answers, notes, passes on; Marc sees it; Paul sees nothing."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from portevoix.ground.trail.models import Line
from portevoix.sealed.cases.models import Case
from tests.at_work import AtWork, address, camille_in_danger, look, said_by_the_cell, sits_down
from tests.browser import Axe
from tests.cast import Camille, Listener, Scene, a_school

PAPER = b"""%PDF-1.4
1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj
2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj
3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 144]>>endobj
trailer<</Root 1 0 R>>
%%EOF"""


@pytest.fixture
def scene(live: str) -> Scene:
    return a_school()


@pytest.fixture
def camille(scene: Scene) -> Camille:
    return camille_in_danger(scene)


def test_ines_takes_up_reads_answers_notes_and_passes_on(page: Page, axe: Axe, scene: Scene, camille: Camille) -> None:
    sits_down(page, scene.ines, scene, "/cellule/")
    line = page.get_by_role("link", name=re.compile("Il m'a suivie"))
    expect(line).to_be_visible()
    look(page, "1-desk", axe)
    line.click()

    expect(page.get_by_role("heading", level=1, name="Il m'a suivie")).to_be_visible()
    expect(page.get_by_text("quelqu’un est en danger maintenant")).to_be_visible()
    expect(page.get_by_text("J'ai peur.")).to_be_visible()
    expect(page.get_by_text("Ne lui parlez pas de moi.")).to_be_visible()
    readers = page.get_by_role("region", name="Qui peut lire")
    expect(readers.get_by_text("Marc Perrin")).to_be_visible()
    expect(readers.get_by_role("listitem").filter(has_text="Inès Haddad")).to_contain_text("vous")
    expect(readers.get_by_text("écarté·e par la personne")).to_be_visible()
    look(page, "2-case", axe)

    page.get_by_role("button", name="Prendre en charge").click()
    expect(page.get_by_text("Vous suivez cette situation. La personne le voit.")).to_be_visible()
    assert camille.comes_back()["steps"][-1]["kind"] == "taken_up"

    page.get_by_label("Votre message").fill("Bonjour.\nNous vous croyons.")
    page.get_by_role("button", name="Envoyer à la personne").dblclick()
    expect(page.get_by_text("Envoyé, et conservé sur le serveur.")).to_be_visible()
    expect(page.get_by_label("Votre message")).to_have_value("")
    assert said_by_the_cell(camille) == ["Bonjour.\nNous vous croyons."]

    page.get_by_label("Nouvelle note").fill("Prévenir l'infirmerie.")
    page.get_by_role("button", name="Garder cette note").click()
    expect(page.get_by_text("Note conservée.")).to_be_visible()
    expect(page.get_by_role("list", name="Notes entre membres").get_by_text("Prévenir l'infirmerie.")).to_be_visible()
    assert [stream["kind"] for stream in camille.comes_back()["streams"]] == ["conversation"]
    look(page, "3-answered", axe)

    page.get_by_role("button", name="Renommer").click()
    look(page, "4-rename", axe)
    page.get_by_label("Titre").fill("Résidence, bâtiment B")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1, name="Résidence, bâtiment B")).to_be_visible()

    page.get_by_role("button", name="Passer à un·e collègue").click()
    window = page.get_by_role("dialog")
    expect(window.get_by_text("Paul Renaud")).to_have_count(0)
    look(page, "5-pass-on", axe)
    window.get_by_label("Marc Perrin").check()
    window.get_by_role("button", name="Passer").click()
    expect(page.get_by_text("Marc Perrin suit cette situation.")).to_be_visible()
    assert Case.objects.get().holder == scene.marc.membership

    page.get_by_role("link", name="Revenir aux situations").click()
    page.get_by_role("link", name=re.compile("Toutes")).click()
    expect(page.get_by_role("link", name=re.compile("Résidence, bâtiment B"))).to_be_visible()
    done = set(Line.objects.filter(subject=camille.case.hex()).values_list("kind", flat=True))
    assert {"read", "taken up", "answered", "notes opened", "renamed", "passed on"} <= done


def test_marc_sees_in_the_register_who_did_what(page: Page, axe: Axe, scene: Scene, camille: Camille) -> None:
    case, ines = camille.case.hex(), AtWork(scene.ines, scene)
    ines.does(case, "prendre")
    ines.says(case, "Un secret.")
    sits_down(page, scene.marc, scene, address(camille))
    page.get_by_role("link", name="Lignes du registre sur cette situation").click()
    for said in ("Inès Haddad a écrit à la personne", "Inès Haddad a pris en charge", "Marc Perrin a lu"):
        expect(page.get_by_text(said)).to_be_visible()
    expect(page.get_by_text("Un secret")).to_have_count(0)
    look(page, "6-register", axe)
    page.get_by_role("link", name="Voir toutes les lignes").click()
    expect(page.get_by_text("Paul Renaud a rejoint la cellule")).to_be_visible()


def test_paul_whom_camille_put_aside_sees_nothing(phone: Page, axe: Axe, scene: Scene, camille: Camille) -> None:
    sits_down(phone, scene.paul, scene, "/cellule/")
    expect(phone.get_by_text("Aucune situation n’attend d’être prise en charge.")).to_be_visible()
    look(phone, "7-nothing", axe)
    for where in ("/cellule/toutes/", "/cellule/registre/"):
        phone.goto(where)
        assert camille.case.hex()[:6] not in phone.content()
        assert "suivie" not in phone.content()
    answer = phone.goto(address(camille))
    assert answer is not None
    assert answer.status == 404
    expect(phone.get_by_text("Cette situation n’existe pas, ou elle ne vous a pas été ouverte.")).to_be_visible()
    look(phone, "8-unknown", axe)
    phone.get_by_role("link", name="Revenir aux situations").click()
    expect(phone.get_by_role("heading", name="Situations")).to_be_visible()


def test_ines_answers_by_keyboard_alone(desk: Page, scene: Scene, camille: Camille) -> None:
    page = desk
    sits_down(page, scene.ines, scene, "/cellule/")
    expect(page.get_by_role("link", name=re.compile("Il m'a suivie"))).to_be_visible()

    def goes_to(name: str) -> None:
        for _ in range(60):
            page.keyboard.press("Tab")
            focused = page.evaluate("document.activeElement.innerText || document.activeElement.id")
            if name in focused:
                return
        raise AssertionError(f"Tab never comes to {name}")

    goes_to("Il m'a suivie")
    page.keyboard.press("Enter")
    page.get_by_role("heading", level=1, name="Il m'a suivie").wait_for()
    goes_to("Prendre en charge")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Vous suivez cette situation. La personne le voit.")).to_be_focused()
    goes_to("answer")
    page.keyboard.type("Je vous écoute.")
    goes_to("Envoyer à la personne")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Envoyé, et conservé sur le serveur.")).to_be_visible()
    expect(page.get_by_role("button", name="Envoyer à la personne")).to_be_focused()
    goes_to("Renommer")
    page.keyboard.press("Enter")
    expect(page.get_by_label("Titre")).to_be_focused()
    page.keyboard.press("Escape")
    goes_to("Fermer la situation")
    page.keyboard.press("Enter")
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    assert said_by_the_cell(camille) == ["Je vous écoute."]


def test_a_picture_a_sheet_of_paper_and_something_that_is_not_shown(
    phone: Page, axe: Axe, scene: Scene, camille: Camille
) -> None:
    AtWork(scene.ines, scene).does(camille.case.hex(), "prendre")
    sits_down(phone, scene.ines, scene, address(camille))
    phone.get_by_role("button", name="Afficher ascenseur.png").click()
    frame = phone.frame_locator("iframe.viewer")
    expect(frame.get_by_role("img", name="ascenseur.png")).to_be_visible()
    look(phone, "10-picture", axe)
    phone.get_by_role("button", name="Masquer ascenseur.png").click()
    expect(phone.locator("iframe")).to_have_count(0)

    phone.get_by_text("Joindre des fichiers").first.click()
    phone.locator("#answer-files").set_input_files({"name": "aide.pdf", "mimeType": "application/pdf", "buffer": PAPER})
    phone.locator("#answer-files").set_input_files(
        {"name": "phone.html", "mimeType": "text/html", "buffer": b"<script>alert(1)</script>"}
    )
    expect(phone.get_by_text("Ce type de fichier n’est pas reçu ici")).to_be_visible()
    phone.get_by_label("Votre message").fill("Voici une fiche.")
    phone.get_by_role("button", name="Envoyer à la personne").click()
    expect(phone.get_by_text("Envoyé, et conservé sur le serveur.")).to_be_visible()
    phone.get_by_role("button", name="Afficher aide.pdf").click()
    expect(phone.locator('iframe[src^="blob:"]')).to_be_visible()
    with phone.expect_download() as download:
        phone.get_by_role("button", name="Télécharger aide.pdf").click()
    assert download.value.suggested_filename == "aide.pdf"
    assert Path(download.value.path()).read_bytes() == PAPER
    assert [item.header.kind for item in camille.opens().items][-2:] == ["message", "file"]


def test_a_word_is_looked_for_here_and_everywhere(desk: Page, axe: Axe, scene: Scene) -> None:
    for title in ["Résidence", "Soirée", *["Il m'a suivie"] * 25]:
        camille = Camille(scene)
        camille.speaks(title=title)
    sits_down(desk, scene.ines, scene, "/cellule/")
    expect(desk.get_by_role("link", name=re.compile("Il m'a suivie")).first).to_be_visible()
    desk.get_by_label("Chercher un mot dans les titres").fill("residence")
    expect(desk.get_by_text("Aucun titre de cette page ne contient ce mot.")).to_be_visible()
    desk.keyboard.press("Enter")
    found = desk.get_by_role("link", name=re.compile("Résidence"))
    expect(found).to_be_visible()
    expect(desk.get_by_text("parmi toutes les situations qui vous sont ouvertes")).to_be_visible()
    look(desk, "11-found", axe)
    found.click()
    expect(desk.get_by_role("heading", level=1, name="Résidence")).to_be_visible()


def test_closing_and_opening_again(desk: Page, axe: Axe, scene: Scene, camille: Camille) -> None:
    AtWork(scene.ines, scene).does(camille.case.hex(), "prendre")
    sits_down(desk, scene.ines, scene, address(camille))
    desk.get_by_role("button", name="Fermer la situation").click()
    look(desk, "12-close", axe)
    desk.get_by_role("dialog").get_by_role("button", name="Fermer la situation").click()
    expect(desk.get_by_text("Situation fermée. La personne le voit.")).to_be_visible()
    expect(desk.get_by_label("Votre message")).to_be_hidden()
    look(desk, "13-closed", axe)
    desk.get_by_role("button", name="Rouvrir").click()
    expect(desk.get_by_label("Votre message")).to_be_visible()
    assert [step["kind"] for step in camille.comes_back()["steps"]] == [
        "transmitted",
        "taken_up",
        "closed",
        "reopened",
    ]


def test_a_case_is_opened_to_somebody_who_came_later(phone: Page, axe: Axe, scene: Scene, camille: Camille) -> None:
    case = camille.case.hex()
    lea = Listener.joins(scene.cell, "Léa Morel", "Psychologue")
    scene.sign([scene.marc, scene.ines, scene.paul, lea])
    work = AtWork(lea, scene)
    assert work.page(case).status_code == 404
    AtWork(scene.ines, scene).notes(case, "Elle préfère parler à une femme.")
    sits_down(phone, scene.ines, scene, address(camille))
    phone.get_by_role("button", name="Ouvrir à un·e collègue").click()
    window = phone.get_by_role("dialog")
    expect(window.get_by_text("Marc Perrin")).to_have_count(0)
    window.get_by_label(re.compile("Léa Morel")).check()
    window.get_by_role("button", name="Ouvrir").click()
    expect(phone.get_by_text("cette personne peut la lire maintenant")).to_be_visible()
    expect(phone.get_by_role("region", name="Qui peut lire").get_by_text("Léa Morel")).to_be_visible()
    assert work.opens(case).items[1].body["text"].startswith("Il m'a suivie")
    assert work.opens(case, "internal").items[0].body["text"] == "Elle préfère parler à une femme."


def test_a_case_in_one_file_that_anyone_can_read(desk: Page, axe: Axe, scene: Scene, camille: Camille) -> None:
    case, ines = camille.case.hex(), AtWork(scene.ines, scene)
    ines.says(case, "<script>alert(1)</script>")
    ines.notes(case, "Une note à part.")
    sits_down(desk, scene.ines, scene, address(camille))
    desk.get_by_role("button", name="Télécharger en un fichier").click()
    look(desk, "15-export", axe)
    with desk.expect_download() as download:
        desk.get_by_role("dialog").get_by_role("button", name="Télécharger").click()
    written = Path(download.value.path()).read_text()
    assert download.value.suggested_filename == f"situation-{case[:6]}.html"
    for said in ("Il m'a suivie après la soirée.", "Ne lui parlez pas de moi.", "&lt;script&gt;", "ascenseur.png"):
        assert said in written
    assert "<script" not in written
    assert "Une note à part." not in written
    expect(desk.get_by_text("Téléchargée. Le registre en garde la trace.")).to_be_visible()
    assert Line.objects.filter(kind="exported", subject=case).count() == 1
