"""What the pages show of a directory: how it came to be, and what the next version has to change."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.urls import reverse

from portevoix.ground.people.models import Membership
from portevoix.ground.people.rules import may_lead
from portevoix.ground.schools.models import Cell
from portevoix.ground.seal.directory import Directories, Member
from portevoix.ground.seal.directory import Directory as Sealed
from portevoix.ground.seal.fields import b64
from portevoix.ground.seal.recovery import Recovery
from portevoix.ground.web.models import Instance
from portevoix.sealed.keys import chain
from portevoix.sealed.keys.models import Directory, Vault


@dataclass(frozen=True)
class Version:
    """One version, as people read it: who came, who left, who made a new vault, whose line changed."""

    number: int
    time: datetime
    joined: list[Member]
    left: list[Member]
    renewed: list[Member]
    changed: list[Member]
    spare: Member | None
    """The recovery key, when it is new in this version."""


def mine(membership: Membership) -> dict[str, Any]:
    """Who is asking, as their browser needs it: names and counters, nothing that opens anything."""
    vault = Vault.objects.of(membership.person)
    return {
        "inst": Instance.current_ident(),
        "user": membership.person.ident,
        "cell": membership.cell.ident,
        "api": reverse("keys:api:key").removesuffix("coffre/cle"),
        "directory": Directory.objects.version_of(membership.cell),
        "renewed": chain.renewed(membership.cell),
        "vault": _vault(vault) if vault else None,
    }


def _vault(vault: Vault) -> dict[str, Any]:
    ways = [{"way": way.ident, "kind": way.kind} for way in vault.ways.all()]
    return {"version": vault.version, "fpr": vault.fpr, "counter": vault.keyring_counter, "ways": ways}


def is_listed(cell: Cell, vault: Vault) -> bool:
    """Whether the directory in force lists these very keys."""
    current = chain.latest(cell)
    return current is not None and vault.fpr in chain.readers_of(current)


def founds(membership: Membership) -> bool:
    """Whether this lead signs the first version, in which nobody else has to enter them."""
    return may_lead(membership) and chain.latest(membership.cell) is None


def standing(membership: Membership) -> str:
    """What stands between a member and those who would write to them, if anything.

    `unsigned` while there is no directory, `unlisted` while it does not list their vault; `to sign` for a lead, when it
    no longer says who is in the cell.
    """
    current = chain.latest(membership.cell)
    vault = Vault.objects.of(membership.person)
    if current is None or vault is None:
        return "unsigned"
    if vault.fpr not in chain.readers_of(current):
        return "unlisted"
    return "to sign" if may_lead(membership) and pending(membership.cell)["differs"] else ""


def fingerprint_words(cell: Cell) -> tuple[str, ...]:
    """The words of those who sign the directory of a cell, for its posters; none before the first version."""
    current = chain.latest(cell)
    return tuple(chain.up_to(current).fingerprint_words) if current else ()


def kept(cell: Cell) -> Recovery | None:
    """What the directory in force says of the cell's recovery key."""
    current = chain.latest(cell)
    return chain.up_to(current).latest.recovery if current else None


def since(member: Member) -> datetime:
    """The day from which somebody listens."""
    return datetime.fromtimestamp(member.since * 60, UTC)


def history(cell: Cell) -> dict[str, Any] | None:
    """Every version, the newest first, with the words of the fingerprint; None before the first."""
    current = chain.latest(cell)
    if current is None:
        return None
    read = chain.up_to(current)
    befores: list[Sealed | None] = [None, *read.versions[:-1]]
    whose = {bytes.fromhex(fpr): fprs[0] for fprs in chain.renewed(cell) for fpr in fprs}
    versions = [_version(before, one, whose) for before, one in zip(befores, read.versions, strict=True)]
    return {
        "versions": versions[::-1],
        "members": [(member, since(member)) for member in read.latest.people],
        "recovery": read.latest.recovery,
        "fingerprint": read.fingerprint_words,
        "officers": len(read.latest.officers),
    }


def _version(before: Sealed | None, one: Sealed, whose: Mapping[bytes, str]) -> Version:
    """`whose` tells which fingerprints are of the same person."""
    old = {member.fpr: member for member in before.people} if before else {}
    new = {member.fpr: member for member in one.people}
    changed = [member for fpr, member in new.items() if fpr in old and old[fpr] != member]
    joined = [member for fpr, member in new.items() if fpr not in old]
    left = [member for fpr, member in old.items() if fpr not in new]
    again = {whose[one.fpr] for one in left if one.fpr in whose} & {whose.get(one.fpr) for one in joined}
    renewed = [member for member in joined if whose.get(member.fpr) in again]
    return Version(
        one.version,
        datetime.fromtimestamp(one.time * 60, UTC),
        [member for member in joined if whose.get(member.fpr) not in again],
        [member for member in left if whose.get(member.fpr) not in again],
        renewed,
        changed,
        one.spare if before is None or before.spare != one.spare else None,
    )


def pending(cell: Cell) -> dict[str, Any]:
    """What an officer's browser needs to write the next version: who has a seat and a vault now, with their keys.

    The browser believes none of these keys: an officer compares words with each person who is new.
    """
    vaults = {vault.person_id: vault for vault in Vault.objects.in_cell(cell)}
    seats = list(Membership.objects.for_cell(cell).current().with_people().in_order())
    current = chain.latest(cell)
    read = chain.up_to(current) if current else None
    people = [_line(seat, vaults[seat.person_id]) for seat in seats if seat.person_id in vaults]
    return {
        "people": people,
        "waiting": [seat.person for seat in seats if seat.person_id not in vaults],
        "differs": _differs(read, people),
    }


def _line(seat: Membership, vault: Vault) -> dict[str, Any]:
    return {
        "fpr": vault.fpr,
        "xwing": b64(bytes(vault.xwing)),
        "ed25519": b64(bytes(vault.ed25519)),
        "name": seat.person.name,
        "role": seat.person.function,
        "officer": seat.is_lead,
        "since": int(seat.since.timestamp()) // 60,
    }


def _differs(read: Directories | None, people: list[dict[str, Any]]) -> bool:
    listed = read.latest.people if read else ()
    said = {(member.fpr.hex(), member.name, member.role, member.officer) for member in listed}
    return said != {(one["fpr"], one["name"], one["role"], one["officer"]) for one in people}
