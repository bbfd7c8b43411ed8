"""The whole school answers the survey: three thousand people ask for a ticket and spend it.

What takes ten minutes in life is let go here as fast as it goes: each ticket drawn, blinded and unblinded for real,
every tenth person pressing the button twice, and all rows changing places in the midst of it.
"""

from __future__ import annotations

import json
import secrets
import threading
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from urllib.parse import urlencode

from voprf import ristretto

from bench.house import House, a_house
from bench.load import Answer, Client
from bench.rows import Row, at_most
from portevoix.ground.seal.fields import b64, unb64
from portevoix.ground.seal.ticket import KEY, NONCE, TAG, Ticket, asked, fingerprint

PEOPLE, AT_ONCE = 3000, 60
MINUTES = 10
PAGE = "/demo/barometre/2026/"
MINE = "/demo/moi/barometre/"
FROM_HERE = {"Origin": "https://portevoix.test"}
AS_FORM = FROM_HERE | {"Content-Type": "application/x-www-form-urlencoded", "Accept": "application/json"}
AS_JSON = FROM_HERE | {"Content-Type": "application/json"}
COMPRESSED = {"Accept-Encoding": "br"}


def measure() -> Iterator[Row]:
    """All of them from one network, then what the server has kept."""
    with a_house() as house:
        house.start()
        scene = house.scene("survey", str(PEOPLE))
        seconds, answers = _everybody(house, scene)
        kept = house.scene("answered")
    yield at_most(f"{PEOPLE} people ask for a ticket and answer, until the last is kept", seconds, 60 * MINUTES, "s")
    slow = sorted(answer.seconds for answer in answers)[int(0.95 * len(answers))]
    yield at_most("… one request (95 %)", slow * 1000, 5000, "ms")
    yield at_most("… lost", PEOPLE - kept["answers"], 0, "answers")
    yield at_most("… counted twice", kept["answers"] - kept["spent"], 0, "answers")
    yield at_most("… tickets given twice", kept["given"] - PEOPLE, 0, "tickets")
    yield at_most("… requests that broke", sum(answer.status not in {200, 409} for answer in answers), 0, "")


def _everybody(house: House, scene: dict[str, Any]) -> tuple[float, list[Answer]]:
    begun = time.perf_counter()
    half = threading.Timer(5, house.command, ["portevoix", "tick"])
    half.start()
    with ThreadPoolExecutor(AT_ONCE) as phones:
        shares = [scene["cookies"][first::AT_ONCE] for first in range(AT_ONCE)]
        waiting = [phones.submit(_some, house.port, share, scene) for share in shares]
        answers = [answer for some in waiting for answer in some.result()]
    seconds = time.perf_counter() - begun
    half.join()
    return seconds, answers


def _some(port: int, cookies: Sequence[str], scene: dict[str, Any]) -> list[Answer]:
    """One telephone after another, on one line as behind the proxy."""
    client = Client(port, "198.51.100.7")
    answers = [
        answer for number, cookie in enumerate(cookies) for answer in _one(client, cookie, scene, number % 10 == 0)
    ]
    client.close()
    return answers


def _one(client: Client, cookie: str, scene: dict[str, Any], is_hasty: bool) -> list[Answer]:
    inst, survey, public = (bytes.fromhex(scene[name]) for name in ("inst", "survey", "public"))
    nonce = secrets.token_bytes(NONCE)
    mine = client.send("GET", MINE, headers={"Cookie": cookie})
    checked = client.send("GET", PAGE, headers=COMPRESSED)
    drawn, blinded = ristretto.Client.blind(asked(survey, nonce))
    body = json.dumps({"blinded": b64(bytes(blinded.serialize()))}).encode()
    given = client.send("POST", f"{MINE}2026/jeton/", body, AS_JSON | {"Cookie": cookie})
    told = json.loads(given.body)
    said = ristretto.VerifiableOutput.deserialize(unb64(told["proof"]) + unb64(told["evaluated"]))
    output = bytes(drawn.finalize(said, ristretto.PublicKey.deserialize(public)))
    ticket = Ticket(fingerprint(inst, survey, public)[:KEY], nonce, output[:TAG])
    page = client.send("GET", PAGE, headers=COMPRESSED)
    form = urlencode({"ticket": str(ticket)} | scene["said"]).encode()
    sent = [client.send("POST", PAGE, form, AS_FORM) for _time in range(2 if is_hasty else 1)]
    return [mine, checked, given, page, *sent]
