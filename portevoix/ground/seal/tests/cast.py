"""The cast, with keys that never change: Camille reports; Inès, Marc, Paul and Léa are the cell; Nora comes later."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from typing import Any

from portevoix.ground.seal.bodies import ItemKind
from portevoix.ground.seal.directory import Directories, Directory
from portevoix.ground.seal.directory import Member as Listed
from portevoix.ground.seal.errors import SealError
from portevoix.ground.seal.member import Member
from portevoix.ground.seal.receipt import Keys
from portevoix.ground.seal.recovery import Recovery, RecoveryKey
from portevoix.ground.seal.reporter import Reporter

NOW = 29_000_000
"""Minutes: a day of 2025."""


def fixed(name: str, size: int = 32) -> bytes:
    """Bytes that are always the same for a name."""
    return hashlib.shake_256(name.encode()).digest(size)


INST, CELL, CASE = fixed("instance", 16), fixed("cell", 16), fixed("case", 16)
CAMILLE = Reporter(fixed("Camille"))
INES, MARC, PAUL, LEA, NORA = (Member(fixed(name)) for name in ("Inès", "Marc", "Paul", "Léa", "Nora"))
STRANGER = Member(fixed("stranger"))
"""Someone that no directory lists."""
KEYS = Keys(fixed("auth"), fixed("kek"))

SAID: list[tuple[ItemKind, dict[str, Any]]] = [
    ("title", {"text": "Après la soirée"}),
    (
        "testimony",
        {
            "voice": "concerned",
            "text": "Voilà ce qui s’est passé.",
            "answers": {"wish": "Ne plus le croiser en TD."},
            "sealed_by": "browser",
        },
    ),
]


def listed(member: Member, name: str, role: str, *, reads: bool = True, officer: bool = False) -> Listed:
    """A line of the directory."""
    return Listed(member.public, name, role, reads, officer, NOW)


TEAM = [
    listed(INES, "Inès", "écoute"),
    listed(MARC, "Marc", "responsable", officer=True),
    listed(PAUL, "Paul", "direction"),
    listed(LEA, "Léa", "psychologue"),
]


RSEED = fixed("recovery")
SPARE = RecoveryKey(RSEED)
"""The recovery key of the cell: any two of three sheets give it."""
KEPT_BY = Recovery(SPARE.public.fpr, 2, ("Anne", "Bruno", "Chloé"))
SPARE_LINE = Listed(SPARE.public, "Clé de secours", "deux sur trois : Anne, Bruno, Chloé", True, False, NOW)


def code_of(act: Callable[..., object], *given: object) -> str | None:
    """The code with which something is refused, or None when it is not."""
    try:
        act(*given)
    except SealError as refused:
        return refused.code
    return None


Signed = tuple[str, list[dict[str, str]]]


def versions(*teams: Sequence[Listed]) -> list[Signed]:
    """A directory's versions, one for each team, all signed by Marc."""
    signed: list[Signed] = []
    before: Directory | None = None
    for team in teams:
        before = Directory.write(inst=INST, cell=CELL, members=team, time=NOW, before=before)
        signed.append((before.text, [before.sign(MARC.identity)]))
    return signed


def directories(*teams: Sequence[Listed]) -> Directories:
    """The same, read and verified."""
    return Directories.read(versions(*(teams or (TEAM,))), inst=INST, cell=CELL)


def with_a_spare() -> list[Signed]:
    """Marc lists the recovery key; then, his vault lost, it signs the version that lists Nora as an officer."""
    first = Directory.write(inst=INST, cell=CELL, members=[*TEAM, SPARE_LINE], time=NOW, recovery=KEPT_BY)
    team = [*TEAM[2:], listed(NORA, "Nora", "responsable", officer=True), SPARE_LINE]
    second = Directory.write(inst=INST, cell=CELL, members=team, time=NOW, before=first, recovery=KEPT_BY)
    return [(first.text, [first.sign(MARC.identity)]), (second.text, [second.sign(SPARE.identity)])]
