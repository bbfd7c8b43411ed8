"""The frozen vectors: what Python and TypeScript must both give, open and refuse."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from portevoix.ground.seal.errors import CODES, SealError
from portevoix.ground.seal.tests.operations import OPERATIONS

VECTORS = Path(__file__).parents[4] / "vectors"
FILES = ("formats.json", "sealed.json", "refused.json", "from_typescript.json")


STORY = json.loads((VECTORS / "story.json").read_text("utf-8"))


def told(value: Any) -> Any:
    """A value with its pointers into `story.json` followed."""
    if isinstance(value, dict):
        if set(value) == {"shared"}:
            found = STORY
            for step in value["shared"]:
                found = found[step]
            return found
        return {name: told(one) for name, one in value.items()}
    return [told(one) for one in value] if isinstance(value, list) else value


def cases() -> list[Any]:
    return [
        pytest.param(case, id=f"{file.removesuffix('.json')}: {case['name']}")
        for file in FILES
        for case in json.loads((VECTORS / file).read_text("utf-8"))
    ]


@pytest.mark.parametrize("case", cases())
def test_reading_a_frozen_vector(case: dict[str, Any]) -> None:
    operate = OPERATIONS[case["do"]]
    if "refuses" in case:
        with pytest.raises(SealError) as refused:
            operate(told(case["with"]))
        assert refused.value.code == case["refuses"]
    else:
        assert operate(told(case["with"])) == case["gives"]


def test_every_operation_has_a_vector_and_every_code_a_refusal() -> None:
    given = [case.values[0] for case in cases()]
    assert {case["do"] for case in given} == set(OPERATIONS)
    refused = {case["refuses"] for case in given if "refuses" in case}
    refused |= {code for case in given for code in case.get("gives", {}).get("unopened", [])}
    refused |= {case["gives"]["missing"] for case in given if case.get("gives", {}).get("missing")}
    assert refused == set(CODES)
