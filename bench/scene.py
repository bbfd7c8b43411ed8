"""What is in the house before a measure. Run in a process of its own: the one that measures knows no Django."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from typing import Any

import django


def school() -> dict[str, Any]:
    """A school with a cell of four in a signed directory; tells what a browser is told, and one member's seed."""
    from portevoix.ground.web.models import Instance
    from tests.cast import Listener, a_school

    scene = a_school("demo")
    fourth = Listener.joins(scene.cell, "Anne Leroy", "Psychologue")
    scene.sign([scene.marc, scene.ines, scene.paul, fourth])
    return {
        "inst": Instance.current_ident(),
        "cell": scene.cell.ident,
        "directories": [[one.text, json.loads(one.signatures)] for one in scene.cell.directories.order_by("version")],
        "ines": scene.ines.keys.mseed.hex(),
    }


def main(what: str, *arguments: str) -> None:
    django.setup(set_prefix=False)
    act: Callable[..., Any] = globals()[what]
    print(json.dumps(act(*arguments)))


if __name__ == "__main__":
    main(*sys.argv[1:])
