"""Facts told of a return that are no plain records: the return itself, its checks, its freezing.

What was computed is kept as it was computed; it is never computed anew to be read.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from ringfence.law.record import read_record
from ringfence.store.canonical import plain
from ringfence.terms import Answer, Period, read_day
from ringfence.trade.company_return import NotOurs
from ringfence.trade.returns.cell import Cell, Status
from ringfence.trade.returns.checking import Checked
from ringfence.trade.returns.compute import FORMS
from ringfence.trade.returns.form import Cover, Figure, Form, Return, Stated
from ringfence.trade.returns.life import ChecksRun, Frozen
from ringfence.trade.returns.units import UnitGroup


@dataclass(frozen=True, slots=True)
class Kept:
    """How one kind of fact is kept and read back."""

    body: Callable[[Any], Any]
    read: Callable[[Any], object]


def _figure(one: Figure) -> list[str]:
    return [one.column, one.substance, one.other]


def return_body(made: Return) -> dict[str, Any]:
    """A computed return, figure by figure."""
    return {
        "form": made.form.value,
        "territory": made.territory,
        "first": made.period.first.isoformat(),
        "last": made.period.last.isoformat(),
        "figures": [
            {"figure": _figure(one), **plain(cell)} for one, cell in sorted(made.figures.items())
        ],
        "units": {substance: unit.name for substance, unit in made.units.items()},
        "stated": [plain(one) for one in made.stated],
        "cover": plain(made.cover),
        "unsettled": dict(made.unsettled),
    }


def read_return(body: Mapping[str, Any]) -> Return:
    """The return as it was computed."""
    return Return(
        spec=FORMS[Form(body["form"])],
        territory=body["territory"],
        period=Period(read_day(body["first"]), read_day(body["last"])),
        figures={Figure(*one["figure"]): _cell(one) for one in body["figures"]},
        units={substance: UnitGroup[name] for substance, name in body["units"].items()},
        stated=tuple(read_record(Stated, one, "return") for one in body["stated"]),
        cover=read_record(Cover, body["cover"], "return"),
        unsettled=dict(body["unsettled"]),
    )


def _cell(body: Mapping[str, Any]) -> Cell:
    revised = body.get("revised_on")
    return Cell(
        Status(body["status"]),
        body.get("amount_ug"),
        tuple(body["rests_on"]),
        None if revised is None else read_day(revised),
        body["why"],
        body.get("entries_unnamed", 0),
    )


def checked_body(one: Checked) -> dict[str, Any]:
    """One finding of a check."""
    return {
        "rule": one.rule,
        "answer": one.answer.value,
        "reason": one.reason,
        "facts": {key: str(value) for key, value in one.facts.items()},
        "is_advice": one.is_advice,
        "check": one.check,
        "says": one.says,
        "figures": [_figure(figure) for figure in one.figures],
    }


def _checked(body: Mapping[str, Any]) -> Checked:
    return Checked(
        body["rule"],
        Answer(body["answer"]),
        body["reason"],
        dict(body["facts"]),
        body["is_advice"],
        body["check"],
        body["says"],
        tuple(Figure(*one) for one in body["figures"]),
    )


def _checks_body(run: ChecksRun) -> dict[str, Any]:
    findings = [checked_body(one) for one in run.findings]
    return {"findings": findings, "content_hash": run.content_hash}


def _checks(body: Mapping[str, Any]) -> ChecksRun:
    return ChecksRun(tuple(_checked(one) for one in body["findings"]), body["content_hash"])


def _frozen_body(frozen: Frozen) -> dict[str, Any]:
    return {"return": return_body(frozen.return_), "content_hash": frozen.content_hash}


def _frozen(body: Mapping[str, Any]) -> Frozen:
    return Frozen(read_return(body["return"]), body["content_hash"])


def _not_ours_body(told: NotOurs) -> list[list[str]]:
    return [list(pair) for pair in told.reasons]


def _not_ours(body: list[list[str]]) -> NotOurs:
    return NotOurs(tuple((key, reason) for key, reason in body))


SPECIAL: Mapping[str, Kept] = {
    "Return": Kept(return_body, read_return),
    "ChecksRun": Kept(_checks_body, _checks),
    "Frozen": Kept(_frozen_body, _frozen),
    "NotOurs": Kept(_not_ours_body, _not_ours),
}
