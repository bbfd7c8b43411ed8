"""The signed directory of a cell: who its members are, whose keys are whose, and who may be granted a stream."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

from portevoix.ground.seal import words
from portevoix.ground.seal.errors import SealError
from portevoix.ground.seal.fields import (
    b64,
    hex16,
    hex32,
    lp,
    read_json,
    sha256,
    shaped,
    sized,
    text,
    unb64,
    utf8,
    whole,
    write_json,
)
from portevoix.ground.seal.identity import Identity, Public
from portevoix.ground.seal.recovery import Recovery

NOTHING_BEFORE: Final = bytes(32)


@dataclass(frozen=True)
class Member:
    """Someone in the directory, with the name and role that people read. `since` in minutes."""

    public: Public
    name: str
    role: str
    reads: bool
    officer: bool
    since: int

    @property
    def fpr(self) -> bytes:
        """Their fingerprint."""
        return self.public.fpr

    def as_json(self) -> dict[str, Any]:
        """One line of the directory."""
        return {
            "fpr": self.fpr.hex(),
            **self.public.as_json(),
            "name": self.name,
            "role": self.role,
            "reads": self.reads,
            "officer": self.officer,
            "since": self.since,
        }

    @classmethod
    def from_json(cls, value: Any) -> Member:
        """The same, read strictly: the fingerprint must be that of the keys."""
        shaped(value, ("fpr", "xwing", "ed25519", "name", "role", "reads", "officer", "since"))
        if not isinstance(value["reads"], bool) or not isinstance(value["officer"], bool):
            raise SealError("malformed", "directory")
        public = Public.from_b64(value["xwing"], value["ed25519"])
        if public.fpr != hex32(value["fpr"]):
            raise SealError("malformed", "a fingerprint is not that of its keys")
        return cls(
            public,
            text(value["name"]),
            text(value["role"]),
            value["reads"],
            value["officer"],
            whole(value["since"]),
        )


@dataclass(frozen=True)
class Directory:
    """One version of a cell's directory. `text` is what was signed, byte for byte."""

    text: str
    inst: bytes
    cell: bytes
    version: int
    prev: bytes
    time: int
    members: tuple[Member, ...]
    signatures: int
    """How many of its officers must sign the next version."""
    recovery: Recovery | None = None
    """Which of its lines is nobody's, but the recovery key of the cell."""

    @classmethod
    def write(
        cls,
        *,
        inst: bytes,
        cell: bytes,
        members: Sequence[Member],
        time: int,
        before: Directory | None = None,
        signatures: int = 1,
        recovery: Recovery | None = None,
    ) -> Directory:
        """The next version after `before`, not signed yet. `time` in minutes."""
        value: dict[str, Any] = {
            "v": 1,
            "inst": inst.hex(),
            "cell": cell.hex(),
            "version": before.version + 1 if before else 1,
            "prev": (before.hash if before else NOTHING_BEFORE).hex(),
            "time": time,
            "members": [member.as_json() for member in members],
            "policy": {"signatures": signatures},
        }
        if recovery is not None:
            value["recovery"] = recovery.as_json()
        return cls.read(write_json(value).decode())

    @classmethod
    def read(cls, written: str) -> Directory:
        """A version from its text; who signed it is another question."""
        names = ("v", "inst", "cell", "version", "prev", "time", "members", "policy")
        value = shaped(read_json(utf8(written)), names, ("recovery",))
        if whole(value["v"]) != 1:
            raise SealError("unknown_version", "directory")
        if not isinstance(value["members"], list):
            raise SealError("malformed", "directory")
        members = tuple(Member.from_json(member) for member in value["members"])
        if len({member.fpr for member in members}) != len(members):
            raise SealError("malformed", "someone is listed twice")
        found = cls(
            written,
            hex16(value["inst"]),
            hex16(value["cell"]),
            whole(value["version"]),
            hex32(value["prev"]),
            whole(value["time"]),
            members,
            whole(shaped(value["policy"], ("signatures",))["signatures"]),
            Recovery.from_json(value["recovery"]) if "recovery" in value else None,
        )
        if found.recovery is not None and (found.spare is None or not found.spare.reads or found.spare.officer):
            raise SealError("malformed", "the recovery key is listed, reads, and is no officer")
        if found.version < 1 or not 1 <= found.signatures <= max(1, len(found.officers)) or not found.officers:
            raise SealError("malformed", "directory")
        return found

    @cached_property
    def hash(self) -> bytes:
        """What the next version names as `prev`."""
        return sha256(lp("portevoix/1 directory", self.text))

    @cached_property
    def _by_fpr(self) -> dict[bytes, Member]:
        return {member.fpr: member for member in self.members}

    @property
    def officers(self) -> tuple[Member, ...]:
        """Those who sign the next version."""
        return tuple(member for member in self.members if member.officer)

    @property
    def readers(self) -> tuple[Member, ...]:
        """Those who may be granted a stream."""
        return tuple(member for member in self.members if member.reads)

    @property
    def spare(self) -> Member | None:
        """The line of the recovery key."""
        return self.find(self.recovery.fpr) if self.recovery else None

    @property
    def people(self) -> tuple[Member, ...]:
        """Everybody listed: the recovery key is nobody."""
        return tuple(member for member in self.members if member != self.spare)

    def find(self, fpr: bytes) -> Member | None:
        """Who has this fingerprint in this version."""
        return self._by_fpr.get(fpr)

    def may_read(self, fpr: bytes) -> bool:
        """Whether this version lets them be granted a stream."""
        listed = self.find(fpr)
        return listed is not None and listed.reads

    def sign(self, officer: Identity) -> dict[str, str]:
        """An officer's signature, as JSON carries it."""
        return {"fpr": officer.fpr.hex(), "sig": b64(officer.sign(self._signed))}

    @property
    def _signed(self) -> bytes:
        return lp("portevoix/1 directory sig", self.text)

    def signed_by(self, signatures: Sequence[Any], officers: Iterable[Member]) -> int:
        """How many of these officers signed this version. A signature by anyone else, or a wrong one, refuses all."""
        allowed = {officer.fpr: officer for officer in officers}
        seen = set()
        for signature in signatures:
            shaped(signature, ("fpr", "sig"))
            officer = allowed.get(hex32(signature["fpr"]))
            if officer is None or not officer.public.verify(unb64(signature["sig"], 64), self._signed):
                raise SealError("directory_signature", f"version {self.version}")
            seen.add(officer.fpr)
        return len(seen)


@dataclass(frozen=True)
class Directories:
    """Every version of one cell's directory, each signed by officers of the one before."""

    versions: tuple[Directory, ...]

    @classmethod
    def read(
        cls,
        signed: Sequence[tuple[str, Sequence[Any]]],
        *,
        inst: bytes,
        cell: bytes,
        seen: tuple[int, bytes] | None = None,
    ) -> Directories:
        """The chain from version 1. `seen` = version and hash of the latest one met before: none older is taken.

        Refuses `directory_signature`, `directory_older`, `wrong_place`, `malformed`.
        """
        if not signed:
            raise SealError("directory_older", "no version at all")
        versions: list[Directory] = []
        for written, signatures in signed:
            directory = Directory.read(written)
            if (directory.inst, directory.cell) != (inst, cell):
                raise SealError("wrong_place", "the directory of another cell")
            before = versions[-1] if versions else None
            if directory.version != len(versions) + 1 or directory.prev != (before.hash if before else NOTHING_BEFORE):
                raise SealError("directory_signature", "versions do not follow")
            if not _is_signed(directory, signatures, before):
                raise SealError("directory_signature", f"version {directory.version} lacks signatures")
            versions.append(directory)
        found = cls(tuple(versions))
        if seen is not None:
            version, digest = seen
            if version > len(versions):
                raise SealError("directory_older", f"version {version} was seen")
            if found.version(version).hash != digest:
                raise SealError("directory_signature", "another past than the one seen")
        return found

    @property
    def latest(self) -> Directory:
        """The version in force."""
        return self.versions[-1]

    @property
    def first(self) -> Directory:
        """The version whose officers people compare."""
        return self.versions[0]

    def version(self, number: int) -> Directory:
        """A version by its number; refuses `directory_older` when it is not there (yet)."""
        if not 1 <= number <= len(self.versions):
            raise SealError("directory_older", f"version {number} is not here")
        return self.versions[number - 1]

    def find(self, fpr: bytes) -> Member | None:
        """Who has this fingerprint, in the latest version that lists it."""
        return self._by_fpr.get(fpr)

    @cached_property
    def _by_fpr(self) -> Mapping[bytes, Member]:
        return {member.fpr: member for version in self.versions for member in version.members}

    @cached_property
    def spares(self) -> frozenset[bytes]:
        """Fingerprints of the recovery keys the cell has had."""
        return frozenset(version.recovery.fpr for version in self.versions if version.recovery)

    @cached_property
    def fingerprint(self) -> bytes:
        """What people compare on a poster, 32 bytes."""
        officers = sorted(officer.fpr for officer in self.first.officers)
        return sha256(lp("portevoix/1 officers", sized(self.first.cell, 16), *officers))

    @property
    def fingerprint_words(self) -> tuple[str, ...]:
        """Its first 80 bits as eight words."""
        return words.from_bits(int.from_bytes(self.fingerprint[:10], "big"), 8)


def _is_signed(directory: Directory, signatures: Sequence[Any], before: Directory | None) -> bool:
    """The first by one of its officers; then by enough officers of the one before, or by its recovery key alone."""
    if before is None:
        return directory.signed_by(signatures, directory.officers) >= 1
    spare = before.spare
    if spare and len(signatures) == 1 and shaped(signatures[0], ("fpr", "sig"))["fpr"] == spare.fpr.hex():
        return directory.signed_by(signatures, [spare]) == 1
    return directory.signed_by(signatures, before.officers) >= before.signatures
