"""Screen a file: read rows in batches, judge each, write them with their verdicts, sum up.

Memory holds one batch and the verdicts of the last different signals, never the file.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path
from typing import Protocol

from ringfence.jobs.columns import Columns, find_columns
from ringfence.jobs.rows import UTF8, Batch, InputNotUnderstood, Problem, open_source
from ringfence.jobs.rows_out import Judged, check_out, judged, open_out
from ringfence.substance.candidate import Query
from ringfence.watch.screening import RELEASE, Row, RowVerdict

BATCH_ROWS = 8192
REMEMBERED_ROWS = 32_768
"""How many different rows keep their verdict in memory; files of goods repeat themselves."""

UNREADABLE_SHOWN = 20
SUBSTANCES_SHOWN = 10


class Judge(Protocol):
    """What gives a row its verdict: `ringfence.watch.screening.Screener`.

    It is asked once for equal rows, whatever their number.
    """

    def judge(self, row: Row) -> RowVerdict:
        """Say what is to be done with a row."""
        ...


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A row that could not be read: its file, number (from 1), line where known, and why."""

    file: Path
    row: int
    line: int | None
    reason: str

    def __str__(self) -> str:
        place = "" if self.line is None else f":{self.line}"
        return f"{self.file}{place}: row {self.row:,} could not be read: {self.reason}"


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a run has come: rows judged, part of the file read (0 to 1), seconds."""

    rows: int
    fraction: float
    seconds: float

    @property
    def rows_per_second(self) -> float:
        """Mean rate since the start."""
        return self.rows / self.seconds if self.seconds else 0.0


@dataclass(slots=True)
class Summary:
    """What a run found.

    verdicts          rows by verdict
    substances        rows by substance id
    unreadable        the first rows that could not be read; `unreadable_count` has them all
    columns           which column of the file was read as which field
    columns_not_read  the others, which nothing was looked for in
    different         how many different rows were judged
    """

    source: Path
    out: Path | None
    rows: int = 0
    verdicts: Counter[str] = field(default_factory=Counter)
    substances: Counter[str] = field(default_factory=Counter)
    unreadable: list[Unreadable] = field(default_factory=list)
    unreadable_count: int = 0
    columns: dict[str, str] = field(default_factory=dict)
    columns_not_read: tuple[str, ...] = ()
    different: int = 0
    seconds: float = 0.0

    @property
    def rows_per_second(self) -> float:
        """Mean rate of the run."""
        return self.rows / self.seconds if self.seconds else 0.0

    @property
    def top_substances(self) -> list[tuple[str, int]]:
        """The substances met most often, with the number of their rows."""
        return self.substances.most_common(SUBSTANCES_SHOWN)


class ScreeningInterrupted(KeyboardInterrupt):
    """The run was stopped by hand: so many rows were judged, and nothing was written."""

    def __init__(self, rows: int, out: Path | None) -> None:
        self.rows, self.out = rows, out
        kept = "" if out is None else f"; {out} was not written"
        super().__init__(f"interrupted after {rows:,} rows{kept}")


def screen_file(
    source: Path,
    out: Path | None,
    *,
    screener: Judge,
    mapping: Mapping[str, str],
    batch_rows: int = BATCH_ROWS,
    encoding: str = UTF8,
    progress: Callable[[Progress], None] | None = None,
    on_row: Callable[[Row, RowVerdict], None] | None = None,
) -> Summary:
    """Screen every row of `source` and write it with its verdict to `out`.

    `mapping` gives columns by field (`ringfence.jobs.columns.FIELDS`); the others are recognised
    by name. `progress` is called after each batch, `on_row` for each row in order.
    Raises InputNotUnderstood, ScreeningInterrupted and OSError; `out` is then left as it was.
    """
    if out is not None:
        check_out(out)
        if out.exists() and out.samefile(source):
            raise InputNotUnderstood(
                out, None, "it is the file that is read", "Give --out another name."
            )
    started = time.perf_counter()
    summary = Summary(source, out)
    try:
        with open_source(source, encoding) as rows, open_out(out, rows) as writer:
            columns = find_columns(source, rows.names, mapping)
            summary.columns = {name: rows.names[at] for name, at in columns.places.items()}
            read = {*columns.places.values(), *columns.others}
            summary.columns_not_read = tuple(
                name for at, name in enumerate(rows.names) if at not in read and name.strip()
            )
            run = _Run(screener, columns, summary, on_row)
            for batch in rows.batches(batch_rows):
                verdicts = run.judge(batch)
                if writer is not None:
                    writer.write(batch, verdicts)
                if progress is not None:
                    seconds = time.perf_counter() - started
                    progress(Progress(summary.rows, rows.fraction(), seconds))
    except KeyboardInterrupt as error:
        raise ScreeningInterrupted(summary.rows, out) from error
    summary.seconds = time.perf_counter() - started
    return summary


class _Run:
    """The judging of one file, batch by batch, counted into its summary."""

    def __init__(
        self,
        screener: Judge,
        columns: Columns,
        summary: Summary,
        on_row: Callable[[Row, RowVerdict], None] | None,
    ) -> None:
        self.screener, self.columns, self.summary, self.on_row = screener, columns, summary, on_row
        self._remembered = lru_cache(maxsize=REMEMBERED_ROWS)(self._judged)

    def judge(self, batch: Batch) -> list[Judged]:
        """Judge the rows of a batch, in order."""
        first = self.summary.rows + 1
        signals = list(self.columns.signals(batch))
        verdicts = [
            self._remembered(one) if place not in batch.problems
            else self._unread(first + place, one, batch.problems[place])
            for place, one in enumerate(signals)
        ]  # fmt: skip
        self._count(verdicts)
        if self.on_row is not None:
            for place, (one, made) in enumerate(zip(signals, verdicts, strict=True)):
                problem = batch.problems.get(place)
                row = _row(first + place, one, problem.reason if problem else "")
                self.on_row(row, made.verdict)
        return verdicts

    def _judged(self, signals: tuple[str, ...]) -> Judged:
        self.summary.different += 1
        return judged(self.screener.judge(_row(self.summary.rows + 1, signals)))

    def _unread(self, number: int, signals: tuple[str, ...], problem: Problem) -> Judged:
        """A row that could not be read is never released; what it still shows is judged too."""
        summary = self.summary
        summary.unreadable_count += 1
        if len(summary.unreadable) < UNREADABLE_SHOWN:
            unread = Unreadable(summary.source, number, problem.line, problem.reason)
            summary.unreadable.append(unread)
        place = "" if problem.line is None else f"line {problem.line}: "
        marked = self.screener.judge(_row(number, ("",) * len(signals), place + problem.reason))
        if problem.is_partial and any(signals):
            shown = self._remembered(signals).verdict
            if shown.verdict != RELEASE:
                return judged(replace(shown, reasons=(*marked.reasons, *shown.reasons)))
        return judged(marked)

    def _count(self, verdicts: list[Judged]) -> None:
        summary = self.summary
        summary.rows += len(verdicts)
        summary.verdicts.update(one.verdict.verdict for one in verdicts)
        for one in verdicts:
            if one.verdict.substances:
                summary.substances.update(one.verdict.substances)


def _row(number: int, signals: tuple[str, ...], problem: str = "") -> Row:
    """A row from its signals, which come in the order of FIELDS without the unit."""
    text, cas, inchikey, smiles, inchi, description, *movement = map(str.strip, signals)
    query = Query(text, cas, inchikey, smiles, inchi, description)
    quantity, from_country, to_country, consignee = movement
    return Row(number, query, quantity, from_country, to_country, problem, consignee)
