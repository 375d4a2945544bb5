"""Reading a mapping (from TOML or JSON) into a typed record, and describing the record.

A record is a frozen dataclass whose fields are texts, numbers, days, flags, words of an
enumeration, other records or tuples of those; `None` means that a fact is not known. Keys that
the record does not have are refused by name, with the nearest key that it has. Every problem of a
file is told at once.
"""

from __future__ import annotations

import dataclasses
import difflib
import re
import types
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from functools import cache, partial
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

from ringfence.terms import DayNotUnderstood, RingfenceError, read_day

Record = TypeVar("Record")
COUNT_MAX = 10**17
"""The largest number that a record holds: micrograms of a million tonnes, so that sums of several
numbers still fit into a column of a database."""

NUMBER_END = 10**40
"""Numbers with fractions stay below it, so that no text is longer than a line."""

SHOWN_MAX = 80
"""So many characters of a value that is wrong are said back."""

Reader = Callable[[Any, str, list["Problem"]], Any]
"""Reads a value found at a place, and adds what is wrong with it."""


@dataclasses.dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong with an input: where, what, and what to do."""

    place: str
    problem: str
    remedy: str

    def __str__(self) -> str:
        return f"{self.place}: {self.problem}. {self.remedy}"


class InputNotUnderstood(RingfenceError):
    """An input cannot be read; `problems` holds every one that was found."""

    def __init__(self, file: str, problems: tuple[Problem, ...]) -> None:
        self.file, self.problems = file, problems
        super().__init__("\n".join(f"{file}: {problem}" for problem in problems))


def read_record(cls: type[Record], mapping: Mapping[str, Any], file: str = "input") -> Record:
    """Read `mapping` as a record of type `cls`; raises InputNotUnderstood with every problem."""
    problems: list[Problem] = []
    record = _record(cls, mapping, "", problems)
    if problems:
        raise InputNotUnderstood(file, tuple(problems))
    assert record is not None
    return record  # type: ignore[no-any-return]


def _record(cls: Any, mapping: Any, place: str, problems: list[Problem]) -> Any:
    if not isinstance(mapping, Mapping):
        problems.append(Problem(place, "is not a table", f"Write [{place}] with its keys below it"))
        return None
    known, readers = _shape(cls)
    problems.extend(_unknown(key, place, tuple(known)) for key in mapping if key not in known)
    values = {}
    for key, field in known.items():
        where = f"{place}.{key}" if place else key
        if key in mapping:
            values[field.name] = readers[field.name](mapping[key], where, problems)
        elif _is_needed(field):
            problems.append(Problem(where, "is missing", f"Enter {key}: {said_of(field)}"))
    if problems:
        return None
    return cls(**values)


@cache
def _shape(cls: Any) -> tuple[dict[str, dataclasses.Field[Any]], dict[str, Reader]]:
    """The fields of a record by key, and what reads each of them by name."""
    hints = get_type_hints(cls)
    fields = dataclasses.fields(cls)
    return (
        {key_of(field): field for field in fields},
        {field.name: _reader(hints[field.name]) for field in fields},
    )


def key_of(field: dataclasses.Field[Any]) -> str:
    """The key under which a field is written: its name, or the one that its metadata gives."""
    return str(field.metadata.get("key", field.name))


def said_of(field: dataclasses.Field[Any]) -> str:
    """What a field holds, in plain words."""
    return str(field.metadata.get("says", ""))


def _is_needed(field: dataclasses.Field[Any]) -> bool:
    missing = dataclasses.MISSING
    return field.default is missing and field.default_factory is missing


def _unknown(key: str, place: str, known: tuple[str, ...]) -> Problem:
    near = difflib.get_close_matches(key, known, n=1)
    remedy = f"Did you mean {near[0]}?" if near else f"Keys here are {', '.join(known)}"
    where = f"{place}.{key}" if place else key
    return Problem(where, "is no key that is known here", remedy)


@cache
def _reader(hint: Any) -> Reader:
    """What reads a value of a type."""
    hint = without_none(hint)
    if get_origin(hint) is tuple:
        return partial(_tuple, get_args(hint)[0])
    if dataclasses.is_dataclass(hint):
        return partial(_record, hint)
    if isinstance(hint, type) and issubclass(hint, StrEnum):
        return partial(_word, hint)
    read: Reader = _SCALARS.get(hint, _text)
    return read


def without_none(hint: Any) -> Any:
    """The type of a fact that may be unknown, without `None`."""
    if get_origin(hint) in (Union, types.UnionType):
        return next(part for part in get_args(hint) if part is not type(None))
    return hint


def _tuple(hint: Any, value: Any, place: str, problems: list[Problem]) -> Any:
    if not isinstance(value, list | tuple):
        problems.append(Problem(place, "is not a list", f"Write {place} = [ ... ]"))
        return ()
    read = _reader(hint)
    return tuple(read(one, f"{place}[{number}]", problems) for number, one in enumerate(value, 1))


def _word(hint: type[StrEnum], value: Any, place: str, problems: list[Problem]) -> Any:
    try:
        return hint(value)
    except ValueError:
        words = ", ".join(hint)
        problems.append(
            Problem(place, f"{_shown(value)} is no word known here", f"Write one of {words}")
        )
        return None


def _text(value: Any, place: str, problems: list[Problem]) -> str:
    if not isinstance(value, str):
        problems.append(Problem(place, f"{_shown(value)} is not a text", f'Write {place} = "..."'))
        return ""
    return value


def _flag(value: Any, place: str, problems: list[Problem]) -> bool | None:
    if not isinstance(value, bool):
        remedy = "Write true or false, or leave it out if it is not known"
        problems.append(Problem(place, f"{_shown(value)} is neither true nor false", remedy))
        return None
    return value


def _number(value: Any, place: str, problems: list[Problem]) -> Decimal | None:
    try:
        number = _decimal(value)
        if number.is_finite() and 0 <= number < NUMBER_END:
            return number
    except InvalidOperation:
        problem = f"{_shown(value)} is not a number"
    else:
        problem = f"{_shown(value)} is not a quantity"
        if number.is_finite() and number > 0:
            problem = f"{_shown(value)} is more than there is of anything"
    problems.append(Problem(place, problem, 'Write a number from 0 up, such as "12.5"'))
    return None


def _decimal(value: Any) -> Decimal:
    """The number that a value is; of a text, only plain digits with a point before fractions."""
    if isinstance(value, str) and (said := value.strip()):
        if _UNSIGNED.fullmatch(said) is None and said.lower() not in _NO_QUANTITY:
            raise InvalidOperation
        return Decimal(said)
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal):
        raise InvalidOperation
    if isinstance(value, int):
        return Decimal(min(value, NUMBER_END))
    return Decimal(str(value))


_UNSIGNED = re.compile(r"-?[0-9]{1,40}(\.[0-9]{1,40})?")
_NO_QUANTITY = frozenset({"nan", "infinity", "inf", "-infinity", "-inf"})


def _count(value: Any, place: str, problems: list[Problem]) -> int | None:
    if isinstance(value, bool) or not isinstance(value, int) or value < 0:
        problems.append(Problem(place, f"{_shown(value)} is not a count", "Write a whole number"))
        return None
    if value > COUNT_MAX:
        problem = f"{_shown(value)} is more than there is of anything"
        problems.append(Problem(place, problem, f"Write a whole number up to {COUNT_MAX}"))
        return None
    return value


def _shown(value: Any) -> str:
    """The value for a sentence: no longer than a sentence bears, whatever was sent."""
    if isinstance(value, int) and abs(value) > 10**SHOWN_MAX:
        return "so large a number"
    said = repr(value)
    return said if len(said) <= SHOWN_MAX else f"{said[:SHOWN_MAX]}..."


def _day(value: Any, place: str, problems: list[Problem]) -> date | None:
    if type(value) is date:
        return value
    try:
        return read_day(value if isinstance(value, str) else _shown(value))
    except DayNotUnderstood:
        remedy = "Write a day as 2025-12-31"
        problems.append(Problem(place, f"{_shown(value)} is not a day", remedy))
        return None


_SCALARS: dict[Any, Any] = {bool: _flag, Decimal: _number, int: _count, date: _day, str: _text}


def schema_of(cls: Any) -> dict[str, Any]:
    """A JSON Schema (2020-12) of a record, with what each key holds."""
    hints = get_type_hints(cls)
    properties, needed = {}, []
    for field in dataclasses.fields(cls):
        described = _schema(hints[field.name])
        if said_of(field):
            described = {**described, "description": said_of(field)}
        properties[key_of(field)] = described
        if _is_needed(field):
            needed.append(key_of(field))
    found: dict[str, Any] = {"type": "object", "additionalProperties": False}
    return {**found, "properties": properties, "required": needed}


_SCALAR_SCHEMAS: dict[Any, dict[str, Any]] = {
    bool: {"type": "boolean"},
    Decimal: {"type": ["number", "string"], "minimum": 0, "pattern": r"^[0-9]+(\.[0-9]+)?$"},
    int: {"type": "integer", "minimum": 0},
    date: {"type": "string", "format": "date"},
    str: {"type": "string"},
}


def _schema(hint: Any) -> dict[str, Any]:
    hint = without_none(hint)
    if get_origin(hint) is tuple:
        return {"type": "array", "items": _schema(get_args(hint)[0])}
    if dataclasses.is_dataclass(hint):
        return schema_of(hint)
    if isinstance(hint, type) and issubclass(hint, StrEnum):
        return {"enum": list(hint)}
    return dict(_SCALAR_SCHEMAS.get(hint, {"type": "string"}))
