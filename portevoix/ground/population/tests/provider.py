"""A school's own server: OpenID Connect, with real keys and real signatures, small enough to be read."""

from __future__ import annotations

import base64
import hashlib
import json
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, urlsplit

from joserfc import jwt
from joserfc.jwk import KeySet, RSAKey

from portevoix.ground.web.outside import NoAnswer

ISSUER = "https://sso.mines.example"
CLIENT, SECRET = "portevoix", "un secret: du serveur"


@dataclass
class Provider:
    """Knows one person; `lies` are claims that it says instead of the true ones."""

    claims: dict[str, Any]
    lies: dict[str, Any] = field(default_factory=dict)
    more: dict[str, Any] = field(default_factory=dict)
    only_when_asked: dict[str, Any] = field(default_factory=dict)
    key: RSAKey = field(default_factory=lambda: RSAKey.generate_key(2048, {"kid": "1", "use": "sig"}))
    header: dict[str, Any] = field(default_factory=lambda: {"alg": "RS256", "kid": "1"})
    asked: list[str] = field(default_factory=list)
    codes: dict[str, dict[str, str]] = field(default_factory=dict)

    def signs_in(self, address: str) -> dict[str, str]:
        """The person signs in at this address; what her browser brings back."""
        query = {name: value[0] for name, value in parse_qs(urlsplit(address).query).items()}
        code = f"code-{len(self.codes)}"
        self.codes[code] = query
        return {"code": code, "state": query["state"], "iss": ISSUER}

    def answer(self, address: str, *, body: bytes | None = None, headers: Mapping[str, str] | None = None) -> bytes:
        """In the place of `outside.ask`."""
        self.asked.append(address)
        said: dict[str, Any]
        if address == f"{ISSUER}/.well-known/openid-configuration":
            said = {"issuer": ISSUER} | {
                name: f"{ISSUER}/{path}"
                for name, path in (
                    ("authorization_endpoint", "auth"),
                    ("token_endpoint", "token"),
                    ("jwks_uri", "keys"),
                    ("userinfo_endpoint", "me"),
                )
            }
            said |= self.more
        elif address == f"{ISSUER}/keys":
            said = dict(KeySet([self.key]).as_dict(private=False))
        elif address == f"{ISSUER}/me" and headers and headers["Authorization"] == "Bearer access":
            said = {"sub": self.claims["sub"]} | self.only_when_asked
        elif address == f"{ISSUER}/token" and body is not None and headers is not None:
            said = self._tokens(body, headers)
        else:
            raise NoAnswer("404")
        return json.dumps(said).encode()

    def _tokens(self, body: bytes, headers: Mapping[str, str]) -> dict[str, Any]:
        sent = {name: value[0] for name, value in parse_qs(body.decode()).items()}
        began = self.codes.pop(sent["code"], None)
        pair = base64.b64encode(f"{CLIENT}:un%20secret%3A%20du%20serveur".encode()).decode()
        if began is None or headers.get("Authorization") != f"Basic {pair}":
            raise NoAnswer("400")
        challenge = base64.urlsafe_b64encode(hashlib.sha256(sent["code_verifier"].encode()).digest()).rstrip(b"=")
        if challenge.decode() != began["code_challenge"] or sent["redirect_uri"] != began["redirect_uri"]:
            raise NoAnswer("400")
        now = int(time.time())
        true = {"iss": ISSUER, "aud": CLIENT, "iat": now, "exp": now + 300, "nonce": began["nonce"]}
        claims = {name: value for name, value in (true | self.claims | self.lies).items() if value is not None}
        return {"access_token": "access", "token_type": "Bearer", "id_token": self.sign(claims)}

    def sign(self, claims: dict[str, Any]) -> str:
        return jwt.encode(self.header, claims, self.key)
