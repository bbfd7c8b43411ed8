"""Camille comes back with her nine words, and with nothing else."""

import json
import secrets
from datetime import UTC, datetime, timedelta
from typing import Any

from django.test import Client

from portevoix.ground.seal.fields import b64
from portevoix.ground.trail import acts as trail
from portevoix.sealed.streams import acts as streams
from portevoix.sealed.streams.models import Reader, Stream
from tests.cast import Camille, Scene, another_school, read_by


def test_her_words_open_everything_her_browser_needs(mines: Scene, camille: Camille) -> None:
    mailbox = camille.comes_back()
    assert mailbox["case"] == camille.case.hex()
    assert [stream["kind"] for stream in mailbox["streams"]] == ["conversation"]
    assert [one["version"] for one in mailbox["directories"]] == [1]
    assert [step["kind"] for step in mailbox["steps"]] == ["transmitted"]
    assert mailbox["proof"] is None
    camille.opens().must_be_sound()


def test_only_her_own_grants_are_given_to_her(mines: Scene, camille: Camille) -> None:
    (stream,) = camille.comes_back()["streams"]
    assert {grant["recipient"] for grant in stream["grants"]} == {camille.reporter.public.fpr.hex()}


def test_the_day_after_her_promise_has_its_proof(mines: Scene, camille: Camille) -> None:
    trail.close_day(datetime.now(UTC).date() + timedelta(days=1))
    mailbox = camille.comes_back()
    assert mailbox["proof"].startswith("c2sp.org/tlog-proof")
    assert mailbox["checkpoint"] in mailbox["proof"]


def test_she_reads_the_answer_and_it_is_no_longer_new(mines: Scene, camille: Camille) -> None:
    thread = read_by(mines.ines, camille.case.hex(), mines)
    answer = thread.say(mines.ines.keys.identity, "message", {"text": "Nous sommes là."})
    streams.append(Stream.objects.get(), [answer], mines.ines.keys.public)
    own = Reader.objects.filter(fpr=camille.reporter.public.fpr.hex())
    assert own.get().unread
    assert camille.opens().items[-1].body == {"text": "Nous sommes là."}
    assert not own.get().unread


def test_wrong_words_withdrawn_ones_and_those_of_another_school_are_answered_alike(
    mines: Scene, camille: Camille, client: Client
) -> None:
    another_school()
    withdrawn = Camille(mines)
    withdrawn.speaks()
    withdrawn.withdraws()

    def ask(school: str, auth: str) -> Any:
        return client.post(f"/{school}/api/revenir", {"auth": auth}, content_type="application/json")

    answers = [
        ask("mines", b64(secrets.token_bytes(32))),
        ask("arts", camille.auth["auth"]),
        ask("mines", withdrawn.auth["auth"]),
    ]
    assert {answer.status_code for answer in answers} == {404}
    assert len({answer.content for answer in answers}) == 1
    assert len({tuple(sorted(answer.headers.items())) for answer in answers}) == 1


def test_whoever_guesses_is_slowed_down_but_words_that_open_always_open(
    mines: Scene, camille: Camille, client: Client
) -> None:
    body = {"auth": b64(secrets.token_bytes(32))}
    codes = [client.post("/mines/api/revenir", body, content_type="application/json").status_code for _ in range(65)]
    assert codes[0] == 404
    assert codes[-1] == 429
    assert camille.post("revenir", camille.auth).status_code == 200


def test_a_school_that_does_not_exist_has_nothing(client: Client, db: None) -> None:
    answer = client.post("/nulle-part/api/revenir", {"auth": "A" * 43}, content_type="application/json")
    assert (answer.status_code, json.loads(answer.content)["code"]) == (404, "unknown")
