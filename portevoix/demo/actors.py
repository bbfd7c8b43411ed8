"""The made-up people, doing with the real seal and the real acts what browsers do for real ones."""

import hashlib
import io
import math
import secrets
import struct
import wave
import zlib
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from portevoix.demo.accounts import PASSPHRASE, PASSWORD, RECOVERY_SEED, TOTP_SECRET, TRUSTEES, Account
from portevoix.ground.people import acts as people
from portevoix.ground.people.models import Membership
from portevoix.ground.schools.models import Cell, School
from portevoix.ground.seal import directory as directories
from portevoix.ground.seal import member as seal_member
from portevoix.ground.seal import testimony as seal
from portevoix.ground.seal.fields import b64
from portevoix.ground.seal.files import new_key, seal_file
from portevoix.ground.seal.member import Member, RecoveryCode, WayKeys, WayKind
from portevoix.ground.seal.receipt import Keys
from portevoix.ground.seal.records import Place
from portevoix.ground.seal.recovery import Recovery, RecoveryKey
from portevoix.ground.seal.reporter import Reporter
from portevoix.ground.web import clock
from portevoix.ground.web.models import Instance
from portevoix.sealed.cases import acts as cases
from portevoix.sealed.keys import acts as keys
from portevoix.sealed.keys import chain
from portevoix.sealed.streams import acts as streams
from portevoix.sealed.streams import wire
from portevoix.sealed.testimonies import acts as testimonies
from portevoix.sealed.testimonies.models import Testimony
from portevoix.sealed.testimonies.shapes import Deposit

RECOVERY_KEY = RecoveryKey(bytes.fromhex(RECOVERY_SEED))


def inst() -> bytes:
    """This instance's identifier."""
    return bytes.fromhex(Instance.current_ident())


@dataclass
class Listener:
    """A member of the made-up cell, with the vault open."""

    membership: Membership
    keys: Member = field(repr=False)

    @classmethod
    def joins(cls, cell: Cell, account: Account) -> "Listener":
        """Invited, signed up with a second factor, and with a vault that the published passphrase opens."""
        role = Membership.Role.LEAD if account.lead else Membership.Role.LISTENER
        invitation = people.invite(cell, None, account.email, account.name, account.function, role)
        seat = people.accept(invitation.code, PASSWORD)
        people.enrol(seat.person, TOTP_SECRET, 0)
        listener = cls(seat, Member.make())
        listener._makes_a_vault()
        return listener

    def _makes_a_vault(self) -> None:
        user, vault_key = bytes.fromhex(self.membership.person.ident), secrets.token_bytes(32)
        blob = seal_member.seal_vault(vault_key, inst(), user, 1, self.keys.mseed)
        ways = []
        for kind, opens in self._ways_in():
            way = secrets.token_bytes(16)
            known = opens(way)
            wrap = known.wrap(inst(), user, kind, way, vault_key)
            ways.append(keys.NewWay(way.hex(), kind, known.auth_hash.hex(), wrap))
        keys.make_vault(self.membership, blob, self.keys.public, ways)

    @staticmethod
    def _ways_in() -> list[tuple[WayKind, Callable[[bytes], WayKeys]]]:
        return [
            ("passphrase", lambda way: WayKeys.from_passphrase(PASSPHRASE, way)),
            ("recovery", lambda way: WayKeys.from_recovery(RecoveryCode.make(), inst())),
        ]

    def in_directory(self) -> directories.Member:
        """Their line in the signed directory."""
        person = self.membership.person
        return directories.Member(
            self.keys.public, person.name, person.function, True, self.membership.is_lead, clock.minute()
        )

    def signs(self, listeners: list["Listener"]) -> None:
        """Sign who listens from now on."""
        cell = self.membership.cell
        version = directories.Directory.write(
            inst=inst(),
            cell=bytes.fromhex(cell.ident),
            members=[*(one.in_directory() for one in listeners), _spare()],
            time=clock.minute(),
            before=None,
            recovery=Recovery(RECOVERY_KEY.public.fpr, 2, TRUSTEES),
        )
        keys.sign_directory(cell, version.text, [version.sign(self.keys.identity)], self.membership)

    def reads(self, testimony: Testimony) -> None:
        """Open a case and read it."""
        cases.read(testimony, self.membership)
        cases.mark_read(testimony, self.keys.public.fpr.hex())

    def _thread(self, stream: Any, testimony: Testimony) -> seal.Opened:
        return seal.read_stream(
            wire.of(stream, self.keys.public.fpr.hex()),
            inst=inst(),
            case=bytes.fromhex(testimony.ident),
            reader=self.keys.identity,
            reporter=testimonies.public_of(testimony),
            directories=chain.up_to(chain.latest(self.membership.cell)),
        )

    def says(self, testimony: Testimony, text: str) -> None:
        """Write to the reporter."""
        thread = self._thread(testimony.conversation, testimony)
        item = thread.say(self.keys.identity, "message", {"text": text})
        cases.answer(testimony, self.membership, [item], self.keys.public)

    def notes(self, testimony: Testimony, text: str) -> None:
        """Write what only members read, for those the reporter has not put aside."""
        conversation = self._thread(testimony.conversation, testimony)
        may = set(conversation.chain.last.granted) - {self.keys.public.fpr}
        known = chain.up_to(chain.latest(self.membership.cell))
        stream = seal.open_internal(
            Place(inst(), bytes.fromhex(testimony.ident), secrets.token_bytes(16)),
            self.keys.identity,
            [one.public for one in known.latest.readers if one.fpr in may],
            known,
            [("note", {"text": text})],
            clock.minute(),
            excluded=conversation.chain.last.excluded,
        )
        cases.open_internal(testimony, self.membership, stream, self.keys.public)


def _spare() -> directories.Member:
    """The line of the recovery key, which is nobody."""
    names = f"{TRUSTEES[0]}, {TRUSTEES[1]} et {TRUSTEES[2]}"
    when = "Si tous les membres perdent leurs clés, 2 de ces 3 personnes réunies ouvrent avec elle"
    role = f"Personne ne la détient. {when}\u00a0: {names}."
    return directories.Member(RECOVERY_KEY.public, "Clé de secours de la cellule", role, True, False, clock.minute())


class Speaker:
    """Someone who speaks at the made-up school."""

    def __init__(self, school: School, keys: Keys) -> None:
        self.school = school
        self.keys = keys
        self.reporter = Reporter.make()
        self.case = secrets.token_bytes(16)
        self.files: list[tuple[bytes, int]] = []

    def speaks(self, said: list[seal.Said], *, excluded: list[Listener], transmit: bool, file: str | None) -> Testimony:
        """Seal a testimony and send it."""
        if file is not None:
            said = [*said, self._attaches(*FILES[file]())]
        deposit = seal.compose(
            inst=inst(),
            case=self.case,
            reporter=self.reporter,
            keys=self.keys,
            directories=chain.up_to(chain.latest(self.school.cell)),
            said=said,
            now=clock.minute(),
            excluded=[one.keys.public.fpr for one in excluded],
            transmit=transmit,
            files=self.files,
        )
        return testimonies.receive(self.school, Deposit.model_validate(deposit))

    def _attaches(self, name: str, kind: str, data: bytes) -> seal.Said:
        key, file, upload = new_key(), secrets.token_bytes(16), secrets.token_bytes(32)
        parts = list(seal_file(key, inst(), self.case, file, [data]))
        for number, part in enumerate(parts):
            digest = hashlib.sha256(part).hexdigest()
            streams.receive_part(file.hex(), number, digest, io.BytesIO(part), case=self.case.hex(), upload=upload)
        self.files.append((file, len(parts)))
        body = {"file": file.hex(), "fk": b64(key), "name": name, "type": kind, "size": len(data)}
        return "file", {**body, "sha256": hashlib.sha256(data).hexdigest(), "parts": len(parts)}

    def says(self, testimony: Testimony, text: str) -> None:
        """Come back and answer."""
        conversation = testimony.conversation
        assert conversation is not None
        thread = seal.read_as_reporter(
            wire.of(conversation, self.reporter.public.fpr.hex()),
            inst=inst(),
            case=self.case,
            reporter=self.reporter,
            directories=chain.up_to(chain.latest(self.school.cell)),
        )
        item = thread.say(self.reporter.identity, "message", {"text": text})
        testimonies.say(testimony, conversation.ident, [item])


def _photo() -> tuple[str, str, bytes]:
    """A quiet gradient, as a PNG of 320 × 200."""
    rows = b"".join(
        b"\0" + b"".join(struct.pack("BBB", 90 + x // 4, 110 + y // 3, 150 - x // 8) for x in range(320))
        for y in range(200)
    )

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", 320, 200, 8, 2, 0, 0, 0)
    png = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")
    return "capture.png", "image/png", png


def _sound() -> tuple[str, str, bytes]:
    """One second of a soft note."""
    file = io.BytesIO()
    with wave.open(file, "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(8000)
        sound.writeframes(b"".join(struct.pack("<h", int(6000 * math.sin(n / 3))) for n in range(8000)))
    return "message vocal.wav", "audio/wav", file.getvalue()


def _pdf() -> tuple[str, str, bytes]:
    """One page with one line."""
    text = b"BT /F1 18 Tf 60 760 Td (Captures des messages, page 1) Tj ET"
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R "
        b"/Resources << /Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(text), text),
    ]
    body, places = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, 1):
        places.append(len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    end = b"xref\n0 5\n0000000000 65535 f \n%strailer << /Size 5 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n"
    return "messages.pdf", "application/pdf", body + end % (table, len(body))


FILES = {"photo": _photo, "sound": _sound, "pdf": _pdf}
