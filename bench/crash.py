"""The power goes while eight people send testimonies with pictures: whatever was acknowledged must be there after."""

from __future__ import annotations

import hashlib
import json
import os
import random
import secrets
import signal
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

from bench.house import House, a_house
from bench.load import Answer, Client
from bench.people import Someone, Told
from bench.rows import Row, at_most
from portevoix.ground.seal.fields import b64, unb64
from portevoix.ground.seal.files import open_file

API = "/demo/api"
CLIENTS = 8
ROUNDS = 3
PICTURE = 150_000


@dataclass
class Sent:
    """One person's testimony and picture, and how far the server said it had come."""

    someone: Someone
    picture: bytes
    file: bytes = field(init=False)
    parts: list[bytes] = field(init=False)
    deposit: bytes = field(init=False)
    kept_parts: set[int] = field(default_factory=set)
    received: bool = False

    def __post_init__(self) -> None:
        self.file, self.parts, item = self.someone.attach(self.picture)
        self.deposit = json.dumps(self.someone.deposit(files=[(self.file, len(self.parts))], said=[item])).encode()

    def sends(self, client: Client) -> None:
        """The picture's parts first, then the testimony that claims them; stops where the server does."""
        if all(self.sends_part(client, number) for number in range(len(self.parts))):
            self.testifies(client)

    def sends_part(self, client: Client, number: int) -> bool:
        answer = self.puts(client, number)
        if answer.status == 204:
            self.kept_parts.add(number)
        return _went_well(answer, 204)

    def puts(self, client: Client, number: int) -> Answer:
        headers = {
            "Content-Type": "application/octet-stream",
            "X-Case": self.someone.case.hex(),
            "X-Upload": b64(self.someone.upload),
            "X-Sha256": hashlib.sha256(self.parts[number]).hexdigest(),
        }
        return client.send("PUT", f"{API}/fichiers/{self.file.hex()}/{number}", self.parts[number], headers)

    def testifies(self, client: Client) -> bool:
        answer = client.post(f"{API}/temoignages", self.deposit)
        self.received = self.received or answer.status == 201
        return _went_well(answer, 201)

    def lost(self, client: Client) -> list[str]:
        """What had been acknowledged and cannot be read any more."""
        if not self.received:
            known = client.send(
                "GET", f"{API}/fichiers/{self.file.hex()}", headers={"X-Upload": b64(self.someone.upload)}
            )
            there = set(json.loads(known.body)["parts"]) if known.status == 200 else set()
            missing = self.kept_parts - there
            # Nobody knows whether it was received: they send it again, as their browser does.
            if missing or not all(self.sends_part(client, n) for n in range(len(self.parts)) if n not in there):
                return [f"part {sorted(missing)} of a file"]
            if not self.testifies(client):
                return ["a file that can no longer be claimed"]
        return self._reads_again(client)

    def _reads_again(self, client: Client) -> list[str]:
        auth = b64(self.someone.keys.auth)
        answer = client.post(f"{API}/revenir", json.dumps({"auth": auth}).encode())
        if answer.status != 200:
            return ["a testimony"]
        try:
            items = self.someone.reads(json.loads(answer.body)).items
            body = next(item.body for item in items if item.header.kind == "file")
            parts = (
                client.send("GET", f"{API}/revenir/fichiers/{body['file']}/{n}", headers={"X-Auth": auth}).body
                for n in range(body["parts"])
            )
            told, case = self.someone.told, self.someone.case
            opened = b"".join(open_file(unb64(body["fk"]), told.inst, case, bytes.fromhex(body["file"]), parts))
        except Exception as failure:
            return [f"what does not open again: {failure!r}"]
        return [] if opened == self.picture else ["a picture that is another"]


def under_fire(house: House, told: Told, seconds: float, clients: int = CLIENTS) -> list[Sent]:
    """Serve so many clients, and kill the server without a word after so many seconds; what each had sent."""
    if house.server is None:
        house.start()
    everything: list[Sent] = []
    over = threading.Event()

    def one() -> None:
        client = Client(house.port, f"10.0.{secrets.randbelow(250)}.{secrets.randbelow(250)}", timeout=10)
        while not over.is_set():
            sent = Sent(Someone(told), os.urandom(PICTURE))
            everything.append(sent)
            sent.sends(client)
        client.close()

    with ThreadPoolExecutor(clients) as threads:
        people = [threads.submit(one) for _ in range(clients)]
        time.sleep(seconds)
        house.stop(signal.SIGKILL)
        over.set()
    for person in people:
        person.result()
    return everything


def lost(house: House, everything: list[Sent]) -> list[str]:
    """All that was acknowledged and is gone."""
    client = Client(house.port, "10.1.0.1")
    found = [what for sent in everything if sent.kept_parts for what in sent.lost(client)]
    client.close()
    return found


def measure() -> Iterator[Row]:
    """Three times, at an unlucky moment each time."""
    with a_house() as house:
        told = Told.of(house.scene("school"))
        everything: list[Sent] = []
        for _ in range(ROUNDS):
            everything += under_fire(house, told, random.uniform(1.5, 2.5))
        reports = sum(sent.received for sent in everything)
        files = sum(len(sent.kept_parts) for sent in everything)
        house.start()
        gone = lost(house, everything)
        for what in sorted(set(gone)):
            print(f"lost: {what}")
        name = f"SIGKILL × {ROUNDS} under 8 clients: lost, of {reports} reports and {files} files acknowledged"
        yield at_most(name, len(gone) if reports and files else float("inf"), 0, "", peer="11 of 32 files lost")


def _went_well(answer: Answer, expected: int) -> bool:
    """Whether it was acknowledged. A broken connection is no answer; a refusal is a fault of the measure."""
    if answer.status not in {0, expected}:
        raise AssertionError(f"refused: {answer.status} {answer.body[:300]!r}")
    return answer.status == expected
