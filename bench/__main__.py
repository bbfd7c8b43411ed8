"""`python -m bench` measures everything; `python -m bench deposits desk` only these."""

from __future__ import annotations

import sys
import time

from bench import (
    agenda,
    coverage,
    crash,
    deposits,
    desk,
    door,
    films,
    lists,
    machine,
    plan,
    start,
    survey,
    upload,
    visit,
)
from bench.house import SETTINGS
from bench.rows import Row, as_table, keep

MEASURES = {
    "visit": visit.measure,
    "deposits": deposits.measure,
    "desk": desk.measure,
    "agenda": agenda.measure,
    "coverage": coverage.measure,
    "door": door.measure,
    "films": films.measure,
    "lists": lists.measure,
    "survey": survey.measure,
    "plan": plan.measure,
    "upload": upload.measure,
    "crash": crash.measure,
    "start": start.measure,
}


def main(asked: list[str]) -> int:
    """Measure, print one table, write it down; 1 when a row does not hold."""
    unknown = set(asked) - set(MEASURES)
    if unknown:
        print(f"no such measure: {', '.join(sorted(unknown))}; there are {', '.join(MEASURES)}", file=sys.stderr)
        return 2
    described, rows = machine.described(), list[Row]()
    for name in asked or MEASURES:
        begun = time.perf_counter()
        rows += MEASURES[name]()
        print(f"{name}: {time.perf_counter() - begun:.0f} s", file=sys.stderr)
    told = " ".join(f"{name}={value}" for name, value in SETTINGS.items())
    print(f"{described}\n{told}\n\n{as_table(rows)}\n\n{keep(rows, described, SETTINGS)}")
    return 0 if all(row.holds for row in rows) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
