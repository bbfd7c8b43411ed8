"""The reporter's interface: no account, no cookie, no session. It takes and gives sealed bytes only.

A reporter is whoever holds the nine words; what those give (`auth`) comes with each request, so there is no cookie that
another site could abuse, and nothing it could forge.
"""

import json
from functools import partial
from typing import Annotated, Any, Final

from django.conf import settings
from django.http import FileResponse, HttpRequest, HttpResponse
from django.utils.crypto import salted_hmac
from ninja import Header, Path, Status

from portevoix.ground.schools.models import School
from portevoix.ground.seal.fields import b64, unb64
from portevoix.ground.trail import acts as trail
from portevoix.ground.trail.models import Batch
from portevoix.ground.web import throttle
from portevoix.ground.web.doors import Problem, door
from portevoix.ground.web.moment import of_one_moment
from portevoix.ground.web.rules import Refused
from portevoix.sealed.keys import chain
from portevoix.sealed.streams import acts as streams
from portevoix.sealed.streams import parts, wire
from portevoix.sealed.streams.models import SealedFile
from portevoix.sealed.streams.rules import sealed_rightly
from portevoix.sealed.streams.shapes import Hex16, Hex32, Key32
from portevoix.sealed.testimonies import acts, rules, shapes
from portevoix.sealed.testimonies.models import Testimony

reporter_api = door("reporter")

Slug = Annotated[str, Path(..., max_length=40)]
FileName = Annotated[Hex16, Path(...)]
Number = Annotated[int, Path(..., ge=0, lt=parts.MOST_PARTS)]
GESTURE: Final = 64 * 1024
"""Bytes that somebody sends in one gesture, without files."""
Refusals: Final = frozenset({403, 404, 409, 413, 415, 422, 429, 500, 507})


@reporter_api.post("temoignages", url_name="deposit", response={201: shapes.Promised, Refusals: Problem})
def deposit(request: HttpRequest, school: Slug, deposit: shapes.Deposit) -> HttpResponse:
    """Receive a testimony; 201 only once it is on disk. The promise is given as it is kept: it is JSON already."""
    place = School.objects.addressed(school)
    testimony = acts.receive(place, deposit, admit=partial(_admit, request, place, deposit))
    return HttpResponse(f'{{"promise": {testimony.promise}}}', reporter_api.get_content_type(), 201)


@reporter_api.post("revenir", url_name="back", response={200: shapes.Mailbox, Refusals: Problem})
def come_back(request: HttpRequest, school: Slug, back: shapes.Back) -> dict[str, Any]:
    """Everything the reporter's browser needs to open their testimony again."""
    return _mailbox(acts.open_mailbox(_recognise(request, school, back.auth)))


@reporter_api.post("revenir/elements", url_name="say", response={200: shapes.Said, Refusals: Problem})
def say(request: HttpRequest, school: Slug, saying: shapes.Saying) -> dict[str, Any]:
    """Write more, in the conversation or for oneself."""
    testimony = _recognise(request, school, saying.auth)
    _must_not_hurry(request, testimony)
    body = saying.model_dump()
    items = acts.say(testimony, saying.stream, body["items"], body["files"])
    return {"items": [wire.arrival(item) for item in items]}


@reporter_api.post("revenir/transmettre", url_name="transmit", response={204: None, Refusals: Problem})
def transmit(request: HttpRequest, school: Slug, transmission: shapes.Transmission) -> Status[None]:
    """Transmit what was kept."""
    testimony = _recognise(request, school, transmission.auth)
    _must_not_hurry(request, testimony)
    body = transmission.model_dump()
    acts.transmit(testimony, body["stream"], body["files"])
    return Status(204, None)


@reporter_api.post("revenir/acces", url_name="access", response={204: None, Refusals: Problem})
def change_access(request: HttpRequest, school: Slug, access: shapes.Access) -> Status[None]:
    """Put someone aside, take someone back, or make a new key."""
    testimony = _recognise(request, school, access.auth)
    _must_not_hurry(request, testimony)
    body = access.model_dump()
    acts.change_access(testimony, access.stream, body["records"], body["grants"])
    return Status(204, None)


@reporter_api.post("revenir/mots", url_name="words", response={204: None, Refusals: Problem})
def change_words(request: HttpRequest, school: Slug, words: shapes.Words) -> Status[None]:
    """Nine new words instead of the old ones."""
    testimony = _recognise(request, school, words.auth)
    _must_not_hurry(request, testimony)
    with sealed_rightly():
        secret, wrap = unb64(words.withdraw, 32), unb64(words.wrap)
    acts.change_words(testimony, secret, words.auth_hash, wrap)
    return Status(204, None)


@reporter_api.post("revenir/retirer", url_name="withdraw", response={204: None, Refusals: Problem})
def withdraw(request: HttpRequest, school: Slug, withdrawal: shapes.Withdrawal) -> Status[None]:
    """Take everything away."""
    testimony = _recognise(request, school, withdrawal.auth)
    with sealed_rightly():
        secret = unb64(withdrawal.withdraw, 32)
    acts.withdraw(testimony, secret)
    return Status(204, None)


@reporter_api.put("fichiers/{file}/{number}", url_name="part", response={204: None, Refusals: Problem})
def put_part(
    request: HttpRequest,
    school: Slug,
    file: FileName,
    number: Number,
    x_case: Annotated[Hex16, Header(..., alias="X-Case")],
    x_upload: Annotated[Key32, Header(..., alias="X-Upload")],
    x_sha256: Annotated[Hex32, Header(..., alias="X-Sha256")],
) -> Status[None]:
    """Receive one part of a sealed file. Sending it again is fine."""
    School.objects.addressed(school)
    if not throttle.take(throttle.address_key(request, "parts"), capacity=400, per_second=0.5):
        raise rules.slow_down()
    with sealed_rightly():
        upload = unb64(x_upload, 32)
    streams.receive_part(file, number, x_sha256, request, case=x_case, upload=upload)
    return Status(204, None)


@reporter_api.get("fichiers/{file}", url_name="parts", response={200: shapes.PartsReceived, Refusals: Problem})
def parts_received(
    request: HttpRequest, school: Slug, file: FileName, x_upload: Annotated[Key32, Header(..., alias="X-Upload")]
) -> dict[str, Any]:
    """Which parts have arrived: the others can be sent now."""
    with sealed_rightly():
        upload = unb64(x_upload, 32)
    return {"parts": streams.parts_received(file, upload)}


@reporter_api.get("revenir/fichiers/{file}/{number}", url_name="own_part", response={Refusals: Problem})
def get_part(
    request: HttpRequest,
    school: Slug,
    file: FileName,
    number: Number,
    x_auth: Annotated[Key32, Header(..., alias="X-Auth")],
) -> FileResponse:
    """One part of a file of one's own testimony, sealed."""
    testimony = _recognise(request, school, x_auth)
    return parts.answer(SealedFile.objects.of_case(testimony.ident).claimed().named(file), number)


def _admit(request: HttpRequest, school: School, deposit: shapes.Deposit) -> None:
    """Ask for work, never refuse, when an address or the school is over its budget."""
    budget = settings.DEPOSITS_WITHOUT_WORK
    if not throttle.take(throttle.address_key(request, "deposit"), capacity=budget, per_second=budget / 600):
        bits = rules.WORK
    elif not throttle.take(f"deposits {school.ident}", capacity=10 * budget, per_second=budget / 60):
        bits = rules.MORE_WORK
    else:
        return
    if not rules.is_worked(deposit.case, deposit.work, bits):
        raise rules.WorkAsked(bits)


def _must_not_hurry(request: HttpRequest, testimony: Testimony) -> None:
    """A hundred and twenty gestures at once, then one every five seconds; what weighs much counts for several.

    Whoever writes keeps far below. Without it, somebody with nine words of their own fills the disk, and nobody else
    can testify any more.
    """
    key = salted_hmac("portevoix writing", testimony.ident, algorithm="sha256").hexdigest()
    if not throttle.take(key, capacity=120, per_second=0.2, cost=1 + len(request.body) // GESTURE):
        raise rules.slow_down()


def _recognise(request: HttpRequest, school: str, auth: str) -> Testimony:
    """The testimony of whoever asks. Only mistakes are counted: words that open something always do."""
    with sealed_rightly():
        secret = unb64(auth, 32)
    try:
        return acts.recognise(School.objects.addressed(school), secret)
    except Refused:
        if throttle.take(throttle.address_key(request, "back"), capacity=60, per_second=0.5):
            raise
        raise rules.slow_down() from None


@of_one_moment()
def _mailbox(testimony: Testimony) -> dict[str, Any]:
    threads = [thread for thread in (testimony.private, testimony.conversation) if thread is not None]
    promise = json.loads(testimony.promise)
    batch = Batch.objects.newest()
    return {
        "case": testimony.ident,
        "school": testimony.school.slug,
        "cell": testimony.school.cell.ident,
        "wrap": b64(bytes(testimony.wrap)),
        "xwing": b64(bytes(testimony.xwing)),
        "ed25519": b64(bytes(testimony.ed25519)),
        "stage": testimony.stage,
        "streams": [wire.of(thread, testimony.fpr) for thread in threads],
        "directories": chain.versions(testimony.school.cell),
        "renewed": chain.renewed(testimony.school.cell),
        "steps": [{"kind": step.kind, "at": int(step.at.timestamp()) // 60} for step in testimony.steps.all()],
        "promise": promise,
        "proof": trail.proof_for(promise["commitment"]),
        "checkpoint": batch.checkpoint if batch else None,
    }
