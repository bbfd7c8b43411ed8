"""Inès arrives: invited, she makes her account, her second factor, her vault; she comes back, forgets, recovers."""

import re

import pytest
from django.contrib.auth.tokens import default_token_generator
from django.core import mail
from django.urls import reverse
from playwright.sync_api import expect

from portevoix.ground.people.models import Membership, Person
from portevoix.ground.people.tests.persona import PASSWORD, Phone
from portevoix.ground.schools.models import Cell, School
from portevoix.sealed.keys.models import Directory, Vault
from tests.arrival import WAIT, invited_to, look, makes_account, makes_vault, signs_in
from tests.browser import DESK, PHONE, Axe, OpenPage
from tests.live import another_site


@pytest.fixture
def cell(live: str) -> Cell:
    cell = Cell.objects.create(name="Cellule d'écoute des bois")
    School.objects.create(slug="bois", name="École des bois", cell=cell)
    return cell


@pytest.fixture
def marc(cell: Cell) -> Membership:
    person = Person.objects.create_user("marc@ecole.test", PASSWORD, name="Marc Lenoir", function="référent égalité")
    return Membership.objects.create(person=person, cell=cell, role=Membership.Role.LEAD)


@pytest.mark.parametrize("viewport", [PHONE, DESK], ids=["phone", "desk"])
def test_from_the_invitation_to_the_vault_and_back(
    viewport: dict[str, int], live: str, open_page: OpenPage, cell: Cell, marc: Membership, axe: Axe
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

    # Letters are read on another site: cookies for this one alone do not come along.
    reset = reverse("people:new_password", args=[vault.person.ident, default_token_generator.make_token(vault.person)])
    with another_site(f"<!doctype html><a href='{live}{reset}'>letter</a>") as post_office:
        page.goto(post_office.replace("127.0.0.1", "localhost"))
        page.get_by_text("letter").click()
        expect(page.get_by_label("Le même mot de passe, encore une fois")).to_be_visible()
        assert page.url == live + reverse("people:new_password_now")

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
    page.get_by_role("link", name="Choisissez maintenant une nouvelle phrase de passe").click()
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
    expect(page.get_by_text("Votre phrase de passe est changée.")).to_be_focused()
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
    expect(marc.get_by_text("Inès Roux : arrivée")).to_be_visible(timeout=WAIT)
    look(marc, "22-signed", axe)
    expect(marc.get_by_text("L’annuaire est à jour")).to_be_visible()
    expect(marc.get_by_text("C’est signé.")).to_be_focused()

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
