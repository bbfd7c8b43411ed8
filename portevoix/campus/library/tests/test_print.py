"""The mission prints posters: every text in every language, with letters the fonts really have."""

import re
from typing import Any

import pytest
import segno
from django.test import Client

from portevoix.campus.library import poster
from portevoix.ground.population.tests.persona import of_the_mission
from portevoix.ground.schools import fingerprint
from portevoix.ground.web import paper
from portevoix.ground.web.sheet import Sheet
from tests.cast import Scene, a_school

PLACE = "/mines/mission/affiches/"
CHOSEN = {"subject": "help", "languages": ["fr", "ar"], "format": "A4", "strips": "on"}
WORDS = tuple(f"mot{number}" for number in range(1, 9))


def pages(pdf: bytes) -> list[tuple[float, float]]:
    """Width and height of each page, in points."""
    boxes = re.findall(rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]", pdf)
    return [(float(width), float(height)) for width, height in boxes]


def words_in(value: Any) -> str:
    if isinstance(value, str):
        return value
    inside = value.values() if isinstance(value, dict) else value if isinstance(value, list) else []
    return "".join(map(words_in, inside))


@pytest.mark.parametrize(
    ("subject", "format_", "strips"),
    [("help", "A4", True), ("consent", "A3", False), ("party", "A4", False), ("witness", "A3", True)],
)
def test_every_text_is_drawn_in_every_language(subject: str, format_: str, strips: bool) -> None:
    spoken = list(poster.languages())
    doors = dict.fromkeys(spoken, poster.Door("École des mines", "https://ecoute.mines.example/mines/", WORDS))
    pdf = poster.draw(subject, spoken, doors, format_, strips=strips)
    assert pdf.startswith(b"%PDF-")
    assert len(pages(pdf)) >= 1
    assert pdf.count(b"/Type /Page\n") == len(spoken)
    assert pdf.count(b"/FontFile2") >= 2, "the fonts are in it"
    assert b"/Author" not in pdf


def test_the_code_that_is_drawn_is_the_code_of_the_address(monkeypatch: pytest.MonkeyPatch) -> None:
    address = "https://ecoute.mines.example/mines/"
    rows = segno.make(address, error="m", micro=False).matrix
    drawn = [[0] * len(rows) for _ in rows]

    def rect(_self: Sheet, x: float, y: float, width: float, *_: Any, **_how: Any) -> None:
        for across in range(round(width)):
            drawn[round(y) - 20][round(x) - 10 + across] = 1

    monkeypatch.setattr(Sheet, "rect", rect)
    sheet = paper.sheet()
    sheet.add_page()
    sheet.draw_code(address, 10, 20, len(rows))
    paper.written(sheet)  # closes the files of its fonts
    assert drawn == [list(row) for row in rows]


@pytest.mark.parametrize("language", poster.languages())
def test_the_fonts_have_every_letter(language: str) -> None:
    letters: set[int] = set()
    sheet = paper.sheet()
    for font in sheet.fonts.values():
        letters |= set(getattr(font, "cmap", ()))
    paper.written(sheet)
    said = "".join(words_in(one[language]) for one in poster.texts().values())
    assert {letter for letter in said if not letter.isspace() and ord(letter) not in letters} == set()


@pytest.mark.parametrize("subject", poster.sets())
def test_no_language_lacks_a_line(subject: str) -> None:
    texts = poster.texts()[subject]
    assert texts.keys() - {"name"} == poster.languages().keys()
    assert {len(texts[language]["points"]) for language in poster.languages()} == {3}


@pytest.mark.django_db
class TestTheMission:
    @pytest.fixture
    def scene(self) -> Scene:
        return a_school()

    @pytest.fixture
    def helene(self, client: Client, scene: Scene) -> Client:
        of_the_mission(client, scene.school)
        return client

    def test_prints_the_words_of_the_list_that_the_cell_has_signed(
        self, helene: Client, scene: Scene, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        drawn: list[dict[str, poster.Door]] = []

        def draw(_subject: str, _spoken: list[str], doors: dict[str, poster.Door], *_: Any, **_how: Any) -> bytes:
            drawn.append(doors)
            return b"%PDF-"

        monkeypatch.setattr(poster, "draw", draw)
        answer: Any = helene.post(PLACE, CHOSEN)
        assert answer["Content-Type"] == "application/pdf"
        assert answer["Content-Disposition"] == 'attachment; filename="affiche-help-a4.pdf"'
        (doors,) = drawn
        assert doors["fr"].address.endswith("/mines/")
        assert doors["ar"].address.endswith("/en/mines/")
        page = Client().get("/mines/cellule/").content.decode()
        assert len(doors["fr"].fingerprint) == 8
        assert all(f"<li>{word}</li>" in page for word in doors["fr"].fingerprint)

    def test_is_told_when_there_are_no_words_to_print(self, helene: Client, scene: Scene) -> None:
        assert "n’a pas encore signé" not in helene.get(PLACE).content.decode()
        scene.cell.directories.all().delete()
        assert fingerprint.of(scene.cell) == ()
        assert "n’a pas encore signé" in helene.get(PLACE).content.decode()
        assert helene.post(PLACE, CHOSEN).content.startswith(b"%PDF-")

    @pytest.mark.parametrize("wrong", [{"subject": "x"}, {"languages": ["tlh"]}, {"languages": []}, {"format": "A0"}])
    def test_chooses_again_what_is_not_there(self, wrong: dict[str, Any], helene: Client) -> None:
        answer = helene.post(PLACE, CHOSEN | wrong)
        assert answer["Content-Type"].startswith("text/html")
        assert 'role="alert"' in answer.content.decode()
