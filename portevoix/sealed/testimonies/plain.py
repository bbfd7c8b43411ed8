"""A browser for those who have none that can seal: on the server, in memory, for the length of one request.

Everything here follows the same formats as the browser's own program. What was in clear goes with the request. Between
two pages nothing is kept, neither in the database nor in a cookie: what opens the mailbox travels in the page itself,
closed under a key of this installation, and is worth nothing after half an hour.
"""

import hashlib
import hmac
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any, Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.http import QueryDict
from django.utils.translation import gettext as _

from portevoix.ground.schools.models import School
from portevoix.ground.seal import testimony as seal
from portevoix.ground.seal.directory import Directories, Member
from portevoix.ground.seal.errors import SealError
from portevoix.ground.seal.fields import b64, expand, hex32, lp, read_lp, read_u64, unb64
from portevoix.ground.seal.items import Header, Item, heads, seal_item
from portevoix.ground.seal.receipt import Receipt, unwrap_root
from portevoix.ground.seal.records import Place
from portevoix.ground.seal.reporter import Reporter
from portevoix.ground.web import clock
from portevoix.ground.web.models import Instance
from portevoix.ground.web.rules import Refused
from portevoix.sealed.keys import chain
from portevoix.sealed.streams import wire
from portevoix.sealed.streams.models import Stream
from portevoix.sealed.streams.rules import directory_changed
from portevoix.sealed.testimonies import acts, rules
from portevoix.sealed.testimonies.forms import answers_of
from portevoix.sealed.testimonies.models import Stage
from portevoix.sealed.testimonies.shapes import Deposit

TITLE: Final = 80
"""Characters of a title."""
CAPSULE: Final = 30
"""Minutes for which a mailbox stays open without its nine words."""
SHOWN_AGAIN: Final = timedelta(minutes=10)
"""For how long the same page sent again shows the same nine words: its answer may have been lost."""


def listeners(school: School) -> Sequence[Member]:
    """Who reads what is sent today, by name; the recovery key of the cell, which is nobody, comes last."""
    latest = _directories(school).latest
    return sorted(latest.readers, key=lambda reader: (reader == latest.spare, reader.name))


def spare(school: School) -> str:
    """The line of the recovery key."""
    found = _directories(school).latest.spare
    return found.fpr.hex() if found else ""


def testify(
    school: School, key: str, said: dict[str, Any], *, excluded: Sequence[str], transmit: bool
) -> Receipt | None:
    """Seal a testimony and take it in. The same page sent twice, with the same content, is one testimony.

    So everything that names it comes from the page's random key, the content, and a secret of this installation. None
    when it was received a while ago: a tab left open, loaded again by someone else, must not show the nine words.
    """
    seed = _derive("testimony", key, repr(sorted(said.items())), *sorted(excluded), str(transmit))
    receipt = Receipt.from_bits82(int.from_bytes(expand(seed, lp("words"), 11), "big") >> 6)
    inst = _inst()
    deposit = seal.compose(
        inst=inst,
        case=expand(seed, lp("case"), 16),
        reporter=Reporter(expand(seed, lp("root"), 32)),
        keys=receipt.keys(inst),
        directories=_directories(school),
        said=[("title", {"text": title_of(said)}), ("testimony", said)],
        now=clock.minute(),
        excluded=[bytes.fromhex(fpr) for fpr in excluded],
        transmit=transmit,
    )
    testimony = acts.receive(school, Deposit.model_validate(deposit))
    return receipt if clock.rounded() - testimony.opened <= SHOWN_AGAIN else None


def title_of(said: dict[str, Any]) -> str:
    """The first words, cut between two words, for the list that members see once they have opened it."""
    line = " ".join((said["text"] or next(iter(said["answers"].values()), "")).split())
    if len(line) <= TITLE:
        return line
    cut = line[: TITLE - 1]
    space = cut.rfind(" ")
    return (cut[:space] if space > TITLE / 2 else cut).rstrip() + "…"


def sealed_here(item: Item) -> dict[str, Any]:
    """What an item says, sealed again by this server: a testimony says so, and the next browser makes a new key."""
    return {**item.body, "sealed_by": "server"} if item.header.kind == "testimony" else item.body


@dataclass(frozen=True)
class Said:
    """One thing said, as the page shows it."""

    item: Item
    author: str
    """Name of a member; empty for the reporter."""
    at: datetime

    @property
    def answers(self) -> list[dict[str, Any]]:
        """The questions that were answered, with their answers."""
        return answers_of(self.item.body)


class Mailbox:
    """A testimony opened with its nine words, for the length of one request."""

    def __init__(self, school: School, auth: bytes, root: bytes) -> None:
        self.school = school
        self.auth = auth
        self.reporter = Reporter(root)
        self.testimony = acts.open_mailbox(acts.recognise(school, auth))

    def __repr__(self) -> str:
        return f"<Mailbox {self.testimony.ident[:8]}>"

    @classmethod
    def with_words(cls, school: School, receipt: Receipt) -> "Mailbox":
        """The mailbox that the nine words open; refused like every other words when there is none."""
        keys = receipt.keys(_inst())
        testimony = acts.recognise(school, keys.auth)
        return cls(school, keys.auth, unwrap_root(keys, _inst(), bytes(testimony.wrap)))

    @classmethod
    def with_capsule(cls, school: School, capsule: str) -> "Mailbox":
        """The mailbox again, within half an hour, from what its page carried."""
        try:
            sealed = unb64(capsule)
            auth, root, until = read_lp(_capsules().decrypt(sealed[:12], sealed[12:], lp(school.ident)))
        except (SealError, InvalidTag, ValueError):
            raise closed() from None
        if read_u64(until) < clock.minute():
            raise closed()
        return cls(school, auth, root)

    @property
    def capsule(self) -> str:
        """What the next page must bring back: closed here, useless elsewhere and afterwards."""
        nonce = secrets.token_bytes(12)
        content = lp(self.auth, self.reporter.root, clock.minute() + CAPSULE)
        return b64(nonce + _capsules().encrypt(nonce, content, lp(self.school.ident)))

    @property
    def initial(self) -> dict[str, Any]:
        """What the forms of the mailbox's page hold at first."""
        return {
            "capsule": self.capsule,
            "key": secrets.token_hex(16),
            "excluded": self._aside_today(self.opened.chain.last.excluded),
            "seen": self.directories.latest.version,
        }

    def looked_at_again(self, posted: QueryDict) -> QueryDict:
        """The same page, to be looked at again: whoever was ticked is ticked, also under the keys of a new vault."""
        posted = posted.copy()
        ticked = [fpr for text in posted.getlist("excluded") if (fpr := _fpr(text))]
        posted.setlist("excluded", self._aside_today(ticked))
        posted["seen"] = str(self.directories.latest.version)
        return posted

    def _aside_today(self, fprs: Sequence[bytes]) -> list[str]:
        """Those of the present list who were put aside, under these keys or others of theirs."""
        aside = {*fprs, *chain.also_known_as(fprs, self.directories)}
        return [member.fpr.hex() for member in self.directories.latest.readers if member.fpr in aside]

    @cached_property
    def directories(self) -> Directories:
        return _directories(self.school)

    @property
    def thread(self) -> Stream:
        """Where things are said now: the conversation, or what is kept."""
        found = self.testimony.conversation or self.testimony.private
        assert found is not None
        return found

    @cached_property
    def opened(self) -> seal.Opened:
        """The thread, verified and opened."""
        return seal.read_as_reporter(
            wire.of(self.thread, self.testimony.fpr),
            inst=_inst(),
            case=bytes.fromhex(self.testimony.ident),
            reporter=self.reporter,
            directories=self.directories,
        )

    @cached_property
    def conversation(self) -> list[Said]:
        """Everything said but titles, in order."""
        received = dict(self.thread.items.values_list("ident", "received"))
        return [
            Said(item, self._name(item.header.author), received[item.header.item.hex()])
            for item in self.opened.items
            if item.header.kind != "title"
        ]

    @property
    def trouble(self) -> bool:
        """Whether something is missing, or could not be verified."""
        return self.opened.missing is not None or bool(self.opened.unopened)

    @property
    def may_transmit(self) -> bool:
        return rules.may_transmit(self.testimony)

    @property
    def readers(self) -> list[str]:
        """Names of the members who can read; the recovery key, which is nobody, comes last."""
        spare = self.directories.latest.spare
        granted = [fpr for fpr in self.opened.chain.last.granted if fpr != self.reporter.public.fpr]
        return [
            name for _last, name in sorted((spare is not None and fpr == spare.fpr, self._name(fpr)) for fpr in granted)
        ]

    @property
    def has_added(self) -> bool:
        """Whether it is the cell's turn again: it had answered, and she has written since."""
        return self.testimony.stage == Stage.ANSWERED and not self.conversation[-1].author

    def _name(self, fpr: bytes) -> str:
        listed = self.directories.find(fpr)
        return listed.name if listed else ""

    def write(self, key: str, text: str) -> None:
        """Say something more. The same page sent twice says it once, even when the cell writes in between."""
        try:
            self._closed_to_those_who_left()._write(key, text)
        except Refused as refused:
            if refused.code != "stale":
                raise
            Mailbox(self.school, self.auth, self.reporter.root)._write(key, text)

    def _closed_to_those_who_left(self) -> "Mailbox":
        """The same, with a new key when somebody who has left the cell holds the present one."""
        granted, me = self.opened.chain.last.granted, self.reporter.public
        staying = [one.public for one in self.directories.latest.readers if one.fpr in granted]
        if len(staying) == len(granted) - 1:
            return self
        change = self.opened.regrant(self.reporter.identity, "leave", [me, *staying], self.directories, clock.minute())
        acts.change_access(self.testimony, self.thread.ident, change["records"], change["grants"])
        return Mailbox(self.school, self.auth, self.reporter.root)

    def _write(self, key: str, text: str) -> None:
        name = _derive("message", key, text, self.testimony.ident)[:16]
        opened = self.opened
        if any(header.item == name for header, _hash in opened.written):
            return
        epoch, me = opened.chain.last.epoch, self.reporter.identity
        turn = sum(header.author == me.fpr for header, _hash in opened.written)
        header = Header(opened.place, epoch, "message", name, me.fpr, turn, heads(opened.written))
        box = seal_item(me, opened.keys[epoch], header, {"text": text})
        acts.say(self.testimony, self.thread.ident, [{"hdr": b64(header.packed), "box": b64(box)}])

    def transmit(self, excluded: Sequence[str], seen: int | None) -> None:
        """Send what was kept to the cell: everything said so far, sealed again for those who will read.

        `seen` is the version of the directory from which `excluded` were chosen. Refuses when it has changed.
        """
        if self.testimony.conversation is not None:
            return
        if seen != self.directories.latest.version:
            raise directory_changed()
        stream = seal.open_conversation(
            Place(_inst(), bytes.fromhex(self.testimony.ident), secrets.token_bytes(16)),
            self.reporter,
            self.directories,
            self._still_aside([bytes.fromhex(fpr) for fpr in excluded]),
            [(item.header.kind, sealed_here(item)) for item in self.opened.items],
            clock.minute(),
        )
        acts.transmit(self.testimony, stream)

    def _still_aside(self, ticked: Sequence[bytes]) -> list[bytes]:
        """Those ticked, and those put aside before who are not in the list today, unless they were taken back."""
        listed = {member.fpr for member in self.directories.latest.readers}
        back = chain.also_known_as(listed.difference(ticked), self.directories)
        earlier = [fpr for fpr in self.opened.chain.last.excluded if fpr not in listed | back]
        return [*ticked, *earlier]

    def withdraw(self) -> None:
        """Take everything away."""
        acts.withdraw(self.testimony, self.reporter.withdrawal)


def do(mailbox: Mailbox, wanted: dict[str, Any], what: str) -> Mailbox | None:
    """What someone asked of their mailbox; None when it is no longer there."""
    if what == "write" and wanted["text"]:
        mailbox.write(wanted["key"], wanted["text"])
    elif what == "transmit":
        mailbox.transmit(wanted["excluded"], wanted["seen"])
    elif what == "withdraw":
        mailbox.withdraw()
        return None
    return mailbox


def _fpr(text: str) -> bytes | None:
    """A fingerprint that a page sent back; None when it is none."""
    try:
        return hex32(text)
    except SealError:
        return None


def closed() -> Refused:
    return Refused(
        _("This page was open for too long, so it was closed. Type your nine words again."), code="closed", status=403
    )


def _directories(school: School) -> Directories:
    return chain.up_to(chain.latest(school.cell))


def _inst() -> bytes:
    return bytes.fromhex(Instance.current_ident())


def _derive(purpose: str, *fields: str) -> bytes:
    """32 bytes that only this installation can compute from these fields."""
    message = lp(f"portevoix plain {purpose}", *fields)
    return hmac.digest(settings.SECRET_KEY.encode(), message, hashlib.sha512)[:32]


def _capsules() -> AESGCM:
    return AESGCM(_derive("capsule"))
