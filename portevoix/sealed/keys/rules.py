"""What a vault must be, who opens it, and what a new version of the directory must say. Pure."""

import hashlib
import hmac
from collections.abc import Collection, Mapping, Sequence
from contextlib import suppress
from typing import Any, Final

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from portevoix.ground.people.models import Membership
from portevoix.ground.seal import recovery
from portevoix.ground.seal.directory import Directories, Directory
from portevoix.ground.seal.errors import SealError
from portevoix.ground.seal.identity import Public
from portevoix.ground.web.rules import Refused
from portevoix.sealed.keys.models import Vault, Way

KINDS = {Way.Kind.PASSPHRASE, Way.Kind.RECOVERY}


def may_make_vault(present: Vault | None, replaces: str | None) -> bool:
    """Once; and again, in place of a vault one names, when passphrase and recovery code are both lost."""
    return present is None if replaces is None else present is not None and present.fpr == replaces


def must_be_allowed_to_make_vault(present: Vault | None, replaces: str | None) -> None:
    if not may_make_vault(present, replaces):
        raise Refused(_("You have a vault already: load this page again."), code="vault_exists", status=409)


def must_have_both_ways(kinds: Sequence[str]) -> None:
    """A passphrase and a printed recovery code: never a vault with one way in only."""
    if sorted(kinds) != sorted(KINDS):
        raise Refused(_("A vault needs a passphrase and a recovery code."), code="ways", status=422)


def may_open(way: Way | None, vault: Vault, auth: bytes) -> bool:
    """Whether `auth` is what this way in gives."""
    given = hashlib.sha256(auth).hexdigest()
    expected = way.auth_hash if way is not None and way.vault_id == vault.pk else "0" * 64
    return hmac.compare_digest(given, expected)


def must_be_allowed_to_open(way: Way | None, vault: Vault, auth: bytes) -> None:
    if not may_open(way, vault, auth):
        raise Refused(_("This does not open your vault."), code="wrong_key")


def must_follow(before: Directories | None, new: Directory) -> None:
    """The next version is signed on the latest: whoever signed meanwhile must be read first."""
    if new.version != (before.latest.version + 1 if before else 1):
        raise Refused(_("The directory changed meanwhile: load this page again."), code="stale", status=409)


def may_stop_leading(seat: Membership, signing: Collection[Membership], needed: int) -> bool:
    """`signing` can sign the next version now, `needed` must: without this one there are enough, or they were none."""
    return seat not in signing or len(signing) - 1 >= needed


def must_be_allowed_to_stop_leading(seat: Membership, signing: Collection[Membership], needed: int) -> None:
    """The directory is never left to nobody who can sign it."""
    if not may_stop_leading(seat, signing, needed):
        sentence = _(
            "Without %(name)s nobody could sign the directory any more. First let another lead make a vault, and have "
            "%(name)s sign a version in which this other lead signs too."
        )
        raise Refused(sentence % {"name": seat.person.name}, code="last_officer", status=409)


def must_list_the_cell(new: Directory, seats: Mapping[str, tuple[Membership, Vault]], signer: str, minute: int) -> None:
    """Everyone listed has a seat in the cell now, the very keys of their vault, their own name and function.

    Only leads sign the directory; whoever sends it is one of those who signed. `seats` are by fingerprint.
    """
    for member in new.people:
        seat = seats.get(member.fpr.hex())
        if seat is None:
            raise _not_of_the_cell(member.name)
        membership, vault = seat
        if (member.public.xwing, member.public.ed25519) != (bytes(vault.xwing), bytes(vault.ed25519)):
            raise _not_of_the_cell(member.name)
        if (member.name, member.role) != (membership.person.name, membership.person.function):
            raise Refused(_("A name or a function in it is not the one of the cell."), code="name", status=422)
        if member.officer and not membership.is_lead:
            raise Refused(_("Only a lead of the cell signs the directory."), code="officer", status=422)
    if signer not in seats or not seats[signer][0].is_lead or new.time > minute + 5:
        raise Refused(_("This directory cannot be taken as it is."), code="directory_signature", status=422)


NAME: Final = 120
"""Characters of the name of a trustee."""


def may_be_recovery_key(new: Directory, taken: Collection[str]) -> bool:
    """A key that nobody has: neither a member, present or former, nor anybody of another cell.

    Its line does not pass for somebody's: it is named as such keys are, and says who keeps them.
    """
    spare, kept = new.spare, new.recovery
    if spare is None or kept is None:
        return True
    said = len(spare.role) <= 10 * NAME and all(len(name) <= NAME and name in spare.role for name in kept.trustees)
    return spare.fpr.hex() not in taken and spare.name in _names_of_the_key() and said


def _names_of_the_key() -> set[str]:
    names = set()
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            names.add(_("Recovery key of the cell"))
    return names


def must_be_allowed_to_be_recovery_key(new: Directory, taken: Collection[str]) -> None:
    if not may_be_recovery_key(new, taken):
        raise Refused(_("This directory cannot be taken as it is."), code="directory_signature", status=422)


AGREED: Final = 10
"""Minutes for which a signature of the recovery key is taken."""


def must_hold_the_recovery_key(latest: Directory | None, by: Membership, minute: int, sig: bytes, now: int) -> Public:
    """The recovery key in force, when whoever asks has just shown, by its signature, that the sheets are there."""
    spare = latest.spare if latest else None
    if latest is None or spare is None:
        raise Refused(_("This cell has no recovery key."), code="no_recovery_key", status=409)
    said = recovery.act(latest.inst, latest.cell, bytes.fromhex(by.person.ident), minute)
    if abs(now - minute) > AGREED or not spare.public.verify(sig, said):
        raise Refused(_("This is not signed by the recovery key of the cell."), code="recovery_share")
    return spare.public


def _not_of_the_cell(name: str) -> Refused:
    sentence = _("%(name)s is not in the cell with these keys: load this page again.") % {"name": name}
    return Refused(sentence, code="stale", status=409)


def read_signed(
    before: Sequence[tuple[str, Sequence[Any]]], text: str, signatures: Sequence[Any], inst: str, cell: str
) -> Directory:
    """The new version, once the chain from the first holds with it."""
    try:
        chain = [*before, (text, signatures)]
        return Directories.read(chain, inst=bytes.fromhex(inst), cell=bytes.fromhex(cell)).latest
    except SealError as error:
        sentence = _("This directory is not signed as it must be.")
        raise Refused(sentence, code=error.code, status=422) from error


def signed_by(signatures: Sequence[Mapping[str, str]], fpr: str) -> bool:
    """Whether this person is one of those who signed."""
    with suppress(KeyError):
        return any(signature["fpr"] == fpr for signature in signatures)
    return False
