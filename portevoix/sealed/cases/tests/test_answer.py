"""Writing to the person."""

import hashlib
import json
import secrets

from portevoix.ground.seal.fields import b64
from portevoix.ground.seal.files import new_key, seal_file
from portevoix.ground.trail.models import Line
from portevoix.sealed.streams.models import Item, SealedFile
from portevoix.sealed.testimonies.models import Stage
from tests.at_work import AtWork
from tests.cast import Camille, inst


def test_ines_answers_and_camille_reads_it(ines: AtWork, camille: Camille, case: str) -> None:
    ines.does(case, "prendre")
    answer = ines.says(case, "Nous vous croyons.")
    assert answer.status_code == 200, answer.content
    said = camille.opens().items[-1]
    assert (said.body["text"], said.header.author) == ("Nous vous croyons.", ines.who.fpr)
    mailbox = camille.comes_back()
    assert mailbox["stage"] == Stage.ANSWERED
    assert [step["kind"] for step in mailbox["steps"]] == ["transmitted", "taken_up", "answered"]
    assert Line.objects.filter(kind="answered", subject=case).count() == 1


def test_two_answers_in_a_row_are_one_step_for_camille(ines: AtWork, camille: Camille, case: str) -> None:
    ines.says(case, "Bonjour.")
    ines.says(case, "Je suis là jeudi.")
    assert [step["kind"] for step in camille.comes_back()["steps"]] == ["transmitted", "answered"]


def test_the_same_answer_sent_twice_is_one_answer(ines: AtWork, camille: Camille, case: str) -> None:
    thread = ines.opens(case)
    item = thread.say(ines.who.keys.identity, "message", {"text": "Bonjour."})
    body = {"stream": thread.place.stream.hex(), "items": [item]}
    first, second = (ines.post(f"situations/{case}/elements", body) for _ in range(2))
    assert first.content == second.content
    assert Item.objects.filter(kind="message").count() == 1
    assert Line.objects.filter(kind="answered").count() == 1


def test_nobody_writes_in_the_name_of_a_colleague(ines: AtWork, marc: AtWork, case: str) -> None:
    thread = ines.opens(case)
    item = thread.say(ines.who.keys.identity, "message", {"text": "Bonjour."})
    answer = marc.post(f"situations/{case}/elements", {"stream": thread.place.stream.hex(), "items": [item]})
    assert (answer.status_code, json.loads(answer.content)["code"]) == (422, "wrong_place")
    assert not Item.objects.filter(kind="message").exists()


def test_a_closed_case_is_opened_again_before_one_writes(ines: AtWork, camille: Camille, case: str) -> None:
    ines.does(case, "prendre")
    assert ines.does(case, "fermer").status_code == 204
    answer = ines.says(case, "Encore un mot.")
    assert (answer.status_code, json.loads(answer.content)["code"]) == (409, "closed")
    assert ines.does(case, "rouvrir").status_code == 204
    assert ines.says(case, "Encore un mot.").status_code == 200
    kinds = [step["kind"] for step in camille.comes_back()["steps"]]
    assert kinds == ["transmitted", "taken_up", "closed", "reopened", "answered"]


def test_a_file_goes_with_an_answer(ines: AtWork, camille: Camille, case: str) -> None:
    data, key, file = b"%PDF-1.7 une fiche", new_key(), secrets.token_bytes(16)
    parts = list(seal_file(key, inst(), camille.case, file, [data]))
    assert ines.puts_part(case, file, 0, parts[0]).status_code == 204
    body = {"file": file.hex(), "fk": b64(key), "name": "aide.pdf", "type": "application/pdf", "size": len(data)}
    thread = ines.opens(case)
    manifest = {**body, "sha256": hashlib.sha256(data).hexdigest(), "parts": 1}
    item = thread.say(ines.who.keys.identity, "file", manifest)
    stream = thread.place.stream.hex()
    sent = {"stream": stream, "items": [item], "files": [{"file": file.hex(), "parts": 1}]}
    assert ines.post(f"situations/{case}/elements", sent).status_code == 200
    got = camille.client.get(f"{camille.api}revenir/fichiers/{file.hex()}/0", headers={"X-Auth": camille.auth["auth"]})
    assert b"".join(got.streaming_content) == parts[0]  # type: ignore[attr-defined]  # a file comes in pieces


def test_paul_adds_no_file_to_a_case_he_was_put_aside_from(paul: AtWork, case: str) -> None:
    assert paul.puts_part(case, secrets.token_bytes(16), 0, b"\x01").status_code == 404
    assert not SealedFile.objects.exists()
