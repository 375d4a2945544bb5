"""A form for any record: fields in the record's own order, read back with every problem at once.

Inputs are named as problems name their place (`exporter.address`, `lines[2].quantity`), so that
each message stands at its field. What is left blank is not told; it never becomes a default.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any, get_args, get_origin, get_type_hints

from django.utils.translation import gettext as _

from ringfence.law.record import Problem, key_of, said_of, without_none
from ringfence.web.parts.amount_words import grams_text, in_grams, is_amount, read_grams
from ringfence.web.parts.day_words import DayUnclear, read_day_words
from ringfence.web.parts.error_words import said_at
from ringfence.web.parts.labels import WHOLE, label
from ringfence.web.parts.number_words import NumberUnclear, read_number_words

COMPUTED = frozenset({"quantity_base_ug", "base_factor", "factor_source", "books_as"})
"""Fields that the system computes; nobody types them."""

NONE = "none:"
"""Before the name of a list that is known to be empty."""

AREA_FROM = 300
ROWS_MAX = 200

_OF_FILES = re.compile(r",?[^,]*\[\[\w+\]\].*$")
"""What a hint says of files alone: `each substance, as a [[lines]] table`."""

_HIDDEN = re.compile("[\x01-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200b\u202a-\u202e\u2060-\u2069\ufeff]")
"""Controls, and marks that turn the direction of writing; those by which letters join stay."""

_PLACE = re.compile(r"([A-Za-z_][\w]*)(?:\[(\d+)\])?")


@dataclasses.dataclass(frozen=True, slots=True)
class Field:
    """One input, or a group of inputs (`kind` group or rows) with its `parts`."""

    name: str
    label: str
    hint: str
    kind: str
    value: Any = ""
    options: tuple[tuple[str, str], ...] = ()
    error: str = ""
    parts: tuple[Field, ...] = ()
    limit: int = 0
    is_told: bool = False
    can_be_none: bool = False
    is_none: bool = False
    """A list of which it is known that it is empty, which is not the same as not told."""

    @property
    def id(self) -> str:
        """The id of the element; brackets and points are not handy in links."""
        return "f-" + re.sub(r"[^\w]", "-", self.name)

    @property
    def next_row(self) -> int:
        """The number of the row that would be added."""
        return len(self.parts) + 1


def has_value(field: Field) -> bool:
    """Whether anything is told in a field, or in any part of it."""
    if field.kind in ("group", "rows"):
        return any(has_value(part) for part in field.parts)
    return bool(field.value)


def fields_of(
    cls: type[Any],
    mapping: Mapping[str, Any],
    problems: Iterable[Problem] = (),
    place: str = "",
    leave_out: frozenset[str] = COMPUTED,
) -> tuple[Field, ...]:
    """The fields of a record with what was told so far and what is wrong with it."""
    errors = {one.place: one for one in reversed(tuple(problems))}
    return _fields(cls, mapping, errors, place, leave_out)


def _fields(
    cls: type[Any],
    mapping: Mapping[str, Any],
    errors: Mapping[str, Problem],
    place: str,
    leave_out: frozenset[str],
) -> tuple[Field, ...]:
    hints = get_type_hints(cls)
    found = []
    for field in dataclasses.fields(cls):
        key = key_of(field)
        if key in leave_out or not field.init:
            continue
        name = f"{place}.{key}" if place else key
        hint = without_none(hints[field.name])
        made = _field(
            hint, field.metadata, name, key, said_of(field), mapping.get(key), errors, leave_out
        )
        if made.kind in ("texts", "many") and hint is not hints[field.name]:
            is_none = key in mapping and not mapping[key]
            made = dataclasses.replace(made, can_be_none=True, is_none=is_none)
        found.append(made)
    return tuple(found)


def _field(
    hint: Any,
    metadata: Mapping[str, Any],
    name: str,
    key: str,
    says: str,
    value: Any,
    errors: Mapping[str, Problem],
    leave_out: frozenset[str],
) -> Field:
    hint_said = _OF_FILES.sub("", _(says)) if says else ""
    error = _said(errors, name, field_name(key), hint_said, hint)
    shown: dict[str, Any] = {"label": field_name(key), "hint": hint_said, "error": error}
    is_mass = is_amount(key, metadata)
    if is_mass:
        shown |= {"hint": _amount_hint(hint_said), "error": in_grams(error)}
    told = value not in (None, "", [], {}, ())
    if get_origin(hint) is tuple:
        inner = without_none(get_args(hint)[0])
        if dataclasses.is_dataclass(inner):
            return _rows(inner, name, value, errors, leave_out, shown)
        words = _words_of(inner, metadata)
        if words:
            options = tuple((one, label(one)) for one in words)
            chosen = [str(one) for one in value or ()]
            return Field(name, kind="many", value=chosen, options=options, is_told=told, **shown)
        error = error or _first_below(errors, f"{name}[", field_name(key))
        text = "\n".join(grams_text(one) if is_mass else str(one) for one in value or ())
        return Field(name, kind="texts", value=text, is_told=told, **{**shown, "error": error})
    if isinstance(hint, type) and dataclasses.is_dataclass(hint):
        parts = _fields(hint, value or {}, errors, name, leave_out)
        return Field(name, kind="group", parts=parts, is_told=told or bool(error), **shown)
    if isinstance(hint, type) and issubclass(hint, StrEnum):
        options = tuple((str(one), label(one)) for one in hint)
        if any(re.search(rf"\b{one}\b", says) for one in hint):
            shown["hint"] = ""  # it only names the choices by their codes
        return Field(
            name, kind="word", value=str(value or ""), options=options, is_told=told, **shown
        )
    if hint is bool:
        return Field(
            name,
            kind="flag",
            value={True: "yes", False: "no"}.get(value, ""),
            is_told=told,
            **shown,
        )
    limit = int(metadata.get("limit", 0))
    kind = _KINDS.get(hint, "area" if limit >= AREA_FROM else "text")
    text = "" if value is None else grams_text(value) if is_mass and hint is int else str(value)
    return Field(name, kind=kind, value=text, limit=limit, is_told=told, **shown)


def field_name(key: str) -> str:
    """The name of a field over its input; an amount has its unit in the hint."""
    return label(key if key in WHOLE and key != "left_ug" else key.removesuffix("_ug"))


def _amount_hint(hint: str) -> str:
    says = _("In grams; kg or mg may stand behind the number.")
    said = in_grams(hint)
    return f"{said}. {says}" if said else str(says)


def _words_of(inner: Any, metadata: Mapping[str, Any]) -> tuple[str, ...]:
    """The words from which several are chosen: an enumeration, or those that the record names."""
    if isinstance(inner, type) and issubclass(inner, StrEnum):
        return tuple(str(one) for one in inner)
    return tuple(metadata.get("words", ()))


_KINDS = {date: "day", Decimal: "number", int: "count"}


def _rows(
    inner: Any,
    name: str,
    value: Any,
    errors: Mapping[str, Problem],
    leave_out: frozenset[str],
    shown: Mapping[str, Any],
) -> Field:
    rows = list(value or ()) or [{}]
    parts = tuple(
        Field(
            f"{name}[{count}]", str(count), "", "group", is_told=True,
            parts=_fields(inner, row, errors, f"{name}[{count}]", leave_out),
        )
        for count, row in enumerate(rows, 1)
    )  # fmt: skip
    return Field(name, kind="rows", parts=parts, is_told=True, **shown)


def _said(errors: Mapping[str, Problem], name: str, says: str, hint: str, type_: Any) -> str:
    if name not in errors:
        return ""
    is_chosen = type_ is bool or (isinstance(type_, type) and issubclass(type_, StrEnum))
    return said_at(says, errors[name], hint, is_chosen=is_chosen)


def _first_below(errors: Mapping[str, Problem], start: str, says: str) -> str:
    found = (one for place, one in errors.items() if place.startswith(start))
    return next((said_at(says, one) for one in found), "")


def read_form(
    cls: type[Any], posted: Mapping[str, Any], place: str = ""
) -> tuple[dict[str, Any], tuple[Problem, ...]]:
    """What a form tells, as the mapping from which the record is read, and what is unclear.

    `place` stands before the names of the inputs, where a page asks for two records.

    `posted` gives one text a name, or a list of texts for a choice of several. Rows may be added
    and dropped by buttons (`add`, `drop`) that name the rows.
    """
    problems: list[Problem] = []
    found = _read(cls, posted, place, problems)
    return found, tuple(problems)


def _read(
    cls: type[Any], posted: Mapping[str, Any], place: str, problems: list[Problem]
) -> dict[str, Any]:
    hints = get_type_hints(cls)
    found: dict[str, Any] = {}
    for field in dataclasses.fields(cls):
        key = key_of(field)
        name = f"{place}.{key}" if place else key
        hint = without_none(hints[field.name])
        if is_amount(key, field.metadata) and not dataclasses.is_dataclass(hint):
            value = _read_amounts(hint, posted, name, problems)
        else:
            value = _read_value(hint, posted, name, problems)
        if value not in (None, "", [], {}):
            found[key] = value
        elif _one(posted, f"{NONE}{name}"):
            found[key] = []
    return found


def _read_value(hint: Any, posted: Mapping[str, Any], name: str, problems: list[Problem]) -> Any:
    if get_origin(hint) is tuple:
        inner = without_none(get_args(hint)[0])
        if dataclasses.is_dataclass(inner):
            return _read_rows(inner, posted, name, problems)
        given = posted.get(name, [])
        if not isinstance(given, str):
            return [one for one in given if one]
        if isinstance(inner, type) and issubclass(inner, StrEnum):
            return [given] if given else []
        lines = _seen(_one(posted, name), name, problems).splitlines()
        return [line.strip() for line in lines if line.strip()]
    if isinstance(hint, type) and dataclasses.is_dataclass(hint):
        return _read(hint, posted, name, problems)
    text = _one(posted, name).strip()
    if not text:
        return None
    if hint is bool:
        return {"yes": True, "no": False}.get(text)
    if hint is int:
        return int(text) if text.isascii() and text.isdigit() else text
    if hint is Decimal:
        return _number(text, name, problems)
    if hint is date:
        return _day(text, name, problems)
    return _seen(text, name, problems)


def seen_text(text: str) -> str:
    """The text without signs that show it otherwise than it is read."""
    return _HIDDEN.sub("", text)


def _read_amounts(hint: Any, posted: Mapping[str, Any], name: str, problems: list[Problem]) -> Any:
    """Micrograms of one amount, or of a list with one in each line."""
    if get_origin(hint) is tuple:
        lines = [one.strip() for one in _one(posted, name).splitlines() if one.strip()]
        return [_amount(one, name, problems) for one in lines]
    text = _one(posted, name).strip()
    return _amount(text, name, problems) if text else None


def _amount(text: str, name: str, problems: list[Problem]) -> int | str:
    try:
        return read_grams(text)
    except NumberUnclear as unclear:
        problems.append(Problem(name, unclear.problem, unclear.remedy))
        return text


def _seen(text: str, name: str, problems: list[Problem]) -> str:
    """A text, with a problem where it holds signs that show it otherwise than it is read."""
    hidden = _HIDDEN.search(text)
    if hidden:
        sign = f"U+{ord(hidden[0]):04X}"
        remedy = _("Take it out: it shows the text otherwise than it is read")
        problem = _("holds the sign %(sign)s, which cannot be seen") % {"sign": sign}
        problems.append(Problem(name, problem, remedy))
    return text


def _read_rows(
    inner: Any, posted: Mapping[str, Any], name: str, problems: list[Problem]
) -> list[dict[str, Any]]:
    start = f"{name}["
    numbers = {
        int(key[len(start) :].partition("]")[0])
        for key in posted
        if key.startswith(start) and key[len(start) :].partition("]")[0].isdigit()
    }
    dropped, added = _one(posted, "drop"), _one(posted, "add")
    kept = [one for one in sorted(numbers)[:ROWS_MAX] if f"{name}[{one}]" != dropped]
    rows = [_read(inner, posted, f"{name}[{one}]", problems) for one in kept]
    if added != name:
        while rows and not rows[-1]:
            rows.pop()
    return [*rows, {}] if added == name else rows


def _one(posted: Mapping[str, Any], name: str) -> str:
    value = posted.get(name, "")
    return value if isinstance(value, str) else (value[-1] if value else "")


def _number(text: str, name: str, problems: list[Problem]) -> str:
    try:
        return str(read_number_words(text))
    except NumberUnclear as unclear:
        problems.append(Problem(name, unclear.problem, unclear.remedy))
        return text


def _day(text: str, name: str, problems: list[Problem]) -> str:
    try:
        return read_day_words(text).isoformat()
    except DayUnclear as unclear:
        problems.append(Problem(name, unclear.problem, unclear.remedy))
        return text


def flat(posted: Any) -> dict[str, Any]:
    """The values of a Django form as `read_form` takes them; what no database holds is left out."""
    found: dict[str, Any] = {}
    for key in posted:
        values = [one.replace("\x00", "") for one in posted.getlist(key)]
        found[key] = values if len(values) > 1 else values[-1]
    return found
