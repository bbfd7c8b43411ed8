"""Attack 14, with spreadsheets: small files, huge once opened. Each is a sentence, at once, in little memory."""

import io
import resource
import struct
import time
import zipfile
from collections.abc import Callable

import pytest

from portevoix.ground.sheets.reading import Unreadable, read
from portevoix.ground.sheets.workbook import unpacked
from portevoix.ground.sheets.writing import write

SECONDS = 8
MEGABYTES = 160
SHEET = "xl/worksheets/sheet1.xml"
CONTENT = "content.xml"
CELL = b"<table:table-cell "
SHARED = b'<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" uniqueCount="%s">%s</sst>'
LAUGHS = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY c SYSTEM "file:///etc/passwd">]>'
Parts = dict[str, bytes]


def zipped(parts: Parts) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return out.getvalue()


def xlsx(change: Callable[[Parts], object]) -> bytes:
    parts = unpacked(write(["Nom", "Campus"], [["Lou", "Lac"]], "xlsx"))
    change(parts)
    return zipped(parts)


def ods(old: bytes, new: bytes) -> bytes:
    parts = unpacked(write(["Nom", "Campus"], [["Lou", "Lac"]], "ods"))
    assert old in parts[CONTENT]
    return zipped({CONTENT: parts[CONTENT].replace(old, new, 1)})


def in_sheet(old: bytes, new: bytes) -> bytes:
    def change(parts: Parts) -> None:
        assert old in parts[SHEET]
        parts[SHEET] = parts[SHEET].replace(old, new, 1)

    return xlsx(change)


def shared(count: bytes, texts: bytes) -> bytes:
    def change(parts: Parts) -> None:
        links = "xl/_rels/workbook.xml.rels"
        link = b'<Relationship Id="rId99" Type="sharedStrings" Target="sharedStrings.xml"/></Relationships>'
        parts[links] = parts[links].replace(b"</Relationships>", link)
        parts["xl/sharedStrings.xml"] = SHARED % (count, texts)

    return xlsx(change)


def lying(data: bytes, name: str) -> bytes:
    """The same archive, saying of one part that it is small."""
    said = bytearray(data)
    entry = zipfile.ZipFile(io.BytesIO(data)).getinfo(name)
    small = struct.pack("<I", 1000)
    said[entry.header_offset + 22 : entry.header_offset + 26] = small
    at = data.rfind(b"PK\x01\x02", 0, data.rfind(name.encode()))
    said[at + 24 : at + 28] = small
    return bytes(said)


BOMBS: dict[str, Callable[[], bytes]] = {
    "a zip bomb": lambda: in_sheet(b"</sheetData>", b"</sheetData>" + b" " * 200_000_000),
    "a zip bomb that lies": lambda: lying(in_sheet(b"</sheetData>", b"</sheetData>" + b" " * 60_000_000), SHEET),
    "the far corner": lambda: in_sheet(b'r="B2"', b'r="XFD1048576"'),
    "the far corner in small letters": lambda: in_sheet(b'r="B2"', b'r="xfd1048576"'),
    "a corner that is no corner": lambda: in_sheet(b'r="B2"', b'r="A99999999999999999999"'),
    "three million empty texts": lambda: shared(b"1", b"<si/>" * 3_000_000),
    "entities in entities": lambda: xlsx(lambda parts: parts.update({SHEET: LAUGHS + parts[SHEET]})),
    "entities in an ods": lambda: zipped({CONTENT: LAUGHS + b"<x>&c;&b;</x>"}),
    "a billion columns": lambda: ods(CELL, CELL + b'table:number-columns-repeated="999999999" '),
    "a number nobody means": lambda: ods(CELL, CELL + b'table:number-columns-repeated="9e9" '),
    "a billion lines": lambda: ods(b"<table:table-row>", b'<table:table-row table:number-rows-repeated="999999999">'),
    "far behind nothing": lambda: ods(
        b"<table:table-row>", b'<table:table-row><table:table-cell table:number-columns-repeated="999999999"/>'
    ),
    "ten thousand parts": lambda: xlsx(lambda parts: parts.update({f"xl/{n}.xml": b"" for n in range(10_000)})),
    "deep": lambda: ods(b"Lou", b"<text:span>" * 500_000 + b"</text:span>" * 500_000 + b"<x"),
    "two hundred megabytes": lambda: b"x" * 200_000_000,
    "one cell without end": lambda: b'Nom;Campus\n"' + b"x" * 3_900_000,
    "four million separators": lambda: b"Nom;Campus\n" + b";" * 3_900_000,
    "two million lines": lambda: b"Nom\n" + b"x\n" * 1_900_000,
}


@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_is_a_sentence(name: str) -> None:
    data = BOMBS[name]()
    memory, begun = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.monotonic()
    with pytest.raises(Unreadable) as caught:
        read("liste", data)
    assert caught.value.sentence
    assert time.monotonic() - begun < SECONDS
    assert (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - memory) / 1024 < MEGABYTES


@pytest.mark.parametrize(
    "data",
    [
        in_sheet(b"</sheetData>", b'<row r="1048576"/></sheetData>'),
        in_sheet(b"</row></sheetData>", b'<c r="XFD2" s="0"/></row></sheetData>'),
        in_sheet(b"<sheetViews>", b'<dimension ref="A1:XFD1048576"/><sheetViews>'),
        shared(b"4294967295", b"<si><t>x</t></si>"),
        ods(
            b"</table:table>",
            b'<table:table-row table:number-rows-repeated="1048000"><table:table-cell '
            b'table:number-columns-repeated="16384"/></table:table-row></table:table>',
        ),
        ods(b"Lou", b'Lou<office:annotation><text:p>a note</text:p></office:annotation><text:s text:c="1000000"/>'),
    ],
    ids=[
        "an empty last line",
        "a styled corner",
        "a frame that lies",
        "four billion texts",
        "an empty sheet to its end",
        "a million spaces",
    ],
)
def test_what_only_looks_like_one_is_read(data: bytes) -> None:
    sheet = read("liste", data)
    assert (sheet.header, sheet.rows) == (["Nom", "Campus"], [["Lou", "Lac"]])


def test_what_the_server_takes_in_a_form_is_what_is_read() -> None:
    from django.conf import settings

    from portevoix.ground.sheets.cells import LARGEST
    from portevoix.server import WORDS

    assert LARGEST < settings.FILE_UPLOAD_MAX_MEMORY_SIZE <= WORDS["max_request_body_size"]
