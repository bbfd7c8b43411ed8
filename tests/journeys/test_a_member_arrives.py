"""Inès arrives: invited, she makes her account, her second factor, her vault; she comes back, forgets, recovers."""

import re
from pathlib import Path
from typing import Any

import pytest
from django.core import mail
from playwright.sync_api import Page, expect

from portevoix.ground.people import acts as people
from portevoix.ground.people.models import Membership, Person
from portevoix.ground.people.tests.persona import PASSWORD, Phone
from portevoix.ground.schools.models import Cell, School
from portevoix.sealed.keys.models import Directory, Vault
from tests.browser import DESK, PHONE, Axe, OpenPage

SHOTS = Path(__file__).parents[1] / "out" / "members"
WAIT = 20_000


@pytest.fixture
def cell(live: str) -> Cell:
    cell = Cell.objects.create(name="Cellule d'écoute des bois")
    School.objects.create(slug="bois", name="École des bois", cell=cell)
    return cell


@pytest.fixture
def marc(cell: Cell) -> Membership:
    person = Person.objects.create_user("marc@ecole.test", PASSWORD, name="Marc Lenoir", function="référent égalité")
    return Membership.objects.create(person=person, cell=cell, role=Membership.Role.LEAD)


def look(page: Page, name: str, axe: Axe | None = None) -> None:
    """Keep a picture of this state, and hold it to the gate."""
    SHOTS.mkdir(parents=True, exist_ok=True)
    width = (page.viewport_size or {"width": 0})["width"]
    page.screenshot(path=SHOTS / f"{name}-{width}.png", full_page=True)
    if axe:
        axe(page)


def invited_to(page: Page, membership: Membership | None, cell: Cell, **who: str) -> None:
    invitation = people.invite(cell, membership.person if membership else None, **who)
    page.goto(f"/compte/invitation/{invitation.code}/")


def makes_account(page: Page, axe: Axe) -> Phone:
    """A password, then the second factor; ends on the page of the vault."""
    look(page, "1-invitation", axe)
    page.get_by_label("Mot de passe", exact=True).fill(PASSWORD)
    page.get_by_label("Le même mot de passe, encore une fois").fill(PASSWORD)
    page.get_by_role("button", name="Créer mon compte").click()
    expect(page.get_by_role("heading", name="Protégez votre compte par un second facteur")).to_be_visible()
    look(page, "2-second-factor", axe)
    phone = Phone(page.locator("code").inner_text().strip())
    page.get_by_label("Les six chiffres affichés par votre application").fill(phone.code())
    page.get_by_role("button", name="Confirmer").click()
    expect(page.get_by_role("heading", name="Vos codes de secours")).to_be_visible()
    look(page, "3-codes", axe)
    page.get_by_role("link", name="Je les ai gardés").click()
    return phone


def makes_vault(page: Page, axe: Axe, name: str = "vault") -> tuple[str, str]:
    """Six words and a printed code, both typed back; returns them."""
    look(page, f"4-{name}", axe)
    page.get_by_role("button", name="Commencer").click()
    step = page.locator("[data-step=passphrase]")
    words = step.locator("[data-words] li").all_inner_texts()
    assert len(words) == 6
    step.get_by_label("Tapez-la encore une fois").fill("Autre Chose")
    look(page, f"5-{name}-words")
    step.get_by_role("button", name="Continuer").click()
    expect(step.get_by_text("Ce que vous avez retapé est différent")).to_be_visible()
    axe(page)
    step.get_by_label("Tapez-la encore une fois").fill(" ".join(words).upper())
    step.get_by_role("button", name="Continuer").click()
    code = types_the_code_back(page.locator("[data-step=code]"))
    look(page, f"6-{name}-code", axe)
    page.get_by_role("button", name="J’ai gardé le code").click()
    expect(page.get_by_role("heading", name="Les mots de mes clés")).to_be_visible(timeout=WAIT)
    look(page, f"7-{name}-made", axe)
    return " ".join(words), code


def types_the_code_back(step: Any) -> str:
    written: str = step.locator("[data-code]").inner_text()
    groups = written.split()
    assert len(groups) == 7
    asked = [int(place) for place in step.locator("[data-group]").all_inner_texts()]
    for field, number in zip(step.locator("input[data-back]").all(), asked, strict=True):
        field.fill(groups[number - 1].lower())
    return written


def signs_in(page: Page, email: str, phone: Phone, ahead: int, where: str = "/cellule/coffre/") -> None:
    page.goto(where)
    page.get_by_label("Adresse e-mail").fill(email)
    page.get_by_label("Mot de passe").fill(PASSWORD)
    page.get_by_role("button", name="Continuer").click()
    page.get_by_label("Code").fill(phone.code(ahead))
    page.get_by_role("button", name="Se connecter").click()
    page.wait_for_url(f"**{where}")


@pytest.mark.parametrize("viewport", [PHONE, DESK], ids=["phone", "desk"])
def test_from_the_invitation_to_the_vault_and_back(
    viewport: dict[str, int], open_page: OpenPage, cell: Cell, marc: Membership, axe: Axe
) -> None:
    page = open_page(viewport)
    sent: list[str] = []
    page.on("request", lambda request: sent.append(f"{request.url} {request.post_data or ''}"))
    invited_to(page, marc, cell, email="ines@ecole.test", name="Inès Roux", function="infirmière", role="listener")
    phone = makes_account(page, axe)
    passphrase, code = makes_vault(page, axe)
    vault = Vault.objects.get(person__email="ines@ecole.test")
    expect(page.get_by_text("Vous n’êtes pas encore dans l’annuaire signé")).to_be_visible()

    # The vault stays open from one page to the next, in this tab only.
    page.goto("/cellule/annuaire/")
    expect(page.get_by_text("Coffre ouvert dans cet onglet")).to_be_visible()
    beside = page.context.new_page()
    beside.goto("/cellule/annuaire/")
    expect(beside.get_by_label("Votre phrase de passe")).to_be_visible()
    look(beside, "8-locked", axe)
    beside.get_by_label("Votre phrase de passe").fill("une phrase qui n'ouvre rien du tout")
    beside.keyboard.press("Enter")
    expect(beside.get_by_text("Cela n’ouvre pas votre coffre")).to_be_visible(timeout=WAIT)
    look(beside, "9-wrong", axe)
    beside.close()

    # Closing it asks for the passphrase again.
    page.get_by_role("button", name="Fermer le coffre").click()
    expect(page.get_by_label("Votre phrase de passe")).to_be_visible()
    page.reload()
    page.get_by_label("Votre phrase de passe").fill(passphrase)
    page.keyboard.press("Enter")
    expect(page.get_by_text("Coffre ouvert dans cet onglet")).to_be_visible(timeout=WAIT)

    # Signing out leaves nothing behind.
    page.get_by_role("button", name="Se déconnecter").click()
    page.wait_for_url("**/compte/connexion/")
    assert page.evaluate("sessionStorage.length") == 0
    page.go_back()
    expect(page.get_by_text("Coffre ouvert dans cet onglet")).to_be_hidden()

    # Another day: the passphrase is forgotten, the paper is there.
    signs_in(page, "ines@ecole.test", phone, 1)
    page.get_by_role("button", name="J’ai perdu ma phrase de passe").click()
    look(page, "10-recovery", axe)
    page.get_by_label("Le code que vous avez imprimé").fill(code.lower().replace(" ", "")[:-1])
    page.get_by_role("button", name="Ouvrir le coffre").click()
    expect(page.get_by_text("Ce n’est pas un code de secours")).to_be_visible()
    page.get_by_label("Le code que vous avez imprimé").fill(code.lower())
    page.get_by_role("button", name="Ouvrir le coffre").click()
    expect(page.get_by_text("Coffre ouvert dans cet onglet")).to_be_visible(timeout=WAIT)

    # A new passphrase, of her own, in place of the forgotten one.
    page.get_by_text("Changer ma phrase de passe").first.click()
    change = page.locator("pv-change-way[data-kind=passphrase]")
    change.get_by_label("Votre phrase de passe actuelle, ou votre code de secours").fill(code)
    change.get_by_role("button", name="Je préfère une phrase à moi").click()
    change.get_by_label("Votre propre phrase de passe").fill("aaaa aaaa aaaa aaaa aaaa")
    change.get_by_label("Tapez-la encore une fois").fill("aaaa aaaa aaaa aaaa aaaa")
    change.get_by_role("button", name="Changer ma phrase de passe").click()
    expect(change.get_by_text("facile à deviner")).to_be_visible()
    own = "Le vieux noyer penche un peu vers la grange"
    change.get_by_label("Votre propre phrase de passe").fill(own)
    change.get_by_label("Tapez-la encore une fois").fill(own)
    look(page, "11-change", axe)
    with page.expect_navigation():
        change.get_by_role("button", name="Changer ma phrase de passe").click()
    page.get_by_role("button", name="Fermer le coffre").click()
    page.get_by_label("Votre phrase de passe", exact=True).fill(own)
    page.get_by_role("button", name="Ouvrir le coffre").click()
    expect(page.get_by_text("Coffre ouvert dans cet onglet")).to_be_visible(timeout=WAIT)
    vault.refresh_from_db()
    assert vault.fpr == Vault.objects.get(person__email="ines@ecole.test").fpr

    for secret in (passphrase, passphrase.upper(), code, code.replace(" ", ""), own):
        assert not any(secret in request for request in sent), "what opens the vault has left the browser"


def test_marc_signs_the_directory_alone_then_with_ines(open_page: OpenPage, cell: Cell, axe: Axe) -> None:
    marc = open_page(DESK)
    invited_to(marc, None, cell, email="marc@ecole.test", name="Marc Lenoir", function="référent égalité", role="lead")
    makes_account(marc, axe)
    makes_vault(marc, axe, "marc")
    marc.goto("/cellule/annuaire/")
    look(marc, "20-first", axe)
    marc.get_by_role("button", name="Signer cette version").click()
    expect(marc.get_by_role("heading", name="Empreinte")).to_be_visible(timeout=WAIT)
    assert Directory.objects.count() == 1

    ines = open_page(PHONE)
    lead = Membership.objects.get(person__email="marc@ecole.test")
    invited_to(ines, lead, cell, email="ines@ecole.test", name="Inès Roux", function="infirmière", role="listener")
    makes_account(ines, axe)
    makes_vault(ines, axe, "ines")
    expect(ines.locator("pv-my-words li")).to_have_count(8)
    said_by_ines = ines.locator("pv-my-words li").all_inner_texts()

    marc.goto("/cellule/annuaire/")
    expect(marc.get_by_label("Je l’ai entendu·e lire ces huit mots")).to_be_visible()
    seen_by_marc = marc.locator("pv-directory [data-words] li").all_inner_texts()
    assert seen_by_marc == said_by_ines
    assert len(said_by_ines) == 8
    marc.get_by_role("button", name="Signer cette version").click()
    expect(marc.get_by_text("Rien ne changerait")).to_be_visible()
    assert Directory.objects.count() == 1
    marc.get_by_label("Je l’ai entendu·e lire ces huit mots").check()
    look(marc, "21-second", axe)
    marc.get_by_role("button", name="Signer cette version").click()
    expect(marc.get_by_text("Arrivée de Inès Roux")).to_be_visible(timeout=WAIT)
    look(marc, "22-signed", axe)
    expect(marc.get_by_text("Rien n’a changé")).to_be_visible()

    ines.reload()
    expect(ines.get_by_text("Vous êtes dans l’annuaire signé")).to_be_visible()
    anyone = open_page(PHONE)
    anyone.goto("/bois/cellule/")
    expect(anyone.get_by_text("Inès Roux")).to_be_visible()
    look(anyone, "23-listeners", axe)
    poster = open_page(DESK)
    poster.goto("/bois/cellule/")
    look(poster, "23-listeners", axe)
    marc.goto("/cellule/annuaire/affiche/")
    look(marc, "24-poster", axe)
    marc.goto("/cellule/membres/")
    look(marc, "25-members", axe)
    marc.goto("/compte/")
    look(marc, "26-account", axe)


def test_the_lead_invites_by_letter(open_page: OpenPage, marc: Membership, axe: Axe) -> None:
    page = open_page(DESK)
    phone = Phone.of(marc.person)
    signs_in(page, "marc@ecole.test", phone, 0, "/cellule/membres/")
    page.get_by_label("Prénom et nom").fill("Inès Roux")
    page.get_by_label("Fonction").fill("infirmière")
    page.get_by_label("Adresse e-mail professionnelle").fill("ines@ecole.test")
    page.get_by_role("button", name="Envoyer l’invitation").click()
    expect(page.get_by_text("ines@ecole.test")).to_be_visible()
    look(page, "30-invited", axe)
    page.wait_for_timeout(2500)
    [letter] = mail.outbox
    link = re.search(r"https?://\S+", str(letter.body))
    assert link is not None
    hers = open_page(PHONE)
    hers.goto(link[0])
    expect(hers.get_by_role("heading", name="Bienvenue, Inès Roux")).to_be_visible()
