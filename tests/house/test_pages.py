"""What holds for every template of the house."""

import re
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parents[2] / "portevoix"
TEMPLATES = sorted(PACKAGE.glob("**/templates/**/*.html"))
SHEETS = [path.read_text() for path in sorted(PACKAGE.glob("*/*/static/*/*.css"))]
CLASSES = set(re.findall(r"\.([a-z][a-z-]*)", re.sub(r"/\*.*?\*/", "", "".join(SHEETS), flags=re.DOTALL)))

each = pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: f"{path.parent.name}/{path.name}")


@each
def test_a_class_is_a_word_of_the_stylesheet(path: Path) -> None:
    """One that is misspelt does nothing, and nobody notices."""
    used = re.findall(r'\bclass="([^"]*)"', path.read_text())
    words = {word for value in used for word in re.sub(r"\{[{%].*?[%}]\}", " ", value).split()}
    assert words <= CLASSES


@each
def test_nothing_comes_from_elsewhere(path: Path) -> None:
    for address in re.findall(r'\b(?:src|href|action)="(https?:[^"]*)"', path.read_text()):
        assert address.startswith("https://{{ service.web }}")


@each
def test_public_titles_stay_neutral(path: Path) -> None:
    page = path.read_text()
    if '"web/public.html"' in page:
        assert "block title" not in page, "the title is neutral already; the subject stays out of the history"


def test_a_stylesheet_brings_nothing_from_outside() -> None:
    assert [sheet for sheet in SHEETS if re.search(r"@import|url\(", sheet)] == []
