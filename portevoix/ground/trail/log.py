"""The key of the log, and what it signs: promises and checkpoints (C2SP signed notes)."""

import base64
from functools import cache
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from django.conf import settings

from portevoix.ground.seal.fields import lp, sha256
from portevoix.ground.web.models import Instance
from portevoix.ground.web.once import kept

ED25519 = b"\x01"
PROOF = "c2sp.org/tlog-proof@v1"


@cache
def _key(path: Path) -> Ed25519PrivateKey:
    """The log's key, made at the first line; readable by its owner only, never in the database."""
    return Ed25519PrivateKey.from_private_bytes(kept(path, lambda: Ed25519PrivateKey.generate().private_bytes_raw()))


def key() -> Ed25519PrivateKey:
    """The private key of this installation's log."""
    return _key(settings.DATA / "log.key")


def public_key() -> bytes:
    """The public key, 32 bytes, given to browsers with the pages that check promises."""
    return key().public_key().public_bytes_raw()


def origin() -> str:
    """The name of the log: it follows the installation, wherever it is served from."""
    return f"portevoix/{Instance.current_ident()}"


def key_id(name: str, public: bytes) -> bytes:
    """The four bytes that name a key in a signed note."""
    return sha256(name.encode() + b"\n" + ED25519 + public)[:4]


def verifier() -> str:
    """The public key as auditors' tools read it: `name+id+key`."""
    public = public_key()
    return f"{origin()}+{key_id(origin(), public).hex()}+{_b64(ED25519 + public)}"


def promise(commitment: bytes, minute: int) -> bytes:
    """The signature that engages the log to commit to this within a day."""
    return key().sign(lp("portevoix/1 promise", commitment, minute))


def checkpoint(size: int, root: bytes) -> str:
    """The signed note that states the tree's size and root."""
    name = origin()
    text = f"{name}\n{size}\n{_b64(root)}\n"
    return f"{text}\n— {name} {_b64(key_id(name, public_key()) + key().sign(text.encode()))}\n"


def is_signed(note: str, size: int, root: bytes) -> bool:
    """Whether this note states that size and root, signed by the log's key."""
    name, public = origin(), public_key()
    text, _, signatures = note.rpartition("\n\n")
    if f"{text}\n" != f"{name}\n{size}\n{_b64(root)}\n":
        return False
    start = f"— {name} {_b64(key_id(name, public))[:5]}"
    for line in signatures.splitlines():
        if line.startswith(start):
            signature = base64.b64decode(line.rpartition(" ")[2])
            try:
                Ed25519PublicKey.from_public_bytes(public).verify(signature[4:], f"{text}\n".encode())
            except InvalidSignature:
                return False
            return signature[:4] == key_id(name, public)
    return False


def proof(index: int, path: list[bytes], note: str) -> str:
    """The text of a `.tlog-proof` file."""
    return "\n".join([PROOF, f"index {index}", *map(_b64, path), "", note])


def path_lines(hashes: list[bytes]) -> str:
    """Hashes as auditors' tools read them, one a line."""
    return "".join(f"{_b64(one)}\n" for one in hashes)


def _b64(data: bytes) -> str:
    return base64.b64encode(data).decode()
