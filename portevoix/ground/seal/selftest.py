"""Whether the libraries on this machine can do what the seal needs: asked once, when the server starts."""

from __future__ import annotations

import hashlib


class Unusable(Exception):  # noqa: N818  named from the domain
    """This machine cannot seal; the message says what to do."""


ADVICE = (
    "This installation of the Python package “cryptography” cannot seal testimonies ({why}). "
    "Install the version that requirements/base.txt locks, from its ready-made wheel, then start again."
)


def check() -> None:
    """Refuses to go on, by Unusable, when ML-KEM or Cobblestone is missing or gives another result than it should."""
    try:
        from portevoix.ground.seal import envelope, identity, member

        someone = identity.Identity(bytes(range(32)), bytes(range(32, 64)))
        if hashlib.sha256(someone.public.xwing).hexdigest() != _XWING:
            raise Unusable(ADVICE.format(why="X-Wing gives another key"))
        opened = envelope.open_(bytes(32), b"portevoix/1 selftest", bytes.fromhex(_SEALED))
        sealed = someone.seal_to(someone.public, b"portevoix/1 selftest", opened)
        if opened != b"portevoix" or someone.open(b"portevoix/1 selftest", sealed) != opened:
            raise Unusable(ADVICE.format(why="it does not open what it closed"))
        member.WayKeys.from_passphrase("portevoix", bytes(16))
    except Unusable:
        raise
    except Exception as error:
        raise Unusable(ADVICE.format(why=f"{type(error).__name__}: {error}")) from error


_XWING = "c9a3565ffde4f72b51661be391ee13e46378d7f06dd5c8bf5af9d2cfb5b8336b"
_SEALED = (
    "01488ebba48b8998ec1578e5a69c6c613a8aad369328bee186589de17e3e2e32c018473528df890ca41ba01426eca2167ca6"
    "8a46627d7195e95f0d1488e6ec0432def5e7f9698564fa691aef1310ec32e15b"
)
