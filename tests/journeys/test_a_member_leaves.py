"""Somebody leaves the cell, somebody loses everything, somebody comes: what each can read from then on."""

import secrets

import pytest
from playwright.sync_api import Page, expect

from portevoix.ground.people import acts as people
from portevoix.ground.schools.models import Cell, School
from portevoix.ground.seal.errors import SealError
from portevoix.ground.seal.member import Member
from portevoix.sealed.keys import acts as keys
from portevoix.sealed.keys.tests.browser import Seat
from portevoix.sealed.streams.models import Grant, Stream
from tests.arrival import WAIT, look, opens_vault, sits_down
from tests.browser import DESK, Axe, OpenPage
from tests.cast import Camille, Listener, Scene, read_by


def listener(seat: Seat) -> Listener:
    return Listener(seat.membership.person, seat.membership, seat.keys)


class Cellule:
    """Marc leads, Inès and Paul listen; Camille wrote to all, and Sacha to all but Paul."""

    def __init__(self) -> None:
        cell = Cell.objects.create(name="Cellule d’écoute des bois")
        school = School.objects.create(slug="bois", name="École des bois", cell=cell)
        self.marc = Seat.of(cell, "Marc Lenoir", "lead", "référent égalité").makes_vault()
        self.ines = Seat.of(cell, "Inès Roux", function="infirmière").makes_vault()
        self.paul = Seat.of(cell, "Paul Renaud", function="directeur des études").makes_vault()
        self.cell = cell
        self.lists(self.marc, self.ines, self.paul)
        self.scene = Scene(school, listener(self.ines), listener(self.marc), listener(self.paul))
        self.camille, self.sacha = Camille(self.scene), Camille(self.scene)
        self.camille.speaks()
        self.sacha.speaks(excluded=[self.scene.paul])

    def lists(self, *seats: Seat) -> None:
        answer = self.marc.signs(self.marc.writes(*(seat.listed() for seat in seats)))
        assert answer.status_code == 201, answer.content

    def can_read(self, who: Seat, camille: Camille) -> bool:
        """Whether this key opens what is said there, the latest word included."""
        try:
            read_by(listener(who), camille.case.hex(), self.scene).must_be_sound()
        except SealError:
            return False
        return True


@pytest.fixture
def cellule(live: str) -> Cellule:
    return Cellule()


def at_the_directory(open_page: OpenPage, seat: Seat, live: str) -> Page:
    page = sits_down(open_page(DESK), seat, live)
    page.goto("/cellule/annuaire/")
    opens_vault(page)
    return page


def test_the_keys_are_changed_when_ines_leaves(open_page: OpenPage, cellule: Cellule, live: str, axe: Axe) -> None:
    people.remove(cellule.ines.membership, cellule.marc.membership)
    cellule.lists(cellule.marc, cellule.paul)
    page = at_the_directory(open_page, cellule.marc, live)
    row = page.locator("pv-access li", has_text="n’est plus dans l’annuaire")
    expect(row).to_contain_text("Inès Roux")
    expect(row).to_contain_text("ouvrent encore : 2")
    expect(row).to_be_visible()
    look(page, "50-left", axe)
    row.get_by_role("button", name="Changer leurs clés").click()
    expect(row.get_by_text("C’est fait")).to_be_visible(timeout=WAIT)
    look(page, "51-left-done", axe)
    assert [stream.epoch for stream in Stream.objects.all()] == [1, 1]
    assert not Grant.objects.filter(recipient=cellule.ines.fpr, epoch=1).exists()
    cellule.camille.writes("Est-ce que quelqu’un me lit ?")
    assert cellule.can_read(cellule.marc, cellule.camille)
    assert cellule.can_read(cellule.paul, cellule.camille)
    assert not cellule.can_read(cellule.ines, cellule.camille)
    cellule.camille.opens().must_be_sound()
    page.reload()
    expect(page.get_by_role("heading", name="Versions")).to_be_visible()
    expect(row).to_be_hidden()


def test_a_colleague_opens_again_what_a_lost_vault_had_opened(
    open_page: OpenPage, cellule: Cellule, live: str, axe: Axe
) -> None:
    lost, cellule.paul.keys = cellule.paul.fpr, Member.make()
    ways = [keys.NewWay(secrets.token_hex(16), kind, "0" * 64, b"\x01") for kind in ("passphrase", "recovery")]
    keys.make_vault(cellule.paul.membership, b"\x01", cellule.paul.keys.public, ways, replaces=lost)
    cellule.lists(cellule.marc, cellule.ines, cellule.paul)
    page = at_the_directory(open_page, cellule.ines, live)
    row = page.locator("pv-access li", has_text="nouveau coffre")
    expect(row).to_contain_text("ouvraient : 1")
    expect(row).to_be_visible()
    expect(page.locator("pv-access li")).to_have_count(1)
    look(page, "52-returned", axe)
    row.get_by_role("button", name="Les rouvrir avec les nouvelles clés").click()
    expect(row.get_by_text("C’est fait")).to_be_visible(timeout=WAIT)
    assert cellule.can_read(cellule.paul, cellule.camille)
    assert not cellule.can_read(cellule.paul, cellule.sacha), "whoever was put aside stays so"

    # What its author closed to him is nothing that somebody could still open.
    with page.expect_response(f"**/fermees/{cellule.paul.fpr}"):
        page.reload()
    expect(page.get_by_role("heading", name="Versions")).to_be_visible()
    expect(page.locator("pv-access li", has_text="ne lui sont pas ouvertes")).to_have_count(0)
    assert not cellule.can_read(cellule.paul, cellule.sacha)


def test_somebody_new_is_given_what_came_before(open_page: OpenPage, cellule: Cellule, live: str) -> None:
    karim = Seat.of(cellule.cell, "Karim Benali", function="psychologue").makes_vault()
    cellule.lists(cellule.marc, cellule.ines, cellule.paul, karim)
    page = at_the_directory(open_page, cellule.marc, live)
    row = page.locator("pv-access li", has_text="Karim Benali")
    expect(row).to_contain_text("ouvertes : 2")
    row.get_by_role("button", name="Les lui ouvrir").click()
    expect(row.get_by_text("C’est fait")).to_be_visible(timeout=WAIT)
    assert cellule.can_read(karim, cellule.camille)
    assert cellule.can_read(karim, cellule.sacha)
