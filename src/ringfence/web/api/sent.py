"""What a system sent: one JSON object, read strictly; every problem is told at its place."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest

from ringfence.law.record import InputNotUnderstood, Problem

DEEPEST = 40
"""Tables and lists within one another; our papers need fewer than ten."""


class WrongContentType(Exception):
    """The body is of another content type than the operation takes."""


def sent_object(request: HttpRequest, known: Mapping[str, str]) -> dict[str, Any]:
    """The object of the body; `known` says what each key holds. Raises InputNotUnderstood."""
    if request.content_type not in ("application/json", ""):
        raise WrongContentType("application/json")
    try:
        found = json.loads(
            request.body.decode("utf-8"),
            parse_constant=_no_number,
            object_pairs_hook=_without_twins,
        )
    except (ValueError, RecursionError) as error:
        problem = Problem("the body", str(error)[:200], "Send one JSON object in UTF-8")
        raise InputNotUnderstood("body", (problem,)) from error
    if not isinstance(found, dict) or not _is_shallow(found, DEEPEST):
        problem = Problem("the body", "is no object, or a very deep one", "Send one JSON object")
        raise InputNotUnderstood("body", (problem,))
    wrong = tuple(
        Problem(key[:80], "is no key that is known here", f"Keys here are {', '.join(known)}")
        for key in found
        if key not in known
    )
    if wrong:
        raise InputNotUnderstood("body", wrong)
    return found


def table_of(body: Mapping[str, Any], key: str) -> dict[str, Any] | None:
    """The table under a key; `None` where it is left out. Raises InputNotUnderstood."""
    value = body.get(key)
    if value is not None and not isinstance(value, dict):
        raise InputNotUnderstood("body", (Problem(key, "is no object", f"Send {key} as object"),))
    return value


def count_of(body: Mapping[str, Any], key: str) -> int:
    """The whole number under a key that must be there; raises InputNotUnderstood."""
    value = body.get(key)
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value < 2**31:
        problem = Problem(key, "is no count", f"Send {key}: the version that you read")
        raise InputNotUnderstood("body", (problem,))
    return value


def _no_number(text: str) -> Any:
    raise ValueError(f"{text} is no number")


def _without_twins(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        names = [name for name, _value in pairs]
        twin = next(name for name in names if names.count(name) > 1)
        raise ValueError(f"the key {twin[:80]!r} stands twice")
    return found


def _is_shallow(value: Any, levels: int) -> bool:
    if not isinstance(value, dict | list):
        return True
    inner = value.values() if isinstance(value, dict) else value
    return levels > 0 and all(_is_shallow(one, levels - 1) for one in inner)
