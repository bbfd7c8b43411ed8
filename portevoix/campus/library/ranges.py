"""A file given in whole or in part, as players ask for it. In constant memory, and without holding a thread.

The server sends a file by itself once it has it; what is made here is only where to begin and where to end.
"""

import io
import re
from typing import BinaryIO, cast

from django.http import FileResponse, HttpRequest, HttpResponse

from portevoix.campus.library import kinds, store
from portevoix.campus.library.models import File
from portevoix.ground.web import headers

_RANGE = re.compile(r"^bytes=(\d*)-(\d*)$")


class Slice(io.RawIOBase):
    """The bytes of a file from one place to another, as if there were no others."""

    def __init__(self, file: BinaryIO, start: int, length: int) -> None:
        super().__init__()
        self._file, self._start, self._length = file, start, length
        file.seek(start)

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._file.tell() - self._start

    def seek(self, offset: int, whence: int = io.SEEK_SET, /) -> int:
        base = {io.SEEK_SET: 0, io.SEEK_CUR: self.tell(), io.SEEK_END: self._length}[whence]
        self._file.seek(self._start + max(0, base + offset))
        return self.tell()

    def read(self, size: int | None = -1, /) -> bytes:
        left = max(0, self._length - self.tell())
        return self._file.read(left if size is None or size < 0 else min(size, left))

    def close(self) -> None:
        self._file.close()
        super().close()


def asked(header: str, size: int) -> tuple[int, int] | None:
    """First byte and length of a single range; None for the whole. Raises ValueError for one outside the file."""
    match = _RANGE.match(header.strip())
    if match is None or not any(match.groups()):
        return None
    if not match[1]:
        length = min(int(match[2]), size)
        first, last = size - length, size - 1
    else:
        first, last = int(match[1]), min(int(match[2] or size), size - 1)
        if match[2] and int(match[2]) < first:
            return None
    if first >= size or last < first:
        raise ValueError("outside the file")
    return first, last - first + 1


@headers.keeps_etag
def answer(request: HttpRequest, file: File, name: str, *, inline: bool) -> HttpResponse:
    """The file, or the part of it that was asked for. `name` is what it is called when it is kept."""
    tag = f'"{file.ident}"'
    common = {"ETag": tag, "Accept-Ranges": "bytes"}
    if tag in [one.strip().removeprefix("W/") for one in request.headers.get("If-None-Match", "").split(",")]:
        return HttpResponse(status=304, headers=common)
    wanted = request.headers.get("Range", "")
    if request.headers.get("If-Range", tag) != tag:
        wanted = ""
    try:
        part = asked(wanted, file.size)
    except ValueError:
        return HttpResponse(status=416, headers=common | {"Content-Range": f"bytes */{file.size}"})
    first, length = part or (0, file.size)
    if part:
        common["Content-Range"] = f"bytes {first}-{first + length - 1}/{file.size}"
    common["Content-Disposition"] = f'{"inline" if inline else "attachment"}; filename="{_called(name, file)}"'
    status = 206 if part else 200
    if request.method == "HEAD":
        bare = common | {"Content-Length": str(length)}
        return HttpResponse(status=status, content_type=file.type, headers=bare)
    body = Slice(store.path_of(file.ident).open("rb"), first, length)
    streamed = FileResponse(body, status=status, content_type=file.type, headers=common)
    return cast(HttpResponse, streamed)


def _called(name: str, file: File) -> str:
    return f"{re.sub(r'[^a-z0-9-]', '', name)[:60] or 'portevoix'}.{kinds.ENDINGS.get(file.type, 'bin')}"
