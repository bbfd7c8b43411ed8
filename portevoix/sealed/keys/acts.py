"""What is done with vaults and directories. Everything that arrives is sealed or signed in a member's browser."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from portevoix.ground.notices import acts as notices
from portevoix.ground.people import acts as people
from portevoix.ground.people.models import Membership
from portevoix.ground.schools.models import Cell
from portevoix.ground.seal.directory import Directory as SealedDirectory
from portevoix.ground.seal.errors import SealError
from portevoix.ground.seal.identity import Public
from portevoix.ground.trail import acts as trail
from portevoix.ground.web import clock
from portevoix.ground.web.models import Instance
from portevoix.ground.web.rules import Refused
from portevoix.sealed.keys import chain, rules
from portevoix.sealed.keys.models import Directory, Former, Vault, Way


@dataclass(frozen=True)
class NewWay:
    """A way into a vault, as the browser sends it: what opens it stays there."""

    ident: str
    kind: str
    auth_hash: str
    wrap: bytes


def _note(kind: str, membership: Membership, *fields: bytes | str | int) -> None:
    trail.note(kind, fields, actor=membership.ident, subject=membership.ident, cell=membership.cell.ident)


@transaction.atomic
def make_vault(
    membership: Membership, blob: bytes, public: Public, ways: Sequence[NewWay], replaces: str | None = None
) -> Vault:
    """Keep a member's new vault. `replaces` names the one they can no longer open; nobody can open that one again."""
    present = Vault.objects.held().of(membership.person)
    rules.must_be_allowed_to_make_vault(present, replaces)
    rules.must_have_both_ways([way.kind for way in ways])
    version = 1
    if present is not None:
        version = present.version + 1
        Former.objects.create(person=membership.person, fpr=present.fpr)
        present.delete()
    try:
        with transaction.atomic():
            vault = Vault.objects.create(
                person=membership.person,
                version=version,
                blob=blob,
                xwing=public.xwing,
                ed25519=public.ed25519,
                fpr=public.fpr.hex(),
            )
    except IntegrityError:
        rules.must_be_allowed_to_make_vault(Vault.objects.of(membership.person), None)
        raise
    for way in ways:
        _keep_way(vault, way)
    _note("vault made", membership, vault.fpr)
    _ring_those_who_sign(membership)
    return vault


def _ring_those_who_sign(membership: Membership) -> None:
    """Somebody waits to be entered in the directory: nobody can write to them until then."""
    if chain.latest(membership.cell):
        leads = Membership.objects.for_cell(membership.cell).current().leads().with_people()
        notices.ring(lead.person for lead in leads if lead != membership)


def _keep_way(vault: Vault, way: NewWay) -> Way:
    vault.ways.like(way.kind).delete()
    return Way.objects.create(vault=vault, ident=way.ident, kind=way.kind, auth_hash=way.auth_hash, wrap=way.wrap)


@transaction.atomic
def change_way(membership: Membership, by: str, auth: bytes, new: NewWay) -> Way:
    """A new passphrase or a new recovery code, in place of the former one; `auth` shows that a way in is known."""
    vault = vault_of(membership)
    rules.must_be_allowed_to_open(vault.ways.named(by), vault, auth)
    way = _keep_way(vault, new)
    _note("vault way changed", membership, new.kind)
    return way


def vault_of(membership: Membership) -> Vault:
    """The vault of a member, held until the transaction ends. Refuses when they have none."""
    vault = Vault.objects.held().of(membership.person)
    if vault is None:
        raise Refused(_("You have no vault yet."), code="no_vault", status=409)
    return vault


@transaction.atomic
def keep_keyring(vault: Vault, counter: int, blob: bytes) -> Vault:
    """Keep a member's keyring, if it was made from the latest one; else refuses `stale`. Leaves no line: nothing is
    opened by it that an act has not noted already."""
    held = Vault.objects.held().get(pk=vault.pk)
    if counter != held.keyring_counter + 1:
        raise Refused(_("Your keys were changed in another tab."), code="stale", status=409)
    held.keyring, held.keyring_counter = blob, counter
    held.save(update_fields=["keyring", "keyring_counter"])
    return held


@transaction.atomic
def sign_directory(cell: Cell, text: str, signatures: Sequence[Mapping[str, str]], by: Membership) -> Directory:
    """Take the next version of who listens, signed in the browser of an officer."""
    Cell.objects.select_for_update().get(pk=cell.pk)
    vault = vault_of(by)
    before = chain.latest(cell)
    rules.must_follow(chain.up_to(before) if before else None, _shape(text))
    new = rules.read_signed(
        [(one["text"], one["signatures"]) for one in chain.versions(cell)],
        text,
        signatures,
        Instance.current_ident(),
        cell.ident,
    )
    recovered = _is_recovered(before, signatures)
    signer = vault.fpr if recovered or rules.signed_by(signatures, vault.fpr) else ""
    rules.must_list_the_cell(new, _seats(cell), signer, clock.minute())
    rules.must_be_allowed_to_be_recovery_key(new, _taken(new))
    directory = Directory.objects.create(
        cell=cell, version=new.version, text=text, signatures=json.dumps(list(signatures))
    )
    kind = "directory recovered" if recovered else "directory signed"
    trail.note(kind, [new.version, new.hash], actor=by.ident, subject=cell.ident, cell=cell.ident)
    return directory


def _is_recovered(before: Directory | None, signatures: Sequence[Mapping[str, str]]) -> bool:
    """Whether the recovery key signs in place of the officers."""
    spare = chain.up_to(before).latest.spare if before else None
    return spare is not None and rules.signed_by(signatures, spare.fpr.hex())


def _taken(new: SealedDirectory) -> set[str]:
    """The fingerprint of its recovery key, if somebody has it or had it."""
    names = [new.recovery.fpr.hex()] if new.recovery else []
    return {one.fpr for one in (*Vault.objects.among(names), *Former.objects.among(names))}


def _signing(cell: Cell) -> tuple[list[Membership], int]:
    """Those who can sign the next version now, and how many of them it takes."""
    current = chain.latest(cell)
    if current is None:
        return [], 1
    latest = chain.up_to(current).latest
    officers = {officer.fpr.hex() for officer in latest.officers}
    signing = [seat for fpr, (seat, _vault) in _seats(cell).items() if fpr in officers and seat.is_lead]
    return signing, latest.signatures


def signs_alone(seat: Membership) -> bool:
    """Whether nobody could sign the directory any more without the vault of this member."""
    return not rules.may_stop_leading(seat, *_signing(seat.cell))


def _must_leave_somebody_to_sign(seat: Membership) -> None:
    """Refuses when the directory in force would have nobody left to sign the next; the cell is held meanwhile."""
    cell = Cell.objects.select_for_update().get(pk=seat.cell_id)
    rules.must_be_allowed_to_stop_leading(seat, *_signing(cell))


@transaction.atomic
def remove_member(seat: Membership, by: Membership) -> Membership:
    """The lead takes someone out of the cell, unless nobody else could sign the directory."""
    _must_leave_somebody_to_sign(seat)
    return people.remove(seat, by)


@transaction.atomic
def describe_member(seat: Membership, by: Membership, name: str, function: str, role: str) -> Membership:
    """The lead corrects what people read of a member; who alone signs the directory goes on leading."""
    if role != Membership.Role.LEAD:
        _must_leave_somebody_to_sign(seat)
    return people.describe(seat, by, name, function, role)


def _shape(text: str) -> SealedDirectory:
    try:
        return SealedDirectory.read(text)
    except SealError as error:
        raise Refused(_("This directory cannot be taken as it is."), code=error.code, status=422) from error


def _seats(cell: Cell) -> dict[str, tuple[Membership, Vault]]:
    """Who has a seat and a vault in the cell now, by fingerprint."""
    vaults = {vault.person_id: vault for vault in Vault.objects.in_cell(cell)}
    seats = Membership.objects.for_cell(cell).current().with_people()
    return {vaults[seat.person_id].fpr: (seat, vaults[seat.person_id]) for seat in seats if seat.person_id in vaults}


def open_with(membership: Membership, way: str, auth: bytes) -> tuple[Vault, Way]:
    """What a way in gives: the vault and the wrapped key, which the browser alone can open."""
    vault = Vault.objects.of(membership.person)
    if vault is None:
        raise Refused(_("You have no vault yet."), code="no_vault", status=409)
    known = vault.ways.named(way)
    rules.must_be_allowed_to_open(known, vault, auth)
    assert known is not None
    return vault, known
