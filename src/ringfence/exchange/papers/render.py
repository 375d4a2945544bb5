"""From a content to the sealed file: the same content and key always give the same bytes.

The file carries a seal over itself. It is drawn first with zeros where that seal will stand, which
is in the keywords of the document, uncompressed; the seal signs the hash of those bytes, and takes
the place of the zeros. So the whole file can be checked without reading it as a PDF at all.
"""

from __future__ import annotations

import hashlib
import io
import json
import pkgutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from importlib.metadata import version
from importlib.resources import files
from typing import Any

import segno
import typst

from ringfence.exchange.papers.content import Content, canonical, code_of, read_content
from ringfence.exchange.papers.seal import CODE, CONTENT, FILE, Sealer
from ringfence.exchange.papers.view import page_of
from ringfence.exchange.papers.words import LettersNotHeld, catalogue_of
from ringfence.terms import RingfenceError
from ringfence.trade.substance_line import SubstanceLine

STANDARDS = ["a-3a", "ua-1"]
MARK = "ringfence-file-seal:"
"""Stands before the seal of the file, in the keywords."""

LINES_IN_CODE, NAME_IN_CODE = 3, 40
"""How many lines the square code names, and how many letters of each name: it must stay small."""

_DRAWN_FROM = ("exchange/papers", "trade", "law/record.py")


class NotPrintable(RingfenceError):
    """The paper cannot be drawn, such as for letters that no font here has."""

    def __init__(self, number: str, problem: str) -> None:
        self.number, self.problem = number, problem
        super().__init__(
            f"{number} cannot be drawn: {problem}. The fonts here hold Latin, Cyrillic, Greek, "
            "Hebrew and Arabic letters: give the name in Latin letters too (party_name_latin), "
            "other texts in one of them"
        )


@dataclass(frozen=True, slots=True)
class Sealed:
    """A paper ready to be handed out."""

    number: str
    code: str
    pdf: bytes


def sealed_paper(content: dict[str, Any], sealer: Sealer) -> Sealed:
    """Draw and seal a paper; raises NotPrintable."""
    raw = canonical(content)
    read = read_content(raw)
    seal = sealer.seal(CONTENT, raw)
    code = sealer.seal(CODE, canonical(code_facts(read)))
    blank = sealer.seal(FILE, _file_facts(read, "0" * 64))
    drawn = draw(read, sealer.key_id, seal, code, "0" * len(blank))
    own = sealer.seal(FILE, _file_facts(read, hashlib.sha256(drawn).hexdigest()))
    assert len(own) == len(blank)
    placed = drawn.replace(f"{MARK}{'0' * len(own)}".encode(), f"{MARK}{own}".encode())
    return Sealed(read.number, code_of(raw), placed)


def _file_facts(read: Content, digest: str) -> bytes:
    """What the seal of the file signs."""
    return canonical(
        {
            "content": hashlib.sha256(read.raw).hexdigest(),
            "engine": engine(),
            "file": digest,
            "kind": read.kind,
            "layout": layout(read.language),
            "number": read.number,
            "territory": read.issuer.territory,
            "version": read.version,
        }
    )


def code_facts(read: Content) -> dict[str, Any]:
    """What the square code says: number, state, period, quantities, and the hash of all."""
    paper = read.paper
    lines = [
        f"{(one.name_declared or one.substance)[:NAME_IN_CODE]} {one.quantity} {one.unit}"
        for one in getattr(paper, "lines", ())[:LINES_IN_CODE]
        if isinstance(one, SubstanceLine)
    ]
    facts = {
        "kind": read.kind,
        "number": read.number,
        "version": read.version,
        "state": read.state,
        "territory": read.issuer.territory,
        "until": getattr(paper, "valid_until", None),
        "lines": lines,
        "content": hashlib.sha256(read.raw).hexdigest()[:32],
        "code": code_of(read.raw),
    }
    return {key: str(one) if key == "until" else one for key, one in facts.items() if one}


def draw(read: Content, key_id: str, seal: str, code: str, file_seal: str) -> bytes:
    """The PDF of a content; raises NotPrintable."""
    try:
        page = page_of(read, key_id)
    except LettersNotHeld as error:
        raise NotPrintable(read.number, str(error)) from error
    inputs = {
        "page": json.dumps(page, ensure_ascii=False),
        "qr": _square(f"ringfence-code:{code}"),
        "content": read.raw.decode(),
        "seal": seal,
        "code": code,
        "file-seal": MARK + file_seal,
    }
    try:
        made = _compiler().compile(
            pkgutil.get_data(__package__, "paper.typ") or b"",
            sys_inputs=inputs,
            pdf_standards=STANDARDS,  # type: ignore[arg-type]
            timestamp=int(datetime.fromisoformat(read.journal.at).timestamp()),
        )
    except typst.TypstError as error:
        raise NotPrintable(read.number, str(error)) from error
    assert isinstance(made, bytes)
    return made


def _compiler() -> typst.Compiler:
    """The engine with its own fonts and no others, so that every machine draws the same."""
    return typst.Compiler(font_paths=_fonts(), ignore_system_fonts=True)


@cache
def _fonts() -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False)


def _square(text: str) -> str:
    """The square code as SVG."""
    made = io.BytesIO()
    segno.make(text, error="m", micro=False).save(made, kind="svg", border=2, xmldecl=False)
    return made.getvalue().decode()


@cache
def engine() -> str:
    """What draws: another version may draw the same content otherwise."""
    return f"typst {version('typst')}, segno {version('segno')}"


@cache
def layout(language: str) -> str:
    """A hash over the words, the layout and the records that a page in a language is made from."""
    hashed = hashlib.sha256()
    drawn_from = (one for place in _DRAWN_FROM for one in sorted(_files(place)))
    for name, data in (*drawn_from, (language, catalogue_of(language))):
        hashed.update(f"{name}\n{len(data)}\n".encode() + data)
    return hashed.hexdigest()[:16]


def _files(place: str) -> Iterator[tuple[str, bytes]]:
    found = files("ringfence").joinpath(place)
    if found.is_file():
        yield place, found.read_bytes()
        return
    for one in found.iterdir():
        if one.is_file() and one.name.endswith((".py", ".csv", ".typ")):
            yield f"{place}/{one.name}", one.read_bytes()
