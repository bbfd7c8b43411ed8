"""Who may do what with a testimony. Whoever holds the nine words is its reporter; nobody asks for more."""

import hashlib
from collections.abc import Mapping
from hmac import compare_digest
from typing import Final

from django.utils.translation import gettext as _

from portevoix.ground.seal import work
from portevoix.ground.web.rules import Refused
from portevoix.sealed.streams.models import Stream
from portevoix.sealed.testimonies.models import Stage, Step, Testimony

WORK: Final = 16
"""Zero bits asked when an address is over its budget: a second or two on a phone."""
MORE_WORK: Final = 18
"""The same when the whole school is."""

BEGINNINGS: Final[Mapping[str, tuple[Stage, Step.Kind]]] = {
    Stream.Kind.PRIVATE: (Stage.KEPT, Step.Kind.KEPT),
    Stream.Kind.CONVERSATION: (Stage.TRANSMITTED, Step.Kind.TRANSMITTED),
}
"""What a testimony is at first, by the kind of its first stream."""


class WorkAsked(Refused):
    """Too much comes from there: whoever sends this must first make their computer work a little."""

    def __init__(self, bits: int) -> None:
        sentence = _("Many messages are arriving. Your device must compute for a moment, then send again.")
        super().__init__(sentence, code="work", status=429)
        self.more = {"bits": bits}


def unknown() -> Refused:
    """The one answer to words that open nothing: never said, withdrawn, changed, or of another school."""
    return Refused(_("These words do not open any testimony here."), code="unknown", status=404)


def slow_down() -> Refused:
    return Refused(
        _("Too many attempts come from this network. Wait a minute, then try again."), code="slow", status=429
    )


def conflict() -> Refused:
    return Refused(_("Another testimony already has this name. Nothing was received."), code="conflict", status=409)


def must_be_a_beginning(kind: str) -> None:
    if kind not in BEGINNINGS:
        raise Refused(_("A testimony is either transmitted or kept."), code="wrong_place", status=422)


def may_transmit(testimony: Testimony) -> bool:
    return testimony.conversation_id is None


def must_be_allowed_to_transmit(testimony: Testimony, kind: str) -> None:
    if kind != Stream.Kind.CONVERSATION:
        raise Refused(_("A testimony is transmitted in a conversation."), code="wrong_place", status=422)
    if not may_transmit(testimony):
        raise Refused(_("This testimony has already been transmitted."), code="stale", status=409)


def thread_of(testimony: Testimony, ident: str) -> Stream:
    """A stream of the reporter's own testimony. The cell's own notes are not among them."""
    for stream in (testimony.conversation, testimony.private):
        if stream is not None and stream.ident == ident:
            return stream
    raise Refused(_("This conversation does not exist, or it was not opened to you."), code="unknown", status=404)


CHANGES: Final = 60
"""Records of who may read that a thread has when its reporter adds no more: each is checked by whoever opens it."""


def may_change(records: int) -> bool:
    return records <= CHANGES


def must_be_allowed_to_change(records: int) -> None:
    """Members have no such bound: whoever must not read any more is always taken off."""
    if not may_change(records):
        raise Refused(_("Who may read was changed too many times."), code="full", status=409)


def must_be_withdrawal(testimony: Testimony, secret: bytes) -> None:
    """The secret that only the testimony's root gives. A wrong one says no more than wrong words."""
    if not compare_digest(hashlib.sha256(secret).hexdigest(), testimony.withdraw_hash):
        raise unknown()


def is_worked(case: str, nonce: str | None, bits: int) -> bool:
    return nonce is not None and work.check(bytes.fromhex(case), bytes.fromhex(nonce), bits)


PLAIN_BODY: Final = 400 * 1024
"""The largest form of a page without JavaScript, in bytes: smaller than what a server would put on a disk."""


def must_be_a_plain_form(method: str, content_type: str, length: str, site: str) -> None:
    """Before anything of a form is read: its kind, its size, and that no other site sends it."""
    if method != "POST":
        return
    if site not in {"", "same-origin", "none"}:
        raise Refused(_("This page only takes what is written on it."))
    if content_type != "application/x-www-form-urlencoded":
        raise Refused(_("This page takes text only, no files."), code="malformed", status=415)
    if not length.isdecimal() or int(length) > PLAIN_BODY:
        raise Refused(_("This is too large to be received here."), code="too_large", status=413)
