"""Which files the commands of a noun read, each with the record that it is read as."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from ringfence.jobs.acts import NOT_ENTERED_BY_HAND, takes_known
from ringfence.jobs.document_kinds import kinds
from ringfence.trade.put_to_law import Circumstances
from ringfence.trade.stock_line import StockLine

LINES, KNOWN = "lines", "known"
"""The columns of a company's return; what `--known` reads."""


def templates_of(names: Sequence[str]) -> Mapping[str, Any]:
    """The records of some kinds: the document itself, then by verb what an act tells."""
    found: dict[str, Any] = {}
    for name in names:
        kind = kinds()[name]
        if name == "company_return":
            found[LINES] = StockLine
        elif name not in NOT_ENTERED_BY_HAND:
            found[name.replace("_", "-")] = kind.paper
        if takes_known(name):
            found[KNOWN] = Circumstances
        for verb, told in kind.verbs.items():
            if told.told is not None:
                found.setdefault(verb, told.told)
    return found
