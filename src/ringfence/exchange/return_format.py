"""The JSON forms of a return and its checks: `ringfence.return/1`, `ringfence.return.checks/1`."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from ringfence.trade.returns.checking import Checked
from ringfence.trade.returns.form import Return


def return_to_wire(made: Return) -> dict[str, Any]:
    """Every figure with its status and the entries it rests on, in micrograms of base."""
    return {
        "format": "ringfence.return/1",
        "form": made.form.value,
        "territory": made.territory,
        "first": str(made.period.first),
        "last": str(made.period.last),
        "content_hash": made.content_hash,
        "figures": [
            {
                "column": figure.column,
                "substance": figure.substance,
                "other": figure.other,
                "status": cell.status.value,
                "amount_ug": cell.amount_ug,
                "why": cell.why,
                "rests_on": list(cell.rests_on),
                "entries_unnamed": cell.entries_unnamed,
            }
            for figure, cell in sorted(made.figures.items())
        ],
        "unsettled": dict(made.unsettled),
    }


def checks_to_wire(number: str, run: Iterable[Checked]) -> dict[str, Any]:
    """What each check found."""
    return {
        "format": "ringfence.return.checks/1",
        "number": number,
        "checks": [
            {
                "check": one.check,
                "rule": one.rule,
                "answer": one.answer.value,
                "reason": one.reason,
                "says": one.says,
                "is_advice": one.is_advice,
                "figures": [str(figure) for figure in one.figures],
            }
            for one in run
        ],
    }
