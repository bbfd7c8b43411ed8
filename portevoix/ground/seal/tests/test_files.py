"""Files: cut into parts, put together again, refused when anything is missing or moved."""

from __future__ import annotations

import pytest

from portevoix.ground.seal import files
from portevoix.ground.seal.errors import SealError
from portevoix.ground.seal.tests.cast import CASE, INST, fixed

KEY, FILE = files.new_key(), fixed("file", 16)
BIG = fixed("film", 100_000) * 200
PARTS = list(files.seal_file(KEY, INST, CASE, FILE, [BIG[:9_000_000], BIG[9_000_000:]]))


def test_a_film_comes_back_from_its_parts() -> None:
    assert [len(part) for part in PARTS[:-1]] == [files.PART] * (len(PARTS) - 1)
    assert len(PARTS) == files.parts_of(len(BIG)) == 3
    assert b"".join(files.open_file(KEY, INST, CASE, FILE, PARTS)) == BIG


@pytest.mark.parametrize("size", [0, 1, 16_384, files.PART - 57 - 16 * 512, files.PART])
def test_how_many_parts_a_file_has(size: int) -> None:
    made = list(files.seal_file(KEY, INST, CASE, FILE, [bytes(size)]))
    assert len(made) == files.parts_of(size)
    assert all(0 < len(part) <= files.PART for part in made)


@pytest.mark.parametrize("given", [PARTS[:2], [PARTS[1], PARTS[0], PARTS[2]], [*PARTS, PARTS[2]], PARTS[1:], []])
def test_parts_missing_or_moved_are_refused(given: list[bytes]) -> None:
    with pytest.raises(SealError) as refused:
        b"".join(files.open_file(KEY, INST, CASE, FILE, given))
    assert refused.value.code in ("altered", "unknown_version", "wrong_key")


@pytest.mark.parametrize(
    "place", [(fixed("x", 16), CASE, FILE), (INST, fixed("x", 16), FILE), (INST, CASE, fixed("x", 16))]
)
def test_a_file_of_another_place_is_refused(place: tuple[bytes, bytes, bytes]) -> None:
    with pytest.raises(SealError, match="wrong_key"):
        b"".join(files.open_file(KEY, *place, PARTS))
