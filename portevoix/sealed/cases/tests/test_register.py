"""The register of the cell: who did what, when; never content."""

import re
from pathlib import Path

import pytest
from django.utils import translation

from portevoix.ground.people import acts as people
from portevoix.ground.people.models import Membership
from portevoix.ground.trail.acts import close_day
from portevoix.ground.trail.models import Line, day_of
from portevoix.sealed.cases import register
from tests.at_work import AtWork
from tests.cast import Camille, Scene


def lines(member: AtWork, **asked: str) -> str:
    answer = member.client.get("/cellule/registre/", asked, headers={"Accept-Language": "fr"})
    assert answer.status_code == 200
    return answer.content.decode()


def without(page: str, case: str) -> str:
    """A page without the case that was asked for, nor its one-time token."""
    return re.sub(r'value="[^"]+"', "", page).replace(case, "").replace(case[:6], "")


def test_marc_sees_what_ines_did_and_nothing_of_what_was_said(ines: AtWork, marc: AtWork, case: str) -> None:
    ines.does(case, "prendre")
    ines.says(case, "Un secret bien gardé.")
    page = lines(marc)
    for said in ("Inès Haddad", "Un témoignage a été reçu", case[:6]):
        assert said in page
    assert "secret" not in page
    assert "suivie" not in page


def test_paul_sees_no_line_about_a_case_he_was_put_aside_from(
    ines: AtWork, paul: AtWork, camille: Camille, case: str
) -> None:
    ines.does(case, "prendre")
    camille.writes("Encore.")
    assert case[:6] not in lines(paul)
    assert "Un témoignage a été reçu" not in lines(paul)
    assert "a pris en charge" not in lines(paul)
    refused, unknown = (without(lines(paul, situation=one), one) for one in (case, "0" * 32))
    assert refused == unknown


def test_a_withdrawn_testimony_leaves_nothing_to_read(paul: AtWork, marc: AtWork, camille: Camille, case: str) -> None:
    assert camille.withdraws().status_code == 204
    for member in (paul, marc):
        assert case[:6] not in lines(member)
        assert "témoignage" not in lines(member).split("<tbody>")[-1]


def test_what_the_installer_did_is_not_said_of_camille(marc: AtWork, scene: Scene) -> None:
    people.invite(scene.cell, None, "lea@ecole.test", "Léa Morel", "Psychologue", Membership.Role.LISTENER)
    assert "La personne qui gère ce site a invité quelqu’un" in lines(marc)


def test_one_case_alone(ines: AtWork, marc: AtWork, scene: object, case: str) -> None:
    other = Camille(ines.scene)
    other.speaks()
    ines.does(case, "prendre")
    page = lines(marc, situation=case)
    assert case[:6] in page
    assert other.case.hex()[:6] not in page


def test_older_lines_are_one_page_further(ines: AtWork, case: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(register, "LINES_A_PAGE", 2)
    for act in ("prendre", "fermer", "rouvrir"):
        ines.does(case, act)
    with translation.override("en"):
        first = register.page(ines.who.membership, None, case)
        second = register.page(ines.who.membership, first.after, case)
    assert [entry.said for entry in first.entries] == [
        "Inès Haddad opened the case again",
        "Inès Haddad closed the case",
    ]
    assert [entry.said for entry in second.entries] == ["Inès Haddad took up the case", "A testimony was received"]
    assert second.after is None


def test_lines_of_a_closed_day_say_so(ines: AtWork, case: str) -> None:
    day = day_of(Line.objects.latest("pk").minute)
    close_day(day)
    page = register.page(ines.who.membership, None, case)
    assert page.checkpoint is not None
    assert {entry.sealed_on for entry in page.entries} == {day}


def test_every_line_of_the_house_has_its_sentence() -> None:
    """A kind that a room writes with a cell, and that the register does not know, would be shown raw."""
    written = set()
    for path in Path("portevoix").rglob("acts.py"):
        source = path.read_text()
        if "cell=" not in source:
            continue  # what it notes is no cell's: no register shows it
        written |= set(re.findall(r'(?:_note|trail\.note)\(\s*"([^"]+)"', source))
        written |= {kind for two in re.findall(r'"([a-z ]+)" if .* else "([a-z ]+)"', source) for kind in two}
    elsewhere = {"withdrawn", "second factor set", "password changed", "sessions closed"}
    elsewhere |= {"officer invited", "officer joined", "officer left"}
    assert written - elsewhere == set(register.OF_CASES) | set(register.OF_THE_CELL)
