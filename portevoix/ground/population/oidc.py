"""Coming in by the school's own server: OpenID Connect, by code and PKCE, nothing else.

What the browser brings back is believed only if it was asked for from this very browser, and what the school's server
says only if its signature, its issuer, its audience, its nonce and its dates hold. Everything that is asked of it is on
the host of the issuer.
"""

import base64
import json
import time
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from hashlib import sha256
from secrets import token_urlsafe
from typing import Any
from urllib.parse import quote, urlencode

from cryptography.fernet import InvalidToken
from django.utils.crypto import constant_time_compare

from portevoix.ground.population.models import Individual, SignOn
from portevoix.ground.web.box import box
from portevoix.ground.web.outside import NoAnswer, ask, host_of

SIGN_ON, ATTEMPT = "single sign-on", "single sign-on under way"
LASTS = 600
"""Seconds that somebody has to sign in at their school."""
KEPT = 600
"""Seconds for which what a server says of itself is not asked again."""
ENDPOINTS = ("authorization_endpoint", "token_endpoint", "jwks_uri")

_kept: dict[str, tuple[float, dict[str, Any]]] = {}


class NotRecognised(Exception):  # noqa: N818  nobody is at fault: nobody came in
    """The school's server did not say who is there, or what it said does not hold."""


@dataclass(frozen=True)
class Attempt:
    """Somebody has gone to sign in at their school: what this browser must bring back, and where they wanted to go."""

    state: str
    nonce: str
    verifier: str
    then: str
    school: str

    @classmethod
    def begun(cls, school: str, then: str) -> "Attempt":
        return cls(token_urlsafe(), token_urlsafe(), token_urlsafe(48), then, school)

    def closed(self) -> str:
        """As the browser keeps it: it can neither read nor change it."""
        return box(ATTEMPT).encrypt(json.dumps(asdict(self)).encode()).decode()

    @classmethod
    def opened(cls, kept: str) -> "Attempt":
        try:
            return cls(**json.loads(box(ATTEMPT).decrypt(kept.encode(), ttl=LASTS)))
        except (InvalidToken, ValueError, TypeError):
            raise NotRecognised from None


def way_to(sign_on: SignOn, attempt: Attempt, back: str) -> str:
    """The address at the school where this attempt goes on. Raises NotRecognised."""
    asked = {
        "response_type": "code",
        "client_id": sign_on.client,
        "redirect_uri": back,
        "scope": "openid email profile",
        "state": attempt.state,
        "nonce": attempt.nonce,
        "code_challenge": _challenge(attempt.verifier),
        "code_challenge_method": "S256",
    }
    endpoint: str = _server(sign_on)["authorization_endpoint"]
    return f"{endpoint}{'&' if '?' in endpoint else '?'}{urlencode(asked)}"


def _challenge(verifier: str) -> str:
    """RFC 7636, section 4.2."""
    return base64.urlsafe_b64encode(sha256(verifier.encode()).digest()).rstrip(b"=").decode()


def recognise(sign_on: SignOn, attempt: Attempt, said: Mapping[str, str], back: str) -> Individual | None:
    """Who is there, by what the browser brought back; None when the school's lists do not know them.

    Raises NotRecognised.
    """
    server = _server(sign_on)
    if not constant_time_compare(said.get("state", ""), attempt.state) or attempt.school != sign_on.school.slug:
        raise NotRecognised
    named = said.get("iss")
    if named != sign_on.issuer and (named or server.get("authorization_response_iss_parameter_supported")):
        raise NotRecognised
    if not said.get("code"):
        raise NotRecognised
    try:
        tokens = _tokens(sign_on, server, attempt, said["code"], back)
        claims = _claims(sign_on, server, attempt, tokens)
        return _individual(sign_on, _known(sign_on, server, claims, tokens))
    except (NoAnswer, ValueError, TypeError, KeyError) as failure:
        raise NotRecognised from failure


def _server(sign_on: SignOn) -> dict[str, Any]:
    """What the school's server says of itself, asked again every ten minutes."""
    try:
        server = _asked(sign_on.issuer.rstrip("/") + "/.well-known/openid-configuration")
        if server["issuer"] != sign_on.issuer:
            raise NotRecognised
        if any(host_of(server[name]) != host_of(sign_on.issuer) for name in ENDPOINTS):
            raise NotRecognised
    except (NoAnswer, ValueError, TypeError, KeyError, AttributeError) as failure:
        raise NotRecognised from failure
    return server


def _asked(address: str, again: bool = False) -> dict[str, Any]:
    then, said = _kept.get(address, (0.0, {}))
    if again or time.monotonic() - then > KEPT or not said:
        said = _object(ask(address, headers={"Accept": "application/json"}))
        _kept[address] = time.monotonic(), said
    return said


def _object(said: bytes) -> dict[str, Any]:
    read = json.loads(said)
    if not isinstance(read, dict):
        raise ValueError("not an object")
    return read


def _tokens(sign_on: SignOn, server: dict[str, Any], attempt: Attempt, code: str, back: str) -> dict[str, Any]:
    asked = {
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": back,
        "code_verifier": attempt.verifier,
    }
    secret = box(SIGN_ON).decrypt(sign_on.secret.encode()).decode()
    headers = {"Accept": "application/json", "Content-Type": "application/x-www-form-urlencoded"}
    if "client_secret_basic" in server.get("token_endpoint_auth_methods_supported", ["client_secret_basic"]):
        pair = f"{quote(sign_on.client, safe='')}:{quote(secret, safe='')}"
        headers["Authorization"] = f"Basic {base64.b64encode(pair.encode()).decode()}"
    else:
        asked |= {"client_id": sign_on.client, "client_secret": secret}
    return _object(ask(server["token_endpoint"], body=urlencode(asked).encode(), headers=headers))


def _claims(sign_on: SignOn, server: dict[str, Any], attempt: Attempt, tokens: dict[str, Any]) -> dict[str, Any]:
    """What the signed token says, once everything in it holds."""
    from portevoix.ground.population.id_token import believed

    return believed(
        tokens["id_token"],
        lambda again: _asked(server["jwks_uri"], again),
        issuer=sign_on.issuer,
        client=sign_on.client,
        nonce=attempt.nonce,
        access_token=tokens.get("access_token"),
    )


def _known(sign_on: SignOn, server: dict[str, Any], claims: dict[str, Any], tokens: dict[str, Any]) -> dict[str, Any]:
    """The claims, with what the server only says when it is asked about the person."""
    wanted = sign_on.number_claim or "email"
    endpoint = server.get("userinfo_endpoint")
    if wanted in claims or not endpoint or host_of(endpoint) != host_of(sign_on.issuer):
        return claims
    more = _object(ask(endpoint, headers={"Authorization": f"Bearer {tokens['access_token']}"}))
    if more.get("sub") != claims["sub"]:
        raise NotRecognised
    return more | claims


def _individual(sign_on: SignOn, claims: dict[str, Any]) -> Individual | None:
    """Whoever the school's number or the checked address stands for."""
    people = Individual.objects.for_school(sign_on.school).present()
    if sign_on.number_claim:
        return people.numbered(str(claims.get(sign_on.number_claim) or ""))
    verified = claims.get("email_verified")
    if verified is not True and verified != "true":
        return None
    return people.at(str(claims.get("email") or ""))
