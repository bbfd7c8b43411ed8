"""People who speak, written ahead: their testimonies are sealed before anything is timed."""

from __future__ import annotations

import hashlib
import json
import secrets
import time
from collections.abc import Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from portevoix.ground.seal import testimony as seal
from portevoix.ground.seal.directory import Directories
from portevoix.ground.seal.fields import b64
from portevoix.ground.seal.files import new_key, seal_file
from portevoix.ground.seal.receipt import Keys
from portevoix.ground.seal.reporter import Reporter

Json = dict[str, Any]

TEXT = (
    "Samedi, après la soirée du bureau des étudiants, quelqu'un de ma promotion m'a suivie jusqu'au couloir de la "
    "résidence. J'ai dit non plusieurs fois, il a continué. Deux personnes ont vu la fin et n'ont rien dit. Depuis, je "
    "l'évite en cours, je ne dors pas bien et je ne sais pas à qui en parler. Je voudrais que quelqu'un m'écoute et me "
    "dise ce qui est possible, sans que tout le monde soit au courant. "
) * 4
"""About as long as what people write: 1 600 characters."""


@dataclass(frozen=True)
class Told:
    """What a page tells a browser, so that it can seal."""

    inst: bytes
    cell: bytes
    directories: str
    """JSON list of [text, signatures]."""

    @classmethod
    def of(cls, scene: Mapping[str, Any]) -> Told:
        return cls(bytes.fromhex(scene["inst"]), bytes.fromhex(scene["cell"]), json.dumps(scene["directories"]))


@cache
def directories(told: Told) -> Directories:
    """The directory, verified."""
    versions = [(text, signatures) for text, signatures in json.loads(told.directories)]
    return Directories.read(versions, inst=told.inst, cell=told.cell)


@dataclass
class Someone:
    """A testimony, its reporter, and what they hold. `keys` come without the stretching of the nine words."""

    told: Told
    case: bytes = field(default_factory=lambda: secrets.token_bytes(16))
    root: bytes = field(default_factory=lambda: secrets.token_bytes(32))
    upload: bytes = field(default_factory=lambda: secrets.token_bytes(32))
    keys: Keys = field(default_factory=lambda: Keys(secrets.token_bytes(32), secrets.token_bytes(32)))

    @property
    def reporter(self) -> Reporter:
        return Reporter(self.root)

    def deposit(self, *, files: Sequence[tuple[bytes, int]] = (), said: Sequence[seal.Said] = ()) -> Json:
        """What their browser sends."""
        body = {"voice": "concerned", "text": TEXT, "answers": {"where": "résidence"}, "sealed_by": "browser"}
        return seal.compose(
            inst=self.told.inst,
            case=self.case,
            reporter=self.reporter,
            keys=self.keys,
            directories=directories(self.told),
            said=[("title", {"text": TEXT[:60]}), ("testimony", body), *said],
            now=int(time.time()) // 60,
            files=files,
        )

    def attach(self, data: bytes, name: str = "photo.jpg") -> tuple[bytes, list[bytes], seal.Said]:
        """A file, sealed: its name, its parts, and the item that tells what it is."""
        key, file = new_key(), secrets.token_bytes(16)
        parts = list(seal_file(key, self.told.inst, self.case, file, [data]))
        body = {
            "file": file.hex(),
            "fk": b64(key),
            "name": name,
            "type": "image/jpeg",
            "size": len(data),
            "sha256": hashlib.sha256(data).hexdigest(),
            "parts": len(parts),
        }
        return file, parts, ("file", body)

    def reads(self, mailbox: Json) -> seal.Opened:
        """The conversation as they read it again. Raises when anything is missing or altered."""
        stream = next(one for one in mailbox["streams"] if one["kind"] == "conversation")
        opened = seal.read_as_reporter(
            stream,
            inst=self.told.inst,
            case=self.case,
            reporter=self.reporter,
            directories=directories(self.told),
        )
        opened.must_be_sound()
        return opened


def written_ahead(told: Told, count: int) -> list[bytes]:
    """So many testimonies, as the bodies of their requests."""
    share = 100
    with ProcessPoolExecutor() as pool:
        shares = [min(share, count - start) for start in range(0, count, share)]
        return [body for some in pool.map(_write, [told] * len(shares), shares) for body in some]


def _write(told: Told, count: int) -> list[bytes]:
    return [json.dumps(Someone(told).deposit()).encode() for _ in range(count)]
