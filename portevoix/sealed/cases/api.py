"""Where members' browsers send ciphertext and fetch what they may open. Session and CSRF header required."""

from collections.abc import Callable
from typing import Annotated, Any, Final

from django.http import FileResponse, HttpRequest
from ninja import Header, Path, Status
from pydantic import Field

from portevoix.ground.people.models import Membership
from portevoix.ground.people.rules import must_be_lead, must_be_member
from portevoix.ground.people.seat import leading, seated
from portevoix.ground.seal.fields import unb64
from portevoix.ground.seal.identity import Public
from portevoix.ground.web import clock
from portevoix.ground.web.doors import Strict, door
from portevoix.sealed.cases import acts, rules, sight
from portevoix.sealed.cases.desk import Place, place_of, stretch, titles_of, views_of
from portevoix.sealed.keys import chain
from portevoix.sealed.keys.models import Vault
from portevoix.sealed.keys.rules import must_hold_the_recovery_key
from portevoix.sealed.streams import acts as streams
from portevoix.sealed.streams import parts, wire
from portevoix.sealed.streams.models import SealedFile
from portevoix.sealed.streams.rules import sealed_rightly
from portevoix.sealed.streams.shapes import Change, Hex16, Hex32, Key32, Opening, RecordIn, Saying
from portevoix.sealed.testimonies.models import Testimony

BATCH: Final = 200
"""The most streams, titles or cases of one request."""

AT_ONCE: Final = 50
"""The most cases whose readers a browser changes before it asks again."""

api = door("cases", auth=seated)

CaseName = Annotated[Hex16, Path(...)]
FileName = Annotated[Hex16, Path(...)]
Number = Annotated[int, Path(..., ge=0, lt=parts.MOST_PARTS)]


class ChangeIn(Change):
    """What a member changes at once in one thread."""

    records: Annotated[list[RecordIn], Field(min_length=1, max_length=4)]


class ChangesIn(Strict):
    """Who may read from now on, and who looks after the case."""

    streams: Annotated[list[ChangeIn], Field(max_length=4)]
    to: Hex16 | None = None


class WantedIn(Strict):
    """Streams a browser has no key of yet."""

    streams: Annotated[list[Hex16], Field(max_length=BATCH)]


class HeldIn(Strict):
    """The recovery key has signed, a moment ago."""

    minute: Annotated[int, Field(ge=0, le=2**53 - 1)]
    sig: Annotated[str, Field(max_length=100)]


class AfterIn(HeldIn):
    """Which cases come next."""

    after: Annotated[str, Field(pattern=r"^([0-9a-f]{32})?$")] = ""


class RecoveredIn(HeldIn):
    """Who reads a case from now on, as the recovery key signs it."""

    streams: Annotated[list[ChangeIn], Field(min_length=1, max_length=4)]


class Me:
    """The member who asks, with their vault's public keys."""

    def __init__(self, request: HttpRequest) -> None:
        self.membership: Membership = must_be_member(request)
        self.fpr = sight.me(self.membership)

    @property
    def public(self) -> Public:
        vault = Vault.objects.get(fpr=self.fpr)
        return Public(bytes(vault.xwing), bytes(vault.ed25519))

    def case(self, ident: str) -> Testimony:
        return sight.find(ident, self.membership, self.fpr)


@api.post("acces", url_name="access")
def access(request: HttpRequest, wanted: WantedIn) -> dict[str, Any]:
    """What lets a browser open threads it has no key of yet, many at once."""
    me = Me(request)
    threads = sight.readable_threads(wanted.streams, me.membership, me.fpr)
    return {"streams": [sight.access(stream, testimony, me.fpr) for stream, testimony in threads]}


@api.get("titres", url_name="titles")
def titles(request: HttpRequest, apres: str = "") -> dict[str, Any]:
    """Sealed titles of every case this member may read, in the order of the desk: where a browser looks for a word."""
    me = Me(request)
    lines = views_of(me.membership, me.fpr)["toutes"]
    found = stretch(lines, Place.read(apres, lines) if apres else None, BATCH + 1)
    shown = found[:BATCH]
    return {
        "titles": titles_of(shown),
        "lines": [
            {
                "case": line.stream.case,
                "unread": line.unread,
                "stage": line.stage,
                "at": wire.minute(line.activity),
                "holder": line.holder.person.name if line.holder else "",
            }
            for line in shown
        ],
        "after": place_of(shown[-1]) if len(found) > BATCH else None,
    }


@api.get("ouvertes/{fpr}", url_name="still_open")
def still_open(request: HttpRequest, fpr: Annotated[Hex32, Path(...)], after: str = "") -> dict[str, Any]:
    """Cases that someone's key still opens, and that this member can close to them."""
    me = Me(request)
    return sight.still_open_to(fpr, me.membership, me.fpr, after, AT_ONCE)


@api.get("fermees/{fpr}", url_name="not_open")
def not_open(request: HttpRequest, fpr: Annotated[Hex32, Path(...)], after: str = "") -> dict[str, Any]:
    """Cases that this member could open to someone who cannot read them yet."""
    me = Me(request)
    return sight.not_open_to(fpr, me.membership, me.fpr, after, AT_ONCE)


def _holds(request: HttpRequest, held: HeldIn) -> tuple[Membership, Public]:
    """The lead who asks, and the recovery key that signs for them. Leaves its line."""
    lead = must_be_lead(request)
    sight.me(lead)
    with sealed_rightly():
        sig = unb64(held.sig, 64)
    directory = chain.latest(lead.cell)
    latest = chain.up_to(directory).latest if directory else None
    key = must_hold_the_recovery_key(latest, lead, held.minute, sig, clock.minute())
    acts.recover(lead)
    return lead, key


@api.post("secours", url_name="recoverable", auth=leading)
def recoverable(request: HttpRequest, asked: AfterIn) -> dict[str, Any]:
    """Cases that the recovery key opens, with the keys sealed to it: nowhere else are these given."""
    lead, key = _holds(request, asked)
    return sight.open_to_recovery(key.fpr.hex(), lead, asked.after, AT_ONCE)


@api.post("situations/{case}/secours", url_name="recover", auth=leading, response={204: None})
def recover(request: HttpRequest, case: CaseName, sent: RecoveredIn) -> Status[None]:
    """Open a case to those who are listed now, in the name of the recovery key."""
    lead, key = _holds(request, sent)
    testimony = sight.find_to_recover(case, lead, key.fpr.hex())
    acts.change_access(testimony, lead, sent.model_dump()["streams"], key)
    return Status(204, None)


@api.get("situations/{case}", url_name="again")
def again(request: HttpRequest, case: CaseName) -> dict[str, Any]:
    """The case as it is now: what its page showed at first may have changed."""
    me = Me(request)
    testimony = me.case(case)
    acts.read(testimony, me.membership)
    return sight.of(testimony, me.membership, me.fpr).data


@api.post("situations/{case}/elements", url_name="say")
def append(request: HttpRequest, case: CaseName, said: Saying) -> dict[str, Any]:
    """Write to the reporter, or to colleagues."""
    me = Me(request)
    testimony = me.case(case)
    act = acts.answer if testimony.conversation and said.stream == testimony.conversation.ident else acts.write_note
    body = said.model_dump()
    items = act(testimony, me.membership, body["items"], me.public, body["files"])
    return {"items": [wire.arrival(item) for item in items]}


@api.post("situations/{case}/flux", url_name="open_notes", response={201: None})
def open_internal(request: HttpRequest, case: CaseName, opened: Opening) -> Status[None]:
    """Begin the thread that only members read."""
    me = Me(request)
    body = opened.model_dump()
    acts.open_internal(me.case(case), me.membership, body["stream"], me.public, body["files"])
    return Status(201, None)


@api.post("situations/{case}/acces", url_name="change_access", response={204: None})
def change_access(request: HttpRequest, case: CaseName, changes: ChangesIn) -> Status[None]:
    """Change who may read; pass the case on."""
    me = Me(request)
    testimony = me.case(case)
    sent = changes.model_dump()["streams"]
    to = rules.must_be_colleague(me.membership, changes.to) if changes.to else None
    if to is None:
        acts.change_access(testimony, me.membership, sent, me.public)
    elif sent:
        acts.open_and_pass_on(testimony, me.membership, sent, me.public, to)
    else:
        acts.pass_on(testimony, me.membership, to)
    return Status(204, None)


def _act(name: str, url_name: str, act: Callable[[Testimony, Me], object]) -> None:
    """An act that needs nothing but the case."""

    @api.post(f"situations/{{case}}/{name}", url_name=url_name, response={204: None})
    def door_of(request: HttpRequest, case: CaseName) -> Status[None]:
        me = Me(request)
        act(me.case(case), me)
        return Status(204, None)


_act("prendre", "take_up", lambda testimony, me: acts.take_up(testimony, me.membership))
_act("lu", "read", lambda testimony, me: acts.mark_read(testimony, me.fpr))
_act("fermer", "close", lambda testimony, me: acts.close(testimony, me.membership))
_act("rouvrir", "reopen", lambda testimony, me: acts.reopen(testimony, me.membership))
_act("export", "export", lambda testimony, me: acts.export(testimony, me.membership))


@api.put("fichiers/{file}/{number}", url_name="part", response={204: None})
def put_part(
    request: HttpRequest,
    file: FileName,
    number: Number,
    x_case: Annotated[Hex16, Header(...)],
    x_upload: Annotated[Key32, Header(...)],
    x_sha256: Annotated[Hex32, Header(...)],
) -> Status[None]:
    """Receive one part of a sealed file. Sending it again is fine."""
    testimony = Me(request).case(x_case)
    with sealed_rightly():
        upload = unb64(x_upload, 32)
    streams.receive_part(file, number, x_sha256, request, case=testimony.ident, upload=upload)
    return Status(204, None)


@api.get("fichiers/{case}/{file}/{number}", url_name="own_part")
def get_part(request: HttpRequest, case: CaseName, file: FileName, number: Number) -> FileResponse:
    """One part of a file of the case, sealed."""
    me = Me(request)
    testimony = me.case(case)
    answer = parts.answer(SealedFile.objects.of_case(testimony.ident).claimed().named(file), number)
    acts.read_file(testimony, me.membership, file)
    return answer
