"""The reporter of one testimony: everything comes from `root`, 32 random bytes that only the receipt gives back."""

from __future__ import annotations

import secrets
from functools import cached_property

from portevoix.ground.seal.fields import expand, lp, sha256, sized
from portevoix.ground.seal.identity import Identity, Public


class Reporter:
    """The keys of the person who speaks, for one testimony."""

    def __init__(self, root: bytes) -> None:
        self.root = sized(root, 32)

    @classmethod
    def make(cls) -> Reporter:
        """A new testimony's keys."""
        return cls(secrets.token_bytes(32))

    def __repr__(self) -> str:
        return f"<Reporter {self.public.fpr.hex()[:16]}>"

    @cached_property
    def identity(self) -> Identity:
        """The keys they sign with and are sealed to."""
        return Identity(self._expand("portevoix/1 reporter xwing"), self._expand("portevoix/1 reporter ed25519"))

    @property
    def public(self) -> Public:
        """Their public keys."""
        return self.identity.public

    @property
    def private_key(self) -> bytes:
        """The stream key of their private stream, epoch 0."""
        return self._expand("portevoix/1 reporter private")

    @property
    def withdrawal(self) -> bytes:
        """What withdraws the testimony when it is shown to the server."""
        return self._expand("portevoix/1 reporter withdraw")

    @property
    def withdraw_hash(self) -> bytes:
        """What the server keeps of `withdrawal`."""
        return sha256(self.withdrawal)

    def _expand(self, label: str) -> bytes:
        return expand(self.root, lp(label), 32)
