"""Rows of a file of goods, in batches: CSV, Parquet, NDJSON, SMILES and SD files.

No file is held in memory as a whole. A row that cannot be read is marked and kept in its place;
a file that cannot be read is refused with its place and the remedy.

RingfenceError
└── InputNotUnderstood   a file is of an unknown kind, encoding or shape (file, line, remedy)
"""

from __future__ import annotations

import codecs
import gzip
import re
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from io import BytesIO, TextIOWrapper
from pathlib import Path
from typing import IO, Any, Protocol

from ringfence.terms import RingfenceError

UTF8 = "utf-8"
LINE_CHARACTERS_MAX = 1 << 20
SAMPLE_BYTES = 1 << 18
COLUMNS_MAX = 4096

_UNDECODED = re.compile("[\udc80-\udcff]")


class InputNotUnderstood(RingfenceError):
    """A file, an option or a column cannot be used as asked; says where and what to do."""

    def __init__(self, file: Path, line: int | None, problem: str, remedy: str) -> None:
        self.file, self.line, self.problem, self.remedy = file, line, problem, remedy
        place = str(file) if line is None else f"{file}:{line}"
        super().__init__(f"{place}: {problem}\n{remedy}")


@dataclass(frozen=True, slots=True)
class Problem:
    """Why one row could not be read; `is_partial` when its other cells are still in place."""

    line: int | None
    reason: str
    is_partial: bool = False


class Batch(Protocol):
    """Some rows of a file, in order."""

    problems: dict[int, Problem]
    """By the place of the row in the batch, from 0."""

    def __len__(self) -> int: ...

    def column(self, place: int) -> list[str]:
        """The cells of one column as text; an absent value is an empty text."""
        ...

    def is_number(self, place: int) -> bool:
        """True when the file itself says that the column holds numbers."""
        ...

    def cells(self) -> Iterator[list[str]]:
        """The rows as text."""
        ...


@dataclass(slots=True)
class TextBatch:
    """Rows of a text file: every cell is text."""

    rows: list[list[str]]
    problems: dict[int, Problem] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.rows)

    def column(self, place: int) -> list[str]:
        """The cells of one column."""
        return [row[place] for row in self.rows]

    def is_number(self, place: int) -> bool:
        """Text files do not say of what type a column is."""
        return False

    def cells(self) -> Iterator[list[str]]:
        """The rows themselves."""
        return iter(self.rows)


class Source(Protocol):
    """An open file of rows: its columns, its batches, and how far it has been read."""

    names: tuple[str, ...]
    delimiter: str
    has_bom: bool

    def batches(self, batch_rows: int) -> Iterator[Batch]:
        """Read on, at most `batch_rows` rows at a time; raises InputNotUnderstood."""
        ...

    def fraction(self) -> float:
        """How much of the file has been read, 0 to 1."""
        ...


@contextmanager
def open_source(path: Path, encoding: str = UTF8) -> Iterator[Source]:
    """Open a file of rows by its suffix, `.gz` allowed behind that of a text file.

    Raises InputNotUnderstood for an unknown suffix, encoding or shape, and OSError.
    """
    from ringfence.jobs import rows_parquet, rows_structures, rows_text

    kinds: dict[str, Any] = {
        ".csv": rows_text.CsvSource,
        ".tsv": rows_text.CsvSource,
        ".txt": rows_text.CsvSource,
        ".ndjson": rows_text.NdjsonSource,
        ".jsonl": rows_text.NdjsonSource,
        ".json": rows_text.NdjsonSource,
        ".smi": rows_structures.SmilesSource,
        ".smiles": rows_structures.SmilesSource,
        ".sdf": rows_structures.SdfSource,
        ".sd": rows_structures.SdfSource,
    }
    name = path.name.lower()
    suffix = Path(name.removesuffix(".gz")).suffix
    if name.endswith((".parquet", ".pq")):
        with rows_parquet.open_parquet(path) as source:
            yield source
    elif suffix in kinds:
        with open_lines(path, encoding) as lines:
            yield kinds[suffix](lines)
    else:
        raise InputNotUnderstood(
            path,
            None,
            f"files that end in {path.suffix!r} are not read",
            "Give a .csv, .tsv, .parquet, .ndjson, .sdf or .smi file; text files may end in .gz.",
        )


class Lines:
    """Lines of a text file, with their numbers, that can be taken back.

    Bytes that do not decode stay as lone surrogates until `mended`; `spoiled` tells of them, and of
    lines that were cut.
    """

    def __init__(self, path: Path, raw: IO[bytes], text: IO[str], encoding: str) -> None:
        self.path, self.encoding = path, encoding
        self._raw, self._text = raw, text
        self._size = max(path.stat().st_size, 1)
        self._returned: list[str] = []
        self.number = 0
        self.taken: list[str] = []

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = self._returned.pop() if self._returned else self._read()
        if not line:
            raise StopIteration
        self.number += 1
        self.taken.append(line)
        return line

    def _read(self) -> str:
        try:
            line = self._text.readline(LINE_CHARACTERS_MAX)
            return line if len(line) < LINE_CHARACTERS_MAX else self._cut(line)
        except (EOFError, zlib.error, gzip.BadGzipFile) as error:
            raise InputNotUnderstood(
                self.path, self.number + 1, f"the compressed file breaks off: {error}",
                "Fetch the file again.",
            ) from error  # fmt: skip
        except UnicodeError as error:
            raise InputNotUnderstood(
                self.path, self.number + 1, f"the text is not {self.encoding}: {error}",
                "Name the encoding with --encoding, for example --encoding cp1251.",
            ) from error  # fmt: skip

    def _cut(self, line: str) -> str:
        """The beginning of a line that is too long; what follows on it is passed over."""
        rest = line
        while rest and not rest.endswith("\n"):
            rest = self._text.readline(LINE_CHARACTERS_MAX)
        return line if line.endswith("\n") else line + "\n"

    def begin(self) -> int:
        """Forget the lines taken so far; gives the number of the line that comes next."""
        self.taken = []
        return self.number + 1

    def take_back(self, keep: int) -> None:
        """Return all lines taken since `begin` but the first `keep`."""
        back = self.taken[keep:]
        self._returned.extend(reversed(back))
        self.number -= len(back)
        del self.taken[keep:]

    def rewind(self) -> None:
        """Start again at the first line."""
        self._text.seek(0)
        self._returned, self.taken, self.number = [], [], 0

    def spoiled(self) -> str:
        """Say what no reader can know of the lines taken: too long, or a byte that does not decode.

        Empty when all is there.
        """
        for line in self.taken:
            if len(line) > LINE_CHARACTERS_MAX:
                return f"a line has more than {LINE_CHARACTERS_MAX:,} characters"
            found = None if line.isascii() else _UNDECODED.search(line)
            if found is not None:
                byte = ord(found.group()) - 0xDC00
                return f"the byte 0x{byte:02x} is not {self.encoding}"
        return ""

    def fraction(self) -> float:
        """How much of the file has been read, 0 to 1, by its bytes."""
        return min(self._raw.tell() / self._size, 1.0)


def mended(text: str) -> str:
    """The text with bytes that did not decode, and lone surrogates, written as `\\xcf`."""
    try:
        text.encode(UTF8)
    except UnicodeEncodeError:
        plain = text.encode(UTF8, "surrogateescape" if _UNDECODED.search(text) else "replace")
        return plain.decode(UTF8, "backslashreplace")
    return text


@contextmanager
def open_lines(path: Path, encoding: str) -> Iterator[Lines]:
    """Open a text file, plain or gzip; raises InputNotUnderstood for a wrong encoding."""
    try:
        codec = codecs.lookup(encoding).name
        TextIOWrapper(BytesIO(), encoding=codec)
    except (LookupError, ValueError) as error:
        raise InputNotUnderstood(
            path, None, f"{encoding!r} is no encoding", "Write for example --encoding cp1251."
        ) from error
    with path.open("rb") as raw:
        unpacked: Any = gzip.GzipFile(fileobj=raw) if path.suffix.lower() == ".gz" else raw
        _check_encoding(path, unpacked, codec)
        text = TextIOWrapper(
            unpacked,
            encoding="utf-8-sig" if codec == UTF8 else codec,
            errors="surrogateescape",
            newline="",
        )
        try:
            yield Lines(path, raw, text, codec)
        finally:
            text.detach()


def _check_encoding(path: Path, unpacked: IO[bytes], codec: str) -> None:
    """Refuse a file whose beginning is plainly not what it is said to be."""
    try:
        sample = unpacked.read(SAMPLE_BYTES)
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise InputNotUnderstood(path, None, str(error), "Fetch the file again.") from error
    unpacked.seek(0)
    if codec != UTF8:
        return
    if sample.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        raise InputNotUnderstood(path, 1, "the file is UTF-16", "Add --encoding utf-16.")
    lines = sample.split(b"\n")
    if len(sample) == SAMPLE_BYTES:
        lines.pop()
    accented = [(number, line) for number, line in enumerate(lines, 1) if not line.isascii()]
    broken = [(number, line) for number, line in accented if not _decodes(line)]
    has_header = Path(path.name.lower().removesuffix(".gz")).suffix in (".csv", ".tsv", ".txt")
    is_header = bool(broken) and has_header and broken[0][0] == 1
    if is_header or (len(broken) > 2 and 2 * len(broken) > len(accented)):
        number, line = broken[0]
        raise InputNotUnderstood(
            path,
            number,
            f"the text is not UTF-8 (byte 0x{_first_broken_byte(line):02x})",
            "Save it as UTF-8, or name its encoding: --encoding cp1251 for Cyrillic Windows files.",
        )


def _decodes(line: bytes) -> bool:
    return _UNDECODED.search(line.decode(UTF8, "surrogateescape")) is None


def _first_broken_byte(line: bytes) -> int:
    found = _UNDECODED.search(line.decode(UTF8, "surrogateescape"))
    return ord(found.group()) - 0xDC00 if found else 0
