"""Camille kept it for herself; one day she opens it to the cell."""

import json

from portevoix.ground.notices.models import Bell
from portevoix.ground.seal import testimony as seal
from portevoix.ground.seal.records import Place
from portevoix.ground.web import clock
from portevoix.sealed.testimonies.models import Stage, Testimony
from tests.cast import SAID, Camille, Json, Scene, inst, read_by


def kept(mines: Scene) -> Camille:
    camille = Camille(mines)
    camille.speaks(transmit=False)
    return camille


def a_conversation(camille: Camille) -> Json:
    """The stream that would transmit what she said."""
    place = Place(inst(), camille.case, bytes(16))
    return seal.open_conversation(place, camille.reporter, camille.scene.directories, [], SAID, clock.minute())


def test_the_cell_reads_what_she_had_kept_and_is_rung(mines: Scene) -> None:
    camille = kept(mines)
    assert camille.transmits(excluded=[mines.paul]).status_code == 204
    assert Testimony.objects.get().stage == Stage.TRANSMITTED
    opened = read_by(mines.ines, camille.case.hex(), mines)
    assert [item.body for item in opened.items] == [body for _kind, body in SAID]
    assert Bell.objects.filter(waiting=True).count() == 2
    mailbox = camille.comes_back()
    assert [step["kind"] for step in mailbox["steps"]] == ["kept", "transmitted"]
    assert {stream["kind"] for stream in mailbox["streams"]} == {"private", "conversation"}


def test_sent_twice_it_is_transmitted_once(mines: Scene) -> None:
    camille = kept(mines)
    stream = a_conversation(camille)
    sent = {**camille.auth, "stream": stream}
    assert [camille.post("revenir/transmettre", sent).status_code for _ in range(2)] == [204, 204]
    assert len(camille.comes_back()["steps"]) == 2


def test_it_cannot_be_transmitted_a_second_time_otherwise(mines: Scene) -> None:
    camille = kept(mines)
    camille.transmits()
    answer = camille.transmits(excluded=[mines.marc])
    assert (answer.status_code, json.loads(answer.content)["code"]) == (409, "stale")


def test_what_was_sent_at_once_cannot_be_transmitted_again(mines: Scene, camille: Camille) -> None:
    stream = a_conversation(camille)
    assert camille.post("revenir/transmettre", {**camille.auth, "stream": stream}).status_code == 409


def test_whoever_was_put_aside_reads_nothing_under_a_new_vault(mines: Scene) -> None:
    """Camille's browser, altered or out of date, names Paul's former keys only and grants his new ones."""
    camille = kept(mines)
    former = mines.paul.fpr
    mines.paul.makes_a_new_vault()
    mines.sign([mines.marc, mines.ines, mines.paul])
    place = Place(inst(), camille.case, bytes(16))
    stream = seal.open_conversation(place, camille.reporter, mines.directories, [former], SAID, clock.minute())
    answer = camille.post("revenir/transmettre", {**camille.auth, "stream": stream})
    assert (answer.status_code, json.loads(answer.content)["code"]) == (422, "excluded")
    assert Testimony.objects.get().stage == Stage.KEPT
