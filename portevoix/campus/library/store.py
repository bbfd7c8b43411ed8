"""Files on disk: whole and lasting, or absent. Never a whole one in memory."""

import os
import re
import time
import unicodedata
from pathlib import Path
from typing import Final, Protocol

from django.conf import settings
from django.utils.translation import gettext as _
from PIL import Image, ImageOps, UnidentifiedImageError

from portevoix.ground.web.rules import Refused

PART: Final = 8 * 1024 * 1024
"""Most bytes that arrive at once."""
ROOM_LEFT: Final = 1024 * 1024 * 1024
"""Bytes that stay free on the disk: testimonies come before films."""
MOST_PIXELS: Final = 24_000_000
MOST_PIXELS_OF_A_JPEG: Final = 50_000_000
LONGEST_SIDE: Final = 4000
_PIECE: Final = 256 * 1024
_UNREADABLE: Final = (
    UnidentifiedImageError,
    OSError,
    ValueError,
    SyntaxError,
    EOFError,
    Image.DecompressionBombError,
    Image.DecompressionBombWarning,
)


class Body(Protocol):
    """Something that arrives, such as a request."""

    def read(self, size: int, /) -> bytes: ...


def path_of(ident: str) -> Path:
    """Where a file is, whole or not yet."""
    folder: Path = settings.DATA / "library"
    return folder / ident[:2] / ident


def must_have_room(size: int) -> None:
    """Refuses a file for which the disk has no room."""
    free = os.statvfs(settings.DATA)
    if free.f_bavail * free.f_frsize < ROOM_LEFT + size:
        raise Refused(_("There is no room left for files at the moment."), code="no_room", status=507)


def make(ident: str) -> None:
    """An empty file, readable by its owner only."""
    path = path_of(ident)
    path.parent.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    path.parent.mkdir(mode=0o700, exist_ok=True)
    os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))


def write(ident: str, offset: int, body: Body, most: int) -> int:
    """Put what arrives at this place of the file; how many bytes came. Refuses more than `most`, keeping none of it."""
    size = 0
    with path_of(ident).open("r+b") as file:
        file.seek(offset)
        while piece := body.read(_PIECE):
            size += len(piece)
            if size > most:
                file.truncate(offset)
                raise Refused(_("More has come than was announced."), code="too_large", status=413)
            file.write(piece)
        file.flush()
        os.fsync(file.fileno())
    return size


def first_of(ident: str, size: int) -> bytes:
    """The first bytes of a file."""
    with path_of(ident).open("rb") as file:
        return file.read(size)


def remove(ident: str) -> None:
    """Take a file off the disk. One that is already gone is no failure."""
    path_of(ident).unlink(missing_ok=True)


def idents() -> set[str]:
    """Every file that is there."""
    return {path.name for path in (settings.DATA / "library").glob("*/*")}


def draw_again(ident: str) -> int:
    """Write a picture anew from its pixels alone: neither place nor camera nor comments stay. Its size in bytes.

    Refuses what is no picture, and one whose pixels would fill the memory.
    """
    path = path_of(ident)
    fresh = path.with_suffix(".new")
    try:
        with Image.open(path, formats=("JPEG", "PNG", "WEBP")) as picture:
            kind = picture.format or "PNG"
            if kind == "JPEG" and MOST_PIXELS < picture.width * picture.height <= MOST_PIXELS_OF_A_JPEG:
                picture.draft("RGB", (picture.width // 2, picture.height // 2))  # read at half its size
            if picture.width * picture.height > MOST_PIXELS:
                sentence = _("This picture is too large: 24 million pixels at most, 50 million for a JPEG.")
                raise Refused(sentence, code="pixels", status=422)
            picture.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
            ImageOps.exif_transpose(picture, in_place=True)
            bare = picture.convert("RGB" if kind == "JPEG" or "A" not in picture.getbands() else "RGBA")
        bare.info = {}
        bare.save(fresh, kind, **({} if kind == "PNG" else {"quality": 88}))
    except _UNREADABLE as wrong:
        fresh.unlink(missing_ok=True)
        raise Refused(_("This picture cannot be read."), code="not_a_picture", status=422) from wrong
    os.chmod(fresh, 0o600)
    fresh.rename(path)
    return path.stat().st_size


def safe_name(name: str) -> str:
    """A name that stays on its line, in its folder and of its kind: at most 100 plain characters."""
    plain = "".join(c for c in unicodedata.normalize("NFC", name) if unicodedata.category(c)[0] != "C")
    plain = re.sub(r"\s+", " ", re.sub(r'[/\\:*?"<>|]', " ", plain)).strip(" .")
    stem, dot, ending = plain.rpartition(".")
    short = f"{stem[: 99 - len(ending)]}{dot}{ending}" if stem and len(ending) <= 8 else plain[:100]
    return short.strip() or _("file")


def is_old(ident: str, seconds: float) -> bool:
    """Whether it has not been written to for so long."""
    try:
        return path_of(ident).stat().st_mtime < time.time() - seconds
    except FileNotFoundError:
        return False
