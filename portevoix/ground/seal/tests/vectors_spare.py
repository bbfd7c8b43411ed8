"""What must be refused of a recovery key: in a directory, of its sheets, of who signs."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from portevoix.ground.seal.directory import Directory
from portevoix.ground.seal.fields import b64, lp
from portevoix.ground.seal.tests.cast import INES, MARC, SPARE, with_a_spare
from portevoix.ground.seal.tests.vectors_made import Case, Json, read, shares, story, typed_share


def mistyped(text: str) -> str:
    return text[:4] + ("A" if text[4] not in "Aa" else "B") + text[5:]


def refused_spares() -> list[Case]:
    """What a directory says of its recovery key, and who signs the next version."""
    (first, signed), (second, _) = with_a_spare()

    def said(change: Callable[[Json], Any]) -> Json:
        value = json.loads(first)
        change(value)
        text = json.dumps(value, ensure_ascii=False)
        signature = MARC.identity.sign(lp("portevoix/1 directory sig", text))
        return read([(text, [{"fpr": MARC.public.fpr.hex(), "sig": b64(signature)}])])

    def of_the_key(**more: Any) -> Json:
        return said(lambda value: value["recovery"].update(more))

    def by(*signers: Any) -> Json:
        signatures = [Directory.read(second).sign(one.identity) for one in signers]
        return read([(first, signed), (second, signatures)])

    def signing(**line: Any) -> Json:
        return said(lambda value: value["members"][-1].update(line))

    ines = INES.public.fpr.hex()
    return [
        ("a recovery key that is not listed", "read_directories", of_the_key(fpr="00" * 32)),
        ("a recovery key that signs", "read_directories", signing(officer=True)),
        ("a recovery key that may not read", "read_directories", signing(reads=False)),
        ("one sheet is enough", "read_directories", of_the_key(needed=1)),
        ("more sheets than trustees", "read_directories", of_the_key(needed=4)),
        ("eight trustees", "read_directories", of_the_key(trustees=["x"] * 8)),
        ("a trustee without a name", "read_directories", of_the_key(trustees=["A", "", "C"])),
        ("a trustee that is a number", "read_directories", of_the_key(trustees=["A", 2, "C"])),
        ("a name too many in the recovery key", "read_directories", of_the_key(more=1)),
        ("a recovery key that is nothing", "read_directories", said(lambda value: value.update(recovery=None))),
        ("a version signed by the recovery key and an officer", "read_directories", by(SPARE, MARC)),
        ("a version signed by the recovery key twice", "read_directories", by(SPARE, SPARE)),
        ("a version signed by another line", "read_directories", by(INES)),
        (
            "the recovery key signs the first version",
            "read_directories",
            read([(first, [Directory.read(first).sign(SPARE.identity)])]),
        ),
        ("a sheet mistyped", "read_share", {"fpr": SPARE.public.fpr.hex(), "typed": mistyped(typed_share())}),
        ("a sheet too short", "read_share", {"fpr": SPARE.public.fpr.hex(), "typed": typed_share()[:-1]}),
        ("a sheet of another key", "read_share", {"fpr": ines, "typed": typed_share()}),
        ("one sheet alone", "join_shares", {"shares": story("sheets", shares)[:1], "fpr": SPARE.public.fpr.hex()}),
        ("sheets of another key", "join_shares", {"shares": story("sheets", shares), "fpr": ines}),
        ("a sheet altered", "join_shares", {"shares": altered(), "fpr": SPARE.public.fpr.hex()}),
    ]


def altered() -> list[str]:
    one, two, _ = story("sheets", shares)
    return [f"{int(one[:2], 16) ^ 1:02x}{one[2:]}", two]
