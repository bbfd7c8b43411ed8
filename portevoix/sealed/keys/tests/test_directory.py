"""Signing who listens: the first version alone, then each on the one before."""

import secrets

import pytest
from django.test import Client
from django.urls import reverse

from portevoix.ground.people import acts as people
from portevoix.ground.schools.models import School
from portevoix.ground.seal.member import Member
from portevoix.ground.trail.models import Line
from portevoix.sealed.keys import chain, sight
from portevoix.sealed.keys.acts import NewWay, make_vault
from portevoix.sealed.keys.models import Directory
from portevoix.sealed.keys.tests.browser import Seat

pytestmark = pytest.mark.django_db


def test_marc_signs_the_first_version_alone_then_lists_ines(marc: Seat, ines: Seat) -> None:
    assert marc.signs(marc.writes(marc.listed())).status_code == 201
    assert marc.signs(marc.writes(marc.listed(), ines.listed())).status_code == 201
    current = Directory.objects.current(marc.membership.cell)
    assert current is not None
    assert current.version == 2
    assert set(chain.readers_of(current)) == {marc.fpr, ines.fpr}
    assert [line.kind for line in Line.objects.filter(kind="directory signed")] == ["directory signed"] * 2


def test_a_version_signed_twice_at_once_is_taken_once(marc: Seat, ines: Seat) -> None:
    marc.signs(marc.writes(marc.listed()))
    second = marc.writes(marc.listed(), ines.listed())
    assert marc.signs(second).status_code == 201
    assert marc.signs(second).status_code == 409
    assert Directory.objects.count() == 2


def test_only_what_came_after_is_sent_again(marc: Seat, ines: Seat) -> None:
    marc.signs(marc.writes(marc.listed()))
    marc.signs(marc.writes(marc.listed(), ines.listed()))
    assert [one["version"] for one in ines.gets("annuaire?after=1")["directories"]] == [2]


def test_anyone_sees_who_listens_and_the_fingerprint(marc: Seat, ines: Seat, school: School) -> None:
    page = Client().get(reverse("keys:listeners", args=[school.slug]))
    assert page.status_code == 200
    assert "Inès" not in page.content.decode()
    marc.signs(marc.writes(marc.listed(), ines.listed()))
    page = Client().get(reverse("keys:listeners", args=[school.slug]))
    said = page.content.decode()
    current = chain.latest(school.cell)
    assert "Inès Roux" in said
    assert "infirmière" in said
    for word in chain.up_to(current).fingerprint_words:
        assert word in said
    assert ines.membership.person.email not in said
    assert ines.membership.ident not in said


def test_members_see_each_version_and_what_it_changed(marc: Seat, ines: Seat) -> None:
    marc.signs(marc.writes(marc.listed()))
    marc.signs(marc.writes(marc.listed(), ines.listed()))
    page = ines.client.get(reverse("keys:directory"))
    [second, first] = page.context["history"]["versions"]
    assert [member.name for member in second.joined] == ["Inès Roux"]
    assert [member.name for member in first.joined] == ["Marc Lenoir"]
    assert page.context["pending"] is None


def test_marc_is_shown_what_the_next_version_has_to_change(marc: Seat, ines: Seat) -> None:
    marc.signs(marc.writes(marc.listed()))
    pending = sight.pending(marc.membership.cell)
    assert pending["differs"]
    assert {one["name"] for one in pending["people"]} == {"Marc Lenoir", "Inès Roux"}
    marc.signs(marc.writes(marc.listed(), ines.listed()))
    assert not sight.pending(marc.membership.cell)["differs"]
    people.remove(ines.membership, marc.membership)
    assert sight.pending(marc.membership.cell)["differs"]
    marc.signs(marc.writes(marc.listed()))
    assert not sight.pending(marc.membership.cell)["differs"]


def test_the_pages_answer_members_only(marc: Seat, ines: Seat) -> None:
    marc.signs(marc.writes(marc.listed(), ines.listed()))
    for name in ("keys:vault", "keys:directory", "keys:poster"):
        assert ines.client.get(reverse(name)).status_code == 200
        assert Client().get(reverse(name)).status_code == 302


def test_a_new_vault_is_told_from_somebody_new(marc: Seat, ines: Seat) -> None:
    marc.signs(marc.writes(marc.listed(), ines.listed()))
    lost = ines.fpr
    ines.keys = Member.make()
    ways = [NewWay(secrets.token_hex(16), kind, "0" * 64, b"\x01") for kind in ("passphrase", "recovery")]
    make_vault(ines.membership, b"\x01", ines.keys.public, ways, replaces=lost)
    marc.signs(marc.writes(marc.listed(), ines.listed()))
    latest = ines.client.get(reverse("keys:directory")).context["history"]["versions"][0]
    assert [member.name for member in latest.renewed] == ["Inès Roux"]
    assert (latest.joined, latest.left) == ([], [])


def test_who_bears_the_name_of_somebody_who_left_is_somebody_else(marc: Seat, ines: Seat, school: School) -> None:
    marc.signs(marc.writes(marc.listed(), ines.listed()))
    people.remove(ines.membership, marc.membership)
    namesake = Seat.of(school.cell, "Inès Roux", function="psychologue").makes_vault()
    marc.signs(marc.writes(marc.listed(), namesake.listed()))
    latest = marc.client.get(reverse("keys:directory")).context["history"]["versions"][0]
    assert latest.renewed == []
    roles = [[member.role for member in who] for who in (latest.joined, latest.left)]
    assert roles == [["psychologue"], ["infirmière"]]


def test_the_page_is_told_whose_keys_are_whose(marc: Seat, ines: Seat, school: School) -> None:
    assert sight.mine(marc.membership)["renewed"] == []
    lost, ines.keys = ines.fpr, Member.make()
    ways = [NewWay(secrets.token_hex(16), kind, "0" * 64, b"\x01") for kind in ("passphrase", "recovery")]
    make_vault(ines.membership, b"\x01", ines.keys.public, ways, replaces=lost)
    assert sight.mine(marc.membership)["renewed"] == [[lost, ines.fpr]]
    people.remove(ines.membership, marc.membership)
    assert sight.mine(marc.membership)["renewed"] == [[lost, ines.fpr]], "of someone who has left too"
