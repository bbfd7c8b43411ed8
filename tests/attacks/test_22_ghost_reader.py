"""Slipping somebody in among those who listen: the server takes no directory but what an officer of the cell signed.

What a server that lies could show is refused by the browsers: `frontend/src/seal/tests` and the journeys.
"""

from dataclasses import replace
from typing import Any

import pytest
from django.db import transaction

from portevoix.ground.people import acts as people
from portevoix.ground.schools.models import Cell
from portevoix.ground.seal.fields import unb64
from portevoix.ground.seal.identity import Public
from portevoix.ground.seal.member import Member
from portevoix.ground.seal.records import Record
from portevoix.ground.trail.models import Line
from portevoix.ground.web import clock
from portevoix.ground.web.rules import Refused
from portevoix.sealed.keys.models import Directory
from portevoix.sealed.keys.tests.browser import Seat, marc_of_the_woods
from portevoix.sealed.streams import acts as streams
from portevoix.sealed.streams.models import Stream
from tests.cast import Camille, a_school, read_by

pytestmark = pytest.mark.django_db


@pytest.fixture
def marc(db: None) -> Seat:
    return marc_of_the_woods()


@pytest.fixture
def ines(marc: Seat) -> Seat:
    ines = Seat.of(marc.membership.cell, "Inès Roux").makes_vault()
    marc.signs(marc.writes(marc.listed(), ines.listed()))
    return ines


@pytest.fixture
def nora(db: None) -> Seat:
    return Seat.of(Cell.objects.create(name="Ailleurs"), "Nora Petit", "lead").makes_vault()


def is_refused(answer: Any, before: int = 2) -> bool:
    """Refused, and nothing has changed: neither versions nor lines."""
    same = Directory.objects.count() == before == Line.objects.filter(kind="directory signed").count()
    return answer.status_code in {409, 422} and same


def test_someone_without_a_seat(marc: Seat, ines: Seat, nora: Seat) -> None:
    assert is_refused(marc.signs(marc.writes(marc.listed(), ines.listed(), nora.listed(officer=False))))


def test_a_key_nobody_made_under_the_name_of_ines(marc: Seat, ines: Seat) -> None:
    ghost = ines.listed(public=Member.make().public)
    assert is_refused(marc.signs(marc.writes(marc.listed(), ghost)))


def test_a_second_key_for_ines(marc: Seat, ines: Seat) -> None:
    ghost = ines.listed(public=Member.make().public)
    assert is_refused(marc.signs(marc.writes(marc.listed(), ines.listed(), ghost)))


def test_half_of_the_keys_of_ines(marc: Seat, ines: Seat) -> None:
    mixed = Public(Member.make().public.xwing, ines.keys.public.ed25519)
    assert is_refused(marc.signs(marc.writes(marc.listed(), ines.listed(public=mixed))))


def test_signed_by_ines_who_is_no_officer(marc: Seat, ines: Seat) -> None:
    assert is_refused(ines.signs(ines.writes(marc.listed(), ines.listed())))


def test_ines_makes_herself_an_officer(marc: Seat, ines: Seat) -> None:
    assert is_refused(ines.signs(ines.writes(marc.listed(), ines.listed(officer=True))))
    assert is_refused(marc.signs(marc.writes(marc.listed(), ines.listed(officer=True))))


def test_ines_sends_what_marc_signed(marc: Seat, ines: Seat) -> None:
    version = marc.writes(marc.listed())
    assert is_refused(ines.signs(version, marc))


def test_signed_by_an_officer_of_another_cell(marc: Seat, ines: Seat, nora: Seat) -> None:
    assert is_refused(nora.signs(marc.writes(marc.listed(), ines.listed()), nora), 2)


def test_one_good_signature_and_a_stranger_s(marc: Seat, ines: Seat, nora: Seat) -> None:
    assert is_refused(marc.signs(marc.writes(marc.listed(), ines.listed()), marc, nora))


def test_a_text_changed_after_the_signature(marc: Seat, ines: Seat) -> None:
    version = marc.writes(marc.listed(), ines.listed())
    signature = version.sign(marc.keys.identity)
    changed = version.text.replace('"reads":true', '"reads":false', 1)
    assert changed != version.text
    assert is_refused(marc.sends("post", "annuaire", {"text": changed, "signatures": [signature]}))


def test_a_version_that_forgets_the_past(marc: Seat, ines: Seat) -> None:
    assert is_refused(marc.signs(marc.writes(marc.listed(), before=None)))


def test_a_version_of_another_instance_or_cell(marc: Seat, ines: Seat, nora: Seat) -> None:
    elsewhere = bytes.fromhex(nora.membership.cell.ident)
    assert is_refused(marc.signs(marc.writes(marc.listed(), cell=elsewhere)))
    assert is_refused(marc.signs(marc.writes(marc.listed(), inst=b"\0" * 16)))


def test_a_version_dated_tomorrow(marc: Seat, ines: Seat) -> None:
    assert is_refused(marc.signs(marc.writes(marc.listed(), time=clock.minute() + 1440)))


def test_a_name_that_is_not_hers(marc: Seat, ines: Seat) -> None:
    assert is_refused(marc.signs(marc.writes(marc.listed(), ines.listed(name="Inès Roux, psychologue agréée"))))


def test_whoever_has_left_is_not_listed_again(marc: Seat, ines: Seat) -> None:
    people.remove(ines.membership, marc.membership)
    assert is_refused(marc.signs(marc.writes(marc.listed(), ines.listed())))


def test_whoever_was_put_aside_stays_so_with_a_new_vault(db: None) -> None:
    """Camille put Paul aside; he loses his vault, makes another, is signed in again; Inès is talked into adding him."""
    scene = a_school()
    camille = Camille(scene)
    camille.speaks(excluded=[scene.paul])
    scene.paul.makes_a_new_vault()
    scene.sign([scene.marc, scene.ines, scene.paul])
    case = camille.case.hex()
    thread = read_by(scene.ines, case, scene)
    readers = [camille.reporter.public, scene.ines.keys.public, scene.marc.keys.public, scene.paul.keys.public]
    change = thread.regrant(scene.ines.keys.identity, "add", readers, scene.directories, clock.minute())
    stream = Stream.objects.get(case=case)
    with pytest.raises(Refused) as refused, transaction.atomic():
        streams.grant(stream, change["records"], change["grants"], scene.ines.keys.public)
    assert refused.value.code == "excluded"
    assert stream.records.count() == 1


def test_nor_is_he_let_in_for_the_time_of_one_record(db: None) -> None:
    """Opened to Paul and closed again in one breath: what was said before would stay there, sealed for him."""
    scene = a_school()
    camille = Camille(scene)
    camille.speaks(excluded=[scene.paul])
    scene.paul.makes_a_new_vault()
    scene.sign([scene.marc, scene.ines, scene.paul])
    ines, case = scene.ines.keys.identity, camille.case.hex()
    thread = read_by(scene.ines, case, scene)
    readers = [camille.reporter.public, scene.ines.keys.public, scene.marc.keys.public]
    let_in = thread.regrant(ines, "add", [*readers, scene.paul.keys.public], scene.directories, clock.minute())
    scene.sign([scene.marc, scene.ines])
    between = Record.read(unb64(let_in["records"][0]["body"]))
    thread = replace(thread, chain=replace(thread.chain, records=(*thread.chain.records, between)))
    closed = thread.regrant(ines, "leave", readers, scene.directories, clock.minute())
    stream = Stream.objects.get(case=case)
    records, grants = ([*let_in[what], *closed[what]] for what in ("records", "grants"))
    with pytest.raises(Refused) as refused, transaction.atomic():
        streams.grant(stream, records, grants, scene.ines.keys.public)
    assert refused.value.code == "excluded"
    assert stream.grants.filter(recipient=scene.paul.fpr.hex()).count() == 0
