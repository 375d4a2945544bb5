"""A document's life as the book keeps it: the paper, what was done, what was told, and back again.

The body of a stored document holds everything that `trade.acting.Held` holds but its state,
territory and firm, which the book keeps beside it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ringfence.jobs.document_kinds import DocumentKind
from ringfence.jobs.keeping_returns import SPECIAL
from ringfence.law.record import read_record
from ringfence.store.book import Book
from ringfence.store.canonical import plain
from ringfence.store.purging import PURGED
from ringfence.store.stored import REMEMBERED_MAX, Stored
from ringfence.terms import Answer, Day, Finding, RingfenceError, read_day
from ringfence.trade.acting import Held
from ringfence.trade.life import Done
from ringfence.trade.roles import Role


class ContentsPurged(RingfenceError):
    """The contents of a document were taken out because their time was over."""

    is_refusal = True

    def __init__(self, kind: str, number: str) -> None:
        self.kind, self.number = kind, number
        super().__init__(
            f"the contents of {kind} {number} were taken out when their time was over: the journal "
            "keeps their hash and what was done"
        )


def body_of(held: Held[Any]) -> dict[str, Any]:
    """What the book keeps of a document."""
    body: dict[str, Any] = {
        "paper": plain(held.paper),
        "operators": list(held.operators),
        "addressee": held.addressee,
        "came_from": held.came_from,
        "history": [plain(one) for one in held.history],
        "told": [_told_body(one) for one in held.told],
        "days": [one.isoformat() for one in held.days],
        "findings": [finding_body(one) for one in held.findings],
    }
    if held.proposal is not None:
        body["proposal"] = plain(held.proposal)
    return body


def told_bodies(held: Held[Any]) -> list[dict[str, Any]]:
    """What each act told, as a plain table; empty where it told nothing, or a whole return."""
    return [
        {} if one is None or type(one).__name__ in SPECIAL else dict(plain(one))
        for one in held.told
    ]


def held_of(kind: DocumentKind, stored: Stored) -> Held[Any]:
    """The document as the trade's own lives know it."""
    if stored.state == PURGED:
        raise ContentsPurged(stored.kind, stored.number)
    body = stored.body
    proposal = body.get("proposal")
    return Held(
        paper=read_record(kind.paper, body["paper"], stored.subject),
        state=stored.state,
        territory=stored.territory,
        operators=tuple(body["operators"]),
        addressee=body["addressee"],
        history=tuple(_done(one) for one in body["history"]),
        told=tuple(_told(kind, one, stored.subject) for one in body["told"]),
        days=tuple(_day(one) for one in body["days"]),
        findings=tuple(_finding(one) for one in body["findings"]),
        proposal=None if proposal is None else _done(proposal),
        came_from=body["came_from"],
    )


def held_in(book: Book, kind: DocumentKind, stored: Stored) -> Held[Any]:
    """The same, made once in a work, however often it asks for the version."""
    version = (stored.subject, stored.version)
    if version not in book.understood:
        if len(book.understood) >= REMEMBERED_MAX:
            book.understood.clear()
        book.understood[version] = held_of(kind, stored)
    held: Held[Any] = book.understood[version]
    return held


def paper_of(kind: DocumentKind, stored: Stored) -> Any:
    """The paper of a document alone, where nothing of what was done with it is asked."""
    if stored.state == PURGED:
        raise ContentsPurged(stored.kind, stored.number)
    return read_record(kind.paper, stored.body["paper"], stored.subject)


def history_of(stored: Stored) -> tuple[Done, ...]:
    """What was done with a document, alone."""
    if stored.state == PURGED:
        raise ContentsPurged(stored.kind, stored.number)
    return tuple(_done(one) for one in stored.body["history"])


def finding_body(one: Finding) -> dict[str, Any]:
    """A finding with what it used."""
    facts = {key: str(value) for key, value in one.facts.items()}
    return {
        "rule": one.rule,
        "answer": one.answer.value,
        "reason": one.reason,
        "facts": facts,
        "is_advice": one.is_advice,
    }


def _finding(body: Mapping[str, Any]) -> Finding:
    return Finding(
        body["rule"], Answer(body["answer"]), body["reason"], dict(body["facts"]), body["is_advice"]
    )


def _done(body: Mapping[str, Any]) -> Done:
    return Done(body["act"], body["person"], Role(body["role"]), body["version"])


def _day(text: str) -> Day:
    return read_day(text)


def _told_body(told: object) -> dict[str, Any]:
    if told is None:
        return {}
    name = type(told).__name__
    if name in SPECIAL:
        return {"kind": name, "value": SPECIAL[name].body(told)}
    return {"kind": name, "value": plain(told)}


def _told(kind: DocumentKind, body: Mapping[str, Any], place: str) -> object:
    if not body:
        return None
    name, value = body["kind"], body["value"]
    if name in SPECIAL:
        return SPECIAL[name].read(value)
    return read_record(kind.told_type(name), value, place)
