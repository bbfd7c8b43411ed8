"""Camille testifies; the server takes it in whole, once, and can open none of it."""

import json
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from django.conf import LazySettings

from portevoix.ground.notices.models import Bell
from portevoix.ground.seal import testimony as seal
from portevoix.ground.seal.fields import lp, sha256, unb64
from portevoix.ground.trail import log
from portevoix.ground.trail.models import Line, day_of
from portevoix.sealed.streams.models import Grant, Reader, SealedFile, Stream
from portevoix.sealed.testimonies.models import Stage, Step, Testimony
from tests.cast import Camille, Scene, another_school, read_by


def test_camille_testifies_and_the_cell_can_read_it(mines: Scene) -> None:
    camille = Camille(mines)
    camille.speaks()
    opened = read_by(mines.ines, camille.case.hex(), mines)
    opened.must_be_sound()
    assert [item.body["text"] for item in opened.items] == ["Il m'a suivie", "Il m'a suivie après la soirée."]
    assert Testimony.objects.get().stage == Stage.TRANSMITTED
    assert [step.kind for step in Step.objects.all()] == ["transmitted"]


def test_the_promise_commits_to_what_she_sent_and_she_can_compute_it(mines: Scene) -> None:
    camille = Camille(mines)
    deposit = camille.deposit()
    promise = json.loads(camille.sends(deposit).content)["promise"]
    event = lp("deposit", day_of(promise["minute"]).isoformat(), *seal.hashes(deposit))
    commitment = sha256(lp("portevoix/1 cm", bytes.fromhex(promise["salt"]), event))
    assert commitment.hex() == promise["commitment"]
    signed = lp("portevoix/1 promise", commitment, promise["minute"])
    Ed25519PublicKey.from_public_bytes(log.public_key()).verify(unb64(promise["signature"]), signed)
    line = Line.objects.about(camille.case.hex()).get()
    assert (line.commitment, line.actor, line.cell) == (promise["commitment"], "", mines.cell.ident)


def test_sent_again_it_is_the_same_testimony_with_the_same_promise(mines: Scene) -> None:
    camille = Camille(mines)
    deposit = camille.deposit()
    first, again = camille.sends(deposit), camille.sends(deposit)
    assert (first.status_code, again.status_code) == (201, 201)
    assert first.content == again.content
    assert (Testimony.objects.count(), Line.objects.filter(kind="deposit").count()) == (1, 1)


def test_sealed_again_under_the_same_name_and_words_it_is_still_the_first(mines: Scene) -> None:
    camille = Camille(mines)
    first, again = camille.sends(camille.deposit()), camille.sends(camille.deposit())
    assert first.content == again.content
    assert Stream.objects.count() == 1


def test_another_testimony_cannot_take_its_name(mines: Scene) -> None:
    camille, other = Camille(mines), Camille(mines)
    camille.speaks()
    other.case = camille.case
    answer = other.sends(other.deposit())
    assert (answer.status_code, json.loads(answer.content)["code"]) == (409, "conflict")
    assert Testimony.objects.get().auth_hash == camille.keys.auth_hash.hex()


def test_the_same_words_cannot_open_two_testimonies(mines: Scene) -> None:
    camille, other = Camille(mines), Camille(mines)
    camille.speaks()
    other.keys = camille.keys
    assert other.sends(other.deposit()).status_code == 409
    assert Stream.objects.count() == 1


def test_a_testimony_sealed_for_one_school_is_not_taken_at_another(mines: Scene) -> None:
    arts, _nora = another_school()
    camille = Camille(mines)
    deposit = camille.deposit()
    camille.api = "/arts/api/"
    assert camille.sends(deposit).status_code == 422
    camille.api = "/mines/api/"
    assert camille.sends(deposit).status_code == 201
    camille.api = "/arts/api/"
    assert camille.sends(deposit).status_code == 409
    assert not Testimony.objects.for_school(arts.school).exists()


def test_kept_for_herself_nobody_else_has_a_key_nor_hears_of_it(mines: Scene) -> None:
    camille = Camille(mines)
    camille.speaks(transmit=False)
    testimony = Testimony.objects.get()
    assert (testimony.stage, testimony.conversation) == (Stage.KEPT, None)
    assert not Grant.objects.exists()
    assert [reader.fpr for reader in Reader.objects.all()] == [camille.reporter.public.fpr.hex()]
    assert not Bell.objects.filter(waiting=True).exists()


def test_paul_whom_she_puts_aside_has_no_key_and_is_not_rung(mines: Scene) -> None:
    camille = Camille(mines)
    camille.speaks(excluded=[mines.paul])
    paul = mines.paul.fpr.hex()
    assert not Grant.objects.to(paul).exists()
    assert not Reader.objects.filter(fpr=paul).exists()
    rung = set(Bell.objects.filter(waiting=True).values_list("person__name", flat=True))
    assert rung == {"Inès Haddad", "Marc Perrin"}


def test_somebody_who_left_after_the_page_was_loaded_is_not_granted(mines: Scene) -> None:
    camille = Camille(mines)
    deposit = camille.deposit()
    mines.sign([mines.marc, mines.ines])
    answer = camille.sends(deposit)
    assert (answer.status_code, json.loads(answer.content)["code"]) == (409, "directory_changed")
    assert camille.sends(camille.deposit()).status_code == 201


def test_somebody_who_joined_after_the_page_was_loaded_changes_nothing(mines: Scene) -> None:
    camille = Camille(mines)
    deposit = camille.deposit()
    mines.sign([mines.marc, mines.ines, mines.paul, mines.joins("Zoé Lin", "Psychologue")])
    assert camille.sends(deposit).status_code == 201


def test_over_budget_her_browser_works_a_little_and_is_taken_in(mines: Scene, settings: LazySettings) -> None:
    settings.DEPOSITS_WITHOUT_WORK = 1
    Camille(mines).speaks()
    camille = Camille(mines)
    deposit = camille.deposit()
    asked = camille.post("temoignages", deposit)
    assert (asked.status_code, json.loads(asked.content)["code"]) == (429, "work")
    wrong = camille.post("temoignages", {**deposit, "work": "0" * 16})
    assert wrong.status_code == 429
    assert Testimony.objects.count() == 1
    assert camille.sends(deposit).status_code == 201


def test_sent_again_needs_no_new_work(mines: Scene, settings: LazySettings) -> None:
    settings.DEPOSITS_WITHOUT_WORK = 1
    camille = Camille(mines)
    deposit = camille.deposit()
    assert [camille.post("temoignages", deposit).status_code for _ in range(3)] == [201, 201, 201]


def test_she_attaches_a_photo_and_the_cell_has_it_whole(mines: Scene) -> None:
    camille = Camille(mines)
    photo = camille.attaches(b"\xff\xd8" + bytes(9_000_000))
    camille.speaks(said=[photo])
    assert [(sealed.parts, sealed.case) for sealed in SealedFile.objects.all()] == [(2, camille.case.hex())]
    assert read_by(mines.ines, camille.case.hex(), mines).items[-1].body["size"] == 9_000_002


def test_a_photo_that_did_not_arrive_whole_stops_the_deposit_and_can_be_sent_again(mines: Scene) -> None:
    camille = Camille(mines)
    photo = camille.attaches(b"\xff\xd8" + bytes(9_000_000))
    SealedFile.objects.get().received.get(number=1).delete()
    answer = camille.sends(camille.deposit(said=[photo]))
    assert (answer.status_code, json.loads(answer.content)["code"]) == (409, "part")
    assert not Testimony.objects.exists()


@pytest.mark.parametrize("kind", ["internal", "side"])
def test_a_testimony_cannot_begin_with_another_kind_of_stream(mines: Scene, kind: str) -> None:
    camille = Camille(mines)
    deposit: Any = camille.deposit()
    deposit["streams"][0]["kind"] = kind
    assert camille.sends(deposit).status_code == 422


def test_where_nobody_listens_nothing_is_taken(mines: Scene) -> None:
    camille = Camille(mines)
    deposit = camille.deposit()
    mines.cell.directories.all().delete()
    answer = camille.sends(deposit)
    assert (answer.status_code, json.loads(answer.content)["code"]) == (409, "nobody")
