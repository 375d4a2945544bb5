"""The JSON forms of a return, its checks and the mirror: `ringfence.return/1`,
`ringfence.return.checks/1`, `ringfence.return.mirror/1`."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from ringfence.ledger.entry import Entry
from ringfence.trade.returns.checking import Checked
from ringfence.trade.returns.form import Return
from ringfence.trade.returns.mirror import Mirrored


def return_to_wire(
    made: Return, opened: Iterable[tuple[Entry, int]] | None = None
) -> dict[str, Any]:
    """Every figure with its status and the entries it rests on, in micrograms of base.

    opened  the entries behind one figure that was asked for, each with what it adds
    """
    entries = {} if opened is None else {"opened": [
        {"number": entry.number, "day": str(entry.day), "amount_ug": amount_ug,
         "because": entry.because}
        for entry, amount_ug in opened
    ]}  # fmt: skip
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
        **entries,
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


def mirror_to_wire(year: int, found: Iterable[tuple[Mirrored, Iterable[str]]]) -> dict[str, Any]:
    """What lies between the figures of each pair, with our papers; grams of base as texts."""
    return {
        "format": "ringfence.return.mirror/1",
        "year": year,
        "pairs": [
            {
                "exporter": one.reported.exporter,
                "importer": one.reported.importer,
                "substance": one.reported.substance,
                "exported_g": _text(one.reported.exported_g),
                "imported_g": _text(one.reported.imported_g),
                "kind": one.kind.value,
                "reason": one.reason,
                "ratio": None if one.ratio is None else f"{one.ratio:.4f}",
                "form": one.form,
                "is_accounted_for": one.is_accounted_for,
                "papers": list(papers),
            }
            for one, papers in found
        ],
    }


def _text(grams: Decimal | None) -> str | None:
    return None if grams is None else f"{grams.normalize():f}"
