"""Every address of the house × everybody who might knock."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from django.db import transaction
from django.test import Client
from django.urls import get_resolver, reverse
from pytest_django import DjangoDbBlocker

from portevoix.ground.people import acts as people
from portevoix.ground.people.models import Membership
from portevoix.ground.population.tests.persona import a_campus, comes_in, of_the_mission, someone
from tests.cast import Listener, Scene, a_school
from tests.house.doors.door import ACCOUNT, ANYONE, INDIVIDUAL, LEAD, MEMBER, MISSION, UNKNOWN
from tests.house.doors.everywhere import DOORS, LEADS_BACK, known_there
from tests.house.knocking import (
    COME_IN,
    SIGN_IN,
    a_student,
    address_of,
    addresses,
    an_officer,
    came_in,
    knock,
    rows,
    signed_in,
)


@pytest.fixture(scope="module")
def house(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[tuple[Scene, dict[str, str]]]:
    """A school where there is something behind every door, made once: what a test changes in it is undone."""
    with django_db_blocker.unblock(), transaction.atomic():
        scene = a_school()
        yield scene, known_there(scene)
        transaction.set_rollback(True)


@pytest.fixture
def scene(house: tuple[Scene, dict[str, str]], db: None) -> Scene:
    """With rows read again: those that another test has changed or deleted are as they were."""
    made = house[0]
    return replace(made, ines=again(made.ines), marc=again(made.marc), paul=again(made.paul))


def again(listener: Listener) -> Listener:
    membership = Membership.objects.with_people().get(ident=listener.membership.ident)
    return replace(listener, membership=membership, person=membership.person)


@pytest.fixture
def words(house: tuple[Scene, dict[str, str]], db: None) -> dict[str, str]:
    return house[1]


def test_every_address_says_who_may_come_in() -> None:
    known = {name for name in addresses(get_resolver()) if not name.endswith(":openapi-json")}
    assert known - DOORS.keys() == set(), "add a line to DOORS for each"
    assert DOORS.keys() - known == set(), "these addresses are gone"


def test_anyone_comes_in_where_anyone_may(words: dict[str, str]) -> None:
    closed = []
    for name, door in DOORS.items():
        answer = knock(Client(), "get", address_of(name, words))
        to_sign_in = answer.status_code == 302 and answer["Location"].startswith(SIGN_IN)
        if door.who == ANYONE and name not in LEADS_BACK and (to_sign_in or answer.status_code in {401, 403, 500}):
            closed.append(f"{name}: {answer.status_code}")
    assert closed == []


@pytest.mark.walk
def test_nobody_gets_further_than_anyone(words: dict[str, str]) -> None:
    assert came_in(Client(), range(ACCOUNT, MISSION + 1), words) == []


@pytest.mark.walk
def test_a_password_without_a_second_factor_opens_nothing_of_the_cell(scene: Scene, words: dict[str, str]) -> None:
    client = Client()
    client.force_login(scene.marc.person, backend="allauth.account.auth_backends.AuthenticationBackend")
    assert came_in(client, range(MEMBER, LEAD + 1), words) == []


@pytest.mark.walk
def test_an_account_without_a_seat_opens_nothing_of_a_cell(scene: Scene, words: dict[str, str]) -> None:
    client = signed_in(scene.ines)
    scene.ines.membership.delete()
    assert came_in(client, range(MEMBER, LEAD + 1), words) == []


@pytest.mark.walk
def test_who_has_left_opens_nothing(scene: Scene, words: dict[str, str]) -> None:
    client = signed_in(scene.ines)
    people.leave(scene.ines.membership)
    assert came_in(client, range(ACCOUNT, LEAD + 1), words) == []


@pytest.mark.walk
def test_a_listener_does_not_do_what_the_lead_does(scene: Scene, words: dict[str, str]) -> None:
    client = signed_in(scene.ines)
    assert came_in(client, range(LEAD, MISSION + 1), words) == []


@pytest.mark.walk
def test_the_lead_of_a_cell_is_neither_a_student_nor_of_the_mission(scene: Scene, words: dict[str, str]) -> None:
    assert came_in(signed_in(scene.marc), range(INDIVIDUAL, MISSION + 1), words) == []


@pytest.mark.walk
def test_a_student_opens_nothing_of_the_cell_nor_of_the_mission(scene: Scene, words: dict[str, str]) -> None:
    student = comes_in(Client(), someone(scene.school))
    assert came_in(student, [ACCOUNT, MEMBER, LEAD, MISSION], words) == []


@pytest.mark.walk
def test_the_mission_opens_nothing_of_the_cell_nor_of_a_student(scene: Scene, words: dict[str, str]) -> None:
    client = Client()
    of_the_mission(client, scene.school)
    assert came_in(client, [MEMBER, LEAD, INDIVIDUAL], words) == []


@pytest.mark.walk
def test_the_mission_of_another_school_opens_nothing_here(scene: Scene, words: dict[str, str]) -> None:
    client = Client()
    of_the_mission(client, a_campus("ponts"))
    assert came_in(client, [MEMBER, LEAD, INDIVIDUAL, MISSION], words) == []


@pytest.mark.walk
def test_a_student_of_another_school_opens_nothing_here(scene: Scene, words: dict[str, str]) -> None:
    student = comes_in(Client(), someone(a_campus("ponts")))
    assert came_in(student, [INDIVIDUAL], words) == []


@pytest.mark.parametrize("name", [name for name, door in DOORS.items() if door.who != ANYONE])
def test_who_may_come_in_does(name: str, scene: Scene, words: dict[str, str]) -> None:
    visitors = {INDIVIDUAL: a_student, MISSION: an_officer}
    client = visitors[who](scene) if (who := DOORS[name].who) in visitors else signed_in(scene.marc)
    answer = knock(client, "get", address_of(name, words))
    to_sign_in = answer.status_code == 302 and answer["Location"].startswith(
        (SIGN_IN, COME_IN, reverse("mfa_activate_totp"))
    )
    assert not to_sign_in
    assert answer.status_code not in {401, 403, 404, 500}


@pytest.mark.parametrize("name", [name for name, door in DOORS.items() if door.thing])
@pytest.mark.parametrize("method", ["get", "post"])
def test_what_is_of_another_cell_does_not_exist(name: str, method: str, scene: Scene, words: dict[str, str]) -> None:
    """Word for word the answer for something that never was."""
    client = signed_in(a_school("arts").marc)
    before = rows()
    theirs = knock(client, method, address_of(name, words))
    thing = DOORS[name].words[DOORS[name].thing]
    never = knock(client, method, address_of(name, words | {thing: UNKNOWN}))
    assert theirs.status_code == never.status_code in {302, 404, 405, 422}
    assert theirs.headers.get("Location") == never.headers.get("Location")
    assert theirs.content.replace(words[thing].encode(), UNKNOWN.encode()) == never.content
    assert rows() == before


@pytest.mark.walk
def test_no_page_but_the_missions_leaves_a_cookie_that_the_pages_of_testimony_receive(
    scene: Scene, words: dict[str, str]
) -> None:
    """Else one could tell that whoever testifies is whoever came in a minute ago."""
    here = {name: address_of(name, words) for name in DOORS}
    public = {name: it for name, it in here.items() if it.startswith("/mines/") and "/mission/" not in it}
    left = [
        f"{method} {name}: {cookie.key}"
        for name, address in public.items()
        for method in ("get", "post")
        for visitor in (a_student(scene), Client())
        for cookie in knock(visitor, method, address).cookies.values()
        if not cookie["path"].startswith(("/mines/moi/", "/en/mines/moi/"))
    ]
    assert left == []
