"""Someone sends a list as their program wrote it, and as people really fill it in."""

import io
import re
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time
from decimal import Decimal

import openpyxl
import pytest
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from portevoix.ground.sheets.cells import LARGEST
from portevoix.ground.sheets.reading import Sheet, Unreadable, day, number, read
from portevoix.ground.sheets.workbook import unpacked
from portevoix.ground.sheets.writing import KINDS, write


@pytest.fixture(autouse=True)
def in_english() -> Iterator[None]:
    """Sentences as the code holds them."""
    with override("en"):
        yield


def xlsx(*rows: list[object], merged: str = "") -> bytes:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    if merged:
        book.active.merge_cells(merged)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def refused(data: bytes) -> str:
    with pytest.raises(Unreadable) as caught:
        read("liste", data)
    return caught.value.sentence


LIST = "Nom;Prénom;Né·e à\nRoux;Noé;Bâle\nŒuvrard;Zoë;Sète\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_whatever_the_encoding(encoding: str) -> None:
    assert read("liste.csv", LIST.encode(encoding)).rows == [["Roux", "Noé", "Bâle"], ["Œuvrard", "Zoë", "Sète"]]


@pytest.mark.parametrize("separator", [";", ",", "\t"])
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_whatever_the_separator(separator: str, newline: str) -> None:
    sheet = read("liste.csv", LIST.replace(";", separator).replace("\n", newline).encode())
    assert sheet.header == ["Nom", "Prénom", "Né·e à"]
    assert sheet.lines == [2, 3]
    told = read("liste.csv", b"sep=" + separator.encode() + b"\r\nNom" + separator.encode() + b"Fonction\r\nRoux\r\n")
    assert (told.header, told.rows, told.lines) == (["Nom", "Fonction"], [["Roux", ""]], [3])


def test_a_title_above_and_holes_between() -> None:
    rows: list[list[object]] = [["Promotion 2027"], [], ["Nom", None, "Prénom"], ["Roux", None, "Noé"], [], ["Lou"]]
    sheet = read("liste.xlsx", xlsx(*rows, merged="A1:C1"))
    assert sheet == Sheet(["Nom", "Prénom"], [["Roux", "Noé"], ["Lou", ""]], [4, 6])


def test_numbers_and_days_as_people_wrote_them() -> None:
    moment = datetime(2026, 11, 21, 14, 30)
    row = [20240123, 1.5, "0612345678", date(2026, 11, 21), moment, time(8, 5), True, 123456789012]
    sheet = read("liste.xlsx", xlsx(["n"] * 8, row))
    assert sheet.rows == [
        ["20240123", "1.5", "0612345678", "2026-11-21", "2026-11-21 14:30", "08:05", "TRUE", "123456789012"]
    ]


@pytest.mark.parametrize("told", ["2026-11-21", "21/11/2026", "21.11.2026", "46347", "2026-11-21 00:00"])
def test_a_day_in_each_of_its_forms(told: str) -> None:
    assert day(told) == date(2026, 11, 21)


@pytest.mark.parametrize("told", ["", "hier", "31/02/2026", "2026-13-01", "463470", "21/11/26"])
def test_what_tells_no_day(told: str) -> None:
    assert day(told) is None


@pytest.mark.parametrize(
    ("told", "meant"), [("12,5", 12.5), ("1 250.5", 1250.5), ("-3", -3), ("1.2.3", None), ("", None), ("1e9", None)]
)
def test_a_number_in_each_of_its_forms(told: str, meant: float | None) -> None:
    assert number(told) == meant


def test_merged_cells_a_formula_and_its_failure_are_said_line_by_line() -> None:
    rows: list[list[object]] = [["Nom", "Promotion"], ["Roux", "2027"], ["Lou", None], ["Zoé", "=1+1"], ["Ana", "#N/A"]]
    sheet = read("liste.xlsx", xlsx(*rows, ["Noé", "2027"], merged="B2:B3"))
    assert sorted(sheet.wrong) == [2, 3, 4, 5]
    assert "merged" in sheet.wrong[3]
    assert "formula, not a value" in sheet.wrong[4]
    assert "has failed" in sheet.wrong[5]
    assert "=" not in str(sheet.rows)


def test_rich_text_is_read_and_how_it_is_pronounced_is_not() -> None:
    rich = b'<is><r><t>N</t></r><r><rPr><b/></rPr><t>om</t></r><rPh sb="0" eb="1"><t>no</t></rPh></is>'
    parts = unpacked(xlsx(["Titre", "x"], ["Lou", "y"]))
    name = "xl/worksheets/sheet1.xml"
    parts[name] = parts[name].replace(b"<is><t>Titre</t></is>", rich)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for part, told in parts.items():
            archive.writestr(part, told)
    assert read("x", out.getvalue()).header == ["Nom", "x"]


def test_a_formula_in_text_is_said_and_damaged_letters_too() -> None:
    sheet = read("liste.csv", "Nom,Prénom\nRoux,=1+1\nFranÃ§ois,Noé\nLou,Zoé\n".encode())
    assert list(sheet.wrong) == [2, 3]


def test_a_comma_too_many_is_said() -> None:
    sheet = read("liste.csv", b"Nom,Campus\nRoux,Lac\nLou,Lac,Gare\n")
    assert list(sheet.wrong) == [3]
    assert "from line 2" in refused(b'Nom,Campus\nRoux,"Lac\nLou,Gare\n').lower()


@pytest.mark.parametrize("data", [b"", b"\n\n", b"\xef\xbb\xbf", b";;\n;;\n", xlsx([])])
def test_nothing_is_said_to_be_nothing(data: bytes) -> None:
    assert refused(data) == "This file is empty."


def test_what_is_no_table() -> None:
    assert "no spreadsheet" in refused(b"PK\x03\x04 and then nothing")
    assert "no spreadsheet" in refused(xlsx(["Nom"], ["Lou"])[:-30])
    assert ".xls" in refused(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600))
    assert "not a table" in refused(b"%PDF-1.7\n\0\1\2")


def test_too_large_too_long_too_wide() -> None:
    assert "too large" in refused(b"x" * (LARGEST + 1))
    assert "lines" in refused(b"Nom\n" + b"Lou\n" * 50_001)
    assert "columns" in refused(b"Nom," * 201 + b"Nom\n")
    assert list(read("liste.csv", b"Nom,Autre\nLou," + b"x" * 2_001).wrong) == [2]


a_text = st.text(st.characters(blacklist_categories=["Cc", "Cs", "Cn"]), max_size=30).map(str.strip)
a_row = st.tuples(a_text, a_text, st.sampled_from(["", "=1+1", "'=x", "+33 6", "-", "@lou", "'", "''@"]))


@pytest.mark.parametrize("kind", KINDS)
@given(rows=st.lists(a_row, max_size=12))
def test_what_was_written_reads_back_equal(kind: str, rows: list[tuple[str, str, str]]) -> None:
    header = ["Nom", "=Prénom", "@"]
    back = read(f"liste.{kind}", write(header, rows, kind))
    assert back.header == header
    assert back.rows == [list(row) for row in rows if any(row)]


@pytest.mark.parametrize("kind", KINDS)
def test_numbers_and_days_written_read_back_equal(kind: str) -> None:
    back = read("x", write(["a", "b", "c", "d"], [[1, -2.5, date(2026, 11, 21), datetime(2026, 11, 21, 14, 30)]], kind))
    assert [back.rows[0][0], number(back.rows[0][1]), *back.rows[0][2:]] == [
        "1",
        -2.5,
        "2026-11-21",
        "2026-11-21 14:30",
    ]


@given(st.binary(max_size=400))
def test_noise_is_a_table_or_a_sentence(noise: bytes) -> None:
    for data in (noise, b"PK\x03\x04" + noise):
        try:
            read("liste", data)
        except Unreadable as unreadable:
            assert unreadable.sentence  # noqa: PT017  either is right, and nothing else


@pytest.mark.parametrize("kind", ["ods", "xlsx"])
def test_a_per_cent_is_read_as_it_is_shown(kind: str) -> None:
    shares = {"0.2438": "24.38 %", "0.27": "27.00 %", "0.243846153846154": "24.3846153846154 %"}
    if kind == "xlsx":
        book = openpyxl.Workbook()
        book.active.append(["Année", *shares])
        book.active.append([2024, *map(float, shares)])
        for cell in book.active[2][1:]:
            cell.number_format = "0.00%"
        out = io.BytesIO()
        book.save(out)
        data = out.getvalue()
    else:
        data = write(["Année", *shares], [[2024, *map(Decimal, shares)]], "ods")
        parts = {name: zipfile.ZipFile(io.BytesIO(data)).read(name) for name in ("mimetype", "content.xml")}
        content = parts["content.xml"].decode()
        shown = r'value-type="percentage"\1><text:p>24,38 %</text:p></table:table-cell>'
        content = re.sub(r'value-type="float"( office:value="0[^"]*")[^/]*/>', shown, content)
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w") as archive:
            archive.writestr("mimetype", parts["mimetype"])
            archive.writestr("content.xml", content)
        data = out.getvalue()
    assert read("x", data).rows == [["2024", *shares.values()]]


def test_a_number_leaves_with_the_decimals_it_has() -> None:
    published = [Decimal("27.00"), Decimal("23.5"), Decimal(24)]
    row = openpyxl.load_workbook(io.BytesIO(write(["a"] * 3, [published], "xlsx"))).active[2]
    assert [cell.number_format for cell in row] == ["0.00", "0.0", "General"]
    assert b"27,00;23,5;24" in write(["a"] * 3, [published], "csv")
    content = zipfile.ZipFile(io.BytesIO(write(["a"] * 3, [published], "ods"))).read("content.xml").decode()
    assert 'office:value="27.00" table:style-name="d2"' in content
