"""What a school's server has signed of somebody: believed once its signature, issuer, audience, nonce and dates hold.

OpenID Connect Core 1.0, section 3.1.3.7. The libraries weigh 8 MB in memory: only who signs in so imports them.
"""

from collections.abc import Callable
from typing import Any, Final

from authlib.oidc.core import CodeIDToken
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

SLACK: Final = 60
"""Seconds by which two clocks may differ."""
SIGNED_WITH: Final = [
    *("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA", "Ed25519"),
]


def believed(
    token: str,
    keys: Callable[[bool], dict[str, Any]],
    *,
    issuer: str,
    client: str,
    nonce: str,
    access_token: str | None,
) -> dict[str, Any]:
    """The claims of a token. `keys` gives the server's JWK set, asked for anew when it is told to.

    Raises ValueError when something in it does not hold.
    """
    must = {name: {"essential": True} for name in ("exp", "iat", "sub")}
    try:
        read = _signed(token, keys)
        claims = CodeIDToken(
            read.claims,
            read.header,
            options={"iss": {"essential": True, "value": issuer}, "aud": {"essential": True, "value": client}, **must},
            params={"nonce": nonce, "client_id": client, "access_token": access_token},
        )
        claims.validate(leeway=SLACK)
    except JoseError as failure:
        raise ValueError("the token does not hold") from failure
    audience = claims["aud"] if isinstance(claims["aud"], list) else [claims["aud"]]
    if audience != [client] and claims.get("azp") != client:
        raise ValueError("the token is for somebody else")
    return dict(claims)


def _signed(token: str, keys: Callable[[bool], dict[str, Any]]) -> jwt.Token:
    """The token, its signature checked; keys that have just been changed are asked for once more."""
    try:
        return jwt.decode(token, _public(keys(False)), SIGNED_WITH)
    except (JoseError, ValueError):
        return jwt.decode(token, _public(keys(True)), SIGNED_WITH)


def _public(keys: dict[str, Any]) -> KeySet:
    """Keys that check signatures: never one that both sides know, nor one that is for something else."""
    usable = [key for key in keys["keys"] if key.get("kty") in {"RSA", "EC", "OKP"} and key.get("use", "sig") == "sig"]
    return KeySet.import_key_set({"keys": usable})
