"""Makes the vectors that are not there yet, and never touches one that is (`vectors/README.md` says how)."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from portevoix.ground.seal.errors import SealError
from portevoix.ground.seal.tests.operations import OPERATIONS
from portevoix.ground.seal.tests.vectors_made import STORY, VECTORS, Case, Json, formats, misspoken, sealed, spoken
from portevoix.ground.seal.tests.vectors_refused import refused


def main() -> None:
    freeze("formats.json", [*formats(), *spoken()], refusing=False)
    freeze("sealed.json", sealed(), refusing=False)
    freeze("refused.json", [*refused(), *misspoken()], refusing=True)
    write("story.json", STORY)


def freeze(file: str, cases: list[Case], *, refusing: bool) -> None:
    path = VECTORS / file
    kept = json.loads(path.read_text("utf-8")) if path.exists() else []
    names = {case["name"] for case in kept}
    for name, do, given in cases:
        if name not in names:
            outcome = carry_out(do, given, refusing=refusing)
            kept.append({"name": name, "do": do, "with": shared(given), **outcome})
    write(file, kept)


def write(file: str, value: Any) -> None:
    (VECTORS / file).write_text(json.dumps(value, ensure_ascii=False, indent=1) + "\n", "utf-8")


def carry_out(do: str, given: Json, *, refusing: bool) -> Json:
    try:
        gives = OPERATIONS[do](given)
    except SealError as error:
        if not refusing:
            raise
        return {"refuses": error.code}
    if refusing and not (gives.get("unopened") or gives.get("missing") or gives.get("holds") is False):
        raise RuntimeError(f"{do} was not refused: {given}")
    return {"gives": gives}


def shared(value: Any) -> Any:
    """The same value with a pointer wherever it says what the story says."""
    text = json.dumps(value, sort_keys=True)
    if len(text) > 200:
        for path, known in _walk(STORY, []):
            if known == text:
                return {"shared": path}
    if isinstance(value, dict):
        return {name: shared(one) for name, one in value.items()}
    return [shared(one) for one in value] if isinstance(value, list) else value


def _walk(value: Any, path: list[str | int]) -> Iterator[tuple[list[str | int], str]]:
    if path:
        yield path, json.dumps(value, sort_keys=True)
    inside: Any = ()
    if isinstance(value, dict):
        inside = value.items()
    elif isinstance(value, list):
        inside = enumerate(value)
    for name, one in inside:
        yield from _walk(one, [*path, name])


if __name__ == "__main__":
    main()
