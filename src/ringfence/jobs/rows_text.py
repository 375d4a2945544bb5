"""Rows of CSV and NDJSON files."""

from __future__ import annotations

import csv
import json
from abc import ABC, abstractmethod
from collections.abc import Iterator
from decimal import Decimal
from itertools import islice
from typing import Any

from ringfence.jobs.columns import field_of
from ringfence.jobs.rows import (
    COLUMNS_MAX,
    LINE_CHARACTERS_MAX,
    InputNotUnderstood,
    Lines,
    Problem,
    TextBatch,
    mended,
)

DELIMITERS = ",;\t|"
BATCH_CHARACTERS_MAX = 1 << 24
"""A batch of very long rows ends early, so that memory stays bounded."""

_SAMPLED_LINES = 20


class TextSource(ABC):
    """What all text files share: batches are made of rows that come one by one."""

    names: tuple[str, ...] = ()
    delimiter = ","
    has_bom = False

    def __init__(self, lines: Lines) -> None:
        self.lines = lines

    @abstractmethod
    def rows(self) -> Iterator[tuple[list[str], Problem | None]]:
        """The rows, as long as `names`, each with what is wrong with it."""

    def batches(self, batch_rows: int) -> Iterator[TextBatch]:
        """Gather rows into batches of at most `batch_rows` rows and BATCH_CHARACTERS_MAX."""
        batch, size = TextBatch([]), 0
        for cells, problem in self.rows():
            if problem is not None:
                batch.problems[len(batch)] = problem
            batch.rows.append(cells)
            size += sum(map(len, cells))
            if len(batch.rows) >= batch_rows or size > BATCH_CHARACTERS_MAX:
                yield batch
                batch, size = TextBatch([]), 0
        if batch.rows:
            yield batch

    def fraction(self) -> float:
        """How much of the file has been read, 0 to 1."""
        return self.lines.fraction()


class CsvSource(TextSource):
    """A CSV file with a header line and any common delimiter.

    A row with too few or too many cells, a broken quote or bytes that do not decode is marked.
    A stray quote would swallow the lines behind it: only its own line is marked, and the lines
    behind it are read again.
    """

    def __init__(self, lines: Lines) -> None:
        super().__init__(lines)
        with lines.path.open("rb") as raw:
            self.has_bom = raw.read(3) == b"\xef\xbb\xbf"
        self.delimiter = self._find_delimiter()
        self._reader = csv.reader(lines, delimiter=self.delimiter, strict=True)
        self.names = self._read_header()

    def _find_delimiter(self) -> str:
        """The delimiter that gives the header most known columns, then the most even rows."""
        self.lines.begin()
        sample = list(islice(self.lines, _SAMPLED_LINES))
        if not sample or not "".join(sample).strip():
            raise InputNotUnderstood(
                self.lines.path, None, "the file is empty", "Give a file with a header line."
            )
        self.lines.take_back(0)
        if sample[0].lower().startswith("sep=") and len(sample[0].strip()) == 5:
            next(self.lines)
            return sample[0][4]
        return max(DELIMITERS, key=lambda sign: _fitness(sample, sign))

    def _read_header(self) -> tuple[str, ...]:
        try:
            header = next((row for row in self._reader if row), [])
        except csv.Error as error:
            raise InputNotUnderstood(
                self.lines.path, self.lines.number, f"the header line is broken: {error}",
                "Write the names of the columns on the first line.",
            ) from error  # fmt: skip
        return tuple(mended(name.strip()) for name in header)

    def rows(self) -> Iterator[tuple[list[str], Problem | None]]:
        """Read row by row; blank lines are no rows."""
        lines, reader, width = self.lines, self._reader, len(self.names)
        while True:
            at = lines.begin()
            try:
                cells = next(reader)
            except StopIteration:
                return
            except csv.Error as error:
                yield self._marked(at, str(error))
                continue
            if not cells:
                continue
            if len(cells) != width:
                yield self._marked(at, _miscounted(lines.taken[0], len(cells), width))
            elif spoiled := lines.spoiled():
                problem = Problem(at, spoiled, is_partial=True)
                yield [mended(cell) for cell in cells], problem
            else:
                yield cells, None

    def _marked(self, at: int, reason: str) -> tuple[list[str], Problem]:
        """The first line of a broken row, cut or filled to width; the rest is read again."""
        first = self.lines.taken[0].rstrip("\r\n")
        self.lines.take_back(1)
        try:
            cells = next(csv.reader([first], delimiter=self.delimiter), [])
        except csv.Error:
            cells = [first[:LINE_CHARACTERS_MAX]]
        width = len(self.names)
        if len(cells) > width:
            cells = [*cells[: width - 1], self.delimiter.join(cells[width - 1 :])]
        cells = [mended(cell) for cell in cells] + [""] * (width - len(cells))
        return cells, Problem(at, reason)


def _miscounted(line: str, found: int, width: int) -> str:
    says = f"it has {found} cells where the header has {width}"
    return f"{says}; a quote may be missing" if line.count('"') % 2 else says


def _fitness(sample: list[str], delimiter: str) -> tuple[int, int, int]:
    try:
        rows = [row for row in csv.reader(sample, delimiter=delimiter) if row]
    except csv.Error:
        return (0, 0, 0)
    header = rows[0] if rows else []
    known = sum(field_of(name) is not None for name in header)
    even = sum(len(row) == len(header) for row in rows) if len(header) > 1 else 0
    return (known, even, len(header))


class NdjsonSource(TextSource):
    """A file with one JSON object a line. Its columns are the keys of all objects.

    The file is read twice, first for the keys. Numbers keep the digits they are written with;
    lists and objects become JSON text.
    """

    def __init__(self, lines: Lines) -> None:
        super().__init__(lines)
        keys: dict[str, None] = {}
        for text, _, problem in self._objects():
            if problem is None:
                keys.update(dict.fromkeys(text))
            if len(keys) > COLUMNS_MAX:
                raise InputNotUnderstood(
                    lines.path, lines.number, f"the objects have more than {COLUMNS_MAX} keys",
                    "Give each object the same few keys.",
                )  # fmt: skip
        lines.rewind()
        self._keys = tuple(keys)
        self.names = tuple(mended(key) for key in keys)

    def rows(self) -> Iterator[tuple[list[str], Problem | None]]:
        """Read line by line; blank lines are no rows."""
        for found, at, reason in self._objects():
            cells = [_text(found.get(key)) for key in self._keys]
            if reason is not None:
                yield cells, Problem(at, reason)
            elif spoiled := self.lines.spoiled():
                yield cells, Problem(at, spoiled, is_partial=True)
            else:
                yield cells, None

    def _objects(self) -> Iterator[tuple[dict[str, Any], int, str | None]]:
        lines = self.lines
        while True:
            at = lines.begin()
            line = next(lines, "")
            if not line:
                return
            if not line.strip():
                continue
            if at == 1 and line.lstrip().startswith("["):
                raise InputNotUnderstood(
                    lines.path, 1, "the file is one JSON list",
                    "Write one object a line, for example with `jq -c '.[]'`.",
                )  # fmt: skip
            if len(line) >= LINE_CHARACTERS_MAX and not line.endswith("\n"):
                _pass_line(lines)
                yield {}, at, f"the line is longer than {LINE_CHARACTERS_MAX:,} characters"
                continue
            yield _object(line, at)


def _object(line: str, at: int) -> tuple[dict[str, Any], int, str | None]:
    try:
        found = json.loads(line, parse_float=Decimal)
    except (ValueError, RecursionError, ArithmeticError) as error:
        return {}, at, f"it is not JSON: {error}"
    if not isinstance(found, dict):
        return {}, at, "it is not a JSON object"
    return found, at, None


def _pass_line(lines: Lines) -> None:
    """Read to the end of a line that is too long to keep."""
    number = lines.number
    for piece in lines:
        lines.begin()
        if piece.endswith("\n"):
            break
    lines.number = number


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return value if value.isascii() else mended(value)
    if isinstance(value, bool | dict | list):
        return mended(json.dumps(value, ensure_ascii=False, default=float))
    return str(value)
