"""How answers are laid out as text: one verdict line, then what it rests on."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence

from ringfence.exchange.identify_format import query_to_wire
from ringfence.law.identification import CandidateStanding, Identification
from ringfence.law.overlay import NationalStanding
from ringfence.terms import Answer, Verdict

_VERDICT_WORDS = {
    Verdict.CONTROLLED: "controlled",
    Verdict.NOT_CONTROLLED: "not controlled",
    Verdict.UNDETERMINED: "undetermined",
}


def identification_text(found: Identification) -> str:
    """The verdict on one thing, its candidates with their entries, and the reasons."""
    head = (
        f"{_VERDICT_WORDS[found.verdict]}   {_input_text(found)}   "
        f"law of {found.day}, rule book {found.rule_book}"
    )
    lines = [head]
    for standing in found.candidates:
        lines += _candidate_lines(standing)
    lines += [f"  because  {reason}" for reason in found.reasons]
    return "\n".join(lines)


def _input_text(found: Identification) -> str:
    given = query_to_wire(found.match.query)
    if isinstance(given, str):
        return given
    return ", ".join(f"{name} {value}" for name, value in given.items())


def _candidate_lines(standing: CandidateStanding) -> Iterable[str]:
    candidate = standing.candidate
    form = f" [{candidate.form}]" if candidate.form else ""
    yield f"  {standing.name}{form}: by {candidate.ground}, {candidate.via}"
    rows = [
        (one.entry.convention, one.entry.schedule, one.answer, _source(one.entry.decision), "")
        for one in standing.entries
    ]
    yield from ("    " + line for line in columns(rows))
    met = [one for one in standing.national if one.answer is Answer.MET]
    other = [one for one in standing.national if one.answer is not Answer.MET]
    if met:
        yield "    national: " + "; ".join(_national_text(one) for one in met)
    yield from (f"    national: {one.country} {one.answer}: {one.reason}" for one in other)


def _source(decision: str | None) -> str:
    return decision or ""


def _national_text(one: NationalStanding) -> str:
    basis = "" if one.entry is None else one.entry.basis
    mark = "" if basis in ("sourced", "") else f" [{basis}]"
    return f"{one.country} {one.schedule}{mark}"


def columns(rows: Sequence[Sequence[object]], gap: str = "  ") -> list[str]:
    """Lay rows out in columns as wide as their widest cell; wide scripts count double."""
    if not rows:
        return []
    cells = [[str(cell) for cell in row] for row in rows]
    widths = [max(width(row[place]) for row in cells) for place in range(len(cells[0]))]
    return [
        gap.join(
            cell + " " * (wide - width(cell)) for cell, wide in zip(row, widths, strict=True)
        ).rstrip()
        for row in cells
    ]


def width(text: str) -> int:
    """How many terminal columns a text takes."""
    marks = sum(1 for letter in text if unicodedata.combining(letter))
    wide = sum(1 for letter in text if unicodedata.east_asian_width(letter) in "WF")
    return len(text) - marks + wide
