"""What was answered to the questions of a licence form, as rows that a paper can hold.

A form asks for texts, choices, days, parties, persons and tables. On the paper each answer is one
row: the question, the row of a table, the part of a party or person, and the answer as a text.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from ringfence.law.movement import said
from ringfence.trade.licence_form import FieldType, FormField, LicenceForm
from ringfence.trade.paper import words

_PARTS: Mapping[FieldType, tuple[str, ...]] = {
    FieldType.PARTY: (
        *("party_name", "registration_number", "address_line_1", "locality", "postcode"),
        *("country", "telephone", "email"),
    ),
    FieldType.PERSON: (
        *("full_name", "email", "telephone", "position_and_tasks"),
        *("vetting_body", "vetting_reference", "vetting_issued"),
    ),
}
_TABLES: Mapping[str, tuple[str, ...]] = {
    "activity_grid": ("activity", "substance", "schedule", "site", "ceiling_g"),
    "operations_places": ("operation", "address_line_1", "locality"),
    "lines": ("substance", "category", "operations"),
    "other_licences": ("licence_number", "issued_by", "valid_until"),
    "field_places": ("field", "latitude", "longitude"),
    "adjacent_businesses": ("business", "holder"),
}
_LISTS = (FieldType.CODES, FieldType.FILES)
_ROWS = (FieldType.PERSONS, FieldType.TABLE)
_YES_NO = {"yes": True, "no": False}


@dataclass(frozen=True, slots=True)
class Answered:
    """One answer; `row` counts from 1 in a table or list of persons."""

    question: str = words("the question, by its name in the form", 80)
    row: int | None = said("the row, where the answer is a table")
    part: str = words("the part, where the answer has several", 60)
    answer: str = words("the answer", 2000)


def parts_of(field: FormField) -> tuple[str, ...]:
    """The parts that a question asks for; none where it has one answer."""
    if field.type is FieldType.TABLE:
        return _TABLES.get(field.name, ("what", "remark"))
    kind = FieldType.PERSON if field.type is FieldType.PERSONS else field.type
    return _PARTS.get(kind, ())


def answers_of(rows: Iterable[Answered], form: LicenceForm) -> dict[str, Any]:
    """The answers by question, as `check_answers` takes them."""
    found: dict[str, Any] = {}
    for one in rows:
        field = form.field(one.question)
        if field is None:
            found[one.question] = one.answer
        elif field.type in _LISTS:
            found.setdefault(one.question, []).append(one.answer)
        elif field.type in _ROWS:
            table = found.setdefault(one.question, {})
            table.setdefault(one.row or 1, {})[one.part] = one.answer
        elif parts_of(field):
            found.setdefault(one.question, {})[one.part] = one.answer
        else:
            found[one.question] = _plain(field, one.answer)
    return {
        name: [value[row] for row in sorted(value)] if _is_rows(form, name) else value
        for name, value in found.items()
    }


def _is_rows(form: LicenceForm, name: str) -> bool:
    field = form.field(name)
    return field is not None and field.type in _ROWS


def _plain(field: FormField, text: str) -> Any:
    if field.type in (FieldType.YES_NO, FieldType.TICK):
        return _YES_NO.get(text, text)
    if field.type is FieldType.COUNT and text.isascii() and text.isdigit():
        return int(text)
    return text


def rows_of(answers: Mapping[str, Any]) -> tuple[Answered, ...]:
    """The rows of answers; what is empty is not answered."""
    return tuple(row for name, value in answers.items() for row in _rows(name, value))


def _rows(name: str, value: Any) -> Iterator[Answered]:
    if isinstance(value, Mapping):
        for part, text in value.items():
            if text:
                yield Answered(name, None, part, str(text))
    elif isinstance(value, list | tuple):
        for count, one in enumerate(value, 1):
            if isinstance(one, Mapping):
                for part, text in one.items():
                    if text:
                        yield Answered(name, count, part, str(text))
            elif one:
                yield Answered(name, None, "", str(one))
    elif isinstance(value, bool):
        yield Answered(name, None, "", "yes" if value else "no")
    elif value not in (None, ""):
        yield Answered(name, None, "", str(value))
