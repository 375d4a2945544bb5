"""Screened rows written to CSV or Parquet: the input's columns unchanged, then the verdict's.

A file is written beside its final name and takes it only when it is whole.
"""

from __future__ import annotations

import csv
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Protocol

from ringfence.jobs.rows import Batch, InputNotUnderstood, Source
from ringfence.watch.screening import RowVerdict

COLUMNS = ("verdict", "substances", "schedules", "papers", "score", "reasons")
PREFIX = "ringfence_"
BOM = "\ufeff"
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")


@dataclass(frozen=True, slots=True)
class Judged:
    """A verdict, and its cells as CSV prints them."""

    verdict: RowVerdict
    cells: tuple[str, ...]


@lru_cache(maxsize=1024)
def judged(verdict: RowVerdict) -> Judged:
    """Print a verdict's cells: lists joined by `|`, and no cell that a spreadsheet would run."""
    cells = (
        verdict.verdict,
        _list(verdict.substances),
        _list(verdict.schedules),
        _list(verdict.papers),
        f"{verdict.score:g}",
        _list(verdict.reasons),
    )
    return Judged(verdict, tuple(harmless(cell) for cell in cells))


def _list(values: Sequence[str]) -> str:
    return "|".join(value.replace("|", "/") for value in values)


def harmless(cell: str) -> str:
    """The cell, with an apostrophe before it where a spreadsheet would compute it."""
    return f"'{cell}" if cell.startswith(_FORMULA_STARTS) else cell


def added_columns(names: Sequence[str]) -> tuple[str, ...]:
    """The names of our columns; one that the input already has gets a prefix."""
    taken, added = {name.casefold() for name in names}, []
    for name in COLUMNS:
        while name.casefold() in taken:
            name = PREFIX + name
        added.append(name)
    return tuple(added)


class Out(Protocol):
    """A file that takes batches with their verdicts."""

    def write(self, batch: Batch, verdicts: Sequence[Judged]) -> None:
        """Add the rows of a batch."""
        ...


@contextmanager
def open_out(path: Path | None, source: Source) -> Iterator[Out | None]:
    """Open a file for writing by its suffix; it appears under its name only when all went well.

    Raises InputNotUnderstood for an unknown suffix or a folder that is not there.
    """
    if path is None:
        yield None
        return
    check_out(path)
    neighbour = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        opened = _open_parquet if path.suffix.lower() in (".parquet", ".pq") else _open_csv
        with opened(neighbour, path, source) as out:
            yield out
        neighbour.replace(path)
    finally:
        neighbour.unlink(missing_ok=True)


def check_out(path: Path) -> None:
    """Refuse a name that cannot be written; raises InputNotUnderstood."""
    if path.suffix.lower() not in (".csv", ".tsv", ".parquet", ".pq"):
        raise InputNotUnderstood(
            path, None, f"files that end in {path.suffix!r} are not written",
            "Name a .csv, .tsv or .parquet file.",
        )  # fmt: skip
    if not path.parent.is_dir():
        raise InputNotUnderstood(
            path, None, "its folder does not exist", f"Make it first: mkdir -p {path.parent}"
        )


@contextmanager
def _open_csv(neighbour: Path, path: Path, source: Source) -> Iterator[Out]:
    delimiter = "\t" if path.suffix.lower() == ".tsv" else source.delimiter
    with neighbour.open("w", encoding="utf-8", newline="") as file:
        if source.has_bom:
            file.write(BOM)
        writer = csv.writer(_ShortLineEnds(file), delimiter=delimiter, lineterminator="\r\n")
        writer.writerow([*source.names, *added_columns(source.names)])
        yield _Csv(writer)
        _settle(file)


class _ShortLineEnds:
    """Ends lines in a line feed alone, while cells with a carriage return are still quoted."""

    def __init__(self, file: Any) -> None:
        self._write = file.write

    def write(self, line: str) -> None:
        """Take one row as the CSV writer ends it."""
        self._write(line[:-2] + "\n")


def _settle(file: Any) -> None:
    file.flush()
    os.fsync(file.fileno())


class _Csv:
    def __init__(self, writer: Any) -> None:
        self._writer = writer

    def write(self, batch: Batch, verdicts: Sequence[Judged]) -> None:
        """Add the rows of a batch."""
        self._writer.writerows(
            (*cells, *one.cells) for cells, one in zip(batch.cells(), verdicts, strict=True)
        )


@contextmanager
def _open_parquet(neighbour: Path, path: Path, source: Source) -> Iterator[Out]:
    import pyarrow as pa
    import pyarrow.parquet as pq

    texts = pa.list_(pa.string())
    types = (pa.string(), texts, texts, texts, pa.float64(), texts)
    names = added_columns(source.names)
    schema = getattr(source, "schema", None)
    if schema is None:
        schema = pa.schema([(name, pa.string()) for name in _distinct(source.names)])
    for name, kind in zip(names, types, strict=True):
        schema = schema.append(pa.field(name, kind))
    with neighbour.open("wb") as file:
        with pq.ParquetWriter(file, schema, compression="zstd") as writer:
            yield _Parquet(writer, schema)
        _settle(file)


def _distinct(names: Sequence[str]) -> list[str]:
    """Names that a table can hold: a column that bears the name of an earlier one is numbered."""
    found: list[str] = []
    for name in names:
        number, tried = 1, name
        while tried in found:
            number += 1
            tried = f"{name}_{number}"
        found.append(tried)
    return found


class _Parquet:
    def __init__(self, writer: Any, schema: Any) -> None:
        self._writer, self._schema = writer, schema

    def write(self, batch: Batch, verdicts: Sequence[Judged]) -> None:
        """Add the rows of a batch, as one row group."""
        import pyarrow as pa

        table = getattr(batch, "table", None)
        width = len(self._schema) - len(COLUMNS)
        given = [batch.column(at) if table is None else table.column(at) for at in range(width)]
        added = [[getattr(one.verdict, name) for one in verdicts] for name in COLUMNS]
        columns = [
            values if isinstance(values, pa.Array | pa.ChunkedArray) else pa.array(values, kind)
            for values, kind in zip((*given, *added), self._schema.types, strict=True)
        ]
        self._writer.write_table(pa.Table.from_arrays(columns, schema=self._schema))
