"""The JSON form of an identification: `ringfence.identify/1`.

Keys may be added, never renamed or removed. Documented in docs/formats.md.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from ringfence.law.identification import CandidateStanding, EntryStanding, Identification
from ringfence.law.overlay import NationalStanding
from ringfence.substance.candidate import Query

FORMAT = "ringfence.identify/1"


def identifications_to_wire(identifications: Iterable[Identification]) -> dict[str, Any]:
    """The whole document: one item for each thing that was asked about."""
    items = [_item(one) for one in identifications]
    return {"format": FORMAT, "items": items}


def _item(one: Identification) -> dict[str, Any]:
    return {
        "input": query_to_wire(one.match.query),
        "day": one.day.isoformat(),
        "rule_book": one.rule_book,
        "verdict": one.verdict.value,
        "candidates": [_candidate(standing) for standing in one.candidates],
        "uncontrolled": list(one.match.uncontrolled),
        "unknown": list(one.match.unknown),
        "conflicts": list(one.match.conflicts),
        "unread": list(one.match.unread),
        "reasons": list(one.reasons),
    }


def query_to_wire(query: Query) -> str | dict[str, str]:
    """The input as it was given: a text alone as a string, several signals as an object."""
    signals = {
        "text": query.text,
        "cas": query.cas,
        "inchikey": query.inchikey,
        "smiles": query.smiles,
        "inchi": query.inchi,
        "description": query.description,
    }
    given = {name: value for name, value in signals.items() if value}
    if set(given) == {"text"}:
        return query.text
    return given


def _candidate(standing: CandidateStanding) -> dict[str, Any]:
    candidate = standing.candidate
    return {
        "substance": candidate.substance,
        "name": standing.name,
        "ground": candidate.ground.value,
        "via": candidate.via.value,
        "form": candidate.form,
        "stereo": candidate.stereo.value,
        "doubt": [str(doubt) for doubt in candidate.doubts],
        "answer": standing.answer.value,
        "excluded": standing.excluded or None,
        "entries": [_entry(one) for one in standing.entries],
        "national": national_to_wire(standing.national),
    }


def _entry(one: EntryStanding) -> dict[str, Any]:
    entry = one.entry
    return {
        "convention": entry.convention.value,
        "schedule": entry.schedule,
        "answer": one.answer.value,
        "citation": entry.citation,
        "decision": entry.decision,
        "since": str(entry.since),
        "trust": entry.trust,
        "reason": one.reason,
    }


def national_to_wire(standings: Sequence[NationalStanding]) -> list[dict[str, Any]]:
    """National standings, a row each."""
    return [
        {
            "country": one.country,
            "schedule": one.schedule or None,
            "answer": one.answer.value,
            "citation": one.citation or None,
            "since": None if one.entry is None else str(one.entry.since),
            "basis": None if one.entry is None else one.entry.basis,
            "reason": one.reason,
        }
        for one in standings
    ]
