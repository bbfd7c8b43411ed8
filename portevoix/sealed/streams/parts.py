"""Parts of sealed files, on disk: whole and lasting, or absent. Never a whole part in memory."""

import hashlib
import os
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import BinaryIO, Final, Protocol

from django.conf import settings
from django.http import FileResponse
from django.utils.translation import gettext as _

from portevoix.ground.seal.files import PART, parts_of
from portevoix.ground.web.models import public_id
from portevoix.ground.web.rules import Refused
from portevoix.sealed.streams.models import SealedFile

LARGEST_FILE: Final = 100 * 1024 * 1024
"""Bytes of a file in clear, as the pages say it."""
MOST_PARTS: Final = parts_of(LARGEST_FILE)
LARGEST_BODY: Final = PART + 64 * 1024
ROOM_LEFT: Final = 512 * 1024 * 1024
"""Bytes that stay free on the disk: testimonies come before files."""
_PIECE: Final = 256 * 1024
_UNFINISHED: Final = ".part"


class Body(Protocol):
    """Something that arrives, such as a request."""

    def read(self, size: int, /) -> bytes: ...


def write(body: Body, sha256: str) -> tuple[str, int]:
    """Keep what arrives under a new name; returns the name and the size in bytes once it would survive a power cut.

    Refuses a part that is empty or too large, and one whose hash is not the one announced; nothing of it stays.
    """
    must_have_room()
    place = public_id()
    target = _path(place)
    _make_folder(target.parent)
    unfinished = target.with_suffix(_UNFINISHED)
    try:
        with unfinished.open("xb") as file:
            size = _copy(body, file, sha256)
            file.flush()
            os.fsync(file.fileno())
        os.utime(unfinished, (0, 0))
        unfinished.rename(target)
        _sync_folder(target.parent)
    except BaseException:
        unfinished.unlink(missing_ok=True)
        target.unlink(missing_ok=True)
        raise
    return place, size


def _copy(body: Body, file: BinaryIO, sha256: str) -> int:
    digest, size = hashlib.sha256(), 0
    while piece := body.read(_PIECE):
        size += len(piece)
        if size > PART:
            raise Refused(_("This part of the file is too large."), code="too_large", status=413)
        digest.update(piece)
        file.write(piece)
    if not size or digest.hexdigest() != sha256:
        raise Refused(_("This part of the file did not arrive whole. It can be sent again."), code="part", status=422)
    return size


def must_have_room() -> None:
    """Refuses files, and files only, while the disk is nearly full."""
    free = os.statvfs(_nearest_folder())
    if free.f_bavail * free.f_frsize < ROOM_LEFT:
        raise Refused(
            _("There is no room left for files at the moment. Your text can be sent without them."),
            code="no_room",
            status=507,
        )


def answer(sealed: SealedFile | None, number: int) -> FileResponse:
    """A part, as it was received. Refuses (404) when there is none."""
    part = sealed.received.numbered(number) if sealed else None
    if part is None or not _path(part.place).is_file():
        raise Refused(_("This file does not exist."), code="unknown", status=404)
    response = FileResponse(_path(part.place).open("rb"), content_type="application/octet-stream")
    response["Content-Length"] = str(part.size)
    return response


def remove(places: Iterable[str]) -> None:
    """Take parts off the disk. Those already gone are no failure."""
    for place in places:
        _path(place).unlink(missing_ok=True)


def older_than(seconds: float) -> Iterator[str]:
    """Names on disk that have been there for longer: what a crash may have left behind is among them."""
    before = time.time() - seconds
    for path in _folder().glob("*/*"):
        if path.stat().st_ctime < before:
            if path.suffix == _UNFINISHED:
                path.unlink(missing_ok=True)
            else:
                yield path.name


def _folder() -> Path:
    folder: Path = settings.DATA / "parts"
    return folder


def _path(place: str) -> Path:
    return _folder() / place[:2] / place


def _nearest_folder() -> Path:
    return _folder() if _folder().exists() else Path(settings.DATA)


def _make_folder(folder: Path) -> None:
    if not folder.exists():
        folder.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        folder.mkdir(mode=0o700, exist_ok=True)
        _sync_folder(folder.parent)


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
