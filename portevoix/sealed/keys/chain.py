"""The versions of a cell's directory as the seal reads them, each read once."""

from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from django.utils.translation import gettext as _

from portevoix.ground.schools.models import Cell
from portevoix.ground.seal import words
from portevoix.ground.seal.directory import Directories, Member
from portevoix.ground.web.models import Instance
from portevoix.ground.web.rules import Refused
from portevoix.sealed.keys.models import Directory, Former, Vault


def latest(cell: Cell) -> Directory | None:
    """The version in force, if anybody listens in this cell yet."""
    return Directory.objects.current(cell)


def versions(cell: Cell, after: int = 0) -> list[dict[str, Any]]:
    """Every version from the first, as pages and interfaces give them; or those after one that somebody has."""
    return [one.as_dict() for one in Directory.objects.in_order(cell, after)]


def up_to(directory: Directory | None) -> Directories:
    """Every version up to this one, verified. Refuses when there is none: nobody can be written to yet."""
    if directory is None:
        raise Refused(_("Nobody listens here yet, so nothing can be received."), code="nobody", status=409)
    return _read(Instance.current_ident(), directory.cell_id, directory.version, directory.text)


def readers_of(directory: Directory) -> dict[str, Member]:
    """Those who may be granted a stream in this version, by fingerprint."""
    return {member.fpr.hex(): member for member in up_to(directory).latest.readers}


def also_known_as(fprs: Iterable[bytes], directories: Directories) -> set[bytes]:
    """Every fingerprint, present and former, of the members who have or had one of these; of the recovery key too."""
    names = [fpr.hex() for fpr in fprs]
    if not names:
        return set()
    spares = set() if directories.spares.isdisjoint(map(bytes.fromhex, names)) else directories.spares
    people = {*Vault.objects.among(names).values_list("person", flat=True)}
    people |= {*Former.objects.among(names).values_list("person", flat=True)}
    present = Vault.objects.filter(person__in=people).values_list("fpr", flat=True)
    former = Former.objects.filter(person__in=people).values_list("fpr", flat=True)
    return {bytes.fromhex(fpr) for fpr in [*present, *former]} | spares


def renewed(cell: Cell) -> list[list[str]]:
    """Every fingerprint, the former first, of each person of the cell who has had several: names do not tell."""
    former = Former.objects.in_cell(cell).by_person()
    present = dict(Vault.objects.filter(person__in=former).values_list("person", "fpr")) if former else {}
    return [[*fprs, present[person]] if person in present else fprs for person, fprs in former.items()]


def spoken(fpr: bytes) -> tuple[str, ...]:
    """The eight words two people compare aloud: the first 80 bits of a fingerprint."""
    return words.from_bits(int.from_bytes(fpr[:10], "big"), 8)


@lru_cache(maxsize=64)
def _read(inst: str, cell_id: int, version: int, text: str) -> Directories:
    """`text` names every earlier version by its hash, so what is remembered under it can never be another's."""
    cell = Cell.objects.get(pk=cell_id)
    return Directories.read(
        [(one["text"], one["signatures"]) for one in versions(cell)[:version]],
        inst=bytes.fromhex(inst),
        cell=bytes.fromhex(cell.ident),
    )
