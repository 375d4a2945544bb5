"""Reading the text of a file, TOML or JSON, into the mapping from which a record is read."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Sequence
from typing import Any

from ringfence.law.record import InputNotUnderstood, Problem

WRITE_EITHER = "Write TOML, or JSON in a file named .json"


def read_text(text: str, file: str, *, is_json: bool = False, remedy: str = WRITE_EITHER) -> Any:
    """What the text holds; raises InputNotUnderstood for what is neither, or has no bounds.

    A key that stands twice in an object, `NaN`, a number of thousands of digits and tables nested
    without end are refused like any other error of the file.
    """
    try:
        if not is_json:
            return tomllib.loads(text)
        return json.loads(text, object_pairs_hook=_once_each, parse_constant=_no_number)
    except RecursionError as error:
        problem = Problem("the file", "is nested too deeply", remedy)
        raise InputNotUnderstood(file, (problem,)) from error
    except ValueError as error:
        problem = Problem("the file", str(error), remedy)
        raise InputNotUnderstood(file, (problem,)) from error


def _once_each(pairs: Sequence[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise ValueError(f"the key {twice[:80]!r} stands twice")
    return found


def _no_number(word: str) -> Any:
    raise ValueError(f"{word} is no number")
