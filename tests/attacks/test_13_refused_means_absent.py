"""A refused deposit leaves nothing: rows, files, tasks are as before. Broken anywhere, it is refused in a sentence."""

import copy
import json
from collections.abc import Callable
from typing import Any

from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from portevoix.ground.seal.errors import SealError
from portevoix.ground.seal.fields import b64, unb64
from tests.attacks.world import snapshot
from tests.cast import Camille, a_school

Place = tuple[Any, ...]

OPAQUE = {"wrap", "auth_hash", "withdraw_hash", "work", "box", "blob", "hdr", "files"}
"""Where the server cannot tell: what it never opens, hashes of what it never sees, an item's random name, files that
are not claimed. Nor does it know that there was one item more at the end."""

junk = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-5, 2**64),
    st.floats(allow_nan=False, allow_infinity=False),
    st.text(max_size=30),
    st.binary(max_size=200).map(b64),
    st.binary(min_size=16, max_size=16).map(bytes.hex),
    st.lists(st.none(), max_size=3),
    st.dictionaries(st.text(max_size=5), st.none(), max_size=3),
)


def places(value: Any, path: Place = ()) -> list[Place]:
    """The path to everything inside a JSON value."""
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    below = [place for name, one in inner for place in places(one, (*path, name))]
    return [path, *below] if path else below


def flipped(text: str, draw: Callable[..., Any]) -> str:
    """The same bytes but for one bit, written alike."""
    try:
        data, write = bytearray(bytes.fromhex(text)), bytes.hex
    except ValueError:
        data, write = bytearray(unb64(text)), b64  # type: ignore[assignment]  # either way of writing bytes
    data[draw(st.integers(0, len(data) - 1))] ^= 1 << draw(st.integers(0, 7))
    return write(bytes(data))


def broken(deposit: Any, draw: Callable[..., Any]) -> tuple[Any, Place]:
    """The deposit changed at one place, and the place."""
    changed = copy.deepcopy(deposit)
    place: Place = draw(st.sampled_from(places(deposit)))
    *above, last = place
    parent = changed
    for name in above:
        parent = parent[name]
    how = draw(st.sampled_from(["replace", "drop", "add", "flip"]))
    if how == "flip" and isinstance(parent[last], str):
        try:
            parent[last] = flipped(parent[last], draw)
        except (SealError, IndexError):
            parent[last] += "!"
    elif how == "drop":
        del parent[last]
    elif how == "add" and isinstance(parent, list):
        parent.append(copy.deepcopy(parent[last]))
    elif how == "add":
        parent["autre"] = draw(junk)
    else:
        parent[last] = draw(junk)
    return changed, place


def test_broken_anywhere_it_leaves_nothing(db: None) -> None:
    camille = Camille(a_school())
    deposit = camille.deposit(said=[camille.attaches(b"photo")])
    before = snapshot()

    @settings(max_examples=250, suppress_health_check=[HealthCheck.too_slow])
    @given(st.data())
    def attempt(data: st.DataObject) -> None:
        sent, place = broken(deposit, data.draw)
        with transaction.atomic():
            answer = camille.post("temoignages", sent)
            if answer.status_code == 201:
                assert sent == deposit or OPAQUE & set(place) or place[-2:] == ("items", 2)
                transaction.set_rollback(True)
                return
        assert answer.status_code in {409, 413, 422, 429}, answer.content
        assert set(json.loads(answer.content)) <= {"code", "sentence", "bits"}

    attempt()
    assert snapshot() == before


def test_refused_afterwards_it_leaves_nothing_either(db: None) -> None:
    camille = Camille(a_school())
    camille.speaks()
    other = Camille(camille.scene)
    other.speaks(transmit=False)
    thread = camille.opens()
    item = thread.say(camille.reporter.identity, "message", {"text": "x"})
    stream = thread.place.stream.hex()
    unclaimed = [{"file": "0" * 32, "parts": 1}]
    before = snapshot()
    attempts: list[tuple[str, Any]] = [
        ("revenir/elements", {**camille.auth, "stream": stream, "items": [item], "files": unclaimed}),
        ("revenir/elements", {**other.auth, "stream": stream, "items": [item]}),
        ("revenir/transmettre", {**other.auth, "stream": camille.deposit()["streams"][0], "files": []}),
        ("revenir/transmettre", {**camille.auth, "stream": camille.deposit()["streams"][0], "files": []}),
        ("revenir/mots", {**camille.auth, "withdraw": "A" * 43, "auth_hash": "0" * 64, "wrap": "A" * 140}),
        ("revenir/retirer", {**camille.auth, "withdraw": "A" * 43}),
    ]
    for path, body in attempts:
        assert camille.post(path, body).status_code in {404, 409, 422}, path
    assert snapshot() == before
