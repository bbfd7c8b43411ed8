"""The people of every story, acting through the real interfaces with the real seal: browsers written in Python.

Camille reports. Inès listens, Marc leads the cell. Nora listens at another school. Paul listens too, and is the one
Camille's testimony names. `a_school()` sets the scene; `Camille` is anybody who speaks.
"""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpResponse
from django.test import Client

from portevoix.ground.people import acts as people
from portevoix.ground.people.models import Membership, Person
from portevoix.ground.schools.models import Cell, School
from portevoix.ground.seal import directory as directories
from portevoix.ground.seal import testimony as seal
from portevoix.ground.seal import work
from portevoix.ground.seal.fields import b64, hex16, unb64
from portevoix.ground.seal.files import new_key, seal_file
from portevoix.ground.seal.identity import Public
from portevoix.ground.seal.member import Member, seal_vault
from portevoix.ground.seal.receipt import Keys, Receipt, unwrap_root, wrap_root
from portevoix.ground.seal.records import Place
from portevoix.ground.seal.recovery import Recovery, RecoveryKey
from portevoix.ground.seal.reporter import Reporter
from portevoix.ground.web import clock
from portevoix.ground.web.models import Instance, public_id
from portevoix.sealed.keys import acts as keys
from portevoix.sealed.keys import chain

Json = dict[str, Any]

PASSWORD = "onze tilleuls devant la gare"
TESTIMONY: Json = {
    "voice": "concerned",
    "text": "Il m'a suivie après la soirée.",
    "answers": {},
    "sealed_by": "browser",
}
SAID: list[seal.Said] = [("title", {"text": "Il m'a suivie"}), ("testimony", TESTIMONY)]


def inst() -> bytes:
    """This instance's identifier."""
    return bytes.fromhex(Instance.current_ident())


@dataclass
class Listener:
    """A member of a cell with the vault open in their browser."""

    person: Person
    membership: Membership
    keys: Member = field(repr=False)

    @property
    def fpr(self) -> bytes:
        return self.keys.public.fpr

    @classmethod
    def joins(cls, cell: Cell, name: str, function: str, role: str = Membership.Role.LISTENER) -> Listener:
        """Someone answers their invitation and makes their vault."""
        email = f"{name.split()[0].lower()}.{secrets.token_hex(4)}@example.org"
        invitation = people.invite(cell, None, email, name, function, role)
        membership = people.accept(invitation.code, PASSWORD)
        own = Member.make()
        user = bytes.fromhex(membership.person.ident)
        blob = seal_vault(secrets.token_bytes(32), inst(), user, 1, own.mseed)
        keys.make_vault(membership, blob, own.public, two_ways())
        return cls(membership.person, membership, own)

    def makes_a_new_vault(self) -> None:
        """Both ways in are lost: new keys, which no directory lists yet."""
        former, self.keys = self.fpr.hex(), Member.make()
        blob = seal_vault(secrets.token_bytes(32), inst(), bytes.fromhex(self.person.ident), 2, self.keys.mseed)
        keys.make_vault(self.membership, blob, self.keys.public, two_ways(), replaces=former)

    def in_directory(self, *, officer: bool = False, reads: bool = True) -> directories.Member:
        """Their line in the directory."""
        return directories.Member(
            self.keys.public, self.person.name, self.person.function, reads, officer, clock.minute()
        )


@dataclass
class Scene:
    """A school, its cell, and those who listen there."""

    school: School
    ines: Listener
    marc: Listener
    paul: Listener
    spare: RecoveryKey | None = None
    """The recovery key of the cell, once Marc has listed it: Anne, Bruno and Chloé keep its sheets, two are enough."""

    @property
    def cell(self) -> Cell:
        return self.school.cell

    @property
    def directories(self) -> directories.Directories:
        """The signed directory, as the pages give it."""
        versions = [(one["text"], one["signatures"]) for one in chain.versions(self.cell)]
        return directories.Directories.read(versions, inst=inst(), cell=bytes.fromhex(self.cell.ident))

    def joins(self, name: str, function: str) -> Listener:
        """Somebody new in the cell, whom the directory does not list yet."""
        return Listener.joins(self.cell, name, function)

    def sign(self, listeners: Sequence[Listener], *, lead: Listener | None = None, recovered: bool = False) -> None:
        """Marc signs who listens from now on; or another lead does, with the recovery key in place of an officer's."""
        lead = lead or self.marc
        lines = [one.in_directory(officer=one is lead) for one in listeners]
        if self.spare:
            said = "deux sur trois : Anne, Bruno, Chloé"
            lines.append(
                directories.Member(self.spare.public, "Clé de secours de la cellule", said, True, False, clock.minute())
            )
        before = self.directories.latest if self.cell.directories.exists() else None
        version = directories.Directory.write(
            inst=inst(),
            cell=bytes.fromhex(self.cell.ident),
            members=lines,
            time=clock.minute(),
            before=before,
            recovery=Recovery(self.spare.public.fpr, 2, ("Anne", "Bruno", "Chloé")) if self.spare else None,
        )
        signer = self.spare if recovered and self.spare else lead.keys
        keys.sign_directory(self.cell, version.text, [version.sign(signer.identity)], lead.membership)

    def makes_a_recovery_key(self) -> RecoveryKey:
        """Marc makes the key, and signs it into the directory."""
        self.spare = RecoveryKey.make()
        self.sign([self.marc, self.ines, self.paul])
        return self.spare


def a_school(slug: str = "mines") -> Scene:
    """A school whose cell has signed its directory: Marc leads, Inès and Paul listen."""
    cell = Cell.objects.create(name=f"Cellule d'écoute de {slug}")
    school = School.objects.create(slug=slug, name=f"École {slug}", cell=cell)
    marc = Listener.joins(cell, "Marc Perrin", "Référent égalité", Membership.Role.LEAD)
    ines = Listener.joins(cell, "Inès Haddad", "Infirmière")
    paul = Listener.joins(cell, "Paul Renaud", "Directeur des études")
    scene = Scene(school, ines, marc, paul)
    scene.sign([marc, ines, paul])
    return scene


def another_school() -> tuple[Scene, Listener]:
    """Another school of the same instance, and Nora, who listens there."""
    scene = a_school("arts")
    nora = scene.joins("Nora Petit", "Assistante sociale")
    scene.sign([scene.marc, scene.ines, scene.paul, nora])
    return scene, nora


class Camille:
    """Someone who speaks, with their nine words in hand. Every method is one request, or the few of one gesture."""

    def __init__(self, scene: Scene, words: Receipt | None = None) -> None:
        """Keys as nine words give them; with `words` they are really stretched, for a quarter of a second."""
        self.scene = scene
        self.client = Client()
        self.api = f"/{scene.school.slug}/api/"
        self.case = secrets.token_bytes(16)
        self.upload = secrets.token_bytes(32)
        self.reporter = Reporter.make()
        self.keys = words.keys(inst()) if words else some_keys()
        self.files: list[tuple[bytes, int]] = []
        self.promise: Json = {}

    def deposit(
        self,
        *,
        transmit: bool = True,
        excluded: Sequence[Listener] = (),
        said: Sequence[seal.Said] = (),
        title: str = "Il m'a suivie",
        testimony: Json = TESTIMONY,
    ) -> Json:
        """What their browser would send."""
        return seal.compose(
            inst=inst(),
            case=self.case,
            reporter=self.reporter,
            keys=self.keys,
            directories=self.scene.directories,
            said=[("title", {"text": title}), ("testimony", testimony), *said],
            now=clock.minute(),
            excluded=[one.fpr for one in excluded],
            transmit=transmit,
            files=self.files,
        )

    def post(self, path: str, body: Json) -> HttpResponse:
        return self.client.post(self.api + path, body, content_type="application/json")  # type: ignore[return-value]  # what the stubs call a test client’s answer

    def sends(self, deposit: Json) -> HttpResponse:
        """Send a deposit, and do the work when it is asked for."""
        answer = self.post("temoignages", deposit)
        if answer.status_code == 429:
            nonce = work.make(self.case, json.loads(answer.content)["bits"])
            answer = self.post("temoignages", {**deposit, "work": nonce.hex()})
        return answer

    def speaks(self, **how: Any) -> Json:
        """Testify; returns the promise."""
        answer = self.sends(self.deposit(**how))
        assert answer.status_code == 201, answer.content
        promise: Json = json.loads(answer.content)["promise"]
        return promise

    def attaches(self, data: bytes, name: str = "photo.jpg", type_: str = "image/jpeg") -> seal.Said:
        """Seal a file and send its parts; returns the item that tells what it is."""
        key, file = new_key(), secrets.token_bytes(16)
        parts = list(seal_file(key, inst(), self.case, file, [data]))
        for number, part in enumerate(parts):
            answer = self.puts_part(file, number, part)
            assert answer.status_code == 204, answer.content
        self.files.append((file, len(parts)))
        digest = hashlib.sha256(data).hexdigest()
        body = {"file": file.hex(), "fk": b64(key), "name": name, "type": type_, "size": len(data), "sha256": digest}
        return "file", {**body, "parts": len(parts)}

    def puts_part(self, file: bytes, number: int, part: bytes, **headers: str) -> HttpResponse:
        sent = {
            "X-Case": self.case.hex(),
            "X-Upload": b64(self.upload),
            "X-Sha256": hashlib.sha256(part).hexdigest(),
            **headers,
        }
        path = f"{self.api}fichiers/{file.hex()}/{number}"
        return self.client.put(path, part, content_type="application/octet-stream", headers=sent)  # type: ignore[return-value]  # what the stubs call a test client’s answer

    def fetches(self, file: str, number: int) -> tuple[int, bytes]:
        """A part of a file of their testimony: status and bytes."""
        path = f"{self.api}revenir/fichiers/{file}/{number}"
        answer: Any = self.client.get(path, headers={"X-Auth": self.auth["auth"]})
        return answer.status_code, answer.getvalue()

    @property
    def auth(self) -> Json:
        """What the nine words give."""
        return {"auth": b64(self.keys.auth)}

    def comes_back(self) -> Json:
        """Open the mailbox with the nine words, as a browser that knows nothing else."""
        answer = self.post("revenir", self.auth)
        assert answer.status_code == 200, answer.content
        mailbox: Json = json.loads(answer.content)
        assert unwrap_root(self.keys, inst(), unb64(mailbox["wrap"])) == self.reporter.root
        return mailbox

    def opens(self, kind: str = "conversation") -> seal.Opened:
        """One thread of the testimony, verified and opened."""
        stream = next(one for one in self.comes_back()["streams"] if one["kind"] == kind)
        return seal.read_as_reporter(
            stream, inst=inst(), case=self.case, reporter=self.reporter, directories=self.scene.directories
        )

    def writes(self, text: str, kind: str = "conversation") -> HttpResponse:
        """Say something more."""
        thread = self.opens(kind)
        item = thread.say(self.reporter.identity, "message", {"text": text})
        return self.post("revenir/elements", {**self.auth, "stream": thread.place.stream.hex(), "items": [item]})

    def transmits(self, *, excluded: Sequence[Listener] = ()) -> HttpResponse:
        """Transmit what was kept: the same words, sealed again for the cell."""
        kept = self.opens("private")
        said = [(item.header.kind, item.body) for item in kept.items]
        place = Place(inst(), self.case, secrets.token_bytes(16))
        stream = seal.open_conversation(
            place, self.reporter, self.scene.directories, [one.fpr for one in excluded], said, clock.minute()
        )
        return self.post("revenir/transmettre", {**self.auth, "stream": stream})

    def changes_words(self) -> HttpResponse:
        """Nine new words instead of the old ones."""
        keys = some_keys()
        body = {
            **self.auth,
            "withdraw": b64(self.reporter.withdrawal),
            "auth_hash": keys.auth_hash.hex(),
            "wrap": b64(wrap_root(keys, inst(), self.reporter.root)),
        }
        answer = self.post("revenir/mots", body)
        self.keys = keys
        return answer

    def withdraws(self) -> HttpResponse:
        """Take everything away."""
        return self.post("revenir/retirer", {**self.auth, "withdraw": b64(self.reporter.withdrawal)})


def two_ways() -> list[keys.NewWay]:
    """A pass phrase and a recovery sheet, which open nothing."""
    return [
        keys.NewWay(public_id(), kind, secrets.token_hex(32), secrets.token_bytes(105))
        for kind in ("passphrase", "recovery")
    ]


def some_keys() -> Keys:
    """What nine words would give."""
    return Keys(secrets.token_bytes(32), secrets.token_bytes(32))


def read_by(listener: Listener, case: str, scene: Scene, kind: str = "conversation") -> seal.Opened:
    """A thread as a member's browser opens it."""
    from portevoix.sealed.streams import wire
    from portevoix.sealed.streams.models import Stream
    from portevoix.sealed.testimonies.models import Testimony

    testimony = Testimony.objects.get(ident=case)
    stream = Stream.objects.get(case=case, kind=kind)
    return seal.read_stream(
        wire.of(stream, listener.fpr.hex()),
        inst=inst(),
        case=hex16(case),
        reader=listener.keys.identity,
        reporter=Public(bytes(testimony.xwing), bytes(testimony.ed25519)),
        directories=scene.directories,
    )
