"""Small works, made by code, for every room's stories."""

from __future__ import annotations

import io
import struct
import zipfile
from datetime import UTC, datetime
from typing import Any

from PIL import Image

from portevoix.campus.library import store
from portevoix.campus.library.models import Captions, File, Work
from portevoix.ground.schools.models import School

VTT = "WEBVTT\n\n00:00.000 --> 00:02.000\nUn oui, ça s’entend.\n\n00:02.000 --> 00:04.000\n<v Inès>On vous écoute.\n"


def box(kind: bytes, inside: bytes = b"") -> bytes:
    """One box of an MP4."""
    return struct.pack(">I", 8 + len(inside)) + kind + inside


def a_film(size: int = 4096) -> bytes:
    """Bytes shaped as an MP4: no player would show more than a black picture."""
    heads = box(b"ftyp", b"isom\0\0\2\0isomiso2mp41") + box(b"moov", box(b"hdlr", bytes(8) + b"vide" + bytes(12)))
    return heads + box(b"mdat", bytes(n % 251 for n in range(size)))


def a_picture(width: int = 64, height: int = 48, kind: str = "JPEG", **saved: Any) -> bytes:
    """A plain picture."""
    out = io.BytesIO()
    Image.new("RGB", (width, height), (18, 83, 79)).save(out, kind, **saved)
    return out.getvalue()


def a_paper() -> bytes:
    """The shortest PDF that says it is one."""
    return b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


def an_archive(names: dict[str, bytes] | None = None) -> bytes:
    """A zip."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, inside in (names or {"lisez-moi.txt": b"bonjour"}).items():
            archive.writestr(name, inside)
    return out.getvalue()


def kept(school: School, data: bytes, type_: str = "video/mp4", kind: str = File.Kind.FILM) -> File:
    """A whole file, as if it had been sent."""
    file = File.objects.create(
        school=school,
        sender="0" * 32,
        name="fichier",
        kind=kind,
        type=type_,
        size=len(data),
        received=len(data),
        whole=True,
        begun=datetime.now(UTC),
    )
    store.make(file.ident)
    store.write(file.ident, 0, io.BytesIO(data), len(data))
    return file


def a_work(school: School, title: str = "Le consentement", *, captions: str = VTT, **known: Any) -> Work:
    """A film that everyone may see, unless told otherwise."""
    usual: dict[str, Any] = {"kind": Work.Kind.FILM, "access": Work.Access.EVERYONE, "slug": "consentement"}
    if "file" not in known:
        known["file"] = kept(school, a_film())
    work = Work.objects.create(**usual | {"school": school, "title": title} | known)
    if captions:
        Captions.objects.create(work=work, language="fr", text=captions)
    return work
