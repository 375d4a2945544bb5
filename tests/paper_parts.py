"""Papers with every field filled, for tests: values are made from the types of the fields."""

from __future__ import annotations

import dataclasses
import io
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum
from functools import cache
from typing import Any, get_args, get_origin, get_type_hints

from pypdf import PdfReader

from ringfence.exchange.papers.content import (
    PAPERS,
    Beside,
    Decided,
    InJournal,
    Issuer,
    content_of,
)
from ringfence.exchange.papers.render import Sealed, sealed_paper
from ringfence.exchange.papers.seal import PublishedKey, Sealer, read_published
from ringfence.law.record import without_none
from ringfence.trade.acting import Held
from ringfence.trade.life import Done
from ringfence.trade.roles import Role

NOTE = "xa-node\n7\n" + "A" * 43 + "=\n2025-06-10T09:30:00.000000Z\n\n— xa-node AAAA\n"
JOURNAL = InJournal(6, "ab" * 32, "2025-06-10T09:30:00.000000Z", ("cd" * 32,), NOTE)


def sealer(name: str = "xa-node") -> Sealer:
    """A key of its own for each name, the same in the whole run."""
    return _sealer(name)


@cache
def _sealer(name: str) -> Sealer:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    from cryptography.hazmat.primitives.serialization import (
        Encoding,
        NoEncryption,
        PrivateFormat,
    )

    key = Ed25519PrivateKey.generate()
    return Sealer(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))


def keys(name: str = "xa-node", territory: str = "XA") -> dict[str, PublishedKey]:
    """The published key of a name."""
    import json

    return read_published(json.dumps(sealer(name).published(name, territory)), "key.json")


class Filler:
    """Gives every field a value of its type, and each text another one."""

    def __init__(self, word: int = 0) -> None:
        self.count, self.word = 0, word
        self.texts: list[str] = []

    def record(self, cls: Any) -> Any:
        """A record with every field filled."""
        hints = get_type_hints(cls)
        values = {
            field.name: self.value(without_none(hints[field.name]), field.metadata)
            for field in dataclasses.fields(cls)
        }
        return cls(**values)

    def value(self, hint: Any, metadata: Any) -> Any:
        """One value."""
        if get_origin(hint) is tuple:
            return (self.value(get_args(hint)[0], metadata),)
        if dataclasses.is_dataclass(hint):
            return self.record(hint)
        if isinstance(hint, type) and issubclass(hint, StrEnum):
            words = list(hint)
            return words[self.word % len(words)]
        return self._scalar(hint, metadata)

    def _scalar(self, hint: Any, metadata: Any) -> Any:
        self.count += 1
        if hint is bool:
            return True
        if hint is Decimal:
            return Decimal(f"0.{self.count:03d}")
        if hint is int:
            return self.count * 1_000_000
        if hint is date:
            return date(2025, 1, 1) + timedelta(days=self.count)
        return self._text(metadata)

    def _text(self, metadata: Any) -> str:
        if metadata.get("is_country"):
            return ("XA", "XB", "XC")[self.count % 3]
        text = f"w{self.count:03d}"
        self.texts.append(text)
        return text


def content(
    kind: str,
    language: str = "en",
    *,
    state: str = "issued",
    word: int = 0,
    paper: Any = None,
    told: tuple[object, ...] = (),
    **changed: Any,
) -> dict[str, Any]:
    """The content of a paper of a kind; without `paper` every field of it is filled."""
    filled = paper if paper is not None else Filler(word).record(PAPERS[kind])
    if changed:
        filled = dataclasses.replace(filled, **changed)
    acts = [Done(f"trade.{kind}.propose", "co", Role.CASE_OFFICER, 0)]
    acts += [Done(f"trade.{kind}.issue", "ap", Role.APPROVER, 1)]
    acts += [Done(f"trade.{kind}.ship", "cu", Role.CUSTOMS, 2) for _ in told]
    held = Held(
        filled,
        state,
        "XA",
        history=tuple(acts),
        told=(None, None, *told),
        days=tuple(date(2025, 6, 10) for _ in acts),
    )
    return content_of(
        kind,
        "XA-NR-1",
        2,
        held,
        language=language,
        issuer=Issuer("xa-node", "XA", "Authority of XA"),
        decision=Decided("2025-06-10", "2025.1+abc", {"met": 12, "not applicable": 3}),
        journal=JOURNAL,
        beside=Filler(word).record(Beside) if kind == "licence" else Beside(),
    )


def sealed(kind: str, language: str = "en", **more: Any) -> Sealed:
    """A sealed paper."""
    return sealed_paper(content(kind, language, **more), sealer())


def words_of(pdf: bytes) -> str:
    """What a reader of the PDF sees as text, with single blanks."""
    pages = PdfReader(io.BytesIO(pdf)).pages
    text = " ".join(page.extract_text() for page in pages)
    return " ".join(text.replace("\u200b", "").replace("\xa0", " ").split())
