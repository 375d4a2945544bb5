"""Is this file a genuine paper? Answered from its bytes and a published key, without a network.

The seal is looked for in the bytes and covers all of them, so nothing of a file is read as a PDF
before it is known to be as its authority sealed it: no packed stream is opened, nothing is run.
Only then its content is taken out, and the picture is drawn again from that content.
"""

from __future__ import annotations

import hashlib
import io
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from pypdf import PdfReader
from pypdf.errors import PyPdfError

from ringfence.exchange.papers.content import Content, canonical, read_content
from ringfence.exchange.papers.render import (
    MARK,
    NotPrintable,
    code_facts,
    draw,
    engine,
    layout,
)
from ringfence.exchange.papers.seal import (
    CODE,
    CONTENT,
    FILE,
    LEAKED,
    KeyUnknown,
    PublishedKey,
    SealBroken,
    key_id_of,
    opened,
)
from ringfence.exchange.papers.words import NoSuchLanguage, languages
from ringfence.law.record import InputNotUnderstood

BYTES_MAX = 16 * 1024 * 1024
"""No paper is larger; a larger file is not read."""

_SEAL = re.compile(
    MARK.encode() + rb"([A-Za-z0-9_-]{1,1500}\.[A-Za-z0-9_-]{1,1500}\.[A-Za-z0-9_-]+)"
)


class Verdict(StrEnum):
    """What a file is found to be."""

    GENUINE = "genuine"
    ALTERED = "altered"
    NOT_OURS = "not ours"
    UNSIGNED = "unsigned"
    KEY_ENDED = "key ended"


@dataclass(frozen=True, slots=True)
class PaperFound:
    """What was found, what was compared to find it, and the content where it is genuine."""

    verdict: Verdict
    says: tuple[str, ...]
    key_id: str = ""
    signer: str = ""
    content: Content | None = None
    asks_issuer: bool = False
    """True where only the books of the authority can tell: its key was ended since."""


def check_paper(pdf: bytes, keys: Mapping[str, PublishedKey]) -> PaperFound:
    """What a PDF is; `keys` are the published keys that are trusted, by thumbprint."""
    seals = set(_SEAL.findall(pdf))
    if not seals:
        return PaperFound(Verdict.UNSIGNED, ("the file carries no seal of a paper",))
    if len(seals) > 1:
        return PaperFound(Verdict.ALTERED, ("the file carries more than one seal",))
    token = seals.pop().decode()
    try:
        return in_time(_sealed(pdf, token, keys), keys)
    except KeyUnknown as unknown:
        says = f"it names the key {unknown.key_id}, which is not among the keys given"
        return PaperFound(Verdict.NOT_OURS, (says, "nothing in it is proven"), unknown.key_id)
    except SealBroken as broken:
        return PaperFound(Verdict.ALTERED, (broken.reason,))


def _sealed(pdf: bytes, token: str, keys: Mapping[str, PublishedKey]) -> PaperFound:
    """Check the seal of the file, then what is in it; raises KeyUnknown or SealBroken."""
    key_id = key_id_of(token)
    facts = _facts(opened(token, FILE, keys))
    blank = "0" * len(token)
    drawn = pdf.replace((MARK + token).encode(), (MARK + blank).encode())
    if hashlib.sha256(drawn).hexdigest() != facts["file"]:
        raise SealBroken("the file is not, byte for byte, the one that was sealed")
    key = keys[key_id]
    if key.territory != facts["territory"]:
        theirs = f"it was sealed with the key of {key.name} ({key.territory})"
        return PaperFound(Verdict.NOT_OURS, (f"{theirs} for {facts['territory']}",), key_id)
    says = (f"every one of the {len(pdf)} bytes of the file is as it was sealed",)
    found = PaperFound(Verdict.GENUINE, says, key_id, f"{key.name} ({key.territory})")
    return _drawn_again(found, pdf, drawn, facts, keys)


def _drawn_again(
    found: PaperFound,
    pdf: bytes,
    drawn: bytes,
    facts: Mapping[str, Any],
    keys: Mapping[str, PublishedKey],
) -> PaperFound:
    """What is in a file whose bytes are known as genuine; raises SealBroken where it disagrees."""
    is_own = facts["engine"] == engine() and facts["layout"] in _layouts().values()
    try:
        raw, seal, code = _attached(pdf)
        content = read_content(raw)
        agrees = _inside(content, seal, code, facts, keys)
        again = draw(content, found.key_id, seal, code, _blank_in(drawn))
    except (InputNotUnderstood, NoSuchLanguage, NotPrintable, LookupError) as error:
        if is_own:
            raise SealBroken(f"its content cannot be read or drawn: {error}") from error
        says = (
            f"its content is not put into words: it was made by {_made_by(facts)}, and this is "
            f"{_here()}: read the file itself"
        )
        return replace(found, says=(*found.says, says))
    if again != drawn and is_own:
        raise SealBroken("the picture is not the one that its content makes")
    compared = _compared(again == drawn, facts)
    return replace(found, says=(*found.says, agrees, compared), content=content)


def _blank_in(drawn: bytes) -> str:
    """The zeros that stand for the seal."""
    found = re.search(MARK.encode() + rb"(0+)", drawn)
    assert found is not None
    return found.group(1).decode()


def _compared(is_same: bool, facts: Mapping[str, Any]) -> str:
    """What drawing the picture again from the content has shown."""
    if is_same:
        return "the picture was drawn again from the content and is the same, byte for byte"
    return (
        f"the picture was not compared with the content: it was made by {_made_by(facts)}, and "
        f"this is {_here()}, which draws otherwise; the seal over the bytes of the file covers it"
    )


def _made_by(facts: Mapping[str, Any]) -> str:
    return f"{facts['engine']}, layout {facts['layout']}"


def _here() -> str:
    told = ", ".join(f"{found} ({language})" for language, found in _layouts().items())
    return f"{engine()}, layout {told}"


def _layouts() -> dict[str, str]:
    """The layout in each language that is held here."""
    return {language: layout(language) for language in languages()}


def _facts(payload: bytes) -> Mapping[str, Any]:
    """What the seal of a file states; raises SealBroken where it does not state all of it."""
    found = json.loads(payload)
    names = {"content", "engine", "file", "kind", "layout", "number", "territory", "version"}
    if not isinstance(found, dict) or names - set(found):
        raise SealBroken("the seal does not state what a seal of a file states")
    return found


def _attached(pdf: bytes) -> tuple[bytes, str, str]:
    """The content, its seal and the code, from a file whose bytes are known as genuine."""
    try:
        found = PdfReader(io.BytesIO(pdf)).attachments
        raw, seal, code = (found[name][0] for name in ("paper.json", "paper.jws", "code.jws"))
        return raw, seal.decode("ascii"), code.decode("ascii")
    except (PyPdfError, ValueError, LookupError) as error:
        raise SealBroken(f"what is attached to it cannot be taken out: {error}") from error


def _inside(
    content: Content,
    seal: str,
    code: str,
    facts: Mapping[str, Any],
    keys: Mapping[str, PublishedKey],
) -> str:
    """The parts agree with each other; raises SealBroken where they do not."""
    named = (content.kind, content.number, content.version, content.issuer.territory)
    if named != tuple(facts[name] for name in ("kind", "number", "version", "territory")):
        raise SealBroken("the content is of another paper than the seal of the file")
    if hashlib.sha256(content.raw).hexdigest() != facts["content"]:
        raise SealBroken("the content is not the one that was sealed")
    if opened(seal, CONTENT, keys) != content.raw:
        raise SealBroken("the signed content is not the one that is attached")
    if opened(code, CODE, keys) != canonical(code_facts(content)):
        raise SealBroken("the square code says something else than the content")
    return "content, signed content and square code agree"


def check_code(token: str, keys: Mapping[str, PublishedKey]) -> tuple[PaperFound, dict[str, Any]]:
    """What the text of a square code is, and what it says where it is genuine."""
    try:
        facts = json.loads(opened(token, CODE, keys))
    except KeyUnknown as unknown:
        says = f"it names the key {unknown.key_id}, which is not among the keys given"
        return PaperFound(Verdict.NOT_OURS, (says,), unknown.key_id), {}
    except SealBroken as broken:
        return PaperFound(Verdict.ALTERED, (broken.reason,)), {}
    key = keys[key_id_of(token)]
    if key.territory != facts.get("territory"):
        return PaperFound(Verdict.NOT_OURS, ("it is of another territory than its key",)), {}
    says = "the text of the code is as it was signed: compare it with the paper it stands on"
    signer = f"{key.name} ({key.territory})"
    return in_time(PaperFound(Verdict.GENUINE, (says,), key.key_id, signer), keys), facts


def check_content(token: str, keys: Mapping[str, PublishedKey]) -> PaperFound:
    """What a signed content (`paper.jws`) is."""
    try:
        content = read_content(opened(token, CONTENT, keys))
    except KeyUnknown as unknown:
        says = f"it names the key {unknown.key_id}, which is not among the keys given"
        return PaperFound(Verdict.NOT_OURS, (says,), unknown.key_id)
    except (SealBroken, InputNotUnderstood) as broken:
        return PaperFound(Verdict.ALTERED, (str(broken),))
    key = keys[key_id_of(token)]
    if key.territory != content.issuer.territory:
        return PaperFound(Verdict.NOT_OURS, ("it is of another territory than its key",))
    says = "the content is as it was signed; no picture was compared"
    signer = f"{key.name} ({key.territory})"
    found = PaperFound(Verdict.GENUINE, (says,), key.key_id, signer, content)
    return in_time(found, keys)


def in_time(found: PaperFound, keys: Mapping[str, PublishedKey]) -> PaperFound:
    """The same, held to the time in which its key was in use, where that key was ended since.

    The instant is that of the act which the paper carries from the journal. What was done after
    the end is of no force, whoever sealed it. What was done before stays genuine; but who holds a
    key that leaked can write an earlier day, and a code tells no day: then the authority is to be
    asked.
    """
    key = keys.get(found.key_id)
    if found.verdict is not Verdict.GENUINE or key is None or not key.ended_at:
        return found
    sealed_at = found.content.journal.at if found.content is not None else ""
    ended = f"its key was ended at {key.ended_at}"
    if sealed_at > key.ended_at:
        says = f"{ended}, and what it seals was done after that, at {sealed_at}: it is of no force"
        return replace(found, verdict=Verdict.KEY_ENDED, says=(says,), content=None)
    if sealed_at and key.because != LEAKED:
        says = f"{ended}; what it seals was done before, at {sealed_at}"
        return replace(found, says=(*found.says, says))
    why = "because it leaked, and who holds it can write an earlier day" if sealed_at else (
        "and nothing here says when it was sealed"
    )  # fmt: skip
    says = f"{ended}, {why}: ask the authority by number and code"
    return replace(found, says=(*found.says, says), asks_issuer=True)
