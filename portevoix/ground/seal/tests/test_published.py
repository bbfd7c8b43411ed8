"""The primitives, against the vectors that their authors published (`vectors/published.json` names the sources)."""

from __future__ import annotations

import hashlib
import json
import zlib
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.bindings._rust import openssl as bindings
from cryptography.hazmat.primitives import hpke
from cryptography.hazmat.primitives.asymmetric import ed25519, mlkem, x25519
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

from portevoix.ground.seal import envelope
from portevoix.ground.seal.errors import SealError
from portevoix.ground.seal.fields import expand
from portevoix.ground.seal.identity import MLKEM_PUBLIC, Identity, Public

PUBLISHED = json.loads((Path(__file__).parents[4] / "vectors" / "published.json").read_text("utf-8"))
Vector = dict[str, Any]


def named(part: str) -> list[Any]:
    vectors = PUBLISHED[part]["vectors"]
    return [pytest.param(vector, id=vector.get("name", str(at))) for at, vector in enumerate(vectors)]


@pytest.mark.parametrize("vector", named("ed25519"))
def test_signing_as_rfc_8032(vector: Vector) -> None:
    someone = Identity(bytes(32), bytes.fromhex(vector["seed"]))
    message, signature = bytes.fromhex(vector["message"]), bytes.fromhex(vector["signature"])
    assert someone.public.ed25519.hex() == vector["public"]
    assert someone.sign(message) == signature
    assert someone.public.verify(signature, message)
    assert not someone.public.verify(signature, message + b"!")


@pytest.mark.parametrize("vector", named("argon2id"))
def test_stretching_a_passphrase_as_rfc_9106(vector: Vector) -> None:
    tag = Argon2id(
        salt=bytes.fromhex(vector["salt"]),
        length=32,
        iterations=vector["iterations"],
        lanes=vector["lanes"],
        memory_cost=vector["memory_kib"],
        ad=bytes.fromhex(vector["ad"]),
        secret=bytes.fromhex(vector["secret"]),
    ).derive(bytes.fromhex(vector["password"]))
    assert tag.hex() == vector["tag"]


@pytest.mark.parametrize("vector", named("xwing"))
def test_making_keys_as_the_xwing_draft(vector: Vector) -> None:
    public = Identity(bytes.fromhex(vector["seed"]), bytes(32)).public
    assert hashlib.sha256(public.xwing).hexdigest() == vector["public_sha256"]


def test_taking_the_secret_out_as_the_xwing_draft() -> None:
    vector = PUBLISHED["xwing"]["vectors"][0]
    stretched = hashlib.shake_256(bytes.fromhex(vector["seed"])).digest(96)
    sealed = bytes.fromhex(vector["ciphertext"])
    curve = x25519.X25519PrivateKey.from_private_bytes(stretched[64:])
    inner = mlkem.MLKEM768PrivateKey.from_seed_bytes(stretched[:64]).decapsulate(sealed[:1088])
    outer = curve.exchange(x25519.X25519PublicKey.from_public_bytes(sealed[1088:]))
    combined = inner + outer + sealed[1088:] + curve.public_key().public_bytes_raw() + rb"\.//^" + b"\\"
    assert hashlib.sha3_256(combined).hexdigest() == vector["shared_secret"]


@pytest.mark.parametrize("vector", named("hpke"))
def test_opening_what_was_sealed_to_someone_as_rfc_9180_and_its_hybrid_draft(vector: Vector) -> None:
    """None is of our exact suite: one has our key schedule and AEAD, the other our KEM and KDF."""
    seed = bytes.fromhex(vector["skRm"])
    key: x25519.X25519PrivateKey | hpke.MLKEM768X25519PrivateKey
    if vector["kem_id"] == 0x647A:
        key = Identity(seed, bytes(32))._xwing
        assert Identity(seed, bytes(32)).public.xwing.hex() == vector["pkRm"]
        kem = hpke.KEM.MLKEM768_X25519
    else:
        key, kem = x25519.X25519PrivateKey.from_private_bytes(seed), hpke.KEM.X25519
    aead = hpke.AEAD.AES_256_GCM if vector["aead_id"] == 2 else hpke.AEAD.CHACHA20_POLY1305
    sealed = bytes.fromhex(vector["enc"] + vector["ct"])
    opened = bindings.hpke._decrypt_with_aad(
        hpke.Suite(kem, hpke.KDF.HKDF_SHA256, aead),
        sealed,
        key,
        info=bytes.fromhex(vector["info"]),
        aad=bytes.fromhex(vector["aad"]),
    )
    assert opened.hex() == vector["pt"]


@pytest.mark.parametrize("vector", named("chunked_encryption"))
def test_opening_chunked_encryption_as_c2sp(vector: Vector) -> None:
    sealed = zlib.decompress(bytes.fromhex(vector["deflated"]))
    key, context = bytes.fromhex(vector["key"]), bytes.fromhex(vector["context"])
    opened = envelope.open_(key, context, envelope.VERSION + sealed)
    assert len(opened) == vector["size"]
    assert hashlib.sha512(opened).hexdigest() == vector["sha512"]
    assert len(sealed) + 1 == envelope.sealed_size(len(opened))


@pytest.mark.parametrize("vector", named("chunked_encryption"))
def test_expanding_a_key_with_sha_512_as_c2sp(vector: Vector) -> None:
    sealed = zlib.decompress(bytes.fromhex(vector["deflated"]))
    key, context = bytes.fromhex(vector["key"]), bytes.fromhex(vector["context"])
    derived = expand(key, b"c2sp.org/chunked-encryption@v1+AEAD_AES_256_GCM\0" + sealed[:24] + context, 76)
    assert derived[:44].hex() == vector["aead_key"] + vector["base_nonce"]
    assert derived[44:] == sealed[24:56]


def test_a_public_key_is_the_two_keys_one_after_the_other() -> None:
    someone = Identity(bytes(32), bytes(32)).public
    mlkem.MLKEM768PublicKey.from_public_bytes(someone.xwing[:MLKEM_PUBLIC])
    x25519.X25519PublicKey.from_public_bytes(someone.xwing[MLKEM_PUBLIC:])
    ed25519.Ed25519PublicKey.from_public_bytes(someone.ed25519)
    with pytest.raises(SealError, match="malformed"):
        Public(b"\xff" * 1216, bytes(32)).seal_to(b"", b"")
