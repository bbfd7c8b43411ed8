"""What a file is, by its bytes: what it says of itself decides nothing."""

import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, Final

from django.utils.translation import gettext as _

from portevoix.campus.library.models import File
from portevoix.ground.web.rules import Refused

MIB: Final = 1024 * 1024
FIRST: Final = 64
"""Bytes it takes to tell."""
LARGEST: Final = {
    File.Kind.FILM: 2048 * MIB,
    File.Kind.PICTURE: 20 * MIB,
    File.Kind.PAPER: 50 * MIB,
    File.Kind.ARCHIVE: 200 * MIB,
}
ENDINGS: Final = {
    "video/mp4": "mp4",
    "video/webm": "webm",
    "video/ogg": "ogv",
    "image/jpeg": "jpg",
    "image/png": "png",
    "image/webp": "webp",
    "application/pdf": "pdf",
    "application/zip": "zip",
}
KIND_OF: Final = {
    "video": File.Kind.FILM,
    "image": File.Kind.PICTURE,
    "application/pdf": File.Kind.PAPER,
    "application/zip": File.Kind.ARCHIVE,
}
BRANDS: Final = {
    b"isom",
    b"iso2",
    b"iso4",
    b"iso5",
    b"iso6",
    b"mp41",
    b"mp42",
    b"avc1",
    b"dash",
    b"M4V ",
    b"M4VH",
    b"MSNV",
}
MOST_IN_ARCHIVE: Final = 2000
MOST_UNPACKED: Final = 2048 * MIB


def told_by(first: bytes) -> str:
    """The type of a file by its first bytes; empty when it is none that may be shown here."""
    if first[4:8] == b"ftyp" and first[8:12] in BRANDS:
        return "video/mp4"
    if first.startswith(b"\x1aE\xdf\xa3") and b"webm" in first:
        return "video/webm"
    if first.startswith(b"OggS"):
        return "video/ogg"
    if first.startswith(b"\xff\xd8\xff"):
        return "image/jpeg"
    if first.startswith(b"\x89PNG\r\n\x1a\n"):
        return "image/png"
    if first[:4] == b"RIFF" and first[8:12] == b"WEBP":
        return "image/webp"
    if first.startswith(b"%PDF-"):
        return "application/pdf"
    return "application/zip" if first.startswith(b"PK\x03\x04") else ""


def kind_of(type_: str) -> str:
    """Film, picture, paper or archive; empty for anything else."""
    kind = KIND_OF.get(type_) or KIND_OF.get(type_.split("/")[0])
    return str(kind or "")


def must_be_what_it_says(path: Path, type_: str) -> None:
    """Refuses a file whose first bytes promise what the rest does not hold. Reads a bounded part of it."""
    checks = {
        "video/mp4": _is_mp4,
        "video/webm": _is_webm,
        "video/ogg": _is_ogg,
        "application/pdf": _is_pdf,
        "application/zip": _is_archive,
    }
    with path.open("rb") as file:
        if type_ in checks and not checks[type_](file, path.stat().st_size):
            if type_.startswith("video/"):
                raise Refused(_("This film is cut short, or it is not a film."), code="not_a_film", status=422)
            raise Refused(_("This file is cut short, or it is not what it says."), code="broken", status=422)


def _boxes(file: BinaryIO, size: int) -> Iterator[tuple[bytes, int, int]]:
    """Kind, place and length of what is inside of each box of an MP4. Ends early when they do not fit in the file."""
    place = 0
    while place + 8 <= size:
        file.seek(place)
        head = file.read(16)
        length, kind, inside = int.from_bytes(head[:4], "big"), head[4:8], 8
        if length == 1:
            length, inside = int.from_bytes(head[8:16], "big"), 16
        elif length == 0:
            length = size - place
        if length < inside or place + length > size:
            return
        yield kind, place + inside, length - inside
        place += length
    if place == size:
        yield b"end", size, 0


def _is_mp4(file: BinaryIO, size: int) -> bool:
    found: dict[bytes, tuple[int, int]] = {}
    for number, (kind, place, length) in enumerate(_boxes(file, size)):
        if number > 100_000:
            return False
        found.setdefault(kind, (place, length))
    if b"end" not in found or b"moov" not in found or not {b"mdat", b"moof"} & found.keys():
        return False
    place, length = found[b"moov"]
    file.seek(place)
    about = file.read(min(length, 16 * MIB))
    if b"hvc1" in about or b"hev1" in about:
        sentence = _("This film is in H.265, which many browsers cannot play. Save it again in H.264.")
        raise Refused(sentence, code="codec", status=422)
    return b"vide" in about


def _is_webm(file: BinaryIO, _size: int) -> bool:
    file.seek(0)
    start = file.read(MIB)
    return b"\x18\x53\x80\x67" in start and bool(re.search(rb"V_(VP8|VP9|AV1)", start))


def _is_ogg(file: BinaryIO, _size: int) -> bool:
    file.seek(0)
    return b"\x80theora" in file.read(64 * 1024)


def _is_pdf(file: BinaryIO, size: int) -> bool:
    file.seek(max(0, size - 2048))
    return b"%%EOF" in file.read()


def _is_archive(file: BinaryIO, _size: int) -> bool:
    try:
        with zipfile.ZipFile(file) as archive:
            inside = archive.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        return False
    leaves = any(one.filename.startswith("/") or ".." in re.split(r"[/\\]", one.filename) for one in inside)
    return 0 < len(inside) <= MOST_IN_ARCHIVE and not leaves and sum(one.file_size for one in inside) <= MOST_UNPACKED
