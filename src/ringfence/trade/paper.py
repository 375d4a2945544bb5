"""How a paper is written: fields with what they hold, tidied, read, checked and printed again.

Every paper is a frozen record of typed fields. `read_paper` reads one from a mapping (TOML, JSON)
and tells every problem at once; `printed` gives the mapping from which the same record is read.
What the paper's own checks add stands in its `problems` method.
"""

from __future__ import annotations

import dataclasses
import re
import unicodedata
from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any, TypeVar

from ringfence.law.record import InputNotUnderstood, Problem, key_of, read_record
from ringfence.terms import CountryNotUnderstood, read_country

Paper = TypeVar("Paper")

DAY_MIN = date(1900, 1, 1)
DIGITS_MAX = 12
UNSEEN = ("Cc", "Cs")
"""Control characters, and halves of characters, which no text has."""

_NUMBER = re.compile(r"[^\s]{3,32}")
_INSTANT = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?Z", re.ASCII)
_INVISIBLE = dict.fromkeys(map(ord, "\u200b\u2060\ufeff\u00ad"), None)


def words(says: str, limit: int = 200, **more: Any) -> Any:
    """A text of at most `limit` characters, empty where nothing is told."""
    return dataclasses.field(default="", metadata={"says": says, "limit": limit, **more})


def number_of(says: str, **more: Any) -> Any:
    """The number of an issued paper: 3 to 32 characters, never used again."""
    return words(says, 32, pattern=_NUMBER, shown="3 to 32 characters without blanks", **more)


def instant(says: str) -> Any:
    """An instant in UTC, written 2031-05-12T09:30:00Z."""
    return words(says, 40, pattern=_INSTANT, shown="an instant in UTC: 2031-05-12T09:30:00Z")


def country_code(says: str) -> Any:
    """A two-letter country code."""
    return words(says, 2, is_country=True)


def tidied(value: Any) -> Any:
    """The input without what nobody meant: outer blanks, invisible characters, other forms.

    Joiners inside words stay: scripts need them.
    """
    if isinstance(value, str):
        return unicodedata.normalize("NFC", value.translate(_INVISIBLE)).strip()
    if isinstance(value, Mapping):
        return {key: tidied(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [tidied(one) for one in value]
    return value


def read_paper(cls: type[Paper], mapping: Mapping[str, Any], file: str = "input") -> Paper:
    """Read and check a paper; raises InputNotUnderstood with every problem at once."""
    paper = read_record(cls, tidied(mapping), file)
    problems = problems_of(paper)
    if problems:
        raise InputNotUnderstood(file, problems)
    return paper


def problems_of(paper: Any) -> tuple[Problem, ...]:
    """Everything that is wrong with a paper and all that is in it, each with what to do."""
    return tuple(_problems(paper, ""))


def _problems(record: Any, place: str) -> Iterator[Problem]:
    for field in dataclasses.fields(record):
        value = getattr(record, field.name)
        where = f"{place}.{key_of(field)}" if place else key_of(field)
        yield from _of_value(value, where, field.metadata)
    own = getattr(record, "problems", None)
    if own is not None:
        for problem in own():
            where = f"{place}.{problem.place}" if place else problem.place
            yield dataclasses.replace(problem, place=where)


def _of_value(value: Any, place: str, metadata: Mapping[str, Any]) -> Iterator[Problem]:
    if isinstance(value, tuple):
        for count, one in enumerate(value, 1):
            yield from _of_value(one, f"{place}[{count}]", metadata)
    elif dataclasses.is_dataclass(value):
        yield from _problems(value, place)
    elif isinstance(value, str) and not isinstance(value, StrEnum):
        yield from _of_text(value, place, metadata)
    elif isinstance(value, Decimal):
        yield from _of_number(value, place, metadata)
    elif isinstance(value, date) and value < DAY_MIN:
        yield Problem(place, f"{value} is before {DAY_MIN}", "Enter a day from 1900 on")


def _of_text(text: str, place: str, metadata: Mapping[str, Any]) -> Iterator[Problem]:
    limit = metadata.get("limit", 2000)
    if len(text) > limit and not metadata.get("is_country"):
        problem = f"must be {limit} characters or fewer (you wrote {len(text)} characters)"
        yield Problem(place, problem, "Shorten it")
    if any(unicodedata.category(sign) in UNSEEN and sign not in "\n\t" for sign in text):
        yield Problem(place, "holds a control character", "Type it anew")
    if not text:
        return
    pattern = metadata.get("pattern")
    if pattern is not None and not pattern.fullmatch(text):
        yield Problem(
            place, f"{text[:80]!r} is not in the form asked", f"Enter {metadata['shown']}"
        )
    if metadata.get("is_country"):
        try:
            read_country(text)
        except CountryNotUnderstood:
            remedy = "Enter two letters, see ISO 3166-1; XA to XZ are free for tests"
            yield Problem(place, f"{text[:80]} is no country code", remedy)


def _of_number(number: Decimal, place: str, metadata: Mapping[str, Any]) -> Iterator[Problem]:
    least, most = metadata.get("above"), metadata.get("most")
    if least is not None and number <= least:
        yield Problem(place, f"{number} is not more than {least}", "Enter what there is")
    if most is not None and number > most:
        yield Problem(place, f"{number} is more than {most}", f"Enter at most {most}")
    digits, last = number.as_tuple().digits, number.as_tuple().exponent
    is_long = len(digits) > DIGITS_MAX or number.adjusted() >= DIGITS_MAX or int(last) < -DIGITS_MAX
    if is_long and not metadata.get("is_computed"):
        yield Problem(place, f"has more than {DIGITS_MAX} digits", "Choose a larger unit")


def printed(record: Any) -> dict[str, Any]:
    """The mapping from which the same record is read; what is at its default is left out."""
    found = {}
    for field in dataclasses.fields(record):
        value = getattr(record, field.name)
        if value is None or value == field.default or value == ():
            continue
        found[key_of(field)] = _plain(value)
    return found


def _plain(value: Any) -> Any:
    if isinstance(value, tuple):
        return [_plain(one) for one in value]
    if dataclasses.is_dataclass(value):
        return printed(value)
    if isinstance(value, StrEnum | Decimal):
        return str(value)
    return value


def missing(place: str, what: str) -> Problem:
    """The problem of a field without which the paper cannot stand."""
    return Problem(place, "is empty", f"Enter {what}")


def in_order(first: date | None, last: date | None, place: str, what: str) -> Iterator[Problem]:
    """A problem where a period ends before it begins."""
    if first is not None and last is not None and last < first:
        problem = f"{last} lies before {first}"
        yield Problem(place, problem, f"Enter {what} on or after {first}")


def same_words(one: str, other: str) -> bool:
    """Letter by letter after folding case and blanks."""
    return "".join(one.casefold().split()) == "".join(other.casefold().split())
