"""Words that open nothing are answered alike, byte for byte and in the same time, whatever the reason."""

import random
import secrets
import time

import pytest
from django.test import Client
from scipy.stats import mannwhitneyu

from portevoix.ground.seal.fields import b64
from portevoix.ground.web import throttle
from tests.cast import Camille, a_school, another_school

PAIRS = 2_000


@pytest.mark.slow
def test_a_testimony_that_exists_elsewhere_takes_no_longer_to_deny(
    db: None, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(throttle, "take", lambda *_key, **_bucket: True)
    mines = a_school()
    another_school()
    known = []
    for _ in range(20):
        camille = Camille(mines)
        camille.speaks()
        known.append(camille.auth["auth"])
    times: dict[bool, list[float]] = {True: [], False: []}
    answers = set()
    for turn in range(PAIRS + 100):
        for exists in random.sample([True, False], 2):
            auth = random.choice(known) if exists else b64(secrets.token_bytes(32))
            start = time.perf_counter()
            answer = client.post("/arts/api/revenir", {"auth": auth}, content_type="application/json")
            if turn >= 100:
                times[exists].append(time.perf_counter() - start)
            answers.add((answer.status_code, answer.content, tuple(sorted(answer.headers.items()))))
    assert len(answers) == 1
    assert mannwhitneyu(times[True], times[False]).pvalue > 0.01


def test_files_that_exist_and_files_that_do_not_are_denied_alike(db: None, client: Client) -> None:
    camille = Camille(a_school())
    camille.speaks(said=[camille.attaches(b"photo")])
    (file, _parts) = camille.files[0]
    other = Camille(camille.scene)
    other.speaks()
    own = {"X-Auth": other.auth["auth"]}
    answers = {
        client.get(f"/mines/api/revenir/fichiers/{name}/0", headers=own).content
        for name in (file.hex(), secrets.token_hex(16))
    } | {
        client.get(f"/mines/api/fichiers/{name}", headers={"X-Upload": "A" * 43}).content
        for name in (file.hex(), secrets.token_hex(16))
    }
    assert len(answers) == 1


def test_whether_a_case_is_known_cannot_be_asked_by_uploading_to_it(db: None) -> None:
    camille = Camille(a_school())
    camille.speaks()
    stranger = Camille(camille.scene)
    unknown = stranger.puts_part(b"\x01" * 16, 0, b"x")
    stranger.case = camille.case
    known = stranger.puts_part(b"\x02" * 16, 0, b"x")
    assert (known.status_code, known.content) == (unknown.status_code, unknown.content)
