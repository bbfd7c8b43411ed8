"""A document takes whatever is put in it: any words, any number of rows, and nothing runs over its margins."""

from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from portevoix.ground.web.document import MARGIN, SQUARE, Bar, Document
from portevoix.ground.web.sheet import Sheet

WORDS = some.text(max_size=400) | some.text("mots , éàç\n\u202f\u00a0", max_size=1500) | some.text("w", max_size=300)
NUMBER = some.none() | some.floats(-10, 1000)
SMALL_ENOUGH = settings(max_examples=10, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture
def drawn(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Every line that is said, once it is known to stand within the page."""
    said: list[str] = []
    cell, rect = Sheet.cell, Sheet.rect

    def watched_cell(paper: Any, width: float, height: float, text: str, **how: Any) -> Any:
        foot = paper.y > paper.h - MARGIN
        assert paper.x >= MARGIN - 0.01
        assert paper.x + width <= paper.w - MARGIN + 0.01
        assert foot or paper.y + height <= paper.h - MARGIN + 0.01, "below the margin"
        assert paper.get_string_width(text.rstrip()) <= width + 0.3, "wider than its column"
        if not foot:
            said.append(text)
        return cell(paper, width, height, text, **how)

    def watched_rect(paper: Any, x: float, y: float, width: float, height: float, **how: Any) -> Any:
        assert width >= 0
        assert 0 <= x <= x + width <= paper.w + 0.01
        assert 0 <= y <= y + height <= paper.h
        return rect(paper, x, y, width, height, **how)

    monkeypatch.setattr(Sheet, "cell", watched_cell)
    monkeypatch.setattr(Sheet, "rect", watched_rect)
    return said


def pages(pdf: bytes) -> int:
    return pdf.count(b"/Type /Page\n")


@SMALL_ENOUGH
@given(title=WORDS, texts=some.lists(WORDS, max_size=4), markdown=some.text("#*- 1.|\n>`é", max_size=200))
def test_any_words_can_be_written(drawn: list[str], title: str, texts: list[str], markdown: str) -> None:
    paper = Document(title, subtitle=title, place=title, day=date(2026, 11, 21))
    for text in texts:
        paper.heading(text, 2)
        paper.paragraph(text)
        paper.items([text, title], numbered=True)
        paper.pairs([(text, title)])
    paper.prose(markdown)
    paper.prose(title)
    assert paper.as_bytes().startswith(b"%PDF-")


@SMALL_ENOUGH
@given(
    columns=some.integers(1, 16),
    rows=some.lists(some.lists(WORDS | some.builds(Bar, NUMBER, NUMBER.map(lambda n: n or 0), NUMBER)), max_size=12),
)
def test_a_table_holds_any_cells(drawn: list[str], columns: int, rows: list[list[str | Bar]]) -> None:
    paper = Document("Plan")
    full = [[*row, *[""] * columns][:columns] for row in rows]
    paper.table([f"{place} mots" for place in range(columns)], full, numbers={columns - 1})
    paper.bars([("Coverage", bar.part, bar.whole, "?") for row in full for bar in row if isinstance(bar, Bar)])
    assert paper.as_bytes().startswith(b"%PDF-")


def test_the_head_of_a_table_comes_back_on_each_page(drawn: list[str]) -> None:
    paper = Document("Plan")
    paper.table(["Action", "Qui"], [[f"Action {number}", "Hélène"] for number in range(120)])
    pdf = paper.as_bytes()
    assert pages(pdf) == drawn.count("Qui") > 2
    assert [line for line in drawn if line.startswith("Action ")] == [f"Action {number}" for number in range(120)]


def test_a_row_taller_than_a_page_goes_on_overleaf_and_loses_no_word(drawn: list[str]) -> None:
    paper = Document("Plan")
    words = [f"mot{number}" for number in range(1800)]
    paper.table(["Texte", "Qui"], [[" ".join(words), "Hélène"]], widths=[3, 1])
    assert pages(paper.as_bytes()) > 1
    assert [word for line in drawn for word in line.split() if word.startswith("mot")] == words


def test_a_heading_stays_with_what_follows(drawn: list[str]) -> None:
    paper = Document("Plan")
    while paper.at < 262:
        paper.paragraph("une ligne")
    paper.heading("Mesure 2")
    assert paper.at < 50, "it went overleaf"
    paper.as_bytes()


def test_a_letter_without_a_drawing_is_a_square_and_an_order_is_none(drawn: list[str]) -> None:
    paper = Document("Plan")
    paper.paragraph("é → 😀 \u202eمرحبا\x07 ﷽")
    paper.as_bytes()
    assert f"é → {SQUARE} مرحبا {SQUARE}" in drawn


def test_it_tells_nothing_but_its_title_and_its_language() -> None:
    pdf = Document("Plan 2021–2024", place="Mines", day=date(2026, 11, 21)).as_bytes()
    assert b"/Lang (fr)" in pdf
    assert "Plan 2021–2024".encode("utf-16-be").hex().encode() in pdf
    for told in (b"/Author", b"/Subject", b"/Keywords", b"/Creator "):
        assert told not in pdf


def test_more_columns_than_a_page_can_hold_are_refused() -> None:
    paper = Document("Plan")
    with pytest.raises(ValueError, match="20 columns"):
        paper.table([""] * 20, [])
    paper.as_bytes()  # closes the files of its fonts
