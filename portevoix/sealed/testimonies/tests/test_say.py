"""Camille says more, once each thing, in her own conversation only."""

import json
import secrets

from portevoix.ground.notices.models import Bell
from portevoix.ground.trail.models import Line
from portevoix.sealed.streams.models import Item, Reader
from portevoix.sealed.testimonies import plain
from portevoix.sealed.testimonies.models import Testimony
from tests.cast import Camille, Scene, read_by


def test_she_adds_a_message_and_the_cell_reads_it_after_the_rest(mines: Scene, camille: Camille) -> None:
    Reader.objects.update(unread=False)
    Bell.objects.update(waiting=False)
    assert camille.writes("C'était un mardi.").status_code == 200
    opened = read_by(mines.ines, camille.case.hex(), mines)
    opened.must_be_sound()
    assert opened.items[-1].body == {"text": "C'était un mardi."}
    assert Reader.objects.get(fpr=mines.ines.fpr.hex()).unread
    assert Bell.objects.filter(waiting=True).count() == 3


def test_she_adds_a_photo_afterwards(mines: Scene, camille: Camille) -> None:
    thread = camille.opens()
    kind, body = camille.attaches(b"\xff\xd8photo")
    item = thread.say(camille.reporter.identity, kind, body)
    files = [{"file": file.hex(), "parts": parts} for file, parts in camille.files]
    sent = {**camille.auth, "stream": thread.place.stream.hex(), "items": [item], "files": files}
    assert camille.post("revenir/elements", sent).status_code == 200
    status, sealed = camille.fetches(body["file"], 0)
    assert status == 200
    assert sealed[:1] == b"\x01"
    assert camille.fetches(body["file"], 1)[0] == 404


def test_sent_twice_it_is_said_once_and_noted_once(mines: Scene, camille: Camille) -> None:
    thread = camille.opens()
    item = thread.say(camille.reporter.identity, "message", {"text": "Encore moi."})
    sent = {**camille.auth, "stream": thread.place.stream.hex(), "items": [item]}
    first, again = camille.post("revenir/elements", sent), camille.post("revenir/elements", sent)
    assert first.content == again.content
    assert Item.objects.filter(kind="message").count() == 1
    assert Line.objects.filter(kind="reporter wrote").count() == 1


def test_from_two_tabs_the_second_is_told_to_look_again(mines: Scene, camille: Camille) -> None:
    one, two = camille.opens(), camille.opens()
    stream = one.place.stream.hex()
    for thread, expected in ((one, 200), (two, 409)):
        item = thread.say(camille.reporter.identity, "message", {"text": "Moi."})
        answer = camille.post("revenir/elements", {**camille.auth, "stream": stream, "items": [item]})
        assert answer.status_code == expected
    assert json.loads(answer.content)["code"] == "stale"
    assert Item.objects.filter(kind="message").count() == 1


def test_she_cannot_write_in_the_conversation_of_another(mines: Scene, camille: Camille) -> None:
    other = Camille(mines)
    other.speaks()
    thread = other.opens()
    item = thread.say(other.reporter.identity, "message", {"text": "?"})
    for stream in (thread.place.stream.hex(), secrets.token_hex(16)):
        answer = camille.post("revenir/elements", {**camille.auth, "stream": stream, "items": [item]})
        assert (answer.status_code, json.loads(answer.content)["code"]) == (404, "unknown")
    assert not Item.objects.filter(kind="message").exists()


def test_after_it_was_closed_she_may_still_write(mines: Scene, camille: Camille) -> None:
    Testimony.objects.update(stage="closed")
    assert camille.writes("Il recommence.").status_code == 200


def test_what_she_keeps_for_herself_grows_without_anybody_hearing(mines: Scene) -> None:
    camille = Camille(mines)
    camille.speaks(transmit=False)
    assert camille.writes("Encore une chose.", "private").status_code == 200
    assert camille.opens("private").items[-1].body == {"text": "Encore une chose."}
    assert not Bell.objects.filter(waiting=True).exists()


def test_what_she_writes_without_javascript_after_paul_has_left_is_closed_to_him(mines: Scene) -> None:
    camille = Camille(mines)
    camille.speaks()
    mines.sign([mines.marc, mines.ines])
    for _ in range(2):
        plain.Mailbox(mines.school, camille.keys.auth, camille.reporter.root).write("0" * 32, "Sans lui.")
    case = camille.case.hex()
    assert [item.body["text"] for item in read_by(mines.ines, case, mines).items][2:] == ["Sans lui."]
    his = read_by(mines.paul, case, mines)
    assert [list(his.keys), len(his.items), len(his.chain.records)] == [[0], 2, 2]
