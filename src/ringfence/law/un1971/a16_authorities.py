"""1971 article 16(2): the authorities that issue authorisations are notified by name."""

from __future__ import annotations

from ringfence.law.authorisation_checks import is_from_notified_authority
from ringfence.law.case import Case
from ringfence.law.movement import Document
from ringfence.law.rule import Found, rule
from ringfence.law.un1971.a12_authorisations import IMPORT, each_paper
from ringfence.law.un1971.trade import under_12_1


@rule("un1971/16/2", "1971-16-2")
@under_12_1
def issuers_are_notified_authorities(case: Case) -> Found:
    """Both authorisations come from an authority that was notified to the Secretary-General."""

    def notified(paper: Document, name: str) -> Found:
        issuing = case.destination if name == IMPORT else case.origin
        return is_from_notified_authority(paper, name, issuing)

    return each_paper(case, notified)
