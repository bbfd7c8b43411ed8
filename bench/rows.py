"""The table: what was measured, what it should be, and whether it holds."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

OUT = Path(__file__).parent / "out"


@dataclass(frozen=True)
class Row:
    """One measure. `ratio` is the one that decides when there is one; otherwise `ours` stands as it is."""

    name: str
    ours: float
    target: str
    unit: str
    holds: bool
    floor: float | None = None
    floor_is: str = ""
    ratio: float | None = None
    ratio_target: str = ""
    peer: str = ""


def at_most(name: str, ours: float, target: float, unit: str, *, peer: str = "", **floor: Any) -> Row:
    """A row that holds as it stands: no more than `target`."""
    return Row(name, ours, f"≤ {target:g}", unit, ours <= target, peer=peer, **floor)


def times_floor(
    name: str, ours: float, target: str, unit: str, *, floor: float, floor_is: str, ratio: str, peer: str = ""
) -> Row:
    """A row that its ratio to the floor decides: `ratio` is such as `≥ 0.2` or `≤ 25`."""
    sign, limit = ratio.split()
    found = ours / floor if floor else 0.0
    holds = found >= float(limit) if sign == "≥" else found <= float(limit)
    return Row(name, ours, target, unit, holds, floor, floor_is, found, ratio, peer)


def in_time(
    name: str, ours: float, target: float, unit: str, *, floor: float, floor_is: str, ratio: str, peer: str = ""
) -> Row:
    """A time that holds as it stands; on a slower or busier machine than the target's, when its ratio does."""
    by_ratio = times_floor(name, ours, f"≤ {target:g}", unit, floor=floor, floor_is=floor_is, ratio=ratio, peer=peer)
    return replace(by_ratio, holds=ours <= target or by_ratio.holds)


def as_table(rows: Sequence[Row]) -> str:
    """The rows, aligned for a terminal."""
    head = ["", "what", "ours", "target", "unit", "ratio", "floor", "peer"]
    body = [
        [
            "ok" if row.holds else "NO",
            row.name,
            _number(row.ours),
            row.target,
            row.unit,
            f"{_number(row.ratio)} ({row.ratio_target})" if row.ratio is not None else "",
            f"{_number(row.floor)} {row.floor_is}" if row.floor is not None else "",
            row.peer,
        ]
        for row in rows
    ]
    widths = [max(len(line[column]) for line in [head, *body]) for column in range(len(head))]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip()
        for line in [head, *body]
    )


def keep(rows: Sequence[Row], machine: str, settings: Mapping[str, str]) -> Path:
    """Write the rows to `out/latest.json`, with the machine and what the server was told."""
    OUT.mkdir(exist_ok=True)
    path = OUT / "latest.json"
    found = [asdict(row) for row in rows]
    value = {"machine": machine, "settings": settings, "holds": all(row.holds for row in rows), "rows": found}
    path.write_text(json.dumps(value, indent=1, ensure_ascii=False) + "\n")
    return path


def _number(value: float) -> str:
    if value == int(value) and abs(value) < 1e6:
        return f"{value:.0f}"
    return f"{value:.3g}" if abs(value) < 100 else f"{value:,.0f}".replace(",", " ")
