"""Write law data as TOML that people can read and edit: short tables, one key a line."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from pathlib import Path

_EXACT_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_WIDTH = 100


def day(text: str) -> object:
    """Mark an exact day so that it is written as a TOML date; a partial one stays a text."""
    return Bare(text) if _EXACT_DAY.fullmatch(text) else text


class Bare(str):
    """A text that is written without quotation marks: a TOML date."""

    __slots__ = ()


def value(item: object) -> str:
    """Write one value."""
    if isinstance(item, Bare):
        return str(item)
    if isinstance(item, bool):
        return "true" if item else "false"
    if isinstance(item, int):
        return str(item)
    if isinstance(item, str):
        return json.dumps(item, ensure_ascii=False)
    if isinstance(item, Mapping):
        return "{ " + ", ".join(f"{key} = {value(one)}" for key, one in item.items()) + " }"
    if isinstance(item, list | tuple):
        return _array([value(one) for one in item])
    raise TypeError(f"no TOML form for {item!r}")


def _array(parts: list[str]) -> str:
    flat = "[" + ", ".join(parts) + "]"
    if len(flat) < _WIDTH - 20:
        return flat
    return "[\n" + "".join(f"    {part},\n" for part in parts) + "]"


def table(values: Mapping[str, object], head: str = "") -> str:
    """Write one table; empty texts, empty lists and None are left out."""
    lines = [head] if head else []
    for key, item in values.items():
        if item is None or item == "" or item == [] or item == () or item == {}:
            continue
        lines.append(f"{key} = {value(item)}")
    return "\n".join(lines) + "\n"


def write(path: Path, parts: Iterable[str]) -> None:
    """Write a file from its parts, one empty line between them."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join(parts), encoding="utf-8", newline="\n")
