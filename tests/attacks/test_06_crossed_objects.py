"""The words of one, the stream of another, the file of a third, at another school: only what is one's own opens."""

import json
import secrets
from dataclasses import dataclass
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from portevoix.ground.seal.fields import b64
from tests.attacks.world import snapshot
from tests.cast import Camille, a_school, another_school


@dataclass
class Voice:
    """Somebody who testified, with what they would send."""

    camille: Camille
    school: str
    stream: str
    file: str
    item: Any

    @classmethod
    def of(cls, camille: Camille) -> "Voice":
        camille.speaks(said=[camille.attaches(secrets.token_bytes(40))])
        thread = camille.opens()
        item = thread.say(camille.reporter.identity, "message", {"text": "x"})
        school = camille.scene.school.slug
        return cls(camille, school, thread.place.stream.hex(), camille.files[0][0].hex(), item)


def test_only_a_whole_set_of_ones_own_passes(db: None) -> None:
    mines = a_school()
    arts, _nora = another_school()
    voices = [Voice.of(Camille(scene)) for scene in (mines, mines, arts)]
    before = snapshot()
    who = st.integers(0, len(voices) - 1)

    @settings(max_examples=120, suppress_health_check=[HealthCheck.too_slow])
    @given(who, who, who, who, st.sampled_from(["say", "file", "access", "words", "withdraw"]))
    def attempt(words: int, stream: int, item: int, school: int, what: str) -> None:
        auth = voices[words].camille.auth
        at = f"/{voices[school].school}/api/"
        client = voices[0].camille.client
        if what == "file":
            who_asks = voices[words].camille
            who_asks.api = at
            status, _bytes = who_asks.fetches(voices[stream].file, 0)
            own = words == stream and voices[words].school == voices[school].school
            assert status == (200 if own else 404)
            return
        body: dict[str, Any] = {**auth, "stream": voices[stream].stream}
        if what == "say":
            if words == stream == item and voices[words].school == voices[school].school:
                return
            body["items"] = [voices[item].item]
        elif what == "access":
            thread = voices[item].camille
            sent = thread.deposit()["streams"][0]
            body |= {"records": sent["records"], "grants": sent["grants"]}
        else:
            if words == item:
                return
            body = {**auth, "withdraw": b64(voices[item].camille.reporter.withdrawal)}
            if what == "words":
                body |= {"auth_hash": secrets.token_hex(32), "wrap": b64(bytes(105))}
        path = {"say": "elements", "access": "acces", "words": "mots", "withdraw": "retirer"}[what]
        refused: Any = client.post(f"{at}revenir/{path}", body, content_type="application/json")
        assert refused.status_code in {404, 409, 422, 429}, refused.content
        assert set(json.loads(refused.content)) == {"code", "sentence"}

    attempt()
    assert snapshot() == before
