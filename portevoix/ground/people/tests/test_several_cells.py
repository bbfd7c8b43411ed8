"""Marc leads a cell; the lead of another invites him. He goes from one to the other, and loses neither."""

import pytest
from django.test import Client
from django.urls import reverse

from portevoix.ground.people import acts
from portevoix.ground.people.models import Membership
from portevoix.ground.people.tests.persona import sign_in
from portevoix.ground.schools.models import Cell

pytestmark = pytest.mark.django_db


@pytest.fixture
def elsewhere(marc: Membership) -> Membership:
    invitation = acts.invite(Cell.objects.create(name="Cellule des arts"), None, marc.person.email, "", "", "listener")
    return acts.accept(invitation.code, signed_in=marc.person)


def where(client: Client) -> Membership | None:
    seat: Membership | None = client.get(reverse("people:account")).wsgi_request.membership  # type: ignore[attr-defined]  # set by the middleware
    return seat


def goes_to(client: Client, seat: Membership) -> int:
    return client.post(reverse("people:work_in", args=[seat.ident])).status_code


def test_marc_goes_from_one_of_his_cells_to_the_other(client: Client, marc: Membership, elsewhere: Membership) -> None:
    sign_in(client, marc.person)
    assert where(client) == elsewhere
    assert client.get(reverse("people:members")).status_code == 403, "there he only listens"
    assert goes_to(client, marc) == 302
    assert where(client) == marc
    assert client.get(reverse("people:members")).status_code == 200
    assert goes_to(client, elsewhere) == 302
    assert where(client) == elsewhere


def test_a_seat_that_was_left_is_no_place_any_more(client: Client, marc: Membership, elsewhere: Membership) -> None:
    sign_in(client, marc.person)
    goes_to(client, elsewhere)
    Membership.objects.filter(pk=elsewhere.pk).update(left="2026-01-01T00:00Z")
    assert where(client) == marc
    assert goes_to(client, elsewhere) == 404


def test_nobody_sits_down_in_the_seat_of_another(client: Client, marc: Membership, ines: Membership) -> None:
    sign_in(client, marc.person)
    assert goes_to(client, ines) == 404
    assert where(client) == marc
    assert Client().post(reverse("people:work_in", args=[marc.ident])).status_code == 302, "asked to sign in"


def test_with_one_cell_there_is_nothing_to_choose(client: Client, marc: Membership) -> None:
    sign_in(client, marc.person)
    assert "work_in" not in client.get(reverse("people:account")).content.decode()
    assert "/compte/cellules/" not in client.get(reverse("people:account")).content.decode()
