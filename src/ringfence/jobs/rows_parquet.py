"""Rows of Parquet files; types stay as they are."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from ringfence.jobs.rows import InputNotUnderstood, Problem, mended


class ArrowBatch:
    """Rows of a typed file. `table` is what was read; cells are printed when asked for."""

    def __init__(self, table: Any) -> None:
        self.table = table
        self.problems: dict[int, Problem] = {}

    def __len__(self) -> int:
        return int(self.table.num_rows)

    def column(self, place: int) -> list[str]:
        """The values of one column as text; null is an empty text."""
        return [_text(value) for value in self.table.column(place).to_pylist()]

    def is_number(self, place: int) -> bool:
        """True for columns of integers, floats and decimals."""
        kind = self.table.schema.field(place).type
        return bool(
            pa.types.is_integer(kind) or pa.types.is_floating(kind) or pa.types.is_decimal(kind)
        )

    def cells(self) -> Iterator[list[str]]:
        """The rows as text."""
        columns = [self.column(place) for place in range(self.table.num_columns)]
        return (list(row) for row in zip(*columns, strict=True))


class ParquetSource:
    """A Parquet file, read in batches."""

    delimiter = ","
    has_bom = False

    def __init__(self, path: Path, file: Any) -> None:
        self.path, self._file = path, file
        self.schema = file.schema_arrow
        self.names = tuple(self.schema.names)
        self._rows = max(int(file.metadata.num_rows), 1)
        self._read = 0

    def batches(self, batch_rows: int) -> Iterator[ArrowBatch]:
        """Read on, at most `batch_rows` rows at a time; raises InputNotUnderstood."""
        try:
            for batch in self._file.iter_batches(batch_size=batch_rows):
                self._read += batch.num_rows
                if batch.num_rows:
                    yield ArrowBatch(batch)
        except (pa.ArrowException, OSError) as error:
            raise InputNotUnderstood(
                self.path, None, f"the file breaks off after row {self._read:,}: {error}",
                "Fetch the file again.",
            ) from error  # fmt: skip

    def fraction(self) -> float:
        """How much of the file has been read, 0 to 1, by its rows."""
        return self._read / self._rows


@contextmanager
def open_parquet(path: Path) -> Iterator[ParquetSource]:
    """Open a Parquet file; raises InputNotUnderstood when it is none, and OSError."""
    with path.open("rb") as raw:
        try:
            file = pq.ParquetFile(raw)
        except pa.ArrowException as error:
            raise InputNotUnderstood(
                path, None, f"it is not a Parquet file: {error}", "Give the file as it was written."
            ) from error
        yield ParquetSource(path, file)


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, bytes):
        return mended(value.decode("utf-8", "surrogateescape"))
    if isinstance(value, dict | list | tuple):
        return mended(json.dumps(value, ensure_ascii=False, default=str))
    return str(value)
