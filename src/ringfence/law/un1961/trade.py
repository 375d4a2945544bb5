"""When do the trade rules of 1961 article 31, paragraphs 3 to 15, apply to a case?

To drugs of Schedules I and II and their preparations, when they pass from one territory to
another, and not to preparations of Schedule III (articles 2(4) and 31(16)) nor to what industry
uses denatured (article 2(9)). Paragraphs 4 to 15 apply to poppy straw too (article 25(2)).
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from ringfence.law.case import Case
from ringfence.law.crossing import crosses
from ringfence.law.entry import Convention
from ringfence.law.movement import Material, Purpose
from ringfence.law.rule import Found, met, not_applicable, undetermined
from ringfence.law.un1961.schedule_3 import stands_in_schedule_3
from ringfence.terms import Answer

Judge = Callable[[Case], Found]

POPPY_STRAW = "poppy-straw"


def is_poppy_straw(case: Case) -> bool:
    """True for poppy straw, which is no drug and yet moves on papers."""
    return case.goods.material is Material.POPPY_STRAW


def drugs_of(case: Case) -> tuple[str, ...]:
    """The drugs of Schedules I and II that the goods are; for poppy straw, that."""
    if is_poppy_straw(case):
        return (POPPY_STRAW,)
    return case.substances(Convention.UN1961, "I", "II")


def is_drug(case: Case) -> Found:
    """Whether the goods are a drug of Schedules I and II, or a preparation of one."""
    standing = case.standing(Convention.UN1961, "I", "II")
    if standing is Answer.NOT_MET:
        return not_applicable("no drug of Schedules I and II")
    if standing is Answer.UNDETERMINED:
        return undetermined("whether it is a drug of Schedules I and II is not settled")
    return met("a drug of Schedules I and II")


def article_31(case: Case) -> Found:
    """Met when paragraphs 3 to 15 apply; not applicable when not; undetermined when unsure.

    Three dozen rules ask it of one case in turn, so that the last answer is kept with its case.
    """
    last, found = _LAST[0]
    if last is not case:
        found = _article_31(case)
        _LAST[0] = (case, found)
    assert found is not None
    return found


_LAST: list[tuple[Case | None, Found | None]] = [(None, None)]


def _article_31(case: Case) -> Found:
    if not drugs_of(case):
        return not_applicable("no drug of Schedules I and II")
    crossing = crosses(case, Convention.UN1961)
    if crossing.answer is not Answer.MET:
        return crossing
    if case.movement.purpose is Purpose.INDUSTRIAL and case.goods.is_denatured:
        return not_applicable("denatured for industry: article 2(9) leaves it free")
    if is_poppy_straw(case):
        return met("poppy straw in international trade: article 25(2)")
    exempt = stands_in_schedule_3(case)
    if exempt.answer is Answer.MET:
        return not_applicable(f"a preparation of Schedule III: {exempt.reason}", **exempt.facts)
    if exempt.answer is Answer.UNDETERMINED:
        return exempt
    standing = is_drug(case)
    return met("a drug in international trade") if standing.answer is Answer.MET else standing


def applies(judge: Judge) -> Judge:
    """Ask the rule only where paragraphs 4 to 15 apply; where that is unsure, so is the answer.

    Where only Schedule III is unsure, a rule that holds anyway holds whether it applies or not.
    """

    @wraps(judge)
    def judged(case: Case) -> Found:
        application = article_31(case)
        if application.answer is Answer.MET:
            return judge(case)
        if application.answer is Answer.NOT_APPLICABLE or not _turns_on_schedule_3(case):
            return application
        found = judge(case)
        if found.answer in (Answer.MET, Answer.NOT_APPLICABLE) or found.is_advice:
            return found
        reason = f"{found.reason}, which matters unless Schedule III frees it: {application.reason}"
        return undetermined(reason, **{**application.facts, **found.facts})

    return judged


def applies_to_drugs(judge: Judge) -> Judge:
    """Like `applies`, for what article 31 asks of drugs and not of poppy straw."""
    asked = applies(judge)

    @wraps(judge)
    def judged(case: Case) -> Found:
        if is_poppy_straw(case):
            return not_applicable("poppy straw is no drug: article 25(2) adds only the papers")
        return asked(case)

    return judged


def _turns_on_schedule_3(case: Case) -> bool:
    unsure = stands_in_schedule_3(case).answer is Answer.UNDETERMINED
    settled = is_drug(case).answer is Answer.MET
    return unsure and settled and crosses(case, Convention.UN1961).answer is Answer.MET


def drugs_trade(judge: Judge) -> Judge:
    """Ask the rule of every drug and preparation in trade, Schedule III included (31(16))."""

    @wraps(judge)
    def judged(case: Case) -> Found:
        standing = is_drug(case)
        if standing.answer is Answer.NOT_APPLICABLE:
            return standing
        crossing = crosses(case, Convention.UN1961)
        if crossing.answer is not Answer.MET:
            return crossing
        return judge(case) if standing.answer is Answer.MET else standing

    return judged


def every(*found: Found) -> Found:
    """All must hold: the first that is not met, else the first that is open, else met."""
    for answer in (Answer.NOT_MET, Answer.UNDETERMINED):
        for one in found:
            if one.answer is answer:
                return one
    held = [one for one in found if one.answer is Answer.MET]
    if not held:
        return found[0]
    facts = {name: fact for one in held for name, fact in one.facts.items()}
    return met("; ".join(dict.fromkeys(one.reason for one in held)), **facts)
