"""Every member has lost their vault: two sheets of three, on paper, open what people entrusted to the cell again."""

from itertools import product

from playwright.sync_api import Page, expect

from portevoix.ground.schools.models import Cell, School
from portevoix.ground.seal.fields import unb64
from portevoix.ground.seal.member import Member
from portevoix.ground.trail.models import Line
from portevoix.sealed.keys import acts as keys
from portevoix.sealed.keys.tests.browser import Seat
from tests.arrival import WAIT, look, opens_vault, sits_down
from tests.browser import DESK, PHONE, Axe, OpenPage
from tests.cast import Camille, Listener, Scene, read_by

TRUSTEES = ["Anne Ferrand", "Bruno Keller", "Chloé Martin"]


def listener(seat: Seat) -> Listener:
    return Listener(seat.membership.person, seat.membership, seat.keys)


def loses_the_vault(seat: Seat) -> None:
    """Passphrase and printed code lost: a new vault in place of the former."""
    lost, seat.keys = seat.fpr, Member.make()
    made = seat.vault(version=2)
    ways = [keys.NewWay(one["way"], one["kind"], one["auth_hash"], unb64(one["wrap"])) for one in made["ways"]]
    keys.make_vault(seat.membership, unb64(made["blob"]), seat.keys.public, ways, replaces=lost)


def makes_the_sheets(page: Page, axe: Axe) -> list[str]:
    """From the page of the directory; gives what is on each paper."""
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.post_data or ""))
    page.goto("/cellule/annuaire/")
    opens_vault(page)
    page.get_by_role("link", name="Créer une clé de secours").click()
    page.get_by_label("Qui garde une feuille").fill("\n".join(TRUSTEES))
    page.get_by_label("Combien de feuilles").fill("1")
    page.get_by_role("button", name="Créer les feuilles").click()
    expect(page.get_by_text("Deux feuilles au moins")).to_be_visible()
    look(page, "60-recovery-key", axe)
    page.get_by_label("Combien de feuilles").fill("2")
    page.get_by_role("button", name="Créer les feuilles").click()
    sheets = ["".join(one.locator("li").all_inner_texts()) for one in page.locator(".sheet").all()]
    assert [len(sheet) for sheet in sheets] == [56] * 3
    look(page, "61-sheets", axe)
    assert page.pdf().count(b"/Type /Page\n") == len(sheets), "one page each"
    page.get_by_role("button", name="Les feuilles sont imprimées").click()
    asked = page.locator("[data-asked]").inner_text()
    number = next(i for i, name in enumerate(TRUSTEES) if asked == f"Feuille {i + 1}, {name}")
    page.get_by_label(asked).fill(sheets[number - 1])
    page.get_by_role("button", name="Signer l’annuaire avec cette clé").click()
    expect(page.get_by_text("Ce n’est pas ce que dit cette feuille")).to_be_visible()
    look(page, "62-typed-back", axe)
    page.get_by_label(asked).fill(sheets[number].lower())
    page.get_by_role("button", name="Signer l’annuaire avec cette clé").click()
    expect(page.get_by_text("2 de ces personnes réunies rouvrent les situations")).to_be_visible(timeout=WAIT)
    look(page, "63-directory", axe)
    assert not any(sheet[:8] in body for sheet in sheets for body in sent)
    return sheets


def test_all_vaults_are_lost_and_two_sheets_open_everything_again(open_page: OpenPage, live: str, axe: Axe) -> None:
    cell = Cell.objects.create(name="Cellule d’écoute des bois")
    school = School.objects.create(slug="bois", name="École des bois", cell=cell)
    marc = Seat.of(cell, "Marc Lenoir", "lead", "référent égalité").makes_vault()
    ines = Seat.of(cell, "Inès Roux", function="infirmière").makes_vault()
    marc.signs(marc.writes(marc.listed(), ines.listed()))
    scene = Scene(school, listener(ines), listener(marc), listener(ines))
    earlier, camille = Camille(scene), Camille(scene)
    earlier.speaks()
    at_work = sits_down(open_page(DESK), marc, live)
    sheets = makes_the_sheets(at_work, axe)
    row = at_work.locator("pv-access li", has_text="Clé de secours de la cellule")
    expect(row).to_contain_text("n’ouvre pas encore : 1")
    row.get_by_role("button", name="Les lui ouvrir").click()
    expect(row.get_by_text("C’est fait")).to_be_visible(timeout=WAIT)

    camille.speaks()
    hers = open_page(PHONE)
    hers.goto("/bois/cellule/")
    expect(hers.get_by_text("Anne Ferrand, Bruno Keller, Chloé Martin")).to_be_visible()

    for seat in (marc, ines):
        loses_the_vault(seat)
    page = sits_down(open_page(PHONE), marc, live)
    page.goto("/cellule/annuaire/secours/")
    opens_vault(page)
    look(page, "64-recovering", axe)
    page.get_by_label("Feuille 1").fill(sheets[2])
    page.get_by_label("Feuille 2").fill(sheets[2])
    page.get_by_role("button", name="Réunir les feuilles").click()
    expect(page.get_by_text("Ces feuilles ne donnent pas la clé")).to_be_visible()
    page.get_by_label("Feuille 2").fill(sheets[0])
    page.get_by_role("button", name="Réunir les feuilles").click()
    page.get_by_label("Je l’ai entendu·e lire ces huit mots").check()
    look(page, "65-who-listens", axe)
    page.get_by_role("button", name="Signer cette version").click()
    page.get_by_role("button", name="Rouvrir les situations").click(timeout=WAIT)
    expect(page.get_by_role("heading", name="Les situations sont rouvertes")).to_be_visible(timeout=WAIT)
    look(page, "66-open-again", axe)

    case = camille.case.hex()
    for seat, speaker in product((marc, ines), (earlier, camille)):
        read_by(listener(seat), speaker.case.hex(), scene).must_be_sound()
    camille.opens().must_be_sound()
    page.goto(f"/cellule/situations/{case}/")
    expect(page.get_by_text("Il m'a suivie après la soirée.")).to_be_visible(timeout=WAIT)
    expect(page.get_by_text("ouvrent avec elle")).to_have_count(1)
    page.get_by_label("Nouvelle note").fill("Tout est revenu.")
    page.get_by_role("button", name="Garder cette note").click()
    expect(page.get_by_text("Note conservée.")).to_be_visible(timeout=WAIT)
    look(page, "67-the-case", axe)
    used = Line.objects.filter(kind__in=["directory recovered", "recovery key used"])
    assert [line.actor for line in used] == [marc.membership.ident] * 2
