"""The assessment of annual needs, and which of the books' limits speaks of a substance.

Assessments are practice, not treaty: ECOSOC 1981/7 asks for them for Schedule II, 1991/44 for
Schedules III and IV. They count what a country needs at home, not what it exports again; an
excess is a question to the importing authority and forbids nothing by itself.
"""

from __future__ import annotations

from ringfence.law.case import Case
from ringfence.law.consignment import consigned_base_g
from ringfence.law.movement import Limit, Purpose
from ringfence.law.names_in_law import substances_named
from ringfence.law.rule import Found, advice, met, not_applicable, rule
from ringfence.law.un1971.preparations import substances
from ringfence.law.un1971.trade import asked_where, traded


def limit_of(case: Case) -> Limit:
    """The limit that names the substance, else the one that names none."""
    named = set(substances(case))
    for limit in case.movement.limits:
        if limit.substance and substances_named(limit.substance) & named:
            return limit
    return case.movement.limit


def _schedule_2(case: Case) -> Found:
    return traded(case, "II")


def _schedules_3_and_4(case: Case) -> Found:
    return traded(case, "III", "IV")


@rule("ecosoc/1981/7", "1971x-ECOSOC-1981-7-op-paras")
@asked_where(_schedule_2)
def import_is_within_the_assessment_of_schedule_2(case: Case) -> Found:
    """Schedule II: imports of the year and this one stay within the assessment."""
    return _within_assessment(case)


@rule("ecosoc/1991/44", "1971x-ECOSOC-1991-44-op-paras")
@asked_where(_schedules_3_and_4)
def import_is_within_the_assessment_of_schedules_3_and_4(case: Case) -> Found:
    """Schedules III and IV: imports of the year and this one stay within the assessment."""
    return _within_assessment(case)


def _within_assessment(case: Case) -> Found:
    if case.movement.purpose is Purpose.RE_EXPORT:
        return not_applicable("for re-export: assessments do not count it")
    limit, (base_g, missing) = limit_of(case), consigned_base_g(case, substances(case))
    assessed, imported = limit.assessment_g, limit.imports_authorised_g
    facts = {"assessment_g": assessed, "imports_g": imported, "shipped_base_g": base_g}
    if assessed is None:
        return advice("no assessment is held: ask the importing authority", **facts)
    if imported is None or base_g is None:
        why = missing or "the imports of the year are not told"
        return advice(f"not compared with the assessment: {why}", **facts)
    if imported + base_g > assessed:
        return advice(
            f"{imported + base_g} g exceed the assessment of {assessed} g: ask the importing "
            "authority",
            **facts,
        )
    return met(f"within the assessment of {assessed} g", **facts)
