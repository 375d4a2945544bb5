"""A signed note: how a checkpoint of the journal is written, signed, read and verified.

The text is that of a signed note of transparency logs: origin, size, root, time, an empty line,
and a line with the signature (Ed25519 over the text before it). Nothing here needs a database.
"""

from __future__ import annotations

import base64
import hashlib
import re
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
)

from ringfence.store.canonical import instant_text
from ringfence.store.errors import NodeError
from ringfence.store.keys import create_key_file, load_key_file

_ED25519 = b"\x01"
_NAME = re.compile(r"[^\s+]+")
_NOTE = re.compile(
    r"(?P<text>(?P<origin>[^\n]+)\n(?P<size>0|[1-9]\d*)\n(?P<root>[A-Za-z0-9+/]{43}=)\n"
    r"(?P<at>\d{4}-\d\d-\d\dT[\d:.]+Z)\n)\n— (?P<name>\S+) (?P<signature>[A-Za-z0-9+/]+=*)\n"
)


@dataclass(frozen=True, slots=True)
class Note:
    """A checkpoint as it is written; `text` is the whole of it with the signature."""

    origin: str
    size: int
    root: bytes
    at: str
    text: str


@dataclass(frozen=True, slots=True)
class OwnKey:
    """A key with which a node signs or has signed, in the words of notes.

    since, ended_at  instants as texts; `ended_at` is empty for the key in use, `since` where it
                     was not noted
    because          why it was ended: replaced, or leaked
    """

    public_text: str
    since: str = ""
    ended_at: str = ""
    because: str = ""

    def has_signed(self, note: Note) -> bool:
        """Whether a checkpoint was signed with it, of a time at which it was in use."""
        return is_signed(note, self.public_text) and note.at <= (self.ended_at or note.at)


class Signer:
    """The journal's key, which never leaves its file."""

    def __init__(self, name: str, key: Ed25519PrivateKey) -> None:
        self.name, self._key = name, key

    @property
    def public_text(self) -> str:
        """The public key as others keep it: name, four bytes of its hash, and the key."""
        return note_key(
            self.name, self._key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
        )

    @property
    def pem(self) -> bytes:
        """The private key, for the seal of papers; it is never written or sent."""
        return self._key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())

    def sign(self, size: int, root: bytes, now: datetime) -> Note:
        """The checkpoint over the first `size` leaves."""
        at, encoded = instant_text(now), base64.b64encode(root).decode()
        text = f"{self.name}\n{size}\n{encoded}\n{at}\n"
        public = _ED25519 + self._key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
        signed = _key_hash(self.name, public) + self._key.sign(text.encode())
        signature = base64.b64encode(signed).decode()
        return Note(self.name, size, root, at, f"{text}\n— {self.name} {signature}\n")


def _key_hash(name: str, public: bytes) -> bytes:
    return hashlib.sha256(name.encode() + b"\n" + public).digest()[:4]


def create_key(path: Path, name: str) -> Signer:
    """Make a new key in a file that only its owner may read; raises NodeError where one is."""
    if not _NAME.fullmatch(name):
        raise NodeError(f"{name!r} cannot name a key: write a name without blanks and without +")
    return Signer(name, create_key_file(path))


def load_key(path: Path, name: str) -> Signer:
    """Read a key; raises NodeError where it is missing, of another kind, or open to others."""
    return Signer(name, load_key_file(path, "the journal's key"))


def read_note(text: str) -> Note:
    """Read a checkpoint, without looking at its signature; raises NodeError."""
    found = _NOTE.fullmatch(text)
    if found is None:
        raise NodeError("this is no checkpoint: give the five lines and the signature unchanged")
    root = base64.b64decode(found["root"])
    return Note(found["origin"], int(found["size"]), root, found["at"], text)


def is_signed(note: Note, public_text: str) -> bool:
    """True where the checkpoint was signed with the key of `public_text`."""
    found = _NOTE.fullmatch(note.text)
    if found is None or public_text.count("+") < 2:
        return False
    name, hashed, encoded = public_text.split("+", 2)
    public = base64.b64decode(encoded)
    signed = base64.b64decode(found["signature"])
    if found["name"] != name or public[:1] != _ED25519:
        return False
    if signed[:4] != _key_hash(name, public) or hashed != signed[:4].hex():
        return False
    try:
        key = Ed25519PublicKey.from_public_bytes(public[1:])
        key.verify(signed[4:], found["text"].encode())
    except (InvalidSignature, ValueError):
        return False
    return True


def public_bytes(public_text: str) -> bytes:
    """The 32 bytes of a key in the words of notes."""
    return base64.b64decode(public_text.split("+", 2)[2])[1:]


def note_key(name: str, public: bytes) -> str:
    """The public key of a node in the words of notes, from its 32 bytes."""
    marked = _ED25519 + public
    return f"{name}+{_key_hash(name, marked).hex()}+{base64.b64encode(marked).decode()}"
