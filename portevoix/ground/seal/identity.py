"""Who someone is: an X-Wing key to be sealed to, an Ed25519 key to sign with, and the fingerprint of both."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from cryptography.exceptions import InvalidSignature, InvalidTag
from cryptography.hazmat.primitives import hpke
from cryptography.hazmat.primitives.asymmetric import ed25519, mlkem, x25519

from portevoix.ground.seal.envelope import VERSION, without_version
from portevoix.ground.seal.errors import SealError
from portevoix.ground.seal.fields import b64, lp, sha256, sized, unb64

MLKEM_PUBLIC: Final = 1184
XWING_PUBLIC: Final = MLKEM_PUBLIC + 32
XWING_SEALED: Final = 1120
"""Bytes of `enc`, before the ciphertext."""
_SUITE: Final = hpke.Suite(hpke.KEM.MLKEM768_X25519, hpke.KDF.HKDF_SHA256, hpke.AEAD.AES_256_GCM)


@dataclass(frozen=True)
class Public:
    """Someone's two public keys, in bytes: X-Wing (1 216) and Ed25519 (32)."""

    xwing: bytes
    ed25519: bytes

    def __post_init__(self) -> None:
        sized(self.xwing, XWING_PUBLIC)
        sized(self.ed25519, 32)

    @classmethod
    def from_b64(cls, xwing: object, ed25519: object) -> Public:
        """The keys as JSON carries them."""
        return cls(unb64(xwing, XWING_PUBLIC), unb64(ed25519, 32))

    @cached_property
    def fpr(self) -> bytes:
        """The fingerprint, 32 bytes."""
        return sha256(lp("portevoix/1 fpr", self.xwing, self.ed25519))

    def as_json(self) -> dict[str, str]:
        """The keys as JSON carries them."""
        return {"xwing": b64(self.xwing), "ed25519": b64(self.ed25519)}

    def verify(self, signature: bytes, data: bytes) -> bool:
        """Whether they signed this."""
        try:
            ed25519.Ed25519PublicKey.from_public_bytes(self.ed25519).verify(signature, data)
        except (InvalidSignature, ValueError):
            return False
        return True

    def seal_to(self, info: bytes, plaintext: bytes) -> bytes:
        """`0x01 ‖ HPKE(their key, info, plaintext)`."""
        return VERSION + _SUITE.encrypt(plaintext, self._xwing, info=info)

    @cached_property
    def _xwing(self) -> hpke.MLKEM768X25519PublicKey:
        try:
            return hpke.MLKEM768X25519PublicKey(
                mlkem.MLKEM768PublicKey.from_public_bytes(self.xwing[:MLKEM_PUBLIC]),
                x25519.X25519PublicKey.from_public_bytes(self.xwing[MLKEM_PUBLIC:]),
            )
        except ValueError as error:
            raise SealError("malformed", "public key") from error


class Identity:
    """Someone's private keys, from two seeds of 32 bytes. Lives in memory only; prints as its fingerprint."""

    def __init__(self, xwing_seed: bytes, ed25519_seed: bytes) -> None:
        stretched = hashlib.shake_256(sized(xwing_seed, 32)).digest(96)
        kem = mlkem.MLKEM768PrivateKey.from_seed_bytes(stretched[:64])
        curve = x25519.X25519PrivateKey.from_private_bytes(stretched[64:])
        self._xwing = hpke.MLKEM768X25519PrivateKey(kem, curve)
        self._ed25519 = ed25519.Ed25519PrivateKey.from_private_bytes(sized(ed25519_seed, 32))
        self.public = Public(
            kem.public_key().public_bytes_raw() + curve.public_key().public_bytes_raw(),
            self._ed25519.public_key().public_bytes_raw(),
        )

    def __repr__(self) -> str:
        return f"<Identity {self.fpr.hex()[:16]}>"

    @property
    def fpr(self) -> bytes:
        """The fingerprint of the public keys, 32 bytes."""
        return self.public.fpr

    def sign(self, data: bytes) -> bytes:
        """An Ed25519 signature, 64 bytes."""
        return self._ed25519.sign(data)

    def seal_to(self, recipient: Public, info: bytes, plaintext: bytes) -> bytes:
        """`0x01 ‖ HPKE(recipient, info, plaintext)`: nothing of the sender is in it."""
        return recipient.seal_to(info, plaintext)

    def open(self, info: bytes, blob: bytes) -> bytes:
        """What was sealed to this identity with this `info`; refuses `altered` or `unknown_version`."""
        try:
            return _SUITE.decrypt(without_version(blob), self._xwing, info=info)
        except (InvalidTag, ValueError) as error:
            raise SealError("altered", "sealed to someone else, for something else, or altered") from error
