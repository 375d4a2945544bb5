"""1988 article 19: use of the mails. Lawful post needs every paper, and is open to screening."""

from __future__ import annotations

from ringfence.law.case import Case
from ringfence.law.movement import Conveyance
from ringfence.law.papers_due import papers_are_in_hand
from ringfence.law.rule import Found, not_applicable, rule


@rule("un1988/19/1", "1988-19-1-2")
def post_waives_no_paper(case: Case) -> Found:
    """Goods sent by post need every paper that they need by any other way."""
    if case.movement.journey.conveyance is not Conveyance.POST:
        return not_applicable("not sent by post")
    return papers_are_in_hand(case, "by post")
