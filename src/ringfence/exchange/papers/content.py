"""What a paper says as data: `ringfence.paper/1`, drawn from the books and signed.

Everything that is shown on the paper stands in it, so that the same picture can be made again from
it by anyone. It is canonical JSON: sorted keys, no blanks, UTF-8.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from ringfence.exchange.document_format import texts
from ringfence.law.record import InputNotUnderstood, Problem, read_record
from ringfence.trade.acting import PROPOSED, Held
from ringfence.trade.customer_declaration import CustomerDeclaration
from ringfence.trade.destruction import DestructionDone, DestructionPlan, Explanation
from ringfence.trade.endorsement import Endorsement, Reply
from ringfence.trade.export_authorisation import ExportAuthorisation
from ringfence.trade.export_declaration import ExportDeclaration, Forwarding, Receipt
from ringfence.trade.flows import Arrival, Shipment
from ringfence.trade.import_certificate import ImportCertificate
from ringfence.trade.licence import LicenceTerms, Notice, Succession
from ringfence.trade.operator import DutyHolder, Site
from ringfence.trade.order import Fill, Order, ReceivedFill
from ringfence.trade.paper import printed
from ringfence.trade.party import Party
from ringfence.trade.pre_export_notification import NoticeReply, PreExportNotification, Sent
from ringfence.trade.special_import_licence import SpecialImportLicence
from ringfence.trade.transit_permit import Diversion, Passage, TransitPaper

FORMAT = "ringfence.paper/1"

PAPERS: dict[str, type[Any]] = {
    "import_certificate": ImportCertificate,
    "export_authorisation": ExportAuthorisation,
    "export_declaration": ExportDeclaration,
    "pre_export_notification": PreExportNotification,
    "endorsement": Endorsement,
    "licence": LicenceTerms,
    "special_import_licence": SpecialImportLicence,
    "transit_permit": TransitPaper,
    "order": Order,
    "customer_declaration": CustomerDeclaration,
    "destruction": DestructionPlan,
}
"""The kinds of document that are printed as official papers."""

TOLD: dict[str, type[Any]] = {
    one.__name__: one
    for one in (
        *(Arrival, DestructionDone, Diversion, Endorsement, Explanation, Fill, Forwarding),
        *(Notice, NoticeReply, Passage, Receipt, ReceivedFill, Reply, Sent, Shipment, Succession),
    )
}
"""What acts tell that is shown on papers."""


@dataclass(frozen=True, slots=True)
class Issuer:
    """Which node prints the paper, and the authority in whose name."""

    node: str
    territory: str
    name: str


@dataclass(frozen=True, slots=True)
class Decided:
    """When the rules were weighed last, in which version of them, and with which answers."""

    day: str = ""
    rule_book: str = ""
    findings: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class InJournal:
    """Where the journal keeps the act that made this version, and the proof of it.

    position    of the leaf, counted from 0
    leaf        SHA-256 of the leaf, in hexadecimal (RFC 9162)
    proof       hashes from the leaf to the root of the tree that ends with it
    checkpoint  the signed note over that tree
    """

    position: int
    leaf: str
    at: str
    proof: tuple[str, ...]
    checkpoint: str


@dataclass(frozen=True, slots=True)
class Beside:
    """What stands on a licence and not in its terms: who holds it, the sites, the persons."""

    holder: Party = Party()
    sites: tuple[Site, ...] = ()
    persons: tuple[DutyHolder, ...] = ()


def content_of(
    kind: str,
    number: str,
    version: int,
    held: Held[Any],
    *,
    language: str,
    issuer: Issuer,
    decision: Decided,
    journal: InJournal,
    beside: Beside = Beside(),
) -> dict[str, Any]:
    """The content of a paper as it stands in the books."""
    return {
        "format": FORMAT,
        "kind": kind,
        "number": number,
        "version": version,
        "state": held.state,
        "language": language,
        "issuer": printed(issuer),
        "paper": texts(printed(held.paper)),
        "beside": texts(printed(beside)),
        "acts": [
            {
                "act": done.act,
                "person": done.person,
                "role": done.role.value,
                "day": str(day),
                **_told(done.act, told),
            }
            for done, day, told in zip(held.history, held.days, held.told, strict=True)
        ],
        "decision": {
            "day": decision.day,
            "rule_book": decision.rule_book,
            "findings": dict(decision.findings),
        },
        "journal": texts(printed(journal)),
    }


def _told(act: str, told: object) -> dict[str, Any]:
    """What an act told; what was only proposed has not happened."""
    name = type(told).__name__
    if told is None or act.endswith(PROPOSED) or name not in TOLD:
        return {}
    return {"told": {"kind": name, "value": texts(printed(told))}}


def canonical(content: Mapping[str, Any]) -> bytes:
    """The one JSON text of a content."""
    return json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()


def code_of(content: bytes) -> str:
    """The short code that people compare, such as `7F3A-91C2`: the head of its SHA-256."""
    head = hashlib.sha256(content).hexdigest()[:8].upper()
    return f"{head[:4]}-{head[4:]}"


@dataclass(frozen=True, slots=True)
class Act:
    """One act in the life of the paper, with what it told."""

    act: str
    person: str
    role: str
    day: str
    told: object = None


@dataclass(frozen=True, slots=True)
class Content:
    """A content as it was read back: what `content_of` wrote, with its own types."""

    kind: str
    number: str
    version: int
    state: str
    language: str
    issuer: Issuer
    paper: Any
    beside: Beside
    acts: tuple[Act, ...]
    decision: Decided
    journal: InJournal
    raw: bytes


def read_content(raw: bytes, file: str = "paper.json") -> Content:
    """Read a content; raises InputNotUnderstood with the place of what is wrong."""
    try:
        found = json.loads(raw)
        if not isinstance(found, dict) or found.get("format") != FORMAT:
            raise _wrong(file, "format", f"is not {FORMAT}", "Use the release that wrote it")
        if found.get("kind") not in PAPERS:
            raise _wrong(file, "kind", f"{found.get('kind')!r} is no paper known here", "Update")
        return _read(found, raw, file)
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError) as error:
        problem = f"{type(error).__name__} {error}"
        raise _wrong(file, "the content", problem, "Ask for the file again") from error


def _read(found: dict[str, Any], raw: bytes, file: str) -> Content:
    decision, journal = found["decision"], found["journal"]
    return Content(
        kind=found["kind"],
        number=found["number"],
        version=found["version"],
        state=found["state"],
        language=found["language"],
        issuer=read_record(Issuer, found["issuer"], file),
        paper=read_record(PAPERS[found["kind"]], found["paper"], file),
        beside=read_record(Beside, found["beside"], file),
        acts=tuple(_act(one, file) for one in found["acts"]),
        decision=Decided(decision["day"], decision["rule_book"], decision["findings"]),
        journal=read_record(InJournal, journal, file),
        raw=raw,
    )


def _act(one: dict[str, Any], file: str) -> Act:
    told = one.get("told")
    read = None if told is None else read_record(TOLD[told["kind"]], told["value"], file)
    return Act(one["act"], one["person"], one["role"], one["day"], read)


def _wrong(file: str, place: str, problem: str, remedy: str) -> InputNotUnderstood:
    return InputNotUnderstood(file, (Problem(place, problem, remedy),))
