"""How answers are laid out as text: one verdict line, then what it rests on."""

from __future__ import annotations

import calendar
import unicodedata
from collections.abc import Iterable, Sequence
from datetime import date

from ringfence.exchange.identify_format import query_to_wire
from ringfence.law.identification import CandidateStanding, Identification
from ringfence.law.overlay import NationalStanding
from ringfence.terms import Answer, Day, DayWindow, Verdict

PAGE = 100
"""How many terminal columns a page has."""

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
    for reason in found.reasons:
        lines += _hanging("  because  ", reason)
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
        (
            f"{one.entry.convention} {one.entry.schedule}",
            one.answer,
            f"since {short_window(one.entry.since)}",
            one.entry.decision or "",
            f"[{one.entry.trust}]",
        )
        for one in standing.entries
    ]
    yield from ("    " + line for line in columns(rows))
    yield from _national_lines(standing.national)


def _national_lines(standings: Sequence[NationalStanding]) -> Iterable[str]:
    """Entries that hold, entries of which that is not known, and what no entry was found for."""
    met = [_national_text(one) for one in standings if one.answer is Answer.MET]
    open_ = [
        f"{_national_text(one)} {short_window(one.entry.since)}"
        for one in standings
        if one.entry is not None and one.answer is Answer.UNDETERMINED
    ]
    yield from _hanging("    national: ", "; ".join(met))
    yield from _hanging("    national, day of listing not known: ", "; ".join(open_))
    for one in standings:
        if one.answer is Answer.NOT_MET or (one.entry is None and one.answer is not Answer.MET):
            yield from _hanging(f"    national: {one.country} {one.answer}: ", one.reason)


def _hanging(head: str, text: str) -> list[str]:
    """A text behind its head, broken at the width of a page; nothing where there is no text."""
    if not text:
        return []
    first, *rest = wrapped(text, PAGE - 6, taken=width(head) - 6)
    return [head + first, *("      " + line for line in rest)]


def _national_text(one: NationalStanding) -> str:
    basis = "" if one.entry is None else one.entry.basis
    mark = "" if basis in ("sourced", "") else f" [{basis}]"
    return f"{one.country} {one.schedule}{mark}"


def short_window(window: DayWindow | None) -> str:
    """A window in few letters: a day, a month or a year where it is one, else `first..last`."""
    if window is None:
        return ""
    first, last = window.earliest, window.latest
    if first is None or last is None:
        return f"{first or ''}..{last or ''}" if first or last else "not known"
    if first == last:
        return str(first)
    if (first, last) == (date(first.year, 1, 1), date(first.year, 12, 31)):
        return str(first.year)
    month = date(first.year, first.month, 1), _month_end(first)
    return f"{first:%Y-%m}" if (first, last) == month else f"{first}..{last}"


def _month_end(day: Day) -> Day:
    return day.replace(day=calendar.monthrange(day.year, day.month)[1])


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


def wrapped(text: str, columns_max: int, taken: int = 0) -> list[str]:
    """Break a text at blanks into lines of at most so many terminal columns; at least one line.

    `taken` columns of the first line are used for something else.
    """
    lines: list[str] = [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}" if lines[-1] else word
        room = columns_max - (taken if len(lines) == 1 else 0)
        if lines[-1] and width(longer) > room:
            lines.append(word)
        else:
            lines[-1] = longer
    return lines
