"""Camille decides later who may read: puts Paul aside, takes him back."""

import json

from django.http import HttpResponse

from portevoix.ground.seal.records import Reason
from portevoix.ground.web import clock
from portevoix.sealed.streams.models import Grant, Reader, Record
from tests.cast import Camille, Listener, Scene, read_by


def change(camille: Camille, readers: list[Listener], aside: list[Listener], reason: Reason = "remove") -> HttpResponse:
    """A new record by Camille after which exactly these may read."""
    scene = camille.scene
    thread = camille.opens()
    changed = thread.regrant(
        camille.reporter.identity,
        reason,
        [*(one.keys.public for one in readers), camille.reporter.public],
        scene.directories,
        clock.minute(),
        excluded=[one.fpr for one in aside],
    )
    sent = {name: changed[name] for name in ("stream", "records", "grants")}
    return camille.post("revenir/acces", {**camille.auth, **sent})


def test_she_puts_paul_aside_and_what_follows_is_under_a_new_key(mines: Scene, camille: Camille) -> None:
    assert change(camille, [mines.ines, mines.marc], [mines.paul]).status_code == 204
    assert camille.writes("Sans Paul.").status_code == 200
    assert read_by(mines.ines, camille.case.hex(), mines).items[-1].body == {"text": "Sans Paul."}
    paul = mines.paul.fpr.hex()
    assert not Reader.objects.filter(fpr=paul).exists()
    assert not Grant.objects.to(paul).filter(epoch=1).exists()


def test_she_takes_him_back_and_he_reads_everything(mines: Scene, camille: Camille) -> None:
    change(camille, [mines.ines, mines.marc], [mines.paul])
    change(camille, [mines.ines, mines.marc, mines.paul], [], "add")
    opened = read_by(mines.paul, camille.case.hex(), mines)
    opened.must_be_sound()
    assert len(opened.items) == 2
    assert Reader.objects.get(fpr=mines.paul.fpr.hex()).unread


def test_sent_twice_it_is_one_record(mines: Scene, camille: Camille) -> None:
    thread = camille.opens()
    readers = [mines.ines.keys.public, camille.reporter.public]
    aside = [mines.marc.fpr, mines.paul.fpr]
    changed = thread.regrant(
        camille.reporter.identity, "remove", readers, mines.directories, clock.minute(), excluded=aside
    )
    sent = {**camille.auth, **{name: changed[name] for name in ("stream", "records", "grants")}}
    assert [camille.post("revenir/acces", sent).status_code for _ in range(2)] == [204, 204]
    assert Record.objects.count() == 2


def test_a_change_made_on_an_older_record_must_be_made_again(mines: Scene, camille: Camille) -> None:
    thread = camille.opens()
    change(camille, [mines.ines, mines.marc], [mines.paul])
    readers = [one.keys.public for one in (mines.ines, mines.marc, mines.paul)]
    late = thread.regrant(camille.reporter.identity, "rekey", [*readers, camille.reporter.public], mines.directories, 1)
    sent = {**camille.auth, **{name: late[name] for name in ("stream", "records", "grants")}}
    answer = camille.post("revenir/acces", sent)
    assert (answer.status_code, json.loads(answer.content)["code"]) == (409, "stale")
