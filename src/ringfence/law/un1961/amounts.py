"""How much of one drug is moved, over all lines, and what a paper or an estimate leaves for it.

Splitting a consignment over several lines frees no room: the same drug is summed. A line whose
amount is not known, or that may be a preparation of Schedule III, leaves the sum open upwards,
so that an excess that is already certain is told and one that is only possible is held.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from ringfence.law.authorisation_checks import line_for, speaks_of
from ringfence.law.case import Case
from ringfence.law.movement import Covered, Document, Limit
from ringfence.law.rule import Found, met, not_met, undetermined
from ringfence.law.un1961.trade import article_31, drugs_of
from ringfence.terms import Answer


@dataclass(frozen=True, slots=True)
class Requested:
    """Grams of base of one drug in one movement; `most` is `None` where nothing bounds it."""

    least: Decimal
    most: Decimal | None
    missing: str = ""


def requested(case: Case) -> Requested:
    """The amount of the case's drug over every line of its movement."""
    least, most, missing = Decimal(0), Decimal(0), ""
    for line in case.lines or (case,):
        if not set(drugs_of(line)) & set(drugs_of(case)):
            continue
        application = article_31(line).answer
        if application is Answer.NOT_APPLICABLE:
            continue
        if line.base_g is None:
            missing = line.base_g_missing or "the amount is not known"
            continue
        most += line.base_g
        least += line.base_g if application is Answer.MET else 0
    return Requested(least, None if missing else most, missing)


def fits(case: Case, room: Decimal, says: Callable[[str], str]) -> Found:
    """Whether the requested amount keeps within `room` grams of base; `room` itself does.

    `says` is the clause that tells of the room, from its grams.
    """
    wanted = requested(case)
    facts = {"requested_g": _grams(wanted.most or wanted.least), "room_g": _grams(room)}
    there = says(_grams(room))
    if wanted.least > room:
        return not_met(f"{_grams(wanted.least)} g requested, {there}", **facts)
    if wanted.most is None:
        return undetermined(f"how much is moved is not known: {wanted.missing}", **facts)
    if wanted.most > room:
        return undetermined(f"whether all lines count against it is not settled: {there}", **facts)
    return met(f"{_grams(wanted.most)} g requested, {there}", **facts)


def _grams(amount: Decimal) -> str:
    text = f"{amount.quantize(Decimal('0.000001')):f}"
    return text.rstrip("0").rstrip(".")


def limit_of(case: Case) -> Limit | None:
    """What the books say of the case's drug; `None` where it is not told of which drug."""
    movement = case.movement
    for limit in (movement.limit, *movement.limits):
        if limit.substance and names_drug(limit.substance, case) is Answer.MET:
            return limit
    if movement.limit.substance:
        return None
    others = {drugs_of(line) for line in case.lines if drugs_of(line)} - {drugs_of(case)}
    return None if others else movement.limit


def names_drug(text: str, case: Case) -> Answer:
    """Whether a name on a paper is that of the goods, their salt included where it is named."""
    return speaks_of(text, moved(case))


def moved(case: Case) -> dict[str, str | None]:
    """The drugs that a paper for this case must name, each with its salt where it is told."""
    found = () if case.identification is None else case.identification.candidates
    forms = {one.candidate.substance: one.candidate.form for one in reversed(found)}
    return {drug: forms.get(drug) for drug in drugs_of(case)}


def covered(document: Document, paper: str, case: Case) -> Covered | Found:
    """What a paper says of the case's drug, or why it does not cover it."""
    return line_for(document, moved(case), paper)
