"""Lou enters a film with the agreement of everyone in it; somebody from outside judges it by a link; it wins."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from playwright.sync_api import Page, expect

from tests.browser import DESK, PHONE, Axe, OpenPage
from tests.journeys.test_the_library import film as film


@pytest.fixture
def contest(live: str) -> Any:
    from portevoix.campus.contests.tests.persona import a_contest
    from portevoix.ground.population.tests.persona import a_campus

    return a_contest(a_campus(), theme="Un film pour donner envie d’agir.", rules="## Qui\n\nToute l’école.")


def given_the_cookies(page: Page, client: Client, live: str) -> None:
    cookies = [
        {"name": one.key, "value": one.value, "url": live + "/mines/moi/" * (one.key == "visit")}
        for one in client.cookies.values()
    ]
    page.context.add_cookies(cookies)  # type: ignore[arg-type]  # name, value and address are enough


def test_from_the_call_to_the_prize(
    open_page: OpenPage, axe: Axe, contest: Any, film: bytes, tmp_path: Path, live: str
) -> None:
    from portevoix.campus.contests import acts
    from portevoix.campus.contests.models import Contest, Entry
    from portevoix.campus.library.tests.persona import a_picture
    from portevoix.ground.population.tests.persona import comes_in, of_the_mission, someone

    office = of_the_mission(Client(), contest.school)
    _juror, token = acts.invite(contest, "Maison des femmes", office)
    made, signed = tmp_path / "sans-voix.webm", tmp_path / "accord.jpg"
    made.write_bytes(film)
    signed.write_bytes(a_picture())

    lou = open_page(PHONE, has_touch=True, is_mobile=True)
    given_the_cookies(lou, comes_in(Client(), someone(contest.school, "Lou Martin")), live)
    lou.goto("/mines/concours/action/")
    axe(lou)
    lou.get_by_role("link", name="Participer au concours").click()
    lou.get_by_label("Titre", exact=True).fill("Sans voix")
    lou.get_by_label("Auteur·ices").fill("Lou Martin, Noé Roux")
    lou.get_by_label("Nous avons les droits").check()
    lou.get_by_label("Nous demandons qu’il reste réservé").check()
    lou.get_by_role("button", name="Enregistrer").click()
    expect(lou.get_by_text("Le film n’a pas été envoyé.")).to_be_visible()
    axe(lou)
    lou.get_by_label("Un film, MP4 ou WebM").set_input_files(made)
    lou.get_by_role("button", name="Envoyer le film").click()
    expect(lou.get_by_text("sans-voix.webm")).to_be_visible()
    lou.get_by_label("De qui est cet accord").fill("Inès Haddad")
    lou.get_by_label("Le papier signé").set_input_files(signed)
    lou.get_by_role("button", name="Ajouter cet accord").click()
    expect(lou.get_by_role("button", name="Retirer Inès Haddad")).to_be_visible()
    lou.get_by_role("button", name="Déposer mon film").click()
    expect(lou.get_by_text("Déposé le")).to_be_visible()
    axe(lou)
    assert [one["path"] for one in lou.context.cookies() if one["name"] != "visit"] == []

    juror = open_page(DESK)
    juror.goto(f"/mines/concours/jury/{token}/")
    expect(juror.get_by_text("Sans voix")).to_have_count(0)
    Contest.objects.update(closes=datetime.now(UTC) - timedelta(minutes=1))
    juror.reload()
    axe(juror)
    juror.get_by_role("link", name="Sans voix").click()
    axe(juror)
    juror.get_by_label("Justesse, sur 10").fill("9")
    juror.get_by_label("Image, sur 5").fill("4")
    juror.get_by_role("button", name="Enregistrer mes points").click()
    expect(juror.get_by_text("Jugé", exact=True)).to_be_visible()
    assert juror.context.cookies() == []

    acts.award(Entry.objects.get(), "Premier prix", 1, office)
    acts.announce(Contest.objects.get(), office)
    juror.goto("/mines/concours/action/")
    expect(juror.get_by_text("Réservé pour le moment")).to_be_visible()
    axe(juror)
