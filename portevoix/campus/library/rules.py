"""What a work must have before it is shown, and what may be sent."""

from datetime import datetime
from typing import Final

from django.utils.translation import gettext as _

from portevoix.campus.library import kinds
from portevoix.campus.library.models import File, Work
from portevoix.ground.web.rules import Refused


class Elsewhere(Refused):
    """The file has come to another place than the one that was sent."""

    def __init__(self, received: int) -> None:
        super().__init__(_("This part of the file has come already."), code="elsewhere", status=409)
        self.received = received


MADE_OF: Final = {
    Work.Kind.FILM: {File.Kind.FILM},
    Work.Kind.SPHERE: {File.Kind.FILM},
    Work.Kind.POSTER: {File.Kind.PICTURE, File.Kind.PAPER},
    Work.Kind.KIT: {File.Kind.PAPER, File.Kind.ARCHIVE},
    Work.Kind.DOCUMENT: {File.Kind.PAPER},
}
COVER: Final = {File.Kind.PICTURE}


def may_be_sent(kind: str, size: int, wanted: set[File.Kind]) -> bool:
    """A file of a kind that is wanted here, of a size this house keeps."""
    return kind in wanted and 0 < size <= kinds.LARGEST[File.Kind(kind)]


def must_be_allowed_to_be_sent(kind: str, size: int, wanted: set[File.Kind]) -> None:
    if kind not in wanted:
        raise Refused(_said(wanted), code="kind", status=422)
    most = kinds.LARGEST[File.Kind(kind)]
    if not may_be_sent(kind, size, wanted):
        sentence = _("This file is too large: %(most)d MB at most.") % {"most": most // kinds.MIB}
        raise Refused(sentence, code="too_large", status=413)


def must_fit(size: int, wanted: set[File.Kind]) -> None:
    """Refuses, before anything has come, what is too large for whatever it may be."""
    most = max(kinds.LARGEST[kind] for kind in wanted)
    if not 0 < size <= most:
        sentence = _("This file is empty, or too large: %(most)d MB at most.") % {"most": most // kinds.MIB}
        raise Refused(sentence, code="too_large", status=413)


def _said(wanted: set[File.Kind]) -> str:
    if wanted == {File.Kind.FILM}:
        return _("This file is not a film that browsers can play. Save it as MP4 (H.264) or WebM, then send it again.")
    if wanted == {File.Kind.PICTURE}:
        return _("This file is not a picture. JPEG, PNG and WebP can be shown.")
    if File.Kind.ARCHIVE in wanted:
        return _("This file is neither a PDF nor a zip archive.")
    if File.Kind.PICTURE in wanted:
        return _("This file is neither a picture (JPEG, PNG, WebP) nor a PDF.")
    return _("This file is not a PDF.")


def may_be_shown(work: Work, captions: int) -> bool:
    """Once its file is there; a film also needs captions."""
    return bool(work.file_id) and (captions > 0 or not work.is_film)


def must_be_allowed_to_be_shown(work: Work, captions: int) -> None:
    if not work.file_id:
        raise Refused(_("There is nothing to show yet: send its file first."), code="no_file", status=409)
    if not may_be_shown(work, captions):
        sentence = _("A film is shown only with its captions: many people cannot hear it otherwise. Add them first.")
        raise Refused(sentence, code="no_captions", status=409)


def may_open(work: Work, access: str, opens: datetime | None, now: datetime) -> bool:
    """What is reserved opens later, or on a day that is not known yet; what its authors reserve, when they say so."""
    if work.asked_reserved:
        return access == Work.Access.HIDDEN or (access == Work.Access.RESERVED and opens is None)
    return access != Work.Access.RESERVED or opens is None or opens > now


def must_be_allowed_to_open(work: Work, access: str, opens: datetime | None, now: datetime) -> None:
    if may_open(work, access, opens, now):
        return
    if work.asked_reserved:
        sentence = _("Its authors ask that it stays reserved for now: they say when it may be shown.")
        raise Refused(sentence, code="authors", status=409)
    if access == Work.Access.RESERVED:
        raise Refused(_("This moment has passed. To show it now, choose “Everyone”."), code="passed", status=422)


def may_lose_captions(work: Work, captions: int) -> bool:
    """A film that is shown keeps captions in one language at least."""
    return captions > 1 or work.access == Work.Access.HIDDEN


def must_be_allowed_to_lose_captions(work: Work, captions: int) -> None:
    if not may_lose_captions(work, captions):
        raise Refused(_("A film that is shown keeps its captions. Hide it first."), code="last_captions", status=409)


def may_go_on(file: File | None, sender: str, offset: int) -> bool:
    """Whoever began to send it, from where it has come to."""
    return file is not None and file.sender == sender and not file.whole and file.received == offset


def must_be_allowed_to_go_on(file: File | None, sender: str, offset: int) -> File:
    if file is None or file.sender != sender or file.whole:
        raise Refused(_("This file does not exist."), code="unknown", status=404)
    if not may_go_on(file, sender, offset):
        raise Elsewhere(file.received)
    return file


def must_be_all_there(file: File | None, sender: str) -> File:
    """The file, once all that was announced has come."""
    if file is None or file.sender != sender or file.whole:
        raise Refused(_("This file does not exist."), code="unknown", status=404)
    if file.received != file.size:
        raise Refused(_("The file has not come whole."), code="not_whole", status=409)
    return file
