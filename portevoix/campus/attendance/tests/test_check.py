"""Lou has a certificate, and an employer checks it: to these initials, that day, and never what it was about."""

import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client

from portevoix.campus.attendance import acts
from portevoix.campus.attendance.models import Presence
from portevoix.campus.attendance.tests.persona import ELEVEN, NINE, a_date
from portevoix.ground.population.tests.persona import a_campus, comes_in, someone
from portevoix.ground.schools.models import School
from portevoix.ground.web import paper
from portevoix.ground.web.sheet import Sheet

pytestmark = pytest.mark.django_db


@pytest.fixture
def school(db: None) -> School:
    return a_campus()


@pytest.fixture
def presence(school: School) -> Presence:
    sitting = a_date(school, name="Violences sexistes et sexuelles : réagir", valid_months=24)
    return acts.note_presence(sitting, someone(school, "Anne-Lise d’Œuvre"), Presence.Means.CODE)


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(ELEVEN, tick=False) as told:
        yield told


def test_a_good_code_says_initials_date_and_hours(presence: Presence) -> None:
    page = Client().get(f"/mines/attestation/{presence.code_in_groups}/").content.decode()
    for said in ("École mines", "A. L. D.", "12 mars 2026", "09:00–11:00", "jusqu’au 12 mars 2028"):
        assert said in page


def test_the_page_says_neither_who_nor_what_about(presence: Presence) -> None:
    answers = [Client().get(f"/mines/attestation/{code}") for code in ("", f"{presence.code}/", "AAAAAAAAAAAA/")]
    for answer in answers:
        page = answer.content.decode()
        assert not re.search(r"violence|sexis|sexuel|vss|consent|réagir|témoign|cellule|harc|police|3919", page, re.I)
        assert not re.search(r"Anne|Œuvre", page)
        assert "href" not in re.sub(r"<link[^>]*>", "", page)


@pytest.mark.parametrize("code", ["AAAAAAAAAAAA", "1", "x" * 200, "é", "AAAA-AAAA-AAA1"])
def test_codes_that_are_not_known_have_one_answer(code: str, presence: Presence) -> None:
    never = Client().get("/mines/attestation/BBBBBBBBBBBB/")
    answer = Client().get(f"/mines/attestation/{code}/")
    assert answer.status_code == never.status_code == 404
    assert answer.content == never.content


def test_the_code_of_another_school_is_not_known_here(presence: Presence) -> None:
    a_campus("ponts")
    assert Client().get(f"/ponts/attestation/{presence.code}/").status_code == 404


def test_a_code_typed_carelessly_is_found(presence: Presence) -> None:
    Presence.objects.update(code="ABCDOI234567")
    answer = Client().get("/mines/attestation/", {"code": " abcd-01 23.4567 "}, follow=True)
    assert "a bien été délivrée" in answer.content.decode()


def test_nothing_is_certified_before_the_end(clock: time_machine.Traveller, presence: Presence) -> None:
    clock.move_to(ELEVEN - timedelta(minutes=1))
    assert Client().get(f"/mines/attestation/{presence.code}/").status_code == 404


def test_what_no_longer_counts_says_so(clock: time_machine.Traveller, presence: Presence) -> None:
    clock.move_to(NINE + timedelta(days=800))
    assert (
        "Était valable jusqu’au 12 mars 2028" in Client().get(f"/mines/attestation/{presence.code}/").content.decode()
    )


def test_somebody_who_tries_codes_is_slowed_down(presence: Presence) -> None:
    answers = [Client().get(f"/mines/attestation/{number:012d}/").status_code for number in range(61)]
    assert answers == [404] * 60 + [429]


def test_whose_presence_is_taken_back_has_a_certificate_no_more(presence: Presence) -> None:
    presence.delete()
    assert Client().get(f"/mines/attestation/{presence.code}/").status_code == 404


def test_lou_finds_what_she_came_to(school: School, presence: Presence) -> None:
    lou = comes_in(Client(), presence.individual)
    page = lou.get("/mines/moi/attestations/").content.decode()
    assert "réagir" in page
    assert presence.code_in_groups in page
    other = comes_in(Client(), someone(school)).get("/mines/moi/attestations/").content.decode()
    assert "Rien pour le moment" in other


def test_lou_takes_the_paper_with_her(school: School, presence: Presence, monkeypatch: pytest.MonkeyPatch) -> None:
    said: list[str] = []
    say = Sheet.say

    def listen(sheet: Sheet, text: str, *args: Any, **kwargs: Any) -> float:
        said.append(text)
        return say(sheet, text, *args, **kwargs)

    monkeypatch.setattr(Sheet, "say", listen)
    answer = comes_in(Client(), presence.individual).get(f"/mines/moi/attestations/{presence.ident}/")
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"] == 'attachment; filename="attestation-2026-03-12.pdf"'
    assert answer.content.startswith(b"%PDF-")
    assert said[:6] == [
        "École mines",
        "Attestation de présence",
        "L’école atteste que",
        "Anne-Lise d’Œuvre",
        "a suivi",
        "Violences sexistes et sexuelles : réagir",
    ]
    assert said[6] == "le 12 mars 2026, de 09:00 à 11:00 (2 heures)."
    assert presence.code_in_groups in said[-1]


def test_the_paper_tells_nothing_it_does_not_show(school: School, presence: Presence) -> None:
    pdf = comes_in(Client(), presence.individual).get(f"/mines/moi/attestations/{presence.ident}/").content
    assert b"/Lang (fr)" in pdf
    assert "Attestation de présence".encode("utf-16-be").hex().encode() in pdf
    assert not re.search(rb"/(Author|Subject|Keywords|Creator) ", pdf)
    for known in (presence.ident, presence.individual.ident, presence.individual.email, "uvre"):
        assert known.encode() not in pdf


def test_every_letter_of_french_can_be_printed() -> None:
    sheet = paper.sheet()
    fonts: dict[str, Any] = {**sheet.fonts}
    cmaps = {font: set(fonts[font].cmap) for font in ("sans", "sansB")}
    paper.written(sheet)  # closes the files of its fonts
    for known in cmaps.values():
        assert {ord(letter) for letter in "ÀÂÆÇÉÈÊËÎÏÔŒÙÛÜŸàâæçéèêëîïôœùûüÿ’«»…–·°€"} <= known


def test_there_is_no_paper_before_the_end_nor_for_anybody_else(
    clock: time_machine.Traveller, school: School, presence: Presence
) -> None:
    address = f"/mines/moi/attestations/{presence.ident}/"
    other = comes_in(Client(), someone(school))
    assert other.get(address)["Location"] == "/mines/moi/attestations/"
    clock.move_to(ELEVEN - timedelta(minutes=1))
    assert comes_in(Client(), presence.individual).get(address).status_code == 302
