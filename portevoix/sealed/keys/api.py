"""Where members' browsers send their sealed vault, their keyring and signed directories. Session and CSRF header."""

from typing import Annotated, Any

from allauth.account.internal.flows.reauthentication import did_recently_reauthenticate
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _
from ninja import Status
from pydantic import Field

from portevoix.ground.people.models import Membership
from portevoix.ground.people.rules import must_be_member
from portevoix.ground.people.seat import seated
from portevoix.ground.seal.errors import SealError
from portevoix.ground.seal.fields import b64, hex16, hex32, unb64
from portevoix.ground.seal.identity import Public
from portevoix.ground.web import throttle
from portevoix.ground.web.doors import Strict, addresses, door
from portevoix.ground.web.rules import Refused
from portevoix.sealed.keys import acts, chain
from portevoix.sealed.keys.models import Vault

api = door("keys", auth=seated)

Name = Annotated[str, Field(pattern=r"^[0-9a-f]{32}$")]
Hash = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
Small = Annotated[str, Field(max_length=400)]
KEYRING = 3_900_000


class WayIn(Strict):
    way: Name
    kind: Annotated[str, Field(pattern=r"^(passphrase|recovery)$")]
    auth_hash: Hash
    wrap: Small


class VaultIn(Strict):
    blob: Small
    xwing: Annotated[str, Field(max_length=1700)]
    ed25519: Annotated[str, Field(max_length=50)]
    ways: Annotated[list[WayIn], Field(min_length=2, max_length=2)]
    replaces: Hash | None = None


class KeyIn(Strict):
    way: Name
    auth: Annotated[str, Field(max_length=50)]


class ChangeIn(Strict):
    by: KeyIn
    new: WayIn


class KeyringIn(Strict):
    counter: Annotated[int, Field(ge=1, le=2**53 - 1)]
    blob: Annotated[str, Field(max_length=KEYRING)]


class SignatureIn(Strict):
    fpr: Hash
    sig: Annotated[str, Field(max_length=100)]


class DirectoryIn(Strict):
    text: Annotated[str, Field(max_length=1_000_000)]
    signatures: Annotated[list[SignatureIn], Field(min_length=1, max_length=20)]


def _read(written: str, size: int | None = None) -> bytes:
    try:
        return unb64(written, size)
    except SealError as error:
        raise Refused(_("This is not sealed in the way expected here."), code="malformed", status=422) from error


def _way(sent: WayIn) -> acts.NewWay:
    hex16(sent.way), hex32(sent.auth_hash)
    return acts.NewWay(sent.way, sent.kind, sent.auth_hash, _read(sent.wrap))


def _must_not_hurry(membership: Membership) -> None:
    """Ten tries, then one every half-minute: a passphrase is not guessed through a stolen session."""
    key = salted_hmac("portevoix vault", membership.person.ident, algorithm="sha256").hexdigest()
    if not throttle.take(key, capacity=10, per_second=1 / 30):
        raise Refused(_("Too many attempts. Wait a few minutes, then try again."), code="too_many", status=429)


@api.post("coffre", response={201: dict[str, str]})
def make(request: HttpRequest, sent: VaultIn) -> Status[dict[str, str]]:
    membership = must_be_member(request)
    if sent.replaces is not None and not did_recently_reauthenticate(request):
        raise Refused(_("Confirm that it is you, with a code."), code="confirm")
    public = Public(_read(sent.xwing, 1216), _read(sent.ed25519, 32))
    ways = [_way(way) for way in sent.ways]
    vault = acts.make_vault(membership, _read(sent.blob), public, ways, sent.replaces)
    return Status(201, {"fpr": vault.fpr})


@api.post("coffre/cle")
def key(request: HttpRequest, sent: KeyIn) -> dict[str, Any]:
    membership = must_be_member(request)
    _must_not_hurry(membership)
    vault, way = acts.open_with(membership, sent.way, _read(sent.auth, 32))
    return {"wrap": b64(bytes(way.wrap)), "blob": b64(bytes(vault.blob)), "version": vault.version, **_keyring(vault)}


@api.post("coffre/acces", response={204: None})
def change_way(request: HttpRequest, sent: ChangeIn) -> Status[None]:
    membership = must_be_member(request)
    _must_not_hurry(membership)
    acts.change_way(membership, sent.by.way, _read(sent.by.auth, 32), _way(sent.new))
    return Status(204, None)


def _keyring(vault: Vault) -> dict[str, Any]:
    return {"counter": vault.keyring_counter, "keyring": b64(bytes(vault.keyring))}


def _my_vault(request: HttpRequest) -> Vault:
    vault = Vault.objects.of(must_be_member(request).person)
    if vault is None:
        raise Refused(_("You have no vault yet."), code="no_vault", status=409)
    return vault


@api.get("trousseau")
def keyring(request: HttpRequest, have: int = -1) -> HttpResponse | dict[str, Any]:
    """The keyring, or nothing when the browser has this very one."""
    vault = _my_vault(request)
    return HttpResponse(status=204) if vault.keyring_counter == have else _keyring(vault)


@api.put("trousseau", response={204: None})
def keep_keyring(request: HttpRequest, sent: KeyringIn) -> Status[None]:
    acts.keep_keyring(_my_vault(request), sent.counter, _read(sent.blob))
    return Status(204, None)


@api.get("annuaire")
def directory(request: HttpRequest, after: int = 0) -> dict[str, Any]:
    """Every version of the cell's directory, or those after one the browser has."""
    return {"directories": chain.versions(must_be_member(request).cell, after)}


@api.post("annuaire", response={201: dict[str, int]})
def sign(request: HttpRequest, sent: DirectoryIn) -> Status[dict[str, int]]:
    membership = must_be_member(request)
    signatures = [signature.model_dump() for signature in sent.signatures]
    signed = acts.sign_directory(membership.cell, sent.text, signatures, membership)
    return Status(201, {"version": signed.version})


patterns = addresses(api, without_account=True)
