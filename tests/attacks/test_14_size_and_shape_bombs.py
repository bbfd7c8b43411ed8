"""Bodies made to hurt: huge, deep, wide, compressed. Each is refused at once, in little memory."""

import gzip
import http.client
import json
import resource
import socket
import time
from io import BytesIO
from typing import Any

import pytest
from django.test import Client

from portevoix.ground.web import clock
from tests.at_work import AtWork
from tests.attacks.world import snapshot
from tests.cast import Camille, a_school

DEPOSIT = "/mines/api/temoignages"
SECONDS = 5
MEGABYTES = 64


@pytest.fixture
def camille(db: None) -> Camille:
    return Camille(a_school())


def deep(levels: int) -> bytes:
    return b"[" * levels + b"]" * levels


def wide(deposit: Any) -> bytes:
    return json.dumps({**deposit, **{f"clef{n}": n for n in range(100_000)}}).encode()


def many(deposit: Any, what: str, count: int) -> bytes:
    """The deposit with `count` times the same thing in it."""
    changed = json.loads(json.dumps(deposit))
    holder = changed if what in changed else changed["streams"][0]
    holder[what] = (holder[what] or [{"file": "0" * 32, "parts": 1}]) * count
    return json.dumps(changed).encode()[: 4 * 1024 * 1024]


def test_hostile_bodies_are_refused_quickly_and_in_little_memory(camille: Camille, client: Client) -> None:
    deposit = camille.deposit()
    huge_number = json.dumps(deposit).replace('"record": 0', '"record": ' + "9" * 100_000)
    bodies = {
        "deep 10^4": deep(10_000),
        "deep 10^6": deep(1_000_000),
        "deep objects": b'{"a":' * 100_000 + b"1" + b"}" * 100_000,
        "wide": wide(deposit),
        "files": many(deposit, "files", 10_000),
        "items": many(deposit, "items", 1_000),
        "grants": many(deposit, "grants", 2_000),
        "records": many(deposit, "records", 2_000),
        "number": huge_number.encode(),
        "not a number": b'{"case": NaN}',
        "not text": b"\xff\xfe" * 1000,
        "nothing": b"",
        "gzip": gzip.compress(bytes(50_000_000)),
        "one long text": json.dumps({**deposit, "wrap": "A" * 3_000_000}).encode(),
        "repeated names": b'{"case":1,' * 1 + b'"case":"x",' * 50_000 + b'"case":2}',
    }
    before, memory = snapshot(), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    for name, body in bodies.items():
        start = time.monotonic()
        answer = client.post(DEPOSIT, body, content_type="application/json")
        assert answer.status_code in {413, 415, 422}, name
        assert set(json.loads(answer.content)) == {"code", "sentence"}, name
        assert time.monotonic() - start < SECONDS, name
    assert (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - memory) / 1024 < MEGABYTES
    assert snapshot() == before


def test_more_than_the_bound_is_refused_before_it_is_read(camille: Camille, client: Client) -> None:
    class Trap(BytesIO):
        def read(self, *_size: int | None) -> bytes:
            raise AssertionError("the body was read")

        readline = read

    for path, length in ((DEPOSIT, 1 << 30), (DEPOSIT, (4 << 20) + 1), (f"/mines/api/fichiers/{'0' * 32}/0", 9 << 20)):
        method = "PUT" if "fichiers" in path else "POST"
        sent: dict[str, Any] = {"CONTENT_LENGTH": str(length), "wsgi.input": Trap()}
        answer = client.generic(method, path, b"", content_type="application/json", **sent)
        assert answer.status_code == 413
    answer = client.generic("POST", DEPOSIT, b"{}", content_type="application/json", CONTENT_LENGTH="-1")
    assert answer.status_code == 413


def test_a_gigabyte_is_refused_at_its_headers(live: str) -> None:
    a_school()
    host, port = live.removeprefix("http://").split(":")
    for method, path in (("POST", DEPOSIT), ("PUT", f"/mines/api/fichiers/{'0' * 32}/0")):
        with socket.create_connection((host, int(port)), timeout=10) as line:
            line.sendall(
                f"{method} {path} HTTP/1.1\r\nHost: {host}\r\nContent-Type: application/json\r\n"
                f"Content-Length: {1 << 30}\r\n\r\n".encode()
            )
            assert line.recv(100).startswith(b"HTTP/1.1 413")


def test_a_body_without_length_is_bounded_too(live: str) -> None:
    a_school()
    connection = http.client.HTTPConnection(live.removeprefix("http://"), timeout=20)
    pieces = (b"x" * 65536 for _ in range(160))
    try:
        connection.request("POST", DEPOSIT, pieces, {"Content-Type": "application/json"}, encode_chunked=True)
        assert connection.getresponse().status == 413
    except (BrokenPipeError, ConnectionResetError):
        pass  # closed before the body was through
    finally:
        connection.close()


def test_whoever_writes_without_end_is_slowed_down_before_the_disk_is_full(camille: Camille) -> None:
    """Somebody who testifies only to fill the disk; Camille writes on meanwhile."""
    camille.speaks()
    other = Camille(camille.scene)
    other.speaks()
    thread, kept = other.opens(), 0
    for _ in range(20):
        items = [thread.say(other.reporter.identity, "message", {"text": "x" * 300_000}) for _ in range(8)]
        body = {**other.auth, "stream": thread.place.stream.hex(), "items": items}
        answer = other.post("revenir/elements", body)
        if answer.status_code != 200:
            break
        kept += len(json.dumps(body))
    assert (answer.status_code, json.loads(answer.content)["code"]) == (429, "slow")
    assert kept < 16 * 1024 * 1024
    assert camille.writes("Il m'a encore écrit").status_code == 200


def test_somebody_who_writes_a_lot_is_never_slowed_down(camille: Camille) -> None:
    """Ten pages in one evening, a sentence at a time."""
    camille.speaks()
    thread = camille.opens()
    for number in range(100):
        item = thread.say(camille.reporter.identity, "message", {"text": f"Phrase {number}"})
        sent = {**camille.auth, "stream": thread.place.stream.hex(), "items": [item]}
        assert camille.post("revenir/elements", sent).status_code == 200


def test_titles_that_would_fill_the_desk_are_refused(camille: Camille) -> None:
    """A desk carries twenty-five of them, and a search two hundred: a few megabytes each would end the server."""
    before = snapshot()
    answer = camille.sends(camille.deposit(title="x" * 300_000))
    assert (answer.status_code, json.loads(answer.content)["code"]) == (413, "too_large")
    assert snapshot() == before
    camille.speaks(title="é" * 80)
    thread = camille.opens()
    item = thread.say(camille.reporter.identity, "title", {"text": "x" * 5_000})
    answer = camille.post("revenir/elements", {**camille.auth, "stream": thread.place.stream.hex(), "items": [item]})
    assert answer.status_code == 413


def test_a_testimony_that_nobody_could_open_any_more_is_full_before(
    camille: Camille, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever opens it gets all of it at once: written slowly, for days, it would end the server one day."""
    monkeypatch.setattr("portevoix.ground.web.throttle.take", lambda *_key, **_budget: True)
    camille.speaks()
    thread, taken = camille.opens(), 0
    for _ in range(60):
        item = thread.say(camille.reporter.identity, "message", {"text": "x" * 380_000})
        sent = {**camille.auth, "stream": thread.place.stream.hex(), "items": [item]}
        answer = camille.post("revenir/elements", sent)
        if answer.status_code != 200:
            break
        taken += 1
    assert (answer.status_code, json.loads(answer.content)["code"]) == (409, "full")
    assert 15 < taken < 24
    assert len(camille.post("revenir", camille.auth).content) < 12 * 1024 * 1024
    # Nobody fills it for the others: a member cannot silence her so, nor she them.
    ines, case = AtWork(camille.scene.ines, camille.scene), camille.case.hex()
    assert ines.says(case, "Nous vous lisons").status_code == 200


def test_who_may_read_is_not_changed_without_end(camille: Camille, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each change is a signature that whoever opens the testimony checks. Members may still close it to somebody."""
    monkeypatch.setattr("portevoix.sealed.testimonies.rules.CHANGES", 3)
    camille.speaks()
    me, known = camille.reporter, camille.scene.directories
    people = [me.public, *(one.keys.public for one in (camille.scene.marc, camille.scene.ines, camille.scene.paul))]
    statuses = []
    for _ in range(3):
        change = camille.opens().regrant(me.identity, "rekey", people, known, clock.minute())
        sent = {name: change[name] for name in ("stream", "records", "grants")}
        statuses.append(camille.post("revenir/acces", {**camille.auth, **sent}).status_code)
    assert statuses == [204, 204, 409]
    marc, case = AtWork(camille.scene.marc, camille.scene), camille.case.hex()
    everyone = [camille.scene.marc, camille.scene.ines, camille.scene.paul]
    assert marc.gives(case, None, [marc.changes(case, "conversation", "rekey", everyone)]).status_code == 204


@pytest.mark.parametrize(
    "address",
    [
        "/mines/bilan/%s/",
        "/mines/bilan/%s/bilan.pdf",
        "/mines/plan/revues/plan/%s/",
        "/.well-known/portevoix-log/consistency/%s/1",
        "/.well-known/portevoix-log/consistency/1/%s",
    ],
)
@pytest.mark.parametrize("number", ["9" * 30, "9" * 19, "9" * 9])
def test_a_number_that_no_database_takes_is_no_address(
    camille: Camille, client: Client, address: str, number: str
) -> None:
    assert client.get(address % number).status_code == 404


@pytest.mark.parametrize("debug", [False, True])
@pytest.mark.parametrize("page", ["sans-javascript/", "sans-javascript/revenir/"])
def test_a_form_of_ten_thousand_fields_is_refused_and_quoted_nowhere(
    camille: Camille, client: Client, settings: Any, page: str, debug: bool
) -> None:
    settings.DEBUG = debug
    before = snapshot()
    fields = "&".join(f"f{n}=sentinelle" for n in range(10_000))
    answer = client.post(f"/mines/{page}", fields, content_type="application/x-www-form-urlencoded")
    assert answer.status_code == 400
    assert b"sentinelle" not in answer.content
    assert snapshot() == before
