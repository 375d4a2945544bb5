"""Class rules: whether a structure fits a pattern.

A rule is an OR of clauses, a clause an AND of terms. `substance` may not know the law's own types,
so a clause comes as pairs of kind and value.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import Any

from rdkit import Chem, rdBase

from ringfence.substance.structure_errors import PatternUnreadable
from ringfence.substance.structure_reading import Parent, Reading

Term = tuple[str, str | float]
"""`("smarts", pattern)`, `("not", pattern)` or `("mass_limit", grams per mole)`."""


def fits(reading: Reading, clauses: Iterable[Iterable[Term]]) -> bool:
    """True when a parent of `reading` meets every term of a clause.

    smarts      the pattern is found in the parent
    not         it is not
    mass_limit  the average molar mass of the neutral parent is at most this
    Raises PatternUnreadable.
    """
    rule = [list(clause) for clause in clauses]
    return any(
        all(_meets(parent, kind, value) for kind, value in clause)
        for parent in reading.parents
        for clause in rule
    )


def _meets(parent: Parent, kind: str, value: str | float) -> bool:
    if kind == "smarts":
        return bool(parent.mol.HasSubstructMatch(_compiled(str(value))))
    if kind == "not":
        return not parent.mol.HasSubstructMatch(_compiled(str(value)))
    if kind == "mass_limit":
        try:
            return parent.mass <= float(value)
        except ValueError as error:
            raise PatternUnreadable(kind, value) from error
    raise PatternUnreadable(kind, value)


@cache
def _compiled(smarts: str) -> Any:
    with rdBase.BlockLogs():
        pattern = Chem.MolFromSmarts(smarts)
    if pattern is None or not smarts.strip():
        raise PatternUnreadable("smarts", smarts)
    return pattern
