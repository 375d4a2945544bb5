"""The JSON form of a decision: `ringfence.assess/1`.

Keys may be added, never renamed or removed. Documented in docs/formats.md.
"""

from __future__ import annotations

from typing import Any

from ringfence.law.country_facts import Facts, facts_on_route
from ringfence.law.decision import Decision
from ringfence.law.what_if import WhatIf
from ringfence.terms import Finding

FORMAT = "ringfence.assess/1"


def decision_to_wire(decision: Decision, what_if: WhatIf | None = None) -> dict[str, Any]:
    """The whole document; `what_if` is there only when it was asked for."""
    document: dict[str, Any] = {
        "format": FORMAT,
        "outcome": decision.outcome.value,
        "day": decision.day.isoformat(),
        "rule_book": decision.rule_book,
        "papers": [
            {"paper": one.paper, "due": one.due.value, "citation": one.citation}
            for one in decision.papers
        ],
        "findings": [_finding(one) for one in decision.findings],
        "countries": [_country(one) for one in facts_on_route(decision.movement, decision.day)],
    }
    if what_if is not None:
        document["what_if"] = {
            "granted_with": [[change.says for change in one] for one in what_if.sets],
            "stands_in_the_way": list(what_if.stands_in_the_way),
        }
    return document


def _finding(one: Finding) -> dict[str, Any]:
    return {
        "rule": one.rule,
        "answer": one.answer.value,
        "reason": one.reason,
        "facts": dict(one.facts),
        "is_advice": one.is_advice,
    }


def _country(facts: Facts) -> dict[str, Any]:
    known = {
        kind: {"value": _plain(one.value), "is_complete": one.is_complete, "source": one.source}
        for kind, one in facts.known().items()
    }
    return {"code": facts.country, "known": known, "not_held": list(facts.missing())}


def _plain(value: Any) -> Any:
    """A fact as JSON writes it: days and years as text, numbers and truths as they are."""
    if isinstance(value, tuple):
        return [_plain(one) for one in value]
    return value if isinstance(value, bool | int) else str(value)
