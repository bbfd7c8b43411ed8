"""The versions of a cell's directory as the seal reads them, each read once."""

import json
from functools import lru_cache
from typing import Any

from django.utils.translation import gettext as _

from portevoix.ground.schools.models import Cell
from portevoix.ground.seal.directory import Directories
from portevoix.ground.web.models import Instance
from portevoix.ground.web.rules import Refused
from portevoix.sealed.keys.models import Directory


def latest(cell: Cell) -> Directory | None:
    """The version in force, if anybody listens in this cell yet."""
    return cell.directories.order_by("-version").first()


def versions(cell: Cell) -> list[dict[str, Any]]:
    """Every version from the first, as pages and interfaces give them."""
    found = cell.directories.order_by("version")
    return [{"version": one.version, "text": one.text, "signatures": json.loads(one.signatures)} for one in found]


def up_to(directory: Directory | None) -> Directories:
    """Every version up to this one, verified. Refuses when there is none: nobody can be written to yet."""
    if directory is None:
        raise Refused(_("Nobody listens here yet, so nothing can be received."), code="nobody", status=409)
    return _read(Instance.current_ident(), directory.cell_id, directory.version, directory.text)


@lru_cache(maxsize=64)
def _read(inst: str, cell_id: int, version: int, text: str) -> Directories:
    """`text` names every earlier version by its hash, so what is remembered under it can never be another's."""
    cell = Cell.objects.get(pk=cell_id)
    return Directories.read(
        [(one["text"], one["signatures"]) for one in versions(cell)[:version]],
        inst=bytes.fromhex(inst),
        cell=bytes.fromhex(cell.ident),
    )
