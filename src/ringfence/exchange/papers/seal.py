"""The seal: JWS (Ed25519) over exact bytes, and the key that an authority publishes.

Every kind of signature names what it is in its `typ`, so that none passes for another. A published
key is a JWK Set with the name and territory of the node (`ringfence.key/1`).
"""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from joserfc import jws
from joserfc.errors import JoseError
from joserfc.jwk import OKPKey

from ringfence.law.record import InputNotUnderstood, Problem
from ringfence.terms import RingfenceError

KEY_FORMAT = "ringfence.key/1"
ALGORITHM = "Ed25519"
CONTENT, CODE, FILE = "ringfence-paper", "ringfence-code", "ringfence-file"
"""What is signed: the content of a paper, its square code, the whole file."""

SEAL_CHARACTERS_MAX = 4_000_000


DATES = ("since", "ended_at", "because")
"""What a published key says of its time, beside the members of a JWK."""

REPLACED, LEAKED = "replaced", "leaked"
ENDINGS = (REPLACED, LEAKED)
_INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z")


class _Registry(jws.JWSRegistry):
    """As the library's, for contents of whole papers."""

    max_header_length = 1024
    max_payload_length = SEAL_CHARACTERS_MAX


_REGISTRY = _Registry(algorithms=[ALGORITHM])


class SealBroken(RingfenceError):
    """A signature does not fit what it is said to sign; `reason` says how."""

    is_refusal = True

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(reason)


class KeyUnknown(RingfenceError):
    """A signature is of a key that nobody gave."""

    def __init__(self, key_id: str) -> None:
        self.key_id = key_id
        super().__init__(f"the key {key_id} is not among those given: give it with --key")


@dataclass(frozen=True, slots=True)
class PublishedKey:
    """A key with whose it is said to be, by whoever gave it.

    since, ended_at  instants as texts, as far as told; `ended_at` is empty for a key in use
    because          why it was ended: replaced, or leaked
    """

    name: str
    territory: str
    key: OKPKey
    since: str = ""
    ended_at: str = ""
    because: str = ""

    @property
    def key_id(self) -> str:
        """The thumbprint (RFC 7638)."""
        return self.key.thumbprint()

    @property
    def public_bytes(self) -> bytes:
        """The 32 bytes of the key."""
        text = str(self.key.as_dict(private=False)["x"])
        return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


class Sealer:
    """Signs with the private key of a node."""

    def __init__(self, pem: bytes) -> None:
        self._key = OKPKey.import_key(pem)

    @property
    def key_id(self) -> str:
        """The thumbprint of the key (RFC 7638)."""
        return self._key.thumbprint()

    def seal(self, kind: str, payload: bytes) -> str:
        """The compact JWS over a payload; the same payload has the same seal."""
        header = {"alg": ALGORITHM, "kid": self.key_id, "typ": kind}
        return jws.serialize_compact(header, payload, self._key, registry=_REGISTRY)

    def published(
        self, name: str, territory: str, since: str = "", ended: Iterable[PublishedKey] = ()
    ) -> dict[str, Any]:
        """The public key as others keep it, with those that were ended before it."""
        own = PublishedKey(name, territory, self._key, since)
        keys = [_as_jwk(one) for one in (own, *ended)]
        return {"format": KEY_FORMAT, "name": name, "territory": territory, "keys": keys}


def key_of_bytes(raw: bytes) -> OKPKey:
    """The public key of 32 bytes."""
    text = base64.urlsafe_b64encode(raw).rstrip(b"=").decode()
    return OKPKey.import_key({"kty": "OKP", "crv": ALGORITHM, "x": text})


def _as_jwk(one: PublishedKey) -> dict[str, Any]:
    own = {**one.key.as_dict(private=False), "kid": one.key_id, "use": "sig", "alg": ALGORITHM}
    told = {name: getattr(one, name) for name in DATES if getattr(one, name)}
    return dict(sorted({**own, **told}.items()))


def key_id_of(token: str) -> str:
    """Which key a seal names; raises SealBroken where it is none."""
    found = _header(token).get("kid")
    if not isinstance(found, str):
        raise SealBroken("the seal names no key")
    return found


def kind_of_seal(token: str) -> str:
    """What a seal says that it signs; raises SealBroken where it is none."""
    return str(_header(token).get("typ"))


def _header(token: str) -> dict[str, Any]:
    try:
        return dict(jws.extract_compact(token.encode(), registry=_REGISTRY).headers())
    except (JoseError, ValueError) as error:
        raise SealBroken(f"the seal cannot be read: {error}") from error


def opened(token: str, kind: str, keys: Mapping[str, PublishedKey]) -> bytes:
    """What a seal signs; raises KeyUnknown, or SealBroken where it does not hold."""
    key_id = key_id_of(token)
    key = keys.get(key_id)
    if key is None:
        raise KeyUnknown(key_id)
    try:
        found = jws.deserialize_compact(token, key.key, registry=_REGISTRY)
    except (JoseError, ValueError) as error:
        raise SealBroken("the signature does not fit: something was changed") from error
    if not _is_written_in_one_way(token):
        raise SealBroken("the signature is written otherwise than it was made")
    if found.headers().get("typ") != kind:
        raise SealBroken(f"it is a seal of {found.headers().get('typ')!r}, not of {kind}")
    return found.payload


def _is_written_in_one_way(token: str) -> bool:
    """Base64 leaves spare bits at its end: only the text that encoding gives is taken."""
    signature = token.rpartition(".")[2]
    raw = base64.urlsafe_b64decode(signature + "=" * (-len(signature) % 4))
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode() == signature


def read_published(text: str, file: str) -> dict[str, PublishedKey]:
    """The keys of a published file, by thumbprint; raises InputNotUnderstood."""
    try:
        found = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise _wrong(file, "the file", str(error)) from error
    if not isinstance(found, dict) or found.get("format") != KEY_FORMAT:
        raise _wrong(file, "format", f"is not {KEY_FORMAT}")
    name, territory, keys = found.get("name"), found.get("territory"), found.get("keys")
    if not (isinstance(name, str) and isinstance(territory, str) and isinstance(keys, list)):
        raise _wrong(file, "name, territory, keys", "one of them is missing")
    made = [_published(name, territory, one, f"keys[{place}]", file)
            for place, one in enumerate(keys, 1)]  # fmt: skip
    return {one.key_id: one for one in made}


def _published(name: str, territory: str, one: object, place: str, file: str) -> PublishedKey:
    if not isinstance(one, dict) or one.get("kty") != "OKP" or one.get("crv") != ALGORITHM:
        raise _wrong(file, place, "is no Ed25519 key (kty OKP, crv Ed25519)")
    if "d" in one:
        raise _wrong(file, place, "is a private key: never send it, and make a new one")
    try:
        key = OKPKey.import_key({name: one[name] for name in ("kty", "crv", "x")})
        made = PublishedKey(name, territory, key, **_dates(one, place, file))
        key_id = made.key_id
    except (JoseError, ValueError, KeyError) as error:
        raise _wrong(file, f"{place}.x", f"is no public key: {error}") from error
    if one.get("kid", key_id) != key_id:
        raise _wrong(file, f"{place}.kid", f"is not the thumbprint of the key, {key_id}")
    return made


def _dates(one: Mapping[str, Any], place: str, file: str) -> dict[str, str]:
    """From when until when a key is in use, as far as the file says."""
    told = {name: one[name] for name in DATES if name in one}
    for name, value in told.items():
        is_known = value in ENDINGS if name == "because" else _is_instant(value)
        if not is_known:
            raise _wrong(file, f"{place}.{name}", "is no instant, or no reason, of ours")
    if ("ended_at" in told) != ("because" in told):
        raise _wrong(file, f"{place}.because", "goes with ended_at, and only with it")
    return told


def _is_instant(value: object) -> bool:
    return isinstance(value, str) and _INSTANT.fullmatch(value) is not None


def _wrong(file: str, place: str, problem: str) -> InputNotUnderstood:
    remedy = "Get the key again from the authority: ringfence node key"
    return InputNotUnderstood(file, (Problem(place, problem, remedy),))
