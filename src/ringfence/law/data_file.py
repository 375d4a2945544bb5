"""Reading the law's own TOML files, with errors that say file, line and remedy.

Every file under `law/` is read through `DataFile`: unknown keys are refused by name, a missing
key is refused with the line of the table that lacks it, and days may be written as TOML dates
(`2023-03-14`), as texts (`"2023-03"`, `"2023"`), or as `{ earliest = ..., latest = ... }`.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from ringfence.terms import DataError, DayNotUnderstood, DayWindow

LAW = Path(__file__).parent
"""The folder of the law's data: treaty lists, Commission decisions, national overlays."""

_DECODE_PLACE = re.compile(r"\(at line (\d+), column \d+\)")


@dataclass(frozen=True)
class Table:
    """One table of a file, with the defaults that the head of the file gives."""

    file: DataFile
    name: str
    number: int
    values: Mapping[str, Any]

    def line(self, key: str | None = None) -> int | None:
        """Return the line of this table, or of one key of it where the key is written there."""
        return self.file.line_of(self.name, self.number, key)

    def error(self, problem: str, remedy: str, key: str | None = None) -> DataError:
        """Build the error for this table: place, problem, the line in question, remedy."""
        return self.file.error(self.line(key), problem, remedy)

    def check_keys(self, allowed: Collection[str]) -> None:
        """Refuse a key that the format does not know, by name."""
        for key in self.values:
            if key not in allowed:
                known = ", ".join(sorted(allowed))
                raise self.error(f"unknown key {key!r}", f"The keys known here are: {known}.", key)

    def text(self, key: str, *, remedy: str | None = None) -> str:
        """Return a text that must be there and not be empty."""
        value = self.values.get(key)
        if value is None or value == "":
            raise self.error(
                f"{self.name} has no {key}", remedy or f'Write {key} = "..." for this {self.name}.'
            )
        if not isinstance(value, str):
            raise self.error(f"{key} is not a text", "Put it between quotation marks.", key)
        return value

    def optional(self, key: str) -> str:
        """Return a text, or an empty text where the key is absent."""
        return self.text(key) if self.values.get(key) else ""

    def one_of(self, key: str, choices: Collection[str]) -> str:
        """Return a text that must be one of the choices."""
        value = self.text(key)
        if value not in choices:
            raise self.error(
                f"{key} is {value!r}", f"Write one of: {', '.join(sorted(choices))}.", key
            )
        return value

    def flag(self, key: str, *, default: bool) -> bool:
        """Return true or false; the default where the key is absent."""
        value = self.values.get(key, default)
        if not isinstance(value, bool):
            raise self.error(f"{key} is not true or false", "Write true or false.", key)
        return value

    def texts(self, key: str) -> tuple[str, ...]:
        """Return a list of texts; empty where the key is absent."""
        value = self.values.get(key, [])
        if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
            raise self.error(f"{key} is not a list of texts", 'Write ["...", "..."].', key)
        return tuple(value)

    def window(self, key: str) -> DayWindow | None:
        """Return a day, month, year or window; `None` where the key is absent."""
        value = self.values.get(key)
        if value is None:
            return None
        if isinstance(value, dict) and set(value) <= {"earliest", "latest"}:
            first, last = self._one_day(key, value, 0), self._one_day(key, value, 1)
            earliest = first.earliest if first else None
            latest = last.latest if last else None
            if earliest is not None and latest is not None and latest < earliest:
                raise self.error(f"{key} ends before it starts", "Swap its two days.", key)
            return DayWindow(earliest, latest)
        return self._read_day(key, value)

    def _one_day(self, key: str, value: Mapping[str, Any], side: int) -> DayWindow | None:
        name = ("earliest", "latest")[side]
        return self._read_day(key, value[name]) if name in value else None

    def _read_day(self, key: str, value: object) -> DayWindow:
        if isinstance(value, date) and not isinstance(value, datetime):
            return DayWindow(value, value)
        if not isinstance(value, str):
            raise self.error(f"{key} is not a day", 'Write 2025-12-31, "2025-12" or "2025".', key)
        try:
            return DayWindow.read(value)
        except DayNotUnderstood as wrong:
            raise self.error(str(wrong), 'Write 2025-12-31, "2025-12" or "2025".', key) from wrong


class DataFile:
    """One TOML file of the law, kept with its text so that errors can show the line."""

    def __init__(self, path: Path, text: str | None = None) -> None:
        self.path = path
        self.text = path.read_text(encoding="utf-8") if text is None else text
        try:
            self.values: dict[str, Any] = tomllib.loads(self.text)
        except tomllib.TOMLDecodeError as wrong:
            raise self._not_toml(wrong) from wrong

    @property
    def name(self) -> str:
        """The path from the package's folder, for example `law/cnd/2023-03_66-1.toml`."""
        if self.path.is_relative_to(LAW):
            return f"law/{self.path.relative_to(LAW).as_posix()}"
        return str(self.path)

    def error(self, line: int | None, problem: str, remedy: str) -> DataError:
        """Build an error with the line shown below the problem."""
        lines = self.text.splitlines()
        if line is not None and 0 < line <= len(lines):
            problem = f"{problem}\n    {line} | {lines[line - 1].strip()}"
        return DataError(self.name, line, problem, remedy)

    def head(self, arrays: Collection[str] = ()) -> Table:
        """Return the keys above the first array of tables."""
        kept = {key: value for key, value in self.values.items() if key not in arrays}
        return Table(self, "file", -1, kept)

    def tables(
        self, array: str, *, defaults: Collection[str] = (), allowed: Collection[str] | None = None
    ) -> Iterator[Table]:
        """Yield each `[[array]]`; the keys in `defaults` are taken from the head if absent.

        With `allowed`, a key of the table itself that is not in it is refused by name.
        """
        rows = self.values.get(array, [])
        if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
            raise self.error(None, f"{array} is not an array of tables", f"Write [[{array}]].")
        shared = {key: self.values[key] for key in defaults if key in self.values}
        for number, row in enumerate(rows):
            if allowed is not None:
                Table(self, array, number, row).check_keys(allowed)
            yield Table(self, array, number, {**shared, **row})

    def line_of(self, array: str, number: int, key: str | None) -> int | None:
        """Find the line of a table or of a key in it; the head where the table lacks the key."""
        lines = self.text.splitlines()
        heads = [i for i, line in enumerate(lines) if line.strip() == f"[[{array}]]"]
        start = heads[number] if 0 <= number < len(heads) else -1
        if key is not None:
            for first in (start + 1, 0):
                found = _line_with_key(lines, first, key)
                if found is not None:
                    return found
        return start + 2 if start >= 0 and start + 1 < len(lines) else 1

    def _not_toml(self, wrong: tomllib.TOMLDecodeError) -> DataError:
        place = _DECODE_PLACE.search(str(wrong))
        line = int(place.group(1)) if place else len(self.text.splitlines())
        problem = _DECODE_PLACE.sub("", str(wrong)).strip()
        return self.error(
            line, f"not TOML: {problem}", "Put texts between quotation marks, one key a line."
        )


def _line_with_key(lines: list[str], first: int, key: str) -> int | None:
    pattern = re.compile(rf"\s*\"?{re.escape(key)}\"?\s*=")
    for number in range(first, len(lines)):
        if lines[number].startswith("["):
            return None
        if pattern.match(lines[number]):
            return number + 1
    return None
