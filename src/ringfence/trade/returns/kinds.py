"""Groups of account kinds that the forms share."""

from __future__ import annotations

from functools import cache

from ringfence.ledger.account import AccountKind

STOCK = frozenset({AccountKind.STOCK, AccountKind.IN_TRANSIT})
"""Ordinary stocks (1961 article 1(1)(x)): also what is on its way between two holders."""

SPECIAL = frozenset({AccountKind.SPECIAL_STOCK})
SEIZED = frozenset({AccountKind.SEIZED})
MADE = frozenset({AccountKind.MANUFACTURE})
PRODUCED = frozenset({AccountKind.PRODUCTION})
IMPORT = frozenset({AccountKind.IMPORT})
EXPORT = frozenset({AccountKind.EXPORT})
CONSUMED = frozenset({AccountKind.CONSUMPTION})
GONE = frozenset({AccountKind.DESTRUCTION, AccountKind.LOSS})

COME_IN = MADE | PRODUCED | IMPORT
"""Where amounts come from that the returns count."""

USED = frozenset(
    {
        AccountKind.USE_FOR_DRUG,
        AccountKind.USE_SCHEDULE_III,
        AccountKind.USE_UNCOVERED,
        AccountKind.USE_EXEMPT_PREPARATION,
        AccountKind.USE_INDUSTRIAL,
    }
)
GO_OUT = CONSUMED | USED | EXPORT
"""Where amounts go that the returns count."""

ANY_GIVER = STOCK | SPECIAL | SEIZED | COME_IN
"""Every kind from which a consumption, use or export may be booked."""

GROUPS = (STOCK, SPECIAL, SEIZED)


@cache
def crosses(one: AccountKind, other: AccountKind) -> bool:
    """True between two kinds that both hold something and are reported apart.

    Between those, both ways are movements of their own; between others, back is taken off.
    """
    groups = [
        next((name for name, group in enumerate(GROUPS) if kind in group), None)
        for kind in (one, other)
    ]
    return None not in groups and groups[0] != groups[1]
