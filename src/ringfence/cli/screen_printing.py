"""How a screening is laid out as text: the summary, and row by row where that is asked."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from ringfence.cli.printing import PAGE, columns, wrapped
from ringfence.exchange.identify_format import query_to_wire
from ringfence.jobs.screen_file import Summary
from ringfence.terms import Country, Day
from ringfence.watch.screening import EXAMINE, RELEASE, STOP, Row, RowVerdict

ROWS_SHOWN = 200
"""How many rows --show prints."""

_INDENT = "      "


@dataclass(slots=True)
class Shown:
    """The first rows of a run with their verdicts; the others are counted, not kept."""

    rows: list[tuple[Row, RowVerdict]] = field(default_factory=list)

    def keep(self, row: Row, verdict: RowVerdict) -> None:
        """Keep a row while there is room."""
        if len(self.rows) < ROWS_SHOWN:
            self.rows.append((row, verdict))


def shown_text(shown: Shown, rows: int) -> str:
    """Each row that was kept: its verdict, score and words, and below it what that rests on."""
    heads = columns(
        [(row.number, one.verdict, f"{one.score:g}", _words(row)) for row, one in shown.rows]
    )
    lines: list[str] = []
    for head, (_, verdict) in zip(heads, shown.rows, strict=True):
        lines += [head, *_grounds(verdict)]
    if rows > len(shown.rows):
        lines.append(f"and {rows - len(shown.rows):,} more rows: --out FILE writes every verdict")
    return "\n".join([*lines, ""])


def _words(row: Row) -> str:
    """What the row says, on one line of a page."""
    given = query_to_wire(row.query)
    said = given if isinstance(given, str) else ", ".join(given.values())
    route = f"{row.from_country} to {row.to_country}" if row.from_country or row.to_country else ""
    words = "; ".join(part for part in (said, row.quantity, route) if part)
    first, *rest = wrapped(words, 76)
    return f"{first} ..." if rest else first


def _grounds(verdict: RowVerdict) -> Iterator[str]:
    what = [", ".join(part) for part in (verdict.substances, verdict.schedules) if part]
    for text in ("; ".join(what), _papers(verdict.papers), *verdict.reasons):
        if text:
            first, *rest = wrapped(text, PAGE - len(_INDENT) - 2)
            yield f"{_INDENT}{first}"
            yield from (f"{_INDENT}  {line}" for line in rest)


def _papers(papers: Sequence[str]) -> str:
    """Papers by how they are due: `required: a, b; advised: c`."""
    by_due: dict[str, list[str]] = {}
    for paper in papers:
        name, _, due = paper.removesuffix(")").partition(" (")
        by_due.setdefault(due.replace("_", " "), []).append(name)
    return "; ".join(f"{due}: {', '.join(names)}" for due, names in by_due.items())


def summary_text(summary: Summary, day: Day, country: Country | None, rule_book: str) -> str:
    """How many rows, which verdicts, which substances, what could not be read, what was written."""
    law = f"law of {day}" if country is None else f"law of {day} and of {country}"
    lines = [f"{summary.rows:,} rows of {summary.source}   {law}, rule book {rule_book}"]
    counts = [(one, f"{summary.verdicts[one]:,}") for one in (STOP, EXAMINE, RELEASE)]
    wide = max(len(count) for _, count in counts)
    lines += [f"  {name:<8} {count:>{wide}}" for name, count in counts]
    lines += _listed(
        "columns read",
        [
            column if column == field else f"{column} as {field}"
            for field, column in summary.columns.items()
        ],
    )
    lines += _listed("columns not read", list(summary.columns_not_read))
    top = [f"{name} {number:,}" for name, number in summary.top_substances]
    others = len(summary.substances) - len(top)
    lines += _listed("substances", [*top, f"{others} others"] if others else top)
    lines += [f"  {one}" for one in summary.unreadable]
    unsaid = summary.unreadable_count - len(summary.unreadable)
    if unsaid:
        lines.append(f"  and {unsaid:,} more rows that could not be read")
    lines.append(f"  written to {summary.out}" if summary.out else "  nothing written: add --out")
    return "\n".join(lines)


def _listed(title: str, parts: list[str]) -> list[str]:
    if not parts:
        return []
    first, *rest = wrapped(", ".join(parts), PAGE - 4 - len(title))
    return [f"  {title}: {first}", *(f"    {line}" for line in rest)]
