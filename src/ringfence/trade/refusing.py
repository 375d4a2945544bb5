"""A refusal says why: the rules that stood against the paper, and what persons gave as reasons."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Any

from ringfence.law.movement import needed
from ringfence.terms import Answer, Finding
from ringfence.trade.acting import Act, Held
from ringfence.trade.paper import words


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """Why a paper is refused, in words for the applicant, and what would change it."""

    reason: str = needed("why, in words for the applicant", limit=2000)
    citation: str = words("the paragraph that it rests on, such as un1961/31/4(b)", 120)
    remedy: str = words("what would change it", 2000)


def as_grounds(
    weigh: Callable[[Held[Any], Act], Iterable[Finding]],
) -> Callable[[Held[Any], Act], Iterable[Finding]]:
    """The findings of a check, kept with the refusal and no bar to it: who refuses needs no rule.

    Where nothing is known on the day there is nothing to keep.
    """

    def grounds(held: Held[Any], act: Act) -> Iterable[Finding]:
        if act.facts is None:
            return
        for one in weigh(held, act):
            if one.is_advice and one.answer is Answer.UNDETERMINED:
                continue  # It is asked later, when the goods leave: no ground of a refusal now.
            yield replace(one, is_advice=True)

    return grounds
