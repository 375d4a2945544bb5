"""The forms by which a licence is asked for: their fields and questions, as data.

A form is a file of licence_forms/. Each field says its question in our own words, of which type it
is, when it must be answered, and what is checked. `check_answers` tells every problem at once; a
question that the answers so far do not open is not asked, and an answer to it is refused by name.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

from ringfence.law.data_file import DataFile, Table
from ringfence.law.record import Problem
from ringfence.terms import Day, DayNotUnderstood, read_day

FORMS = Path(__file__).parent / "licence_forms"
"""One file a form."""


class FormId(StrEnum):
    """The four forms."""

    REGISTRATION = "registration"
    CONTROLLED_DRUGS = "controlled_drugs"
    PRECURSORS = "precursors"
    LOW_THC_CANNABIS = "low_thc_cannabis"


class FieldType(StrEnum):
    """What an answer is."""

    TEXT = "text"
    YES_NO = "yes_no"
    CODE = "code"
    CODES = "codes"
    DAY = "day"
    COUNT = "count"
    DECIMAL = "decimal"
    PERCENT = "percent"
    PARTY = "party"
    PERSON = "person"
    PERSONS = "persons"
    TABLE = "table"
    FILE = "file"
    FILES = "files"
    TICK = "tick"


@dataclass(frozen=True, slots=True)
class Condition:
    """A field is asked only where another was answered so."""

    field: str
    answers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FormField:
    """One question of a form.

    must       True where it must be answered once it is asked
    is_nominal True where the answer is about a person: kept at home, never in a message
    low, high  bounds of a length, a count or a number
    past       True where a day may not lie ahead; False where it must; `None` for either
    """

    name: str
    group: str
    says: str
    type: FieldType
    must: bool
    when: Condition | None
    choices: tuple[str, ...] = ()
    low: int | None = None
    high: int | None = None
    past: bool | None = None
    is_nominal: bool = False
    citation: str = ""


@dataclass(frozen=True, slots=True)
class LicenceForm:
    """One form: its edition, its groups in order, its fields."""

    id: FormId
    title: str
    edition: Day
    groups: tuple[tuple[str, str], ...]
    fields: tuple[FormField, ...]

    def field(self, name: str) -> FormField | None:
        """The field of a name."""
        return next((one for one in self.fields if one.name == name), None)


_FIELD_KEYS = {
    *("name", "group", "says", "type", "must", "when", "is", "choices"),
    *("low", "high", "past", "nominal", "citation"),
}


@cache
def load_form(form: FormId) -> LicenceForm:
    """Read a form; raises DataError for a field that is not understood."""
    file = DataFile(FORMS / f"{form}.toml")
    head = file.head(("group", "field"))
    groups = tuple((one.text("id"), one.text("title")) for one in file.tables("group"))
    fields = tuple(_field(one) for one in file.tables("field", allowed=_FIELD_KEYS))
    _check_form(file, groups, fields)
    edition = head.window("edition")
    assert edition is not None and edition.earliest is not None
    return LicenceForm(form, head.text("title"), edition.earliest, groups, fields)


def _field(table: Table) -> FormField:
    when = table.optional("when")
    kind = FieldType(table.one_of("type", list(FieldType)))
    values = table.values
    return FormField(
        name=table.text("name"),
        group=table.text("group"),
        says=table.text("says"),
        type=kind,
        must=table.flag("must", default=True),
        when=Condition(when, table.texts("is") or ("yes",)) if when else None,
        choices=table.texts("choices"),
        low=values.get("low"),
        high=values.get("high"),
        past=values.get("past"),
        is_nominal=table.flag("nominal", default=False),
        citation=table.optional("citation"),
    )


def _check_form(
    file: DataFile, groups: Sequence[tuple[str, str]], fields: Sequence[FormField]
) -> None:
    known_groups, names = {one for one, _ in groups}, [one.name for one in fields]
    for number, one in enumerate(fields):
        table = Table(file, "field", number, {})
        if one.group not in known_groups:
            raise table.error(f"{one.name}: no group {one.group!r}", "Write a [[group]] for it.")
        if names.count(one.name) > 1:
            raise table.error(f"{one.name} stands twice", "Give each field its own name.")
        if one.when is not None and one.when.field not in names[:number]:
            raise table.error(f"{one.name} hangs on {one.when.field}", "Put that field before it.")
        if one.type in (FieldType.CODE, FieldType.CODES) and not one.choices:
            raise table.error(f"{one.name} has no choices", 'Write choices = ["...", "..."].')


def is_asked(field: FormField, form: LicenceForm, answers: Mapping[str, Any]) -> bool:
    """Whether the answers so far open a question."""
    if field.when is None:
        return True
    above = form.field(field.when.field)
    if above is None or not is_asked(above, form, answers):
        return False
    given = answers.get(field.when.field)
    found = given if isinstance(given, list | tuple) else [given]
    return any(_word(one) in field.when.answers for one in found)


def _word(answer: Any) -> str:
    if isinstance(answer, bool):
        return "yes" if answer else "no"
    return str(answer)


def check_answers(form: LicenceForm, answers: Mapping[str, Any], today: Day) -> tuple[Problem, ...]:
    """Every problem of the answers, each with what to do; no answer about a person is repeated."""
    return tuple(_problems(form, answers, today))


def _problems(form: LicenceForm, answers: Mapping[str, Any], today: Day) -> Iterator[Problem]:
    names = [one.name for one in form.fields]
    for key in answers:
        if key not in names:
            near = difflib.get_close_matches(key, names, n=1)
            remedy = f"Did you mean {near[0]}?" if near else "Leave it out"
            yield Problem(key, "is no question of this form", remedy)
    for one in form.fields:
        answer = answers.get(one.name)
        is_empty = answer is None or answer in ("", [], ())
        if not is_asked(one, form, answers):
            if not is_empty:
                yield Problem(one.name, "is answered though it is not asked", "Leave it out")
        elif is_empty:
            if one.must:
                yield Problem(one.name, "is not answered", f"Answer: {one.says}")
        else:
            yield from _CHECKS[one.type](one, answer, today)


def _text(one: FormField, answer: Any, today: Day) -> Iterator[Problem]:
    if not isinstance(answer, str):
        yield Problem(one.name, "is not a text", "Write it as text")
        return
    length = len(answer.strip())
    if one.low is not None and length < one.low:
        yield Problem(one.name, f"has fewer than {one.low} characters", f"Answer: {one.says}")
    if length > (one.high or 2000):
        yield Problem(one.name, f"has {length} characters", f"At most {one.high or 2000}")


def _yes_no(one: FormField, answer: Any, today: Day) -> Iterator[Problem]:
    if not isinstance(answer, bool):
        yield Problem(one.name, "is neither yes nor no", "Choose yes or no")


def _tick(one: FormField, answer: Any, today: Day) -> Iterator[Problem]:
    if answer is not True:
        yield Problem(one.name, "is not ticked", one.says)


def _code(one: FormField, answer: Any, today: Day) -> Iterator[Problem]:
    if answer not in one.choices:
        yield Problem(one.name, "is no choice of the list", f"Choose {', '.join(one.choices)}")


def _codes(one: FormField, answer: Any, today: Day) -> Iterator[Problem]:
    if not isinstance(answer, list | tuple):
        yield Problem(one.name, "is not a list", "Choose one or more")
        return
    for choice in answer:
        yield from _code(one, choice, today)
    if one.high is not None and len(answer) > one.high:
        yield Problem(one.name, f"has {len(answer)} choices", f"Choose at most {one.high}")


def _day(one: FormField, answer: Any, today: Day) -> Iterator[Problem]:
    day = answer
    if not isinstance(day, date):
        try:
            day = read_day(str(answer))
        except DayNotUnderstood:
            yield Problem(one.name, "is not a day", "Write a day as 2031-04-20")
            return
    if one.past is True and day > today:
        yield Problem(one.name, f"{day} has not come yet", f"A day up to {today}")
    if one.past is False and day <= today:
        yield Problem(one.name, f"{day} has passed", f"A day after {today}")
    if one.high is not None and one.past is True and (today - day).days > one.high * 366:
        yield Problem(one.name, f"lies more than {one.high} years back", "Look at it again")


def _count(one: FormField, answer: Any, today: Day) -> Iterator[Problem]:
    if isinstance(answer, bool) or not isinstance(answer, int):
        yield Problem(one.name, "is not a whole number", "Write digits alone")
        return
    yield from _bounds(one, Decimal(answer))


def _decimal(one: FormField, answer: Any, today: Day) -> Iterator[Problem]:
    number = str(answer)
    if not re.fullmatch(r"[0-9]{1,12}(\.[0-9]{1,12})?", number):
        yield Problem(one.name, "is not a number", "Write digits, with a point before fractions")
        return
    try:
        value = Decimal(number)
    except InvalidOperation as wrong:  # pragma: no cover - the pattern leaves no such number
        raise AssertionError(number) from wrong
    if value <= 0:
        yield Problem(one.name, "is 0", "Enter more than 0")
    yield from _bounds(one, value)


def _percent(one: FormField, answer: Any, today: Day) -> Iterator[Problem]:
    problems = list(_decimal(one, answer, today))
    yield from problems
    if not problems and Decimal(str(answer)) > 100:
        yield Problem(one.name, "is more than 100", "Enter a per cent up to 100")


def _bounds(one: FormField, value: Decimal) -> Iterator[Problem]:
    if one.low is not None and value < one.low:
        yield Problem(one.name, f"is less than {one.low}", f"Enter {one.low} or more")
    if one.high is not None and value > one.high:
        yield Problem(one.name, f"is more than {one.high}", f"Enter {one.high} at most")


def _table(one: FormField, answer: Any, today: Day) -> Iterator[Problem]:
    if not isinstance(answer, Mapping):
        yield Problem(one.name, "is not filled in", f"Fill in: {one.says}")


def _tables(one: FormField, answer: Any, today: Day) -> Iterator[Problem]:
    is_list = isinstance(answer, list | tuple)
    if not is_list or not all(isinstance(row, Mapping) for row in answer):
        yield Problem(one.name, "is not a list of rows", f"Fill in: {one.says}")
        return
    if one.low is not None and len(answer) < one.low:
        yield Problem(one.name, f"has fewer than {one.low} rows", f"Fill in: {one.says}")
    if one.high is not None and len(answer) > one.high:
        yield Problem(one.name, f"has {len(answer)} rows", f"Enter at most {one.high}")


def _file(one: FormField, answer: Any, today: Day) -> Iterator[Problem]:
    if not isinstance(answer, str) or not re.fullmatch(r"[0-9a-f]{64}", answer):
        yield Problem(one.name, "is no file that was received", "Send the file first")


def _files(one: FormField, answer: Any, today: Day) -> Iterator[Problem]:
    if not isinstance(answer, list | tuple):
        yield Problem(one.name, "is not a list of files", "Send the files first")
        return
    for file in answer:
        yield from _file(one, file, today)


_CHECKS = {
    FieldType.TEXT: _text,
    FieldType.YES_NO: _yes_no,
    FieldType.TICK: _tick,
    FieldType.CODE: _code,
    FieldType.CODES: _codes,
    FieldType.DAY: _day,
    FieldType.COUNT: _count,
    FieldType.DECIMAL: _decimal,
    FieldType.PERCENT: _percent,
    FieldType.PARTY: _table,
    FieldType.PERSON: _table,
    FieldType.PERSONS: _tables,
    FieldType.TABLE: _tables,
    FieldType.FILE: _file,
    FieldType.FILES: _files,
}
