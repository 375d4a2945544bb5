"""How much of one drug is moved, over all lines, and what a paper or an estimate leaves for it.

Splitting a consignment over several lines frees no room: the same drug is summed. A line whose
amount is not known, or that may be a preparation of Schedule III, leaves the sum open upwards,
so that an excess that is already certain is told and one that is only possible is held.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from ringfence.law.case import Case
from ringfence.law.movement import Covered, Document, Limit
from ringfence.law.rule import Found, met, not_met, undetermined
from ringfence.law.un1961.trade import article_31, drugs_of
from ringfence.substance.candidate import Query
from ringfence.substance.match import match
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


def fits(case: Case, room: Decimal, what: str) -> Found:
    """Whether the requested amount keeps within `room` grams of base; `room` itself does."""
    wanted = requested(case)
    facts = {"requested_g": _grams(wanted.most or wanted.least), "room_g": _grams(room)}
    if wanted.least > room:
        return not_met(f"{_grams(wanted.least)} g requested, {what} {_grams(room)} g", **facts)
    if wanted.most is None:
        return undetermined(f"how much is moved is not known: {wanted.missing}", **facts)
    if wanted.most > room:
        return undetermined(f"whether all lines count against {what} is not settled", **facts)
    return met(f"{_grams(wanted.most)} g requested, {what} {_grams(room)} g", **facts)


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
    if text.casefold().strip() in (case.goods.name.casefold().strip(), *drugs_of(case)):
        return Answer.MET
    named = _read(text)
    if not named:
        return Answer.UNDETERMINED
    answers = [_same_form(form, _form_of(case)) for drug, form in named if drug in drugs_of(case)]
    return answers[0] if answers else Answer.NOT_MET


@lru_cache(maxsize=4096)
def _read(text: str) -> tuple[tuple[str, str | None], ...]:
    found = match(Query(text)).candidates
    return tuple((one.substance, one.form) for one in found)


def _form_of(case: Case) -> str | None:
    found = case.identification
    drugs = drugs_of(case)
    candidates = () if found is None else found.candidates
    forms = (one.candidate.form for one in candidates if one.candidate.substance in drugs)
    return next(forms, None)


def _same_form(named: str | None, moved: str | None) -> Answer:
    """A paper that names the drug alone covers its salts; one that names a salt covers that."""
    if named is None or named == moved:
        return Answer.MET
    if moved is None:
        return Answer.UNDETERMINED
    is_hydrate = named.startswith(moved) or moved.startswith(named)
    return Answer.MET if is_hydrate else Answer.NOT_MET


def covered(document: Document, paper: str, case: Case) -> Covered | Found:
    """What a paper says of the case's drug, or why it does not cover it."""
    drugs = ", ".join(drugs_of(case))
    lines = document.covers or (
        Covered(document.substance, document.quantity_base_g, document.used_base_g),
    )
    if not any(line.substance for line in lines):
        return undetermined(f"which drug the {paper} names is not told", substance=None)
    answers = {line: names_drug(line.substance, case) for line in lines}
    for line, answer in answers.items():
        if answer is Answer.MET:
            return line
    named = ", ".join(line.substance for line in lines)
    if Answer.UNDETERMINED in answers.values():
        return undetermined(f"whether {named} on the {paper} is {drugs} is not settled")
    return not_met(f"the {paper} names {named}, the goods are {drugs}", substance=named)
