"""1988 article 12(14): which preparations stand outside article 12?

Two limbs. A pharmaceutical preparation stands outside, whether or not the substance can be
recovered from it. Any other preparation, such as a kit or a solvent blend, stands outside only
when it is compounded so that the substance cannot be easily used or recovered by readily
applicable means.
"""

from __future__ import annotations

from ringfence.law.case import Case
from ringfence.law.entry import Convention
from ringfence.law.movement import Composition
from ringfence.law.rule import Found, met, not_applicable, undetermined
from ringfence.substance.candidate import Via
from ringfence.terms import Answer

TABLES = ("Table I", "Table II")

WATCHED_IN_MEDICINES = ("ephedrine", "pseudoephedrine")
"""Substances whose medicines States are asked to treat like the raw substance where they can.

Commission resolution 54/8, from memory: not confirmed, so it gives advice and no duty. Where a
country is known to do so (`controls_preparations_of`), its own measure applies.
"""


def stands_outside_article_12(case: Case) -> Found:
    """Met when article 12(14) takes the goods out of article 12; else not applicable."""
    composition = case.goods.composition
    if composition is None:
        return _by_name(case)
    if composition.is_pharmaceutical:
        return _medicine(case)
    if _is_bare(composition):
        return not_applicable("a bare substance, not a preparation", is_mixture=False)
    return _other(composition, case)


def is_medicine(case: Case) -> bool:
    """True when the goods are told to be a pharmaceutical preparation."""
    composition = case.goods.composition
    return composition is not None and composition.is_pharmaceutical is True


def _by_name(case: Case) -> Found:
    found = case.identification
    candidates = () if found is None else found.candidates
    named = set(case.substances(Convention.UN1988, *TABLES))
    if any(
        one.candidate.via is Via.PREPARATION and one.candidate.substance in named
        for one in candidates
    ):
        return undetermined(
            "named as a preparation: whether it is a medicine, or the substance can be easily "
            "used or recovered, is not told",
            composition=None,
        )
    return not_applicable("not told to be a preparation")


def _medicine(case: Case) -> Found:
    country = country_that_controls_medicines(case)
    if country:
        return not_applicable(
            f"a pharmaceutical preparation, which {country} treats like the raw substance",
            is_pharmaceutical=True,
        )
    return met(
        "a pharmaceutical preparation: article 12 does not apply to it", is_pharmaceutical=True
    )


def _is_bare(composition: Composition) -> bool:
    """True for a substance in bulk; in dosage units even a bare substance may be a medicine."""
    return composition.is_mixture is False and composition.is_divided is not True


def _other(composition: Composition, case: Case) -> Found:
    facts = {
        "is_pharmaceutical": composition.is_pharmaceutical,
        "is_recoverable": composition.is_recoverable,
    }
    is_medicine_decisive = composition.is_recoverable is not False or bool(
        country_that_controls_medicines(case)
    )
    if composition.is_pharmaceutical is None and is_medicine_decisive:
        return undetermined("whether it is a pharmaceutical preparation is not told", **facts)
    if composition.is_recoverable is None:
        return undetermined(
            "whether the substance can be easily used or recovered is not told", **facts
        )
    if composition.is_recoverable:
        return not_applicable(
            "a preparation from which the substance can be easily used or recovered", **facts
        )
    return met("a preparation from which the substance cannot be easily used or recovered", **facts)


def country_that_controls_medicines(case: Case) -> str:
    """The country of origin or destination known to treat such medicines as raw, or empty."""
    substances = case.substances(Convention.UN1988, *TABLES)
    for facts in (case.destination, case.origin):
        if facts.of("controls_preparations_of").names(*substances) is Answer.MET:
            return facts.country
    return ""
