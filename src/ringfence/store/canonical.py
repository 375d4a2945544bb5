"""One way to write a value as JSON, so that the same value always has the same bytes and hash.

Keys are sorted, decimals are texts, days and instants are ISO 8601 (instants in UTC), words of an
enumeration are their text, and what is not known is left out: a missing fact is never `null`.
There are no floats.
"""

from __future__ import annotations

import dataclasses
import hashlib
import json
import re
from collections.abc import Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import Enum
from functools import cache
from typing import Any

from ringfence.store.errors import NotCanonical

_UNKEPT = re.compile("[\x00\ud800-\udfff]")


class Plain(dict[str, Any]):
    """A table that `plain` has made; it is not looked at again. Nothing is put into it."""

    __slots__ = ()


def plain(value: Any, place: str = "body") -> Any:
    """The value in texts, whole numbers, flags, lists and tables; raises NotCanonical.

    Records (dataclasses) become tables under the keys that `law.record.read_record` reads back.
    """
    if type(value) is str:
        return _text(value, place)
    if type(value) is Plain:
        return value
    if type(value) is dict or isinstance(value, Mapping):
        return _table(value, place)
    if isinstance(value, list | tuple):
        return [plain(one, f"{place}[{number}]") for number, one in enumerate(value, 1)]
    if isinstance(value, frozenset | set):
        return sorted((plain(one, place) for one in value), key=canonical)
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        named = _fields(type(value))
        return _table({key: getattr(value, name) for key, name in named}, place)
    return _scalar(value, place)


@cache
def _fields(record: Any) -> tuple[tuple[str, str], ...]:
    """The keys under which a record is written, with the names of its fields."""
    fields = dataclasses.fields(record)
    return tuple((field.metadata.get("key", field.name), field.name) for field in fields)


def _table(value: Mapping[Any, Any], place: str) -> Plain:
    found = Plain()
    for key, one in value.items():
        if one is None and isinstance(key, str):
            continue
        name = key if key in _KEYS else _key(key, place)
        if type(one) is str and _UNKEPT.search(one) is None:
            found[name] = one
        else:
            found[name] = plain(one, f"{place}.{key}")
    return found


_KEYS: set[str] = set()
"""Keys that were looked at before: the same few hundred names stand in every table."""

KEYS_MAX = 5000


def _key(key: Any, place: str) -> str:
    """The key as it is kept; raises NotCanonical for what no file may hold."""
    if not isinstance(key, str):
        raise NotCanonical(place, f"the key {key!r} is not a text")
    if type(key) is not str:
        return str(_scalar(key, place))
    name = _text(key, place)
    if len(_KEYS) < KEYS_MAX:
        _KEYS.add(name)
    return name


def _scalar(value: Any, place: str) -> Any:
    if isinstance(value, Enum):
        return _scalar(value.value, place)
    if isinstance(value, bool) or type(value) is int:
        return value
    if isinstance(value, str):
        return _text(str(value), place)
    if isinstance(value, Decimal):
        if not value.is_finite():
            raise NotCanonical(place, f"{value} is not a number")
        return f"{value:f}"
    if isinstance(value, datetime):
        return instant_text(value)
    if isinstance(value, date):
        return value.isoformat()
    raise NotCanonical(place, f"{type(value).__name__} cannot be kept")


def _text(value: str, place: str) -> str:
    if _UNKEPT.search(value):
        raise NotCanonical(place, "the text holds a character that no file may hold")
    return value


def instant_text(instant: datetime) -> str:
    """An instant in UTC to the microsecond, such as `2031-04-01T09:30:00.000000Z`."""
    if instant.tzinfo is None:
        raise NotCanonical("instant", "has no time zone")
    return instant.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def canonical(value: Any) -> str:
    """The one JSON text of a value; raises NotCanonical."""
    return text_of(plain(value))


def text_of(made: Any) -> str:
    """The canonical text of what `plain` has made, without looking at it again."""
    return json.dumps(
        made, sort_keys=True, ensure_ascii=False, separators=(",", ":"), allow_nan=False
    )


def digest(value: Any) -> str:
    """SHA-256 of the canonical text, in hexadecimal."""
    return hashlib.sha256(canonical(value).encode()).hexdigest()


def digest_of(made: Any) -> str:
    """The digest of what `plain` has made, without looking at it again."""
    return hashlib.sha256(text_of(made).encode()).hexdigest()
