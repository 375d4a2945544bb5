"""1961 article 18(1)(d): papers come from authorities that their Governments have notified."""

from __future__ import annotations

from ringfence.law.case import Case
from ringfence.law.movement import Document
from ringfence.law.rule import Found, rule, told, undetermined
from ringfence.law.un1961.a31_papers import each_paper
from ringfence.law.un1961.trade import applies


@rule("un1961/18/1(d)")
@applies
def issuers_are_notified(case: Case) -> Found:
    """Certificates and authorisations count when a notified authority issued them."""

    def notified(paper: Document, name: str) -> Found:
        if not paper.authority:
            return undetermined(f"who issued the {name} is not told", authority=None)
        return told(
            paper.is_notified_authority,
            "is_notified_authority",
            f"{paper.authority} is notified to issue the {name}",
            f"{paper.authority} is not notified to issue the {name}",
            f"whether {paper.authority} is notified to issue the {name}",
        )

    return each_paper(case, notified)
