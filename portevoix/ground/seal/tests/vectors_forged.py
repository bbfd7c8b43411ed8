"""Records that someone does sign, and that break a rule."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from portevoix.ground.seal import records
from portevoix.ground.seal.fields import b64, unb64
from portevoix.ground.seal.records import Record
from portevoix.ground.seal.tests.cast import CAMILLE, INES, MARC, NORA, PAUL, STRANGER, fixed
from portevoix.ground.seal.tests.vectors_made import Json


def forgeries(long: Json) -> list[tuple[str, Json, Callable[[Json], Callable[[Json], Any]]]]:
    """Each with its name and what it does to a conversation."""
    last = Record.read(unb64(long["records"][-1]["body"]))
    first = Record.read(unb64(long["records"][0]["body"]))
    readers = list(last.granted)
    ines, paul, marc, camille, nora = (one.public.fpr for one in (INES, PAUL, MARC, CAMILLE, NORA))
    without = [fpr for fpr in readers if fpr != nora]

    def after(author: Any, reason: Any = "add", **changes: Any) -> Json:
        record = replace(
            last, number=last.number + 1, prev=last.hash, author=author.public.fpr, reason=reason, **changes
        )
        return {"body": b64(record.body), "sig": b64(record.sign(author.identity))}

    def append(record: Json) -> Callable[[Json], Any]:
        return lambda wire: wire["records"].append(record)

    def instead(record: Json) -> Callable[[Json], Any]:
        return lambda wire: wire.update(records=[record])

    def first_by(author: Any, **changes: Any) -> Json:
        record = replace(first, author=author.public.fpr, **changes)
        return {"body": b64(record.body), "sig": b64(record.sign(author.identity))}

    new = records.commit(last.place, last.epoch + 1, fixed("new SK"))
    epoch_after: Json = {"epoch": last.epoch + 1, "kc": new, "granted": tuple(without)}
    return [
        ("opened by a member", first_by(MARC), instead),
        ("opened without the reporter", first_by(CAMILLE, granted=tuple(sorted([marc, ines]))), instead),
        ("opened at epoch 1", first_by(CAMILLE, epoch=1), instead),
        ("opened to add", first_by(CAMILLE, reason="add"), instead),
        (
            "opened with someone both granted and put aside",
            first_by(CAMILLE, granted=tuple(sorted([camille, paul]))),
            instead,
        ),
        ("opened by someone unknown", first_by(STRANGER), instead),
        ("someone put aside is granted", after(MARC, granted=tuple(sorted([*readers, paul]))), append),
        (
            "someone put aside is taken back by a member",
            after(MARC, granted=tuple(sorted([*readers, paul])), excluded=()),
            append,
        ),
        ("a record by someone who left", after(INES), append),
        ("a second opening", after(MARC, "open"), append),
        ("someone removed and the key stays", after(MARC, "remove", granted=tuple(without)), append),
        ("a new key without a reason", after(MARC, kc=new), append),
        ("a new epoch without a reason", after(MARC, epoch=last.epoch + 1, kc=new), append),
        ("a rekey that keeps the key", after(MARC, "rekey"), append),
        ("someone granted who reads nothing here", after(MARC, granted=tuple(sorted([*readers, ines]))), append),
        ("an older directory than the record before", after(MARC, directory=1), append),
        ("a directory that is not there", after(MARC, directory=9), append),
        ("someone who listens left out by a member", after(MARC, "remove", **epoch_after), append),
        (
            "someone put aside by a member",
            after(MARC, "remove", **epoch_after, excluded=tuple(sorted([paul, nora]))),
            append,
        ),
        ("someone who is not there put aside by a member", after(MARC, excluded=tuple(sorted([paul, ines]))), append),
        ("someone who listens left out by the reporter", after(CAMILLE, "remove", **epoch_after), append),
        (
            "the reporter taken off",
            after(
                MARC,
                "remove",
                epoch=last.epoch + 1,
                kc=new,
                granted=tuple(fpr for fpr in readers if fpr != camille),
            ),
            append,
        ),
        (
            "someone who takes themself off",
            after(MARC, "leave", epoch=last.epoch + 1, kc=new, granted=tuple(fpr for fpr in readers if fpr != marc)),
            append,
        ),
    ]
