"""The file of a record to be filled in: every key in TOML, with what it holds.

Keys that are needed stand open with an empty value; the others are comments that whoever fills it
in may open. A table may be told without any of its own keys only where it is a comment too.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any, get_args, get_origin, get_type_hints

from ringfence.law.record import InputNotUnderstood, key_of, read_record, said_of, without_none

_EMPTY: dict[Any, str] = {
    str: '""', bool: "false", int: "0", Decimal: '"0"', date: date(2031, 12, 31).isoformat(),
}  # fmt: skip


def template_of(cls: Any) -> str:
    """The keys of a record as a TOML file, what must be told open, the rest as comments."""
    about = (cls.__doc__ or "").strip().partition("\n")[0]
    head = [f"# {about}"] if about else []
    return "\n".join([*head, *_lines(cls, "", is_open=True, many=False)]) + "\n"


def keys_of(cls: Any) -> list[tuple[str, str, str]]:
    """The keys of a flat record: the key, `needed` or nothing, and what it holds."""
    hints, needed = get_type_hints(cls), needed_keys(cls)
    return [
        (
            key_of(one),
            "needed" if key_of(one) in needed else "",
            _says(one) + _words(without_none(hints[one.name])),
        )
        for one in dataclasses.fields(cls)
    ]


def needed_keys(cls: Any) -> frozenset[str]:
    """The keys without which a record is not read, or says itself that it lacks them."""
    fields = dataclasses.fields(cls)
    found = {key_of(one) for one in fields if _is_without_default(one)}
    if not found:
        try:
            empty = read_record(cls, {}, "")
        except InputNotUnderstood as wrong:
            return frozenset(one.place for one in wrong.problems)
        problems = getattr(empty, "problems", None)
        found = {one.place for one in problems()} if problems else set()
    return frozenset(found) & {key_of(one) for one in fields}


def _is_without_default(field: dataclasses.Field[Any]) -> bool:
    missing = dataclasses.MISSING
    return field.default is missing and field.default_factory is missing


def _lines(cls: Any, place: str, *, is_open: bool, many: bool) -> Iterator[str]:
    hints, needed = get_type_hints(cls), needed_keys(cls)
    if place:
        head = f"[[{place}]]" if many else f"[{place}]"
        yield ""
        yield head if is_open else f"# {head}"
    tables = []
    for field in dataclasses.fields(cls):
        hint, key = without_none(hints[field.name]), key_of(field)
        record, several = _record_in(hint)
        is_needed = is_open and key in needed
        if record is not None:
            tables.append((record, f"{place}.{key}" if place else key, is_needed, several, field))
            continue
        line = f"{key} = {_value(hint)}   # {'needed: ' if key in needed else ''}{_says(field)}"
        yield (line if is_needed else f"# {line}") + _words(hint)
    for record, name, is_needed, several, field in tables:
        if said_of(field):
            yield ""
            yield f"# {'needed: ' if is_needed else ''}{_says(field)}"
        yield from _lines(record, name, is_open=is_needed, many=several)


def _record_in(hint: Any) -> tuple[Any, bool]:
    """The record that a field holds, and whether it holds several; `None` for plain values."""
    if get_origin(hint) is tuple:
        inner = without_none(get_args(hint)[0])
        return (inner, True) if dataclasses.is_dataclass(inner) else (None, True)
    return (hint, False) if dataclasses.is_dataclass(hint) else (None, False)


def _value(hint: Any) -> str:
    if get_origin(hint) is tuple:
        return "[]"
    if isinstance(hint, type) and issubclass(hint, StrEnum):
        return f'"{next(iter(hint))}"'
    return _EMPTY.get(hint, '""')


def _says(field: dataclasses.Field[Any]) -> str:
    return " ".join((said_of(field) or field.name.replace("_", " ")).split())


def _words(hint: Any) -> str:
    """The words that a field knows, behind what it holds."""
    inner = get_args(hint)[0] if get_origin(hint) is tuple else hint
    if isinstance(inner, type) and issubclass(inner, StrEnum):
        return f" ({', '.join(inner)})"
    return ""
