"""The questions of a licence form as fields of a page, and what was answered read back."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _

from ringfence.law.record import Problem
from ringfence.trade.activity_grid import Activity
from ringfence.trade.licence_answers import parts_of
from ringfence.trade.licence_form import FieldType, FormField, LicenceForm
from ringfence.web.parts.day_words import DayUnclear, read_day_words
from ringfence.web.parts.error_words import said_at
from ringfence.web.parts.labels import label
from ringfence.web.parts.record_form import Field

_KINDS = {
    FieldType.TEXT: "text",
    FieldType.YES_NO: "flag",
    FieldType.CODE: "word",
    FieldType.CODES: "many",
    FieldType.DAY: "day",
    FieldType.COUNT: "count",
    FieldType.DECIMAL: "number",
    FieldType.PERCENT: "number",
    FieldType.TICK: "flag",
    FieldType.FILE: "word",
    FieldType.FILES: "many",
}
_ROWS = (FieldType.PERSONS, FieldType.TABLE)
AREA_FROM = 300

_WORDS: dict[str, Callable[[], tuple[tuple[str, str], ...]]] = {
    "activity": lambda: tuple((str(one), label(one)) for one in Activity),
}
"""Parts of tables that are chosen from words."""


def answer_fields(
    form: LicenceForm,
    names: Iterable[str],
    answers: Mapping[str, Any],
    problems: Iterable[Problem],
    files: tuple[tuple[str, str], ...] = (),
) -> tuple[Field, ...]:
    """The fields of some questions with what was answered and what is wrong with it.

    `files` are the hashes and names of the files that the firm has handed in.
    """
    errors = {one.place.removeprefix("answers."): one for one in reversed(tuple(problems))}
    found = (form.field(name) for name in names)
    return tuple(
        _field(one, answers.get(one.name), errors, files) for one in found if one is not None
    )


def _field(
    one: FormField,
    value: Any,
    errors: Mapping[str, Problem],
    files: tuple[tuple[str, str], ...],
) -> Field:
    says, told = _(one.says), value not in (None, "", [], {}, ())
    error = said_at(says, errors[one.name]) if one.name in errors else ""
    if parts_of(one):
        return _with_parts(one, value, error, says)
    kind, hint = _KINDS[one.type], ""
    options = tuple((choice, label(choice)) for choice in one.choices)
    if one.type in (FieldType.FILE, FieldType.FILES):
        options, hint = files, _("Hand it in under Files first, then choose it here")
    if kind == "text" and (one.high or 2000) >= AREA_FROM:
        kind = "area"
    shown: Any = "" if value is None else value
    if kind == "flag":
        shown = {True: "yes", False: "no"}.get(value, "")
    elif kind == "many":
        shown = list(value or ())
    else:
        shown = str(shown)
    return Field(one.name, says, hint, kind, shown, options, error, is_told=told)


def _with_parts(one: FormField, value: Any, error: str, says: str) -> Field:
    if one.type in _ROWS:
        rows = list(value or ()) or [{}]
        parts = tuple(
            Field(f"{one.name}[{count}]", str(count), "", "group", is_told=True,
                  parts=_parts(one, f"{one.name}[{count}]", row))
            for count, row in enumerate(rows, 1)
        )  # fmt: skip
        return Field(one.name, says, "", "rows", error=error, parts=parts, is_told=True)
    return Field(
        one.name, says, "", "group", error=error, parts=_parts(one, one.name, value or {}),
        is_told=True,
    )  # fmt: skip


def _parts(one: FormField, place: str, row: Mapping[str, Any]) -> tuple[Field, ...]:
    return tuple(
        Field(
            f"{place}.{part}",
            label(part),
            "",
            "word" if part in _WORDS else "text",
            str(row.get(part, "")),
            _WORDS.get(part, lambda: ())(),
        )
        for part in parts_of(one)
    )


def read_answers(
    form: LicenceForm, names: Iterable[str], posted: Mapping[str, Any]
) -> tuple[dict[str, Any], tuple[Problem, ...]]:
    """What was answered to some questions; blanks are not answered."""
    problems: list[Problem] = []
    found: dict[str, Any] = {}
    for name in names:
        one = form.field(name)
        if one is None:
            continue
        value = _read(one, posted, problems)
        if value not in (None, "", [], {}):
            found[name] = value
    return found, tuple(problems)


def _read(one: FormField, posted: Mapping[str, Any], problems: list[Problem]) -> Any:
    if one.type in _ROWS:
        return _read_rows(one, posted)
    if parts_of(one):
        return _row(one, one.name, posted)
    given = posted.get(one.name, "")
    if one.type in (FieldType.CODES, FieldType.FILES):
        return [given] if isinstance(given, str) and given else list(given or ())
    text = given if isinstance(given, str) else (given[-1] if given else "")
    text = text.strip()
    if one.type in (FieldType.YES_NO, FieldType.TICK):
        return {"yes": True, "no": False}.get(text)
    if one.type is FieldType.COUNT:
        return int(text) if text.isascii() and text.isdigit() and len(text) < 13 else text
    if one.type is FieldType.DAY and text:
        try:
            return read_day_words(text).isoformat()
        except DayUnclear as unclear:
            problems.append(Problem(one.name, unclear.problem, unclear.remedy))
    return text


def _read_rows(one: FormField, posted: Mapping[str, Any]) -> list[dict[str, str]]:
    start = f"{one.name}["
    numbers = sorted({
        int(found)
        for key in posted
        if key.startswith(start) and (found := key[len(start):].partition("]")[0]).isdigit()
    })[:200]  # fmt: skip
    kept = [count for count in numbers if posted.get("drop") != f"{one.name}[{count}]"]
    rows = [_row(one, f"{one.name}[{count}]", posted) for count in kept]
    is_added = posted.get("add") == one.name
    while rows and not rows[-1] and not is_added:
        rows.pop()
    return [*rows, {}] if is_added else rows


def _row(one: FormField, place: str, posted: Mapping[str, Any]) -> dict[str, str]:
    found = {part: str(posted.get(f"{place}.{part}", "")).strip() for part in parts_of(one)}
    return {part: text for part, text in found.items() if text}
