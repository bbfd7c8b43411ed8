"""Notes between members."""

import json

from portevoix.ground.trail.models import Line
from portevoix.sealed.cases.models import Case
from portevoix.sealed.streams.models import Reader, Stream
from tests.at_work import AtWork
from tests.cast import Camille, Scene


def test_marc_reads_the_note_of_ines_and_camille_does_not(
    ines: AtWork, marc: AtWork, camille: Camille, case: str
) -> None:
    assert ines.notes(case, "Prévenir le médecin.").status_code == 201
    assert marc.opens(case, "internal").items[0].body["text"] == "Prévenir le médecin."
    assert [stream["kind"] for stream in camille.comes_back()["streams"]] == ["conversation"]
    assert marc.says(case, "Fait.", "internal").status_code == 200
    assert [item.body["text"] for item in ines.opens(case, "internal").items] == ["Prévenir le médecin.", "Fait."]
    assert Line.objects.filter(subject=case, kind="note written").count() == 1


def test_a_note_makes_the_case_new_to_colleagues_only(ines: AtWork, marc: AtWork, camille: Camille, case: str) -> None:
    for member in (ines, marc):
        member.does(case, "lu")
    ines.notes(case, "Prévenir le médecin.")
    unread = Reader.objects.filter(stream__kind="conversation", unread=True).values_list("fpr", flat=True)
    assert list(unread) == [marc.fpr]


def test_the_first_note_is_opened_once_when_two_write_it_at_once(ines: AtWork, marc: AtWork, case: str) -> None:
    assert ines.notes(case, "La première.").status_code == 201
    answer = marc.notes(case, "La première aussi.")
    assert (answer.status_code, json.loads(answer.content)["code"]) == (409, "stale")
    assert Stream.objects.filter(kind="internal").count() == 1
    assert Case.objects.get().internal == Stream.objects.get(kind="internal")


def test_notes_cannot_be_opened_to_paul_whom_camille_put_aside(ines: AtWork, scene: Scene, case: str) -> None:
    people = [scene.marc.keys.public, scene.paul.keys.public]
    from portevoix.ground.seal import testimony as seal

    record = ines.opens(case).chain.last
    place = type(record.place)(record.place.inst, record.place.case, b"n" * 16)
    stream = seal.open_internal(place, ines.who.keys.identity, people, scene.directories, [], 1)
    answer = ines.post(f"situations/{case}/flux", {"stream": stream})
    assert (answer.status_code, json.loads(answer.content)["code"]) == (409, "excluded")
    assert not Stream.objects.filter(kind="internal").exists()


def test_when_camille_puts_marc_aside_the_notes_close_to_him_at_once(
    ines: AtWork, marc: AtWork, camille: Camille, scene: Scene, case: str
) -> None:
    ines.notes(case, "Avant.")
    thread = camille.opens()
    readers = [scene.ines.keys.public, camille.reporter.public]
    aside = [scene.paul.fpr, scene.marc.fpr]
    change = thread.regrant(camille.reporter.identity, "remove", readers, scene.directories, 1, excluded=aside)
    sent = {key: change[key] for key in ("stream", "records", "grants")}
    assert camille.post("revenir/acces", {**camille.auth, **sent}).status_code == 204
    internal = Stream.objects.get(kind="internal").ident
    assert marc.page(case).status_code == 404
    assert json.loads(marc.post("acces", {"streams": [internal]}).content) == {"streams": []}
    refused = ines.says(case, "Après.", "internal")
    assert (refused.status_code, json.loads(refused.content)["code"]) == (409, "excluded")
    change = ines.changes(case, "internal", "remove", [scene.ines])
    assert ines.gives(case, None, [change]).status_code == 204
    assert ines.says(case, "Après.", "internal").status_code == 200


def test_a_new_title_is_for_members_and_wakes_nobody(ines: AtWork, marc: AtWork, camille: Camille, case: str) -> None:
    ines.notes(case, "Une note.")
    for member in (ines, marc):
        member.does(case, "lu")
    thread = ines.opens(case, "internal")
    item = thread.say(ines.who.keys.identity, "title", {"text": "Soirée du 12"})
    body = {"stream": thread.place.stream.hex(), "items": [item]}
    assert ines.post(f"situations/{case}/elements", body).status_code == 200
    assert Line.objects.filter(kind="renamed", subject=case).count() == 1
    assert (
        not Reader.objects.filter(unread=True, stream__kind="conversation")
        .exclude(fpr=camille.reporter.public.fpr.hex())
        .exists()
    )
    from tests.at_work import embedded

    title = embedded(marc.desk(), "desk")["titles"][case]
    assert title["hdr"] == item["hdr"]
