"""The code at the door: Lou scans it and is noted; a code from elsewhere, from before or made up notes nobody."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import partial
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as some

from portevoix.campus.attendance import acts, door
from portevoix.campus.attendance.models import Pass, Presence
from portevoix.campus.attendance.tests.persona import ELEVEN, NINE, a_date, has_a_place
from portevoix.campus.sittings.models import Sitting
from portevoix.ground.population.models import Individual
from portevoix.ground.population.tests.persona import a_campus, comes_in, of_the_mission, someone
from portevoix.ground.schools.models import School
from portevoix.ground.trail.models import Line
from tests.attacks.world import at_once

pytestmark = pytest.mark.django_db
SECOND, MINUTE, HOUR = timedelta(seconds=1), timedelta(minutes=1), timedelta(hours=1)


@pytest.fixture
def school(db: None) -> School:
    return a_campus()


@pytest.fixture
def sitting(school: School) -> Sitting:
    return a_date(school)


@pytest.fixture
def lou(school: School) -> Individual:
    return someone(school)


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    """Nine o'clock, until somebody moves it."""
    with time_machine.travel(NINE, tick=False) as told:
        yield told


def shown(sitting: Sitting, at: datetime = NINE) -> str:
    """Where the code on the screen leads at that moment."""
    return f"/mines/moi/porte/{door.shown(sitting.ident, at)}/"


def said(answer: Any) -> str:
    text: str = answer.content.decode()
    return text


def test_lou_scans_taps_and_is_noted(clock: object, sitting: Sitting, lou: Individual) -> None:
    client = comes_in(Client(), lou)
    page = client.get(shown(sitting))
    assert "Je suis là" in said(page)
    assert not Presence.objects.exists()
    answer = client.post(page.context["here"], follow=True)
    assert "Vous êtes noté" in said(answer)
    assert Presence.objects.get().means == "code"


def test_scanned_again_it_says_that_it_is_noted(
    clock: time_machine.Traveller, sitting: Sitting, lou: Individual
) -> None:
    acts.note_presence(sitting, lou, Presence.Means.CODE)
    clock.shift(5 * MINUTE)
    client = comes_in(Client(), lou)
    for address in (shown(sitting), shown(sitting, NINE + 5 * MINUTE)):
        page = client.get(address)
        assert "Vous êtes noté" in said(page)
        assert "9:00" in said(page) or "09:00" in said(page)
    assert Presence.objects.count() == 1


@pytest.mark.parametrize(("later", "good"), [(0, True), (29, True), (59, True), (60, False), (600, False)])
def test_a_code_that_was_passed_on_is_soon_too_old(
    clock: time_machine.Traveller, later: int, good: bool, sitting: Sitting, lou: Individual
) -> None:
    clock.shift(later * SECOND)
    answer = comes_in(Client(), lou).get(shown(sitting))
    assert answer.status_code == (200 if good else 409)
    assert ("il ne vaut que là où il est affiché" in said(answer)) is not good


def test_a_code_is_not_there_before_its_time(clock: object, sitting: Sitting, lou: Individual) -> None:
    assert comes_in(Client(), lou).get(shown(sitting, NINE + MINUTE)).status_code == 409


@pytest.mark.parametrize("turned", range(0, 40, 3))
def test_a_forged_code_notes_nobody(clock: object, turned: int, sitting: Sitting, lou: Individual) -> None:
    code = str(door.shown(sitting.ident, NINE))
    forged = code[:turned] + ("A" if code[turned] != "A" else "B") + code[turned + 1 :]
    answer = comes_in(Client(), lou).post(f"/mines/moi/porte/{forged}/")
    assert answer.status_code == 404
    assert "pas le code d’une séance d’ici" in said(answer)
    assert not Presence.objects.exists()


@given(some.text(max_size=80))
def test_any_words_instead_of_a_code_are_no_code(text: str) -> None:
    assert door.read(text) is None


@given(some.binary(min_size=16, max_size=16), some.integers(0, 2**32 - 1))
def test_a_code_says_what_was_put_in_it(sitting: bytes, seconds: int) -> None:
    from datetime import UTC

    for kind in (door.SHOWN, door.SCANNED):
        code = door.Code(sitting.hex(), kind, datetime.fromtimestamp(seconds, UTC))
        assert door.read(str(code)) == code


def test_the_code_of_another_school_is_not_one_here(clock: object, sitting: Sitting) -> None:
    nora = someone(a_campus("ponts"), "Nora Petit")
    client = comes_in(Client(), nora)
    assert client.get(shown(sitting).replace("mines", "ponts")).status_code == 404
    assert client.get(shown(sitting)).status_code == 302
    assert not Presence.objects.exists()


@pytest.mark.parametrize(
    ("at", "words"),
    [
        (NINE - 31 * MINUTE, "se notent à partir du"),
        (NINE - 30 * MINUTE, "Je suis là"),
        (ELEVEN + 60 * MINUTE, "Je suis là"),
        (ELEVEN + 61 * MINUTE, "ne se notent plus par code"),
    ],
)
def test_the_door_opens_and_closes(
    clock: time_machine.Traveller, at: datetime, words: str, sitting: Sitting, lou: Individual
) -> None:
    clock.move_to(at)
    assert words in said(comes_in(Client(), lou).get(shown(sitting, at)))


def test_nobody_comes_to_a_sitting_that_was_called_off(clock: object, sitting: Sitting, lou: Individual) -> None:
    Sitting.objects.update(cancelled=NINE)
    answer = comes_in(Client(), lou).post(shown(sitting))
    assert "a été annulée" in said(answer)
    assert not Presence.objects.exists()


def test_whoever_has_to_sign_in_first_is_not_too_late(
    clock: time_machine.Traveller, sitting: Sitting, lou: Individual
) -> None:
    client = Client()
    clock.shift(40 * SECOND)
    sent = client.get(shown(sitting))
    assert sent["Location"].startswith("/mines/entrer/?suite=%2Fmines%2Fmoi%2Fporte%2F")
    kept = sent["Location"].split("suite=")[1].replace("%2F", "/").replace("%3D", "=")
    clock.shift(14 * MINUTE)
    comes_in(client, lou)
    assert "Je suis là" in said(client.get(kept))
    client.post(kept)
    assert Presence.objects.get().individual == lou


def test_a_scan_does_not_keep_for_long(clock: time_machine.Traveller, sitting: Sitting, lou: Individual) -> None:
    kept = f"/mines/moi/porte/{door.scanned(sitting.ident, NINE)}/"
    clock.shift(15 * MINUTE)
    assert comes_in(Client(), lou).post(kept).status_code == 409


def test_a_scan_from_before_the_door_opened_does_not_open_it(
    clock: time_machine.Traveller, sitting: Sitting, lou: Individual
) -> None:
    early = NINE - 31 * MINUTE
    clock.move_to(early + 5 * MINUTE)
    answer = comes_in(Client(), lou).get(f"/mines/moi/porte/{door.scanned(sitting.ident, early)}/")
    assert answer.status_code == 409


def test_another_site_cannot_say_that_lou_is_here(clock: object, sitting: Sitting, lou: Individual) -> None:
    client = comes_in(Client(enforce_csrf_checks=True), lou)
    address = shown(sitting)
    assert client.post(address, headers={"Origin": "https://elsewhere.example"}).status_code == 403
    assert client.post(address, headers={"Sec-Fetch-Site": "cross-site"}).status_code == 403
    assert not Presence.objects.exists()
    assert client.post(address, headers={"Origin": "http://testserver"}).status_code == 302
    assert Presence.objects.exists()
    assert "csrf" not in client.cookies


def test_forty_scan_at_once_and_each_is_noted_once(transactional_db: None) -> None:
    school = a_campus()
    sitting = a_date(school)
    people = [someone(school, f"Lou {number}") for number in range(20)]
    with time_machine.travel(NINE, tick=False):
        address = shown(sitting)
        answers = at_once([partial(comes_in(Client(), one).post, address) for one in people for _twice in "ab"])
    assert {answer.status_code for answer in answers} <= {200, 302}
    assert sorted(Presence.objects.values_list("individual", flat=True)) == sorted(one.pk for one in people)


def test_the_screen_shows_a_code_that_changes(clock: time_machine.Traveller, sitting: Sitting, school: School) -> None:
    client = Client()
    of_the_mission(client, school)
    screen = f"/mines/mission/seances/{sitting.ident}/porte/"
    page = said(client.get(screen))
    assert f'src="{screen}code.svg"' in page
    assert '<noscript><meta http-equiv="refresh" content="30"></noscript>' in page
    clock.shift(12 * SECOND)
    first = client.get(f"{screen}code.svg")
    assert (first["Content-Type"], first["X-Left"], first["X-Noted"]) == ("image/svg+xml", "18", "0")
    assert first["Cache-Control"] == "no-store"
    assert client.get(f"{screen}code.svg").content == first.content
    clock.shift(18 * SECOND)
    assert client.get(f"{screen}code.svg").content != first.content
    Sitting.objects.update(begins=NINE - 5 * HOUR, ends=NINE - 3 * HOUR)
    assert client.get(f"{screen}code.svg").status_code == 409
    assert "code.svg" not in said(client.get(screen))


def test_a_facilitator_from_outside_sees_the_door_and_the_names_for_as_long_as_it_is_open(
    clock: time_machine.Traveller, sitting: Sitting, school: School, lou: Individual
) -> None:
    mission, outside = Client(), Client()
    office = of_the_mission(mission, school)
    has_a_place(lou, sitting)
    mission.post(reverse("attendance:give_pass", args=["mines", sitting.ident]))
    given = Pass.objects.get()
    address = f"/mines/porte/{given.code}/"
    assert address in said(mission.get(reverse("attendance:door", args=["mines", sitting.ident])))
    assert f"{address}code.svg" in said(outside.get(address))
    assert outside.get(f"{address}code.svg")["Content-Type"] == "image/svg+xml"
    names = said(outside.get(f"{address}liste/"))
    assert "Martin Lou" in names
    assert lou.email not in names
    clock.move_to(ELEVEN + 61 * MINUTE)
    assert outside.get(f"{address}code.svg").status_code == 409
    assert "Lou" not in said(outside.get(f"{address}liste/"))
    assert "code.svg" not in said(outside.get(address))
    clock.move_to(NINE)
    withdraw = reverse("attendance:withdraw_pass", args=["mines", sitting.ident, given.ident])
    assert mission.get(withdraw).status_code == 405
    mission.post(withdraw)
    for page in ("", "code.svg", "liste/"):
        assert outside.get(address + page).status_code == 404
    kinds = Line.objects.filter(subject=sitting.ident).order_by("pk").values_list("kind", "actor")
    assert list(kinds) == [("door link given", office.ident), ("door link withdrawn", office.ident)]


def test_a_link_to_a_door_opens_nothing_of_another_school(sitting: Sitting, school: School) -> None:
    given = acts.give_pass(sitting, of_the_mission(Client(), school))
    a_campus("ponts")
    assert Client().get(f"/ponts/porte/{given.code}/").status_code == 404
    assert Client().get(f"/mines/porte/{given.ident}/").status_code == 404
