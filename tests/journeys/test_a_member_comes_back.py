"""Other days at the cell: a session that rests, two tabs, both ways in lost, and a server that lies."""

from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect

from portevoix.ground.people import acts as people
from portevoix.ground.schools.models import Cell, School
from portevoix.ground.seal.fields import b64
from portevoix.ground.seal.member import Keyring, Member
from portevoix.sealed.keys.models import Directory, Vault
from portevoix.sealed.keys.tests.browser import Seat, inst
from tests.arrival import WAIT, look, makes_vault, opens_vault, sits_down
from tests.browser import DESK, PHONE, Axe, OpenPage


@pytest.fixture
def cell(live: str) -> Cell:
    cell = Cell.objects.create(name="Cellule d’écoute des bois")
    School.objects.create(slug="bois", name="École des bois", cell=cell)
    return cell


@pytest.fixture
def marc(cell: Cell) -> Seat:
    marc = Seat.of(cell, "Marc Lenoir", "lead", "référent égalité").makes_vault()
    marc.signs(marc.writes(marc.listed()))
    return marc


@pytest.fixture
def ines(cell: Cell, marc: Seat) -> Seat:
    ines = Seat.of(cell, "Inès Roux", function="infirmière").makes_vault()
    marc.signs(marc.writes(marc.listed(), ines.listed()))
    return ines


@pytest.fixture
def hers(open_page: OpenPage, ines: Seat, live: str) -> Page:
    """Inès's browser, her vault open on the page of the directory."""
    page = sits_down(open_page(DESK), ines, live)
    page.goto("/cellule/annuaire/")
    opens_vault(page)
    return page


def is_open(page: Page) -> Any:
    return expect(page.get_by_text("Coffre ouvert dans cet onglet"))


def test_half_an_hour_without_a_hand_on_it_closes_the_vault(open_page: OpenPage, ines: Seat, live: str) -> None:
    page = sits_down(open_page(DESK), ines, live)
    page.clock.install()
    page.goto("/cellule/annuaire/")
    opens_vault(page)
    is_open(page).to_be_focused()
    page.clock.run_for("20:00")
    page.keyboard.press("Shift")
    page.clock.run_for("20:00")
    is_open(page).to_be_visible()
    page.clock.run_for("12:00")
    expect(page.get_by_label("Votre phrase de passe", exact=True)).to_be_visible()
    expect(page.get_by_text("Il s’est fermé de lui-même après une demi-heure")).to_be_visible()
    assert page.evaluate("sessionStorage.length") == 0
    page.reload()
    expect(page.get_by_label("Votre phrase de passe", exact=True)).to_be_visible()


def test_what_stays_in_the_browser_opens_nothing(hers: Page, ines: Seat) -> None:
    kept = hers.evaluate("JSON.stringify(sessionStorage)")
    for secret in (ines.keys.mseed, ines.vault_key):
        assert secret.hex() not in kept
        assert b64(secret) not in kept
    read = """async () => {
        const open = indexedDB.open("portevoix");
        const database = await new Promise((done) => (open.onsuccess = () => done(open.result)));
        const all = database.transaction("keys").objectStore("keys").getAll();
        const [{ key }] = await new Promise((done) => (all.onsuccess = () => done(all.result)));
        return [key.extractable, await crypto.subtle.exportKey("raw", key).catch(() => "refused")];
    }"""
    assert hers.evaluate(read) == [False, "refused"]


def test_signing_out_from_any_page_closes_the_vault(hers: Page) -> None:
    hers.goto("/compte/")
    assert hers.evaluate("sessionStorage.length") == 1
    hers.get_by_role("button", name="Se déconnecter").click()
    hers.wait_for_url("**/compte/connexion/")
    assert hers.evaluate("sessionStorage.length") == 0
    hers.go_back()
    expect(hers.get_by_role("heading", name="Mon compte")).to_be_hidden()


def test_whoever_signs_in_after_her_finds_nothing_open(hers: Page, cell: Cell, live: str) -> None:
    other = Seat.of(cell, "Karim Benali").makes_vault()
    sits_down(hers, other, live)
    hers.goto("/cellule/annuaire/")
    expect(hers.get_by_label("Votre phrase de passe", exact=True)).to_be_visible()


def test_two_tabs_keep_what_both_have_opened(hers: Page, ines: Seat) -> None:
    beside = hers.context.new_page()
    beside.goto("/cellule/annuaire/")
    opens_vault(beside)
    add = """async ([stream]) => {
        const bundle = document.querySelector('script[src*="bundle/member"]').src;
        const { openSession } = await import(bundle);
        const session = await openSession();
        session.keyring.streams.set(stream, new Map([[0, new Uint8Array(32)]]));
        await session.save();
        return [...session.keyring.streams.keys()].sort();
    }"""
    hers.wait_for_timeout(2500)
    hers.evaluate(add, ["a" * 32])
    assert beside.evaluate(add, ["b" * 32]) == ["a" * 32, "b" * 32]
    vault = Vault.objects.get(person=ines.membership.person)
    ring = Keyring.open(ines.keys, inst(), ines.user, vault.keyring_counter, bytes(vault.keyring))
    assert {stream.hex() for stream in ring.streams} == {"a" * 32, "b" * 32}
    assert len(ring.directories) == 1


def test_both_ways_in_lost_then_a_new_vault_and_a_spoken_check(
    open_page: OpenPage, marc: Seat, ines: Seat, live: str, axe: Axe
) -> None:
    page = sits_down(open_page(PHONE), ines, live)
    page.goto("/cellule/coffre/")
    page.get_by_role("link", name="J’ai perdu ma phrase de passe et mon code de secours").click()
    expect(page.get_by_role("heading", name="Confirmez que c’est bien vous")).to_be_visible()
    look(page, "40-confirm", axe)
    page.get_by_label("Code").fill(ines.phone.code(1))
    page.get_by_role("button", name="Confirmer").click()
    expect(page.get_by_text("l’ancien disparaît pour de bon")).to_be_visible()
    makes_vault(page, axe, "lost")
    expect(page.get_by_text("Vous n’êtes pas encore dans l’annuaire signé")).to_be_visible()
    expect(page.locator("pv-my-words li")).to_have_count(8)
    said = page.locator("pv-my-words li").all_inner_texts()
    assert Vault.objects.get(person=ines.membership.person).fpr != ines.fpr

    lead = sits_down(open_page(DESK), marc, live)
    lead.goto("/cellule/annuaire/")
    opens_vault(lead)
    expect(lead.get_by_text("anciennes clés, d’un coffre perdu")).to_be_visible()
    assert lead.locator("pv-directory [data-words] li").all_inner_texts() == said
    lead.get_by_label("Je l’ai entendu·e lire ces huit mots").check()
    look(lead, "41-returns", axe)
    lead.get_by_role("button", name="Signer cette version").click()
    expect(lead.get_by_role("heading", name="Version 3")).to_be_visible(timeout=WAIT)
    page.reload()
    expect(page.get_by_text("Vous êtes dans l’annuaire signé")).to_be_visible()


def test_somebody_new_is_announced_until_she_has_checked(
    hers: Page, marc: Seat, ines: Seat, cell: Cell, axe: Axe
) -> None:
    hers.wait_for_timeout(2500)
    karim = Seat.of(cell, "Karim Benali").makes_vault()
    marc.signs(marc.writes(marc.listed(), ines.listed(), karim.listed()))
    for _ in range(2):
        hers.goto("/cellule/coffre/")
        expect(hers.get_by_text("Arrivée dans l’annuaire depuis votre dernière visite")).to_be_visible()
        expect(hers.get_by_text("Karim Benali")).to_be_visible()
    look(hers, "42-joined", axe)
    hers.get_by_role("button", name="J’ai vérifié").click()
    expect(hers.get_by_text("Karim Benali")).to_be_hidden()
    hers.wait_for_timeout(2500)
    hers.reload()
    is_open(hers).to_be_visible()
    expect(hers.get_by_text("Karim Benali")).to_be_hidden()


def test_marc_signs_without_somebody_who_left(open_page: OpenPage, marc: Seat, ines: Seat, live: str, axe: Axe) -> None:
    people.remove(ines.membership, marc.membership)
    page = sits_down(open_page(DESK), marc, live)
    page.goto("/cellule/annuaire/")
    opens_vault(page)
    expect(page.get_by_text("ne sera plus dans l’annuaire")).to_be_visible()
    look(page, "43-leaves", axe)
    page.get_by_role("button", name="Signer cette version").click()
    expect(page.get_by_text("Inès Roux : départ")).to_be_visible(timeout=WAIT)
    assert Directory.objects.count() == 3


class TestAServerThatLies:
    """What it shows is refused, in words; nothing is signed on it."""

    def test_an_older_directory_than_the_one_she_saw(self, hers: Page, cell: Cell) -> None:
        hers.wait_for_timeout(2500)
        Directory.objects.filter(cell=cell, version=2).delete()
        hers.reload()
        expect(hers.get_by_text("un annuaire plus ancien que celui que vous avez vu")).to_be_visible()

    def test_the_same_in_another_browser_of_hers(
        self, hers: Page, open_page: OpenPage, ines: Seat, cell: Cell, live: str
    ) -> None:
        hers.wait_for_timeout(2500)
        Directory.objects.filter(cell=cell, version=2).delete()
        elsewhere = sits_down(open_page(PHONE), ines, live)
        elsewhere.goto("/cellule/annuaire/")
        elsewhere.get_by_label("Votre phrase de passe", exact=True).fill("six mots tirés au hasard pour ouvrir")
        elsewhere.keyboard.press("Enter")
        expect(elsewhere.get_by_text("un annuaire plus ancien que celui que vous avez vu")).to_be_visible(timeout=WAIT)

    def test_a_ghost_added_to_what_marc_signed(self, open_page: OpenPage, ines: Seat, cell: Cell, live: str) -> None:
        page = sits_down(open_page(DESK), ines, live)

        def lie(route: Route) -> None:
            shown = route.fetch().json()
            shown["directories"][1]["text"] = shown["directories"][1]["text"].replace("infirmière", "psychologue")
            route.fulfill(json=shown)

        page.route("**/cellule/api/annuaire*", lie)
        page.goto("/cellule/coffre/")
        opens_vault(page)
        expect(page.get_by_text("n’est pas signé comme il le doit")).to_be_visible()

    def test_other_keys_for_somebody_new_are_heard_in_the_words(
        self, open_page: OpenPage, marc: Seat, cell: Cell, live: str
    ) -> None:
        karim = Seat.of(cell, "Karim Benali").makes_vault()
        said = Seat.of(cell, "Karim Benali").makes_vault()
        ghost = Member.make()
        vault = Vault.objects.get(person=karim.membership.person)
        vault.xwing, vault.ed25519, vault.fpr = ghost.public.xwing, ghost.public.ed25519, ghost.public.fpr.hex()
        vault.save()
        page = sits_down(open_page(DESK), marc, live)
        page.goto("/cellule/annuaire/")
        opens_vault(page)
        expect(page.locator("pv-directory [data-words]").first).to_be_visible()
        shown = [row.locator("li").all_inner_texts() for row in page.locator("pv-directory [data-words]").all()]
        from portevoix.sealed.keys.chain import spoken

        assert list(spoken(karim.keys.public.fpr)) not in shown
        assert list(spoken(said.keys.public.fpr)) in shown

    def test_an_altered_keyring_and_how_to_go_on(self, hers: Page, ines: Seat, axe: Axe) -> None:
        hers.wait_for_timeout(2500)
        vault = Vault.objects.get(person=ines.membership.person)
        assert vault.keyring_counter > 0
        spoilt = bytearray(vault.keyring)
        spoilt[-1] ^= 1
        vault.keyring = bytes(spoilt)
        vault.keyring_counter += 1
        vault.save()
        hers.reload()
        expect(hers.get_by_text("Le trousseau donné par le serveur ne s’ouvre pas")).to_be_visible()
        look(hers, "44-keyring", axe)
        hers.get_by_role("button", name="Repartir d’un trousseau vide").click()
        is_open(hers).to_be_visible()
        expect(hers.get_by_text("Le trousseau donné par le serveur ne s’ouvre pas")).to_be_hidden()


def test_by_keyboard_alone(open_page: OpenPage, cell: Cell, live: str) -> None:
    julie = Seat.of(cell, "Julie Moreau")
    page = sits_down(open_page(DESK), julie, live)
    page.goto("/cellule/coffre/")

    def reach(name: str) -> None:
        for _ in range(60):
            page.keyboard.press("Tab")
            said = page.evaluate("(document.activeElement.labels?.[0] ?? document.activeElement).textContent.trim()")
            if name in said:
                return
        raise AssertionError(f"{name} is out of reach of the keyboard")

    reach("Commencer")
    page.keyboard.press("Enter")
    words = page.locator("[data-step=passphrase] [data-words] li").all_inner_texts()
    reach("Tapez-la encore une fois")
    page.keyboard.type(" ".join(words))
    page.keyboard.press("Enter")
    groups = page.locator("[data-code]").inner_text().split()
    for place in page.locator("[data-step=code] [data-group]").all_inner_texts():
        reach("Groupe numéro")
        page.keyboard.type(groups[int(place) - 1])
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Les mots de mes clés")).to_be_visible(timeout=WAIT)
    reach("Fermer le coffre")
    page.keyboard.press("Enter")
    expect(page.get_by_label("Votre phrase de passe", exact=True)).to_be_focused()
    page.keyboard.type(" ".join(words))
    page.keyboard.press("Enter")
    is_open(page).to_be_visible(timeout=WAIT)


def test_offline_says_so_and_keeps_what_was_typed(open_page: OpenPage, ines: Seat, live: str) -> None:
    page = sits_down(open_page(DESK), ines, live)
    page.goto("/cellule/coffre/")
    page.context.set_offline(True)
    field = page.get_by_label("Votre phrase de passe", exact=True)
    field.fill("une phrase")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Le serveur ne répond pas")).to_be_visible(timeout=WAIT)
    expect(field).to_have_value("une phrase")


def test_an_ended_session_says_so(open_page: OpenPage, ines: Seat, live: str) -> None:
    page = sits_down(open_page(DESK), ines, live)
    page.goto("/cellule/coffre/")
    page.context.clear_cookies()
    page.get_by_label("Votre phrase de passe", exact=True).fill("une phrase")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Votre session est terminée")).to_be_visible(timeout=WAIT)
