"""The JSON forms of documents: `ringfence.document/1` and `ringfence.document.list/1`.

Keys may be added, never renamed or removed. Persons stand as numbers, never as names.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from ringfence.terms import Day, Finding
from ringfence.trade.acting import Held
from ringfence.trade.paper import printed

FORMAT = "ringfence.document/1"
LIST_FORMAT = "ringfence.document.list/1"


def document_to_wire(
    kind: str, number: str, held: Held[Any], findings: Iterable[Finding], **more: Any
) -> dict[str, Any]:
    """One document: its paper, state, version, history and findings."""
    return {
        "format": FORMAT,
        "kind": kind,
        "number": number,
        "state": held.state,
        "version": held.version,
        "is_proposed": held.proposal is not None,
        "territory": held.territory,
        "operators": list(held.operators),
        "paper": texts(printed(held.paper)),
        "history": [
            {"act": done.act, "person": done.person, "role": done.role.value, "day": str(day)}
            for done, day in zip(held.history, held.days, strict=True)
        ],
        "findings": [finding_to_wire(one) for one in findings],
        **more,
    }


def finding_to_wire(one: Finding) -> dict[str, Any]:
    """One finding with its citation, answer, reason and facts."""
    return {
        "rule": one.rule,
        "answer": one.answer.value,
        "reason": one.reason,
        "is_advice": one.is_advice,
        "facts": {key: str(value) for key, value in one.facts.items()},
    }


def noticed_to_wire(subject: str, one: Finding) -> dict[str, Any]:
    """One finding, and what it is about."""
    return {"subject": subject, **finding_to_wire(one)}


def list_to_wire(kind: str, rows: Iterable[tuple[str, Held[Any]]]) -> dict[str, Any]:
    """The documents of a kind: number, state, version, firms, last day."""
    listed = (
        Row(
            number,
            held.state,
            held.version,
            held.proposal is not None,
            held.operators,
            held.days[-1] if held.days else None,
        )
        for number, held in rows
    )
    return rows_to_wire(kind, listed)


@dataclass(frozen=True, slots=True)
class Row:
    """A document in a list, without its contents."""

    number: str
    state: str
    version: int
    is_proposed: bool
    operators: tuple[str, ...]
    last_day: Day | None


def rows_to_wire(kind: str, rows: Iterable[Row]) -> dict[str, Any]:
    """The same for documents of which only the row of a list was read."""
    return {
        "format": LIST_FORMAT,
        "kind": kind,
        "documents": [
            {
                "number": one.number,
                "state": one.state,
                "version": one.version,
                "is_proposed": one.is_proposed,
                "operators": list(one.operators),
                "last_day": str(one.last_day) if one.last_day else "",
            }
            for one in rows
        ],
    }


def texts(value: Any) -> Any:
    """Days as texts; everything else as it is."""
    if isinstance(value, Mapping):
        return {key: texts(one) for key, one in value.items()}
    if isinstance(value, list):
        return [texts(one) for one in value]
    return value if isinstance(value, str | int | bool) else str(value)
