"""Making a vault, opening it, changing its ways in, keeping a keyring."""

import secrets

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from portevoix.ground.people import acts as people
from portevoix.ground.people.tests.persona import work
from portevoix.ground.schools.models import School
from portevoix.ground.seal.errors import SealError
from portevoix.ground.seal.fields import b64, unb64
from portevoix.ground.seal.member import Keyring, Member, RecoveryCode, WayKeys
from portevoix.ground.trail.models import Line
from portevoix.ground.web.models import Bucket
from portevoix.sealed.keys.models import Vault, Way
from portevoix.sealed.keys.tests.browser import API, PASSPHRASE, Seat, inst

pytestmark = pytest.mark.django_db


def test_ines_makes_her_vault_and_opens_it_again(ines: Seat) -> None:
    _, opened = ines.opens("passphrase", ines.passphrase())
    assert opened is not None
    assert opened.mseed == ines.keys.mseed
    _, opened = ines.opens("recovery", WayKeys.from_recovery(ines.code, inst()))
    assert opened is not None
    assert opened.mseed == ines.keys.mseed


def test_the_server_keeps_nothing_that_opens_it(ines: Seat) -> None:
    kept = str(list(Vault.objects.values())) + str(list(Way.objects.values()))
    secrets_of_hers = [ines.keys.mseed, ines.vault_key, ines.passphrase().auth, ines.passphrase().kek]
    for secret in secrets_of_hers:
        assert secret.hex() not in kept
        assert str(secret)[2:-1] not in kept
    assert PASSPHRASE not in kept


def test_a_wrong_passphrase_gets_nothing(ines: Seat) -> None:
    answer, opened = ines.opens("passphrase", ines.passphrase("une autre phrase"))
    assert answer.status_code == 403
    assert opened is None
    assert answer.json()["code"] == "wrong_key"  # type: ignore[attr-defined]  # a test client’s answer has it


def test_guessing_a_passphrase_through_a_stolen_session_stops(ines: Seat) -> None:
    wrong = ines.passphrase("une autre phrase")
    statuses = [ines.opens("passphrase", wrong)[0].status_code for _ in range(12)]
    assert statuses[:10] == [403] * 10
    assert statuses[10:] == [429] * 2
    assert ines.opens("passphrase", ines.passphrase())[0].status_code == 429


def test_the_way_of_another_member_opens_nothing(ines: Seat, marc: Seat) -> None:
    auth = b64(marc.passphrase().auth)
    answer = ines.sends("post", "coffre/cle", {"way": marc.ways["passphrase"].hex(), "auth": auth})
    assert answer.status_code == 403


def test_a_vault_is_made_once(ines: Seat) -> None:
    before = Vault.objects.get(person=ines.membership.person).fpr
    ines.keys = Member.make()
    assert ines.sends("post", "coffre", ines.vault()).status_code == 409
    assert Vault.objects.get(person=ines.membership.person).fpr == before
    assert Way.objects.filter(vault__person=ines.membership.person).count() == 2


def test_marc_is_told_that_somebody_waits_to_be_listed(marc: Seat, ines: Seat, school: School) -> None:
    marc.signs(marc.writes(marc.listed(), ines.listed()))
    Seat.of(school.cell, "Léa Morel").makes_vault()
    work()
    assert [letter.to for letter in mail.outbox] == [[marc.membership.person.email]]


def test_a_vault_with_one_way_in_is_refused(school: School) -> None:
    julie = Seat.of(school.cell, "Julie Moreau")
    vault = julie.vault()
    vault["ways"][1] = vault["ways"][0] | {"way": secrets.token_hex(16)}
    assert julie.sends("post", "coffre", vault).status_code == 422
    assert not Vault.objects.exists()


def test_a_new_passphrase_replaces_the_former(ines: Seat) -> None:
    old, old_way = ines.passphrase(), ines.ways["passphrase"]
    new_way = secrets.token_bytes(16)
    new = WayKeys.from_passphrase("une phrase toute neuve", new_way)
    body = {"by": {"way": old_way.hex(), "auth": b64(old.auth)}, "new": ines.way("passphrase", new, new_way)}
    assert ines.sends("post", "coffre/acces", body).status_code == 204
    assert ines.opens("passphrase", old)[0].status_code == 403
    ines.ways["passphrase"] = new_way
    _, opened = ines.opens("passphrase", new)
    assert opened is not None
    assert opened.mseed == ines.keys.mseed


def test_a_way_is_not_changed_without_knowing_one(ines: Seat) -> None:
    way = secrets.token_bytes(16)
    new = ines.way("recovery", WayKeys.from_recovery(RecoveryCode.make(), inst()), way)
    by = {"way": ines.ways["passphrase"].hex(), "auth": b64(secrets.token_bytes(32))}
    assert ines.sends("post", "coffre/acces", {"by": by, "new": new}).status_code == 403
    _, opened = ines.opens("recovery", WayKeys.from_recovery(ines.code, inst()))
    assert opened is not None


def test_both_lost_a_new_vault_needs_a_fresh_code(ines: Seat) -> None:
    lost = ines.fpr
    ines.keys = Member.make()
    vault = ines.vault(version=2) | {"replaces": lost}
    assert ines.sends("post", "coffre", vault).json()["code"] == "confirm"  # type: ignore[attr-defined]  # a test client’s answer has it
    Bucket.objects.all().delete()
    ines.client.post(reverse("mfa_reauthenticate"), {"code": ines.phone.code(1)})
    assert ines.sends("post", "coffre", vault).status_code == 201
    _, opened = ines.opens("passphrase", ines.passphrase())
    assert opened is not None
    assert opened.public.fpr.hex() == ines.fpr != lost
    kept = Vault.objects.get(person=ines.membership.person)
    assert (kept.version, kept.keyring_counter, bytes(kept.keyring)) == (2, 0, b"")


def test_a_keyring_is_kept_and_given_back(ines: Seat) -> None:
    ring = Keyring(streams={secrets.token_bytes(16): {0: secrets.token_bytes(32)}})
    assert ines.keeps(1, ring).status_code == 204
    given = ines.gets("trousseau")
    assert Keyring.open(ines.keys, inst(), ines.user, given["counter"], unb64(given["keyring"])) == ring
    assert ines.sends("get", "trousseau?have=1").status_code == 204


@pytest.mark.parametrize("counter", [1, 3, 7])
def test_a_keyring_made_from_an_older_one_is_refused(ines: Seat, counter: int) -> None:
    ring = Keyring(streams={secrets.token_bytes(16): {0: secrets.token_bytes(32)}})
    ines.keeps(1, ring)
    assert ines.keeps(counter, Keyring()).status_code == 409
    given = ines.gets("trousseau")
    assert Keyring.open(ines.keys, inst(), ines.user, 1, unb64(given["keyring"])) == ring


def test_an_older_keyring_given_back_does_not_open(ines: Seat) -> None:
    ines.keeps(1, Keyring())
    old = bytes(Vault.objects.get(person=ines.membership.person).keyring)
    ines.keeps(2, Keyring(streams={secrets.token_bytes(16): {0: secrets.token_bytes(32)}}))
    with pytest.raises(SealError):
        Keyring.open(ines.keys, inst(), ines.user, 2, old)


def test_nobody_else_comes_to_these_doors(ines: Seat) -> None:
    someone = Client()
    for method, path in (("get", "trousseau"), ("get", "annuaire"), ("post", "coffre"), ("put", "trousseau")):
        answer = getattr(someone, method)(API + path, {"a": 1}, content_type="application/json")
        assert answer.status_code == 401
        assert answer.json()["code"] == "forbidden"
    people.leave(ines.membership)
    assert ines.sends("get", "trousseau").status_code == 401


def test_the_csrf_header_is_required(ines: Seat) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = ines.client.cookies
    answer = strict.put(API + "trousseau", {"counter": 1, "blob": "AA"}, content_type="application/json")
    assert answer.status_code == 403
    assert Vault.objects.get(person=ines.membership.person).keyring_counter == 0


@pytest.mark.parametrize(
    "spoilt",
    [
        {"blob": "not base64!"},
        {"ed25519": "AA"},
        {"unknown": 1},
        {"ways": []},
        {"xwing": "A" * 5000},
    ],
)
def test_what_is_not_a_vault_leaves_nothing(school: School, spoilt: dict[str, object]) -> None:
    julie = Seat.of(school.cell, "Julie Moreau")
    assert julie.sends("post", "coffre", julie.vault() | spoilt).status_code == 422
    assert not Vault.objects.exists()
    assert not Line.objects.filter(kind="vault made").exists()


def test_each_act_leaves_its_line(ines: Seat) -> None:
    [line] = Line.objects.filter(kind="vault made")
    assert line.actor == ines.membership.ident
    assert line.cell == ines.membership.cell.ident
