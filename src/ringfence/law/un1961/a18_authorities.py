"""1961 article 18(1)(d): papers come from authorities that their Governments have notified."""

from __future__ import annotations

from ringfence.law.authorisation_checks import is_from_notified_authority
from ringfence.law.case import Case
from ringfence.law.movement import Document
from ringfence.law.rule import Found, rule
from ringfence.law.un1961.a31_papers import CERTIFICATE, each_paper
from ringfence.law.un1961.trade import applies


@rule("un1961/18/1(d)", "1961-18-1-d")
@applies
def issuers_are_notified(case: Case) -> Found:
    """Certificates and authorisations count when a notified authority issued them."""

    def notified(paper: Document, name: str) -> Found:
        issuing = case.destination if name == CERTIFICATE else case.origin
        return is_from_notified_authority(paper, name, issuing)

    return each_paper(case, notified)
