"""What is told of before its last day: which papers, how long before, and to which roles.

The days are the authority's own, [policy], with the defaults of the desk. A reminder moves nothing:
it says that something ends, and whose it is.
"""

from __future__ import annotations

from dataclasses import dataclass

from ringfence.trade.roles import Role

RETURN_DAYS = 14
"""[policy] Days before a return to the Board is due; whoever computes or approves it is told."""

_CASES = frozenset({Role.CASE_OFFICER, Role.OPERATOR_CLERK, Role.RESPONSIBLE_PERSON})


@dataclass(frozen=True, slots=True)
class Reminding:
    """One row: a kind of paper in some states, so many days before its last day."""

    kind: str
    states: tuple[str, ...]
    days: int
    roles: frozenset[Role] = _CASES


REMINDED = (
    Reminding("licence", ("in_force",), 90),
    Reminding("import_certificate", ("issued", "part_used"), 14),
    Reminding("export_authorisation", ("issued",), 14),
    Reminding("special_import_licence", ("issued",), 14),
    Reminding("transit_permit", ("issued",), 14),
)
"""Each as a row; further ones are added by a row."""

OF_RETURNS = frozenset({Role.STATISTICIAN, Role.APPROVER})
"""Who is told that a return to the Board is due."""
