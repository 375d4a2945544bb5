"""What the law asks beside a paper, as a part of a page: fields, where they were filled in from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import fields, replace
from typing import Any

from ringfence.jobs.facts_beside import ToldBefore, asked_facts
from ringfence.law.record import Problem
from ringfence.trade.put_to_law import Circumstances
from ringfence.web.parts.record_form import fields_of, read_form

NESTED = ("group", "rows")
HIDDEN = frozenset(one.name for one in fields(Circumstances)) - asked_facts()


def read_facts(
    typed: Mapping[str, Any], place: str = ""
) -> tuple[dict[str, Any], tuple[Problem, ...]]:
    """What was told beside the paper, and what is unclear of it."""
    found, wrong = read_form(Circumstances, typed, place)
    return {key: one for key, one in found.items() if key not in HIDDEN}, wrong


def placed(wrong: Iterable[Problem], place: str) -> tuple[Problem, ...]:
    """Problems of the facts at their fields on a page that asks for the paper too."""
    return tuple(replace(one, place=f"{place}.{one.place}") for one in wrong)


def facts_told(
    facts: Mapping[str, Any], wrong: Iterable[Problem], before: ToldBefore, place: str = ""
) -> dict[str, Any]:
    """What `facts_beside.html` shows: of the consignment first, then of firms and countries."""
    found = fields_of(Circumstances, facts, wrong, place, leave_out=HIDDEN)
    return {
        "asks_facts": True,
        "told_before": before,
        "of_consignment": [one for one in found if one.kind not in NESTED],
        "of_others": [one for one in found if one.kind in NESTED],
    }
