"""A member's browser written in Python: makes and opens a vault, signs directories, through the real interfaces."""

from __future__ import annotations

import json
import secrets
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpResponse
from django.test import Client

from portevoix.ground.people.models import Membership, Person
from portevoix.ground.people.tests.persona import PASSWORD, Phone, sign_in
from portevoix.ground.schools.models import Cell, School
from portevoix.ground.seal import directory as seal
from portevoix.ground.seal.fields import b64, unb64
from portevoix.ground.seal.member import Keyring, Member, RecoveryCode, WayKeys, WayKind, open_vault, seal_vault
from portevoix.ground.web import clock
from portevoix.ground.web.models import Instance

PASSPHRASE = "six mots tirés au hasard pour ouvrir"
API = "/cellule/api/"
Json = dict[str, Any]


def inst() -> bytes:
    return bytes.fromhex(Instance.current_ident())


@dataclass
class Seat:
    """Somebody at their desk, signed in."""

    membership: Membership
    client: Client
    phone: Phone
    keys: Member = field(default_factory=Member.make, repr=False)
    code: RecoveryCode = field(default_factory=RecoveryCode.make, repr=False)
    ways: dict[WayKind, bytes] = field(default_factory=dict)
    vault_key: bytes = field(default_factory=lambda: secrets.token_bytes(32), repr=False)

    @classmethod
    def of(cls, cell: Cell, name: str, role: str = "listener", function: str = "écoute") -> Seat:
        email = f"{secrets.token_hex(4)}@ecole.test"
        person = Person.objects.create_user(email, PASSWORD, name=name, function=function)
        phone = Phone.of(person)
        membership = Membership.objects.create(person=person, cell=cell, role=role)
        return cls(membership, sign_in(Client(), person, phone), phone)

    @property
    def user(self) -> bytes:
        return bytes.fromhex(self.membership.person.ident)

    @property
    def fpr(self) -> str:
        return self.keys.public.fpr.hex()

    def sends(self, method: str, path: str, body: Json | None = None) -> HttpResponse:
        send = getattr(self.client, method)
        answer: HttpResponse = send(API + path, body, content_type="application/json") if body else send(API + path)
        return answer

    def gets(self, path: str) -> Json:
        answer: Json = json.loads(self.sends("get", path).content)
        return answer

    def way(self, kind: WayKind, keys: WayKeys, ident: bytes) -> Json:
        wrap = keys.wrap(inst(), self.user, kind, ident, self.vault_key)
        return {"way": ident.hex(), "kind": kind, "auth_hash": keys.auth_hash.hex(), "wrap": b64(wrap)}

    def vault(self, version: int = 1) -> Json:
        """What the browser sends to make a vault."""
        self.ways = {"passphrase": secrets.token_bytes(16), "recovery": secrets.token_bytes(16)}
        return {
            "blob": b64(seal_vault(self.vault_key, inst(), self.user, version, self.keys.mseed)),
            **self.keys.public.as_json(),
            "ways": [
                self.way("passphrase", self.passphrase(), self.ways["passphrase"]),
                self.way("recovery", WayKeys.from_recovery(self.code, inst()), self.ways["recovery"]),
            ],
        }

    def passphrase(self, words: str = PASSPHRASE) -> WayKeys:
        return WayKeys.from_passphrase(words, self.ways["passphrase"])

    def makes_vault(self) -> Seat:
        answer = self.sends("post", "coffre", self.vault())
        assert answer.status_code == 201, answer.content
        return self

    def opens(self, kind: WayKind, keys: WayKeys) -> tuple[HttpResponse, Member | None]:
        way = self.ways[kind]
        answer = self.sends("post", "coffre/cle", {"way": way.hex(), "auth": b64(keys.auth)})
        if answer.status_code != 200:
            return answer, None
        given = json.loads(answer.content)
        key = keys.unwrap(inst(), self.user, kind, way, unb64(given["wrap"]))
        return answer, open_vault(key, inst(), self.user, given["version"], unb64(given["blob"]))

    def keeps(self, counter: int, ring: Keyring) -> HttpResponse:
        blob = b64(ring.seal(self.keys, inst(), self.user, counter))
        return self.sends("put", "trousseau", {"counter": counter, "blob": blob})

    def listed(self, *, officer: bool | None = None, **other: Any) -> seal.Member:
        person = self.membership.person
        return seal.Member(
            other.get("public", self.keys.public),
            other.get("name", person.name),
            other.get("role", person.function),
            other.get("reads", True),
            self.membership.is_lead if officer is None else officer,
            clock.minute(),
        )

    def writes(self, *members: seal.Member, **other: Any) -> seal.Directory:
        """The next version after what the server shows."""
        cell = bytes.fromhex(self.membership.cell.ident)
        shown = self.gets("annuaire")["directories"]
        before = None
        if shown:
            chain = [(one["text"], one["signatures"]) for one in shown]
            before = seal.Directories.read(chain, inst=inst(), cell=cell).latest
        place: Json = {"inst": inst(), "cell": cell, "time": clock.minute()}
        given: Json = place | {"members": members, "before": before} | other
        return seal.Directory.write(**given)

    def signs(self, version: seal.Directory, *signers: Seat) -> HttpResponse:
        signatures = [version.sign(one.keys.identity) for one in signers or (self,)]
        return self.sends("post", "annuaire", {"text": version.text, "signatures": signatures})


def marc_of_the_woods() -> Seat:
    """Marc leads the cell of a school, and alone signs its directory."""
    cell = Cell.objects.create(name="Cellule")
    School.objects.create(slug="bois", name="École des bois", cell=cell)
    marc = Seat.of(cell, "Marc Lenoir", "lead").makes_vault()
    marc.signs(marc.writes(marc.listed()))
    return marc
