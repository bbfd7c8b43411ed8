"""How the house is kept: what each room says of itself, who leans on whom, how long a file is."""

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.house.translations import PACKAGE, rooms

TOP = PACKAGE.parent
LONGEST = 400
"""Lines. A longer file holds two things."""

ROOMS = [room for room in rooms() if room != PACKAGE]
TAKEN_OVER = re.compile(r"^(4\d\d|500)\.html$")
"""Templates that Django looks for by itself."""


def named(path: Path) -> str:
    return str(path.relative_to(TOP))


def sources(*endings: str) -> Iterator[Path]:
    """What is kept in the repository, with one of these endings."""
    listed = subprocess.run(["git", "ls-files"], cwd=TOP, check=True, capture_output=True, text=True).stdout
    yield from (path for path in map(TOP.joinpath, listed.splitlines()) if path.suffix in endings and path.exists())


def on_the_map() -> set[str]:
    """The files and folders that the tree of `docs/house.md` draws."""
    drawn = TOP.joinpath("docs/house.md").read_text().split("```")[1].strip("\n").splitlines()
    places, above = set(), [""]
    for line in drawn:
        depth = len(re.match(r"(?:│   |├── |└── )*", line)[0]) // 4  # type: ignore[index]  # always matches
        names = re.match(r"\S+(?: \S+\.py)*", line[depth * 4 :])[0].split()  # type: ignore[index]  # always matches
        above = [*above[: depth + 1], above[depth] + names[0]]
        places |= {above[depth] + name for name in names}
    return places


def test_the_map_shows_what_is_there_and_all_of_it() -> None:
    places = on_the_map()
    assert [place for place in sorted(places) if not TOP.joinpath(place).exists()] == []
    there = {f"{named(room)}/" for room in ROOMS} | {named(one) for one in PACKAGE.glob("*.py")}
    assert there - places - {"portevoix/__init__.py"} == set()


@pytest.mark.parametrize("room", ROOMS, ids=named)
def test_a_room_says_what_happens_who_comes_in_and_what_it_never_does(room: Path) -> None:
    said = ast.get_docstring(ast.parse(room.joinpath("__init__.py").read_text()))
    assert said
    assert 3 <= len(said.splitlines()) <= 5
    assert re.search(r"\bnever\b", said)


def test_everybody_leans_only_on_those_they_may() -> None:
    lint = subprocess.run(
        [Path(sys.executable).parent / "lint-imports", "--no-cache"], cwd=TOP, capture_output=True, text=True
    )
    assert lint.returncode == 0, lint.stdout[-4000:]


@pytest.mark.parametrize("view", [*PACKAGE.glob("**/views.py"), *PACKAGE.glob("**/api.py")], ids=named)
def test_a_view_asks_its_questions_in_sentences(view: Path) -> None:
    asked = [line.strip() for line in view.read_text().splitlines() if re.search(r"\.(filter|exclude)\(", line)]
    assert asked == [], "give the QuerySet a method that reads as a sentence"


def test_no_file_is_too_long() -> None:
    lengths = {
        named(path): len(path.read_text().splitlines()) for path in sources(".py", ".ts", ".css", ".html", ".mjs")
    }
    assert {path: lines for path, lines in lengths.items() if lines > LONGEST} == {}


def test_no_template_is_forgotten() -> None:
    """Each is named somewhere: by a view, by another template, by a setting."""
    everything = "\n".join(path.read_text() for path in sources(".py", ".html", ".txt") if "/tests/" not in str(path))
    forgotten = []
    for path in PACKAGE.glob("**/templates/**/*.*"):
        name = str(path).split("/templates/", 1)[1]
        if f'"{name}"' not in everything and f"'{name}'" not in everything and not TAKEN_OVER.match(name):
            forgotten.append(name)
    assert forgotten == []


def test_no_room_has_a_drawer_for_everything() -> None:
    drawers = {"services", "utils", "core", "common", "helpers", "misc"}
    assert [named(path) for path in sources(".py", ".ts") if path.stem in drawers] == []


def test_no_page_holds_style_or_script_of_its_own() -> None:
    wrong = re.compile(
        r"<style|\sstyle\s*=|\son[a-z]+\s*=\s*[\"']|<script(?![^>]*(\ssrc=|application/json))|\|\s*safe\b|javascript:",
        re.I,
    )
    found = [f"{named(path)}: {hit[0]}" for path in sources(".html") for hit in [wrong.search(path.read_text())] if hit]
    assert found == []


def test_the_browser_never_turns_text_into_markup() -> None:
    wrong = re.compile(r"\b(innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval\(|new Function|setHTMLUnsafe)")
    own = [path for path in sources(".ts") if not path.name.endswith(".test.ts")]
    assert own
    assert [f"{named(path)}: {hit[0]}" for path in own for hit in [wrong.search(path.read_text())] if hit] == []


def test_no_check_is_silenced_without_its_reason() -> None:
    bare = re.compile(r"#\s(type: ignore(\[[\w, -]+\])?|noqa(: [A-Z0-9, ]+)?)\s*$", re.M)
    found = [f"{named(path)}: {hit[0]}" for path in sources(".py") for hit in [bare.search(path.read_text())] if hit]
    assert found == []
