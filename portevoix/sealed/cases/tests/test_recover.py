"""Everybody in the cell has lost their vault: the trustees’ sheets open testimonies again, and nothing else does."""

import json
from typing import Any

import pytest
from django.http import HttpResponse

from portevoix.ground.people.models import Membership
from portevoix.ground.seal import testimony as seal
from portevoix.ground.seal.directory import Directory, Member
from portevoix.ground.seal.fields import b64, hex16, unb64
from portevoix.ground.seal.identity import Public
from portevoix.ground.seal.recovery import Recovery, RecoveryKey
from portevoix.ground.trail.models import Line
from portevoix.ground.web import clock
from portevoix.ground.web.rules import Refused
from portevoix.sealed.keys import chain
from portevoix.sealed.keys.acts import sign_directory
from portevoix.sealed.streams.models import Grant
from tests.at_work import AtWork
from tests.cast import Camille, Json, Listener, Scene, a_school, another_school, inst, read_by

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene() -> Scene:
    scene = a_school()
    scene.makes_a_recovery_key()
    return scene


@pytest.fixture
def marc(scene: Scene) -> AtWork:
    return AtWork(scene.marc, scene)


def spare_of(scene: Scene) -> RecoveryKey:
    assert scene.spare is not None
    return scene.spare


def all_lose_their_vaults(scene: Scene) -> list[Listener]:
    cell = [scene.marc, scene.ines, scene.paul]
    for listener in cell:
        listener.makes_a_new_vault()
    return cell


def signed(marc: AtWork, key: RecoveryKey, minute: int | None = None, **more: Any) -> Json:
    """What Marc's browser sends once the sheets are together."""
    minute = clock.minute() if minute is None else minute
    cell, user = bytes.fromhex(marc.scene.cell.ident), bytes.fromhex(marc.who.person.ident)
    return {"minute": minute, "sig": b64(key.sign_act(inst(), cell, user, minute)), **more}


def asks(marc: AtWork, key: RecoveryKey, **more: Any) -> HttpResponse:
    return marc.post("secours", signed(marc, key, **more))


def opens_again(marc: AtWork, case: str) -> HttpResponse:
    """Every thread of one case, opened by the key to those who are listed now, but those put aside."""
    key, directories = spare_of(marc.scene), marc.scene.directories
    changes = []
    for given in json.loads(asks(marc, key).content)["streams"]:
        if given["case"] != case:
            continue
        reporter = Public(unb64(given["reporter"]["xwing"]), unb64(given["reporter"]["ed25519"]))
        stream = {**given, "items": []}
        opened = seal.read_stream(
            stream, inst=inst(), case=hex16(case), reader=key.identity, reporter=reporter, directories=directories
        )
        aside = chain.also_known_as(opened.chain.last.excluded, directories)
        readers = [one.public for one in directories.latest.readers if one.fpr not in aside]
        if given["kind"] == "conversation":
            readers.append(reporter)
        change = opened.regrant(key.identity, "leave", readers, directories, clock.minute())
        changes.append({"stream": given["stream"], "records": change["records"], "grants": change["grants"]})
    return marc.post(f"situations/{case}/secours", signed(marc, key, streams=changes))


def words_of(opened: seal.Opened) -> list[str]:
    opened.must_be_sound()
    return [item.body["text"] for item in opened.items]


def test_the_key_is_given_every_testimony_unless_its_author_refuses(scene: Scene) -> None:
    key = spare_of(scene).public.fpr
    camille = Camille(scene)
    camille.speaks()
    assert key in camille.opens().chain.last.granted
    other = Camille(scene)
    body = other.deposit(excluded=[Spare(scene)])  # type: ignore[list-item]  # it is nobody
    assert other.sends(body).status_code == 201
    assert key in other.opens().chain.last.excluded
    assert not Grant.objects.filter(recipient=key.hex(), stream__case=other.case.hex()).exists()


class Spare:
    """What a browser takes for a reader."""

    def __init__(self, scene: Scene) -> None:
        self.fpr = spare_of(scene).public.fpr


def test_all_vaults_lost_the_sheets_open_everything_again(scene: Scene, marc: AtWork) -> None:
    camille = Camille(scene)
    camille.speaks(excluded=[scene.paul])
    case = camille.case.hex()
    assert marc.notes(case, "À voir jeudi").status_code == 201
    scene.sign(all_lose_their_vaults(scene), recovered=True)
    assert marc.page(case).status_code == 404
    assert opens_again(marc, case).status_code == 204
    assert words_of(read_by(scene.ines, case, scene)) == words_of(camille.opens())
    assert words_of(read_by(scene.marc, case, scene, "internal")) == ["À voir jeudi"]
    assert scene.paul.fpr not in camille.opens().chain.last.granted
    assert marc.says(case, "Nous vous lisons de nouveau").status_code == 200
    assert words_of(camille.opens())[-1] == "Nous vous lisons de nouveau"
    kinds = Line.objects.values_list("kind", flat=True)
    assert [kind for kind in kinds if "recover" in kind] == ["directory recovered", "recovery key used"]


def test_a_lead_whom_camille_put_aside_opens_nothing_of_hers_with_the_sheets(scene: Scene) -> None:
    """Paul leads too, and he has the sheets together."""
    scene.paul.membership.role = Membership.Role.LEAD
    scene.paul.membership.save()
    camille, other = Camille(scene), Camille(scene)
    camille.speaks(excluded=[scene.paul])
    other.speaks()
    paul, case = AtWork(scene.paul, scene), camille.case.hex()
    change = {"stream": "00" * 16, "records": [{"body": "AA", "sig": "A" * 86}], "grants": []}
    for _ in range(2):
        given = json.loads(asks(paul, spare_of(scene)).content)
        assert list(given["cases"]) == [other.case.hex()]
        assert case not in json.dumps(given)
        answer = paul.post(f"situations/{case}/secours", signed(paul, spare_of(scene), streams=[change]))
        assert (answer.status_code, json.loads(answer.content)["code"]) == (404, "unknown")
        # Under other keys he is the same.
        scene.paul.makes_a_new_vault()


def test_the_lead_goes_through_everything_else_page_by_page(
    scene: Scene, marc: AtWork, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("portevoix.sealed.cases.api.AT_ONCE", 2)
    cases = []
    for aside in ([], [scene.marc], [scene.marc], [scene.marc], [], [], [scene.marc], []):
        one = Camille(scene)
        one.speaks(excluded=aside)
        cases += [] if aside else [one.case.hex()]
    seen: list[str] = []
    more = True
    while more:
        given = json.loads(asks(marc, spare_of(scene), after=seen[-1] if seen else "").content)
        assert len(given["cases"]) == min(2, len(cases) - len(seen))
        seen, more = [*seen, *given["cases"]], given["more"]
    assert seen == sorted(cases)


def test_opening_again_twice_changes_nothing_more(scene: Scene, marc: AtWork) -> None:
    Camille(scene).speaks()
    assert asks(marc, spare_of(scene)).status_code == 200
    assert asks(marc, spare_of(scene)).status_code == 200
    assert Line.objects.filter(kind="recovery key used").count() == 1


@pytest.mark.parametrize("minutes", [-11, 11])
def test_a_signature_of_another_moment_opens_nothing(scene: Scene, marc: AtWork, minutes: int) -> None:
    assert asks(marc, spare_of(scene), minute=clock.minute() + minutes).status_code == 403


def test_a_lead_without_the_sheets_is_given_nothing(scene: Scene, marc: AtWork) -> None:
    camille = Camille(scene)
    camille.speaks()
    assert asks(marc, RecoveryKey.make()).status_code == 403
    of_ines = signed(AtWork(scene.ines, scene), spare_of(scene))
    assert marc.post("secours", of_ines).status_code == 403
    assert marc.post(f"situations/{camille.case.hex()}/secours", of_ines | {"streams": []}).status_code == 422
    assert not Line.objects.filter(kind="recovery key used").exists()


def test_who_listens_without_leading_does_not_use_it(scene: Scene) -> None:
    assert asks(AtWork(scene.ines, scene), spare_of(scene)).status_code == 403


def test_the_sheets_of_one_cell_open_nothing_of_another(scene: Scene) -> None:
    elsewhere, _ = another_school()
    elsewhere.makes_a_recovery_key()
    camille = Camille(scene)
    camille.speaks()
    lead = AtWork(elsewhere.marc, elsewhere)
    assert asks(lead, spare_of(scene)).status_code == 403
    assert json.loads(asks(lead, spare_of(elsewhere)).content)["cases"] == {}
    there = f"situations/{camille.case.hex()}/secours"
    change = {"stream": "00" * 16, "records": [{"body": "AA", "sig": "A" * 86}], "grants": []}
    assert lead.post(there, signed(lead, spare_of(elsewhere), streams=[change])).status_code == 404


def test_a_cell_without_a_key_says_so() -> None:
    scene = a_school("arts")
    answer = asks(AtWork(scene.marc, scene), RecoveryKey.make())
    assert answer.status_code == 409
    assert json.loads(answer.content)["code"] == "no_recovery_key"


def test_who_refused_the_key_has_refused_the_next_one(scene: Scene, marc: AtWork) -> None:
    camille = Camille(scene)
    camille.sends(camille.deposit(excluded=[Spare(scene)]))  # type: ignore[list-item]  # it is nobody
    newer = scene.makes_a_recovery_key()
    case = camille.case.hex()
    opened = read_by(scene.marc, case, scene)
    readers = [
        camille.reporter.public,
        *(one.keys.public for one in (scene.marc, scene.ines, scene.paul)),
        newer.public,
    ]
    change = opened.regrant(scene.marc.keys.identity, "add", readers, scene.directories, clock.minute())
    sent = {"stream": opened.place.stream.hex(), "records": change["records"], "grants": change["grants"]}
    answer = marc.post(f"situations/{case}/acces", {"streams": [sent]})
    assert answer.status_code == 422
    assert json.loads(answer.content)["code"] == "excluded"


def test_notes_that_the_key_could_not_open_are_refused(scene: Scene, marc: AtWork) -> None:
    camille = Camille(scene)
    camille.speaks()
    colleagues = [scene.ines.keys.public, scene.paul.keys.public]
    assert marc.notes(camille.case.hex(), "Entre nous", colleagues).status_code == 409


def test_the_recovery_key_is_nobodys(scene: Scene) -> None:
    scene.spare = scene.paul.keys  # type: ignore[assignment]  # that is the lie
    with pytest.raises(Refused):
        scene.sign([scene.marc, scene.ines])


@pytest.mark.parametrize(
    ("name", "role"),
    [
        ("Julie Moreau", "Infirmière : Anne, Bruno, Chloé"),
        ("Clé de secours de la cellule", "Infirmière"),
        ("Clé de secours de la cellule", "Anne, Bruno, Chloé" + " " * 2000),
    ],
)
def test_marc_signs_a_key_that_passes_for_somebody(scene: Scene, name: str, role: str) -> None:
    key, before = RecoveryKey.make().public, scene.directories.latest
    line = Member(key, name, role, True, False, clock.minute())
    kept = Recovery(key.fpr, 2, ("Anne", "Bruno", "Chloé"))
    place: Json = {"inst": inst(), "cell": bytes.fromhex(scene.cell.ident), "time": clock.minute()}
    version = Directory.write(**place, members=[*before.people, line], before=before, recovery=kept)
    with pytest.raises(Refused):
        sign_directory(scene.cell, version.text, [version.sign(scene.marc.keys.identity)], scene.marc.membership)


def test_ines_who_signs_nothing_lists_a_key_of_hers(scene: Scene) -> None:
    with pytest.raises(Refused):
        scene.sign([scene.marc, scene.ines], lead=scene.ines)
