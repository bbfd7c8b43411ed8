"""Small films made by code: pictures drawn one by one, each a key frame of VP8, put together as WebM.

A picture in WebP holds exactly such a frame, so nothing else is needed than what draws pictures.
"""

import io
import struct
from collections.abc import Sequence

from PIL import Image, ImageDraw, ImageFont

from portevoix.ground.web.paper import ACCENT, FONTS, ON_ACCENT

BEAT = 500  # milliseconds between two frames


def _element(ident: int, inside: bytes) -> bytes:
    """One element of EBML, its length on eight bytes."""
    name = ident.to_bytes((ident.bit_length() + 7) // 8, "big")
    return name + (len(inside) | 1 << 56).to_bytes(8, "big") + inside


def _number(ident: int, value: int, size: int = 8) -> bytes:
    return _element(ident, value.to_bytes(size, "big"))


def _frame(picture: Image.Image) -> bytes:
    """The key frame inside a WebP."""
    out = io.BytesIO()
    picture.convert("RGB").save(out, "WEBP", quality=70, method=0)
    data = out.getvalue()
    place = data.index(b"VP8 ")
    length = int.from_bytes(data[place + 4 : place + 8], "little")
    return data[place + 8 : place + 8 + length]


def film(pictures: Sequence[tuple[Image.Image, int]]) -> bytes:
    """A WebM that shows each picture for so many milliseconds; one may go to any of them."""
    width, height = pictures[0][0].size
    clusters, begins, now = [], [], 0
    for picture, lasts in pictures:
        frame = _frame(picture)
        blocks = b"".join(
            _element(0xA3, b"\x81" + struct.pack(">h", after) + b"\x80" + frame) for after in range(0, lasts, BEAT)
        )
        begins.append(now)
        clusters.append(_element(0x1F43B675, _number(0xE7, now) + blocks))
        now += lasts
    video = _number(0xB0, width, 2) + _number(0xBA, height, 2)
    track = _number(0xD7, 1, 1) + _number(0x73C5, 1, 1) + _number(0x83, 1, 1) + _element(0x86, b"V_VP8")
    tracks = _element(0x1654AE6B, _element(0xAE, track + _element(0xE0, video)))
    names = _element(0x4D80, b"portevoix") + _element(0x5741, b"portevoix")
    info = _element(
        0x1549A966, _number(0x2AD7B1, 1_000_000, 4) + _element(0x4489, struct.pack(">d", float(now))) + names
    )
    head = info + tracks
    places = _places(begins, [0] * len(begins))
    start = len(head) + len(places)
    offsets = [start + sum(map(len, clusters[:number])) for number in range(len(clusters))]
    body = head + _places(begins, offsets) + b"".join(clusters)
    kind = _number(0x4286, 1, 1) + _number(0x42F7, 1, 1) + _number(0x42F2, 4, 1) + _number(0x42F3, 8, 1)
    kind += _element(0x4282, b"webm") + _number(0x4287, 2, 1) + _number(0x4285, 2, 1)
    return _short(0x1A45DFA3, kind) + _element(0x18538067, body)


def _short(ident: int, inside: bytes) -> bytes:
    """The same with a length of one byte: readers look for the kind of file in the first few."""
    return ident.to_bytes(4, "big") + bytes([len(inside) | 0x80]) + inside


def _places(begins: Sequence[int], offsets: Sequence[int]) -> bytes:
    """Where each picture is in the file, for who jumps there."""
    points = (
        _element(0xBB, _number(0xB3, begin) + _element(0xB7, _number(0xF7, 1, 1) + _number(0xF1, offset)))
        for begin, offset in zip(begins, offsets, strict=True)
    )
    return _element(0x1C53BB6B, b"".join(points))


def card(words: str, below: str = "", size: tuple[int, int] = (640, 360)) -> Image.Image:
    """Words on the colour of the house."""
    width, height = size
    picture = Image.new("RGB", size, ACCENT)
    pen = ImageDraw.Draw(picture)
    large = ImageFont.truetype(str(FONTS / "sans-bold.ttf"), height // 9)
    small = ImageFont.truetype(str(FONTS / "sans.ttf"), height // 18)
    pen.multiline_text((width / 2, height * 0.46), words, ON_ACCENT, large, anchor="mm", align="center", spacing=12)
    pen.multiline_text((width / 2, height * 0.84), below, (181, 228, 219), small, anchor="mm", align="center")
    return picture


def around(lit: int, signs: Sequence[str], size: tuple[int, int] = (1440, 720)) -> Image.Image:
    """A round room as a 360° picture: floor, wall, a sign at each side; one of them in the light."""
    width, height = size
    picture = Image.new("RGB", size, (24, 34, 44))
    pen = ImageDraw.Draw(picture)
    pen.rectangle((0, height * 0.62, width, height), (60, 46, 38))
    for line in range(24):
        pen.line((width * line / 24, height * 0.62, width * line / 24, height), (46, 35, 29), 2)
    font = ImageFont.truetype(str(FONTS / "sans-bold.ttf"), height // 26)
    each = width / len(signs)
    for number, sign in enumerate(signs):
        left, middle = number * each, (number + 0.5) * each
        is_lit = number == lit
        wall = (18, 83, 79) if is_lit else (34, 52, 62)
        pen.rounded_rectangle((left + 18, height * 0.36, left + each - 18, height * 0.6), 16, wall)
        ink = ON_ACCENT if is_lit else (150, 165, 172)
        pen.multiline_text((middle, height * 0.48), sign, ink, font, anchor="mm", align="center", spacing=8)
        pen.ellipse(
            (middle - 14, height * 0.2, middle + 14, height * 0.24), (255, 214, 120) if is_lit else (80, 84, 80)
        )
    return picture
