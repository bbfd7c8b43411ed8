"""How members arrive in the stories: their letters, their telephones, their vaults, in a real browser."""

from pathlib import Path
from typing import Any

from django.test import Client
from playwright.sync_api import Page, expect

from portevoix.ground.people import acts as people
from portevoix.ground.people.models import Membership
from portevoix.ground.people.tests.persona import PASSWORD, Phone
from portevoix.ground.schools.models import Cell
from portevoix.sealed.keys.tests.browser import PASSPHRASE, Seat
from tests.browser import Axe

SHOTS = Path(__file__).parent / "out" / "members"
WAIT = 20_000


def look(page: Page, name: str, axe: Axe | None = None) -> None:
    """Keep a picture of this state, and hold it to the gate."""
    page.locator("h1").filter(visible=True).first.wait_for()
    SHOTS.mkdir(parents=True, exist_ok=True)
    width = (page.viewport_size or {"width": 0})["width"]
    page.screenshot(path=SHOTS / f"{name}-{width}.png", full_page=True)
    if axe:
        axe(page)


def holds(page: Page, live: str, client: Client, name: str, path: str = "/") -> Page:
    """The page of somebody who has signed in already."""
    page.context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": f"{live}{path}"}])
    return page


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
    expect(page.get_by_role("heading", name="Vos codes de dépannage")).to_be_visible()
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
    expect(page.get_by_label("Adresse e-mail")).to_be_focused()
    page.get_by_label("Adresse e-mail").fill(email)
    page.get_by_label("Mot de passe").fill(PASSWORD)
    page.get_by_role("button", name="Continuer").click()
    expect(page.get_by_label("Code")).to_be_focused()
    page.get_by_label("Code").fill(phone.code(ahead))
    page.get_by_role("button", name="Se connecter").click()
    page.wait_for_url(f"**{where}")


def sits_down(page: Page, seat: Seat, origin: str) -> Page:
    """Somebody whose vault was made already, signed in in this browser."""
    cookie = seat.client.cookies["session"].value
    page.context.add_cookies([{"name": "session", "value": cookie, "url": origin}])
    return page


def opens_vault(page: Page, passphrase: str = PASSPHRASE) -> None:
    page.get_by_label("Votre phrase de passe", exact=True).fill(passphrase)
    page.get_by_role("button", name="Ouvrir le coffre").click()
    expect(page.get_by_text("Coffre ouvert dans cet onglet")).to_be_visible(timeout=WAIT)
