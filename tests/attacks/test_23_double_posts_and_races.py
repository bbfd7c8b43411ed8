"""Everything sent twice, and twenty times at the same instant: one testimony, one message, one part."""

import hashlib
import json
from collections import Counter
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from django.conf import settings as configured
from django.test import Client

from portevoix.ground.seal import testimony as seal
from portevoix.ground.seal.fields import hex16, unb64
from portevoix.ground.seal.identity import Public
from portevoix.ground.trail.models import Line
from portevoix.sealed.cases.models import Case
from portevoix.sealed.streams.models import GrantQuerySet, Item, Part, Record, SealedFile, Stream
from portevoix.sealed.testimonies import plain
from portevoix.sealed.testimonies.models import Step, Testimony
from tests.at_work import AtWork, embedded
from tests.attacks.world import at_once
from tests.cast import SAID, Camille, Listener, a_school, inst

MANY = 20


@pytest.fixture
def camille(transactional_db: None) -> Camille:
    return Camille(a_school())


def test_the_same_deposit_twenty_times_at_once_is_one_testimony(camille: Camille) -> None:
    deposit = camille.deposit()
    answers = at_once([partial(camille.post, "temoignages", deposit)] * MANY)
    assert Counter(answer.status_code for answer in answers) == {201: MANY}
    assert len({answer.content for answer in answers}) == 1
    assert [model.objects.count() for model in (Testimony, Stream, Record, Step)] == [1, 1, 1, 1]
    assert Line.objects.filter(kind="deposit").count() == 1


def test_sealed_differently_each_time_it_is_still_one(camille: Camille) -> None:
    answers = at_once([partial(camille.post, "temoignages", camille.deposit()) for _ in range(8)])
    assert Counter(answer.status_code for answer in answers) == {201: 8}
    assert len({answer.content for answer in answers}) == 1
    assert (Testimony.objects.count(), Stream.objects.count()) == (1, 1)


def test_two_who_claim_one_name_are_not_mixed(camille: Camille) -> None:
    other = Camille(camille.scene)
    other.case = camille.case
    answers = at_once([partial(one.post, "temoignages", one.deposit()) for one in (camille, other)])
    assert sorted(answer.status_code for answer in answers) == [201, 409]
    assert (Testimony.objects.count(), Item.objects.count()) == (1, 2)


def test_the_same_message_at_once_is_said_once(camille: Camille) -> None:
    camille.speaks()
    thread = camille.opens()
    item = thread.say(camille.reporter.identity, "message", {"text": "x"})
    sent = {**camille.auth, "stream": thread.place.stream.hex(), "items": [item]}
    answers = at_once([partial(camille.post, "revenir/elements", sent)] * MANY)
    assert Counter(answer.status_code for answer in answers) == {200: MANY}
    assert Item.objects.filter(kind="message").count() == 1
    assert Line.objects.filter(kind="reporter wrote").count() == 1


def test_different_messages_at_once_from_two_tabs_lose_nothing_silently(camille: Camille) -> None:
    camille.speaks()
    sent = []
    for text in "abcdef":
        thread = camille.opens()
        item = thread.say(camille.reporter.identity, "message", {"text": text})
        sent.append({**camille.auth, "stream": thread.place.stream.hex(), "items": [item]})
    answers = at_once([partial(camille.post, "revenir/elements", one) for one in sent])
    assert Counter(answer.status_code for answer in answers) == {200: 1, 409: 5}
    assert {json.loads(answer.content)["code"] for answer in answers if answer.status_code == 409} == {"stale"}
    camille.opens().must_be_sound()


def test_transmitted_at_once_from_two_tabs_it_is_one_conversation(camille: Camille) -> None:
    camille.speaks(transmit=False)
    answers = at_once([camille.transmits] * 4)
    assert Counter(answer.status_code for answer in answers) == {204: 1, 409: 3}
    assert Stream.objects.filter(kind="conversation").count() == 1
    assert Step.objects.filter(kind="transmitted").count() == 1


def test_the_same_part_at_once_is_one_part_and_never_another(camille: Camille) -> None:
    file, contents = bytes(16), [bytes([n]) * 50_000 for n in range(4)]
    answers = at_once([partial(camille.puts_part, file, 0, content) for content in contents * 4])
    part = Part.objects.get()
    assert SealedFile.objects.count() == 1
    (kept,) = [content for content in contents if hashlib.sha256(content).hexdigest() == part.sha256]
    assert Counter(answer.status_code for answer in answers) == {204: 4, 409: 12}
    path = next(path for path in _parts() if path.name == part.place)
    assert path.read_bytes() == kept
    assert len(_parts()) == 1


def test_parts_side_by_side_make_a_whole_file(camille: Camille) -> None:
    file = bytes(16)
    at_once([partial(camille.puts_part, file, number, bytes([number]) * 9) for number in range(6)])
    assert list(SealedFile.objects.get().received.values_list("number", flat=True)) == list(range(6))


def test_words_changed_at_once_from_two_tabs_leave_one_way_in(camille: Camille) -> None:
    camille.speaks()
    other = Camille(camille.scene)
    other.__dict__ |= {**camille.__dict__, "client": Client()}
    answers = at_once([camille.changes_words, other.changes_words])
    assert sorted(answer.status_code for answer in answers) in ([204, 204], [204, 404])
    opened = [one.post("revenir", one.auth).status_code for one in (camille, other)]
    assert sorted(opened) == [200, 404]


def test_withdrawn_while_she_writes_nothing_is_left_behind(camille: Camille) -> None:
    camille.speaks()
    thread = camille.opens()
    item = thread.say(camille.reporter.identity, "message", {"text": "x"})
    sent = {**camille.auth, "stream": thread.place.stream.hex(), "items": [item]}
    gestures: list[Callable[[], Any]] = [partial(camille.post, "revenir/elements", sent), camille.withdraws]
    write, withdraw = at_once(gestures)
    assert withdraw.status_code == 204
    assert write.status_code in {200, 404}
    assert [model.objects.count() for model in (Testimony, Stream, Item)] == [0, 0, 0]


def test_a_double_click_without_javascript_is_one_testimony(camille: Camille, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("portevoix.ground.seal.receipt.ROUNDS", 1000)
    body = urlencode({"key": "0" * 32, "voice": "concerned", "keep": "send", "text": SAID[1][1]["text"]})

    def click() -> Any:
        return Client().post("/mines/sans-javascript/", body, content_type="application/x-www-form-urlencoded")

    pages = at_once([click] * 6)
    assert {page.status_code for page in pages} == {200}
    assert len({page.content for page in pages}) == 1
    assert Testimony.objects.count() == 1


def _parts() -> list[Path]:
    return [path for path in (configured.DATA / "parts").rglob("*") if path.is_file()]


@pytest.fixture(autouse=True)
def _own_disk(settings: Any, tmp_path: Any) -> None:
    settings.DATA = tmp_path


def at_work(camille: Camille, listener: Listener, times: int) -> list[AtWork]:
    """The same member in as many browsers."""
    return [AtWork(listener, camille.scene) for _ in range(times)]


def test_two_members_take_up_one_case_and_one_of_them_has_it(camille: Camille) -> None:
    camille.speaks()
    case, scene = camille.case.hex(), camille.scene
    members = [*at_work(camille, scene.ines, 4), *at_work(camille, scene.marc, 4), *at_work(camille, scene.paul, 4)]
    answers = at_once([partial(member.does, case, "prendre") for member in members])
    assert Counter(answer.status_code for answer in answers) == {204: 4, 409: 8}
    assert {json.loads(answer.content)["code"] for answer in answers if answer.status_code == 409} == {"taken"}
    assert Case.objects.count() == 1
    assert Line.objects.filter(kind="taken up").count() == Step.objects.filter(kind="taken_up").count() == 1


def test_the_same_answer_at_once_is_said_once(camille: Camille) -> None:
    camille.speaks()
    case, ines = camille.case.hex(), camille.scene.ines
    browsers = at_work(camille, ines, 8)
    thread = browsers[0].opens(case)
    item = thread.say(ines.keys.identity, "message", {"text": "x"})
    body = {"stream": thread.place.stream.hex(), "items": [item]}
    answers = at_once([partial(one.post, f"situations/{case}/elements", body) for one in browsers])
    assert Counter(answer.status_code for answer in answers) == {200: 8}
    assert Item.objects.filter(kind="message").count() == 1
    assert Line.objects.filter(kind="answered").count() == 1


def test_two_members_write_the_first_note_and_there_is_one_thread(camille: Camille) -> None:
    camille.speaks()
    case, scene = camille.case.hex(), camille.scene
    members = [AtWork(one, scene) for one in (scene.ines, scene.marc, scene.paul)]
    answers = at_once([partial(one.notes, case, "x") for one in members])
    assert Counter(answer.status_code for answer in answers) == {201: 1, 409: 2}
    assert Stream.objects.filter(kind="internal").count() == Line.objects.filter(kind="notes opened").count() == 1


@pytest.mark.parametrize("who", ["ines", "camille", "camille without JavaScript"])
def test_what_is_read_while_marc_makes_a_new_key_is_of_one_moment(
    camille: Camille, who: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Records of before with keys and words of after would break the page, or be taken for tampering."""
    camille.speaks()
    case, scene = camille.case.hex(), camille.scene
    ines, marc = AtWork(scene.ines, scene), AtWork(scene.marc, scene)
    assert ines.notes(case, "À voir jeudi").status_code == 201
    everyone = [scene.ines, scene.marc, scene.paul]
    changes = [marc.changes(case, kind, "rekey", everyone) for kind in ("conversation", "internal")]
    were = GrantQuerySet.to
    changed: list[int] = []

    def makes_a_new_key(grants: GrantQuerySet, fpr: str) -> GrantQuerySet:
        if not changed:
            changed.append(0)
            changed[0] = at_once([lambda: marc.gives(case, None, changes).status_code])[0]
        return were(grants, fpr)

    monkeypatch.setattr(GrantQuerySet, "to", makes_a_new_key)
    if who == "ines":
        threads = list(opened(ines, case))
    elif who == "camille":
        threads = [camille.opens()]
    else:
        threads = [plain.Mailbox(scene.school, camille.keys.auth, camille.reporter.root).opened]
    assert changed == [204]
    for thread in threads:
        thread.must_be_sound()
    assert {len(thread.chain.records) for thread in threads} == {1}


def opened(member: AtWork, case: str) -> Iterator[seal.Opened]:
    """Every thread that one page carries."""
    data = embedded(member.page(case), "case")["sealed"]
    reporter = Public(unb64(data["reporter"]["xwing"]), unb64(data["reporter"]["ed25519"]))
    for stream in data["streams"]:
        yield seal.read_stream(
            stream,
            inst=inst(),
            case=hex16(case),
            reader=member.who.keys.identity,
            reporter=reporter,
            directories=member.scene.directories,
        )
