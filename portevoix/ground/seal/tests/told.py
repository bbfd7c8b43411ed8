"""What the cast does with a stream: tell, read, write, change who reads. Wires grow in place, as on a server."""

from __future__ import annotations

from typing import Any

from portevoix.ground.seal import testimony
from portevoix.ground.seal.directory import Directories
from portevoix.ground.seal.member import Member
from portevoix.ground.seal.reporter import Reporter
from portevoix.ground.seal.testimony import Opened
from portevoix.ground.seal.tests.cast import CAMILLE, CASE, INST, KEYS, NOW, SAID, directories

Json = dict[str, Any]
BEFORE = directories()
"""The cell as it is when Camille tells."""


def told(**more: Any) -> Json:
    """The deposit that Camille sends; nobody is put aside unless it is said."""
    given = {"said": SAID, "now": NOW, "directories": BEFORE, **more}
    return testimony.compose(inst=INST, case=CASE, reporter=CAMILLE, keys=KEYS, **given)


def read(stream: Json, reader: Member | Reporter, known: Directories = BEFORE, **more: Any) -> Opened:
    """A stream as someone opens it."""
    given = {"inst": INST, "case": CASE, "reader": reader.identity, "reporter": CAMILLE.public, **more}
    return testimony.read_stream(stream, directories=known, **given)


def say(stream: Json, who: Member | Reporter, text: str, known: Directories = BEFORE) -> None:
    """Someone writes."""
    stream["items"].append(read(stream, who, known).say(who.identity, "message", {"text": text}))


def regrant(
    stream: Json, who: Member | Reporter, reason: Any, readers: list[Any], known: Directories, **more: Any
) -> None:
    """Someone changes who may read."""
    public = [reader.public for reader in readers]
    sent = read(stream, who, known).regrant(who.identity, reason, public, known, NOW + 1, **more)
    stream["records"] += sent["records"]
    stream["grants"] += sent["grants"]
