"""Private keys in files of their own (Ed25519), and signatures of persons over exact bytes."""

from __future__ import annotations

import base64
import binascii
import os
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
)

from ringfence.store.errors import NodeError


def create_key_file(path: Path) -> Ed25519PrivateKey:
    """Make a new key in a file that only its owner may read; raises NodeError where one is."""
    key = Ed25519PrivateKey.generate()
    pem = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError as error:
        raise NodeError(f"{path} is there already: a key is never written over") from error
    except OSError as error:
        raise NodeError(f"{path} cannot be written: {error.strerror}") from error
    with os.fdopen(handle, "wb") as file:
        file.write(pem)
    return key


def load_key_file(path: Path, whose: str) -> Ed25519PrivateKey:
    """Read a key; raises NodeError where it is missing, of another kind, or open to others."""
    if not path.exists():
        raise NodeError(f"{path} is missing: put {whose} back, or go on without it")
    if path.stat().st_mode & 0o077:
        raise NodeError(f"{path} can be read by others: chmod 600 {path}")
    try:
        key = load_pem_private_key(path.read_bytes(), password=None)
    except (ValueError, TypeError) as error:
        raise NodeError(f"{path} is no private key in PEM: put {whose} back") from error
    if not isinstance(key, Ed25519PrivateKey):
        raise NodeError(f"{path} is no Ed25519 key: put {whose} back")
    return key


def public_text(key: Ed25519PrivateKey) -> str:
    """The public key as a register keeps it: base64 of its 32 bytes."""
    return base64.b64encode(key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)).decode()


def sign(key: Ed25519PrivateKey, content: bytes) -> str:
    """The signature over exact bytes, in base64."""
    return base64.b64encode(key.sign(content)).decode()


def holds(public: str, content: bytes, signature: str) -> bool:
    """True where the signature was made over these bytes with the key of the public text."""
    try:
        key = Ed25519PublicKey.from_public_bytes(base64.b64decode(public, validate=True))
        key.verify(base64.b64decode(signature, validate=True), content)
    except (InvalidSignature, ValueError, binascii.Error):
        return False
    return True
