"""1961 article 25: poppy straw is no drug, and moves on the papers of article 31(4) to (15)."""

from __future__ import annotations

from ringfence.law.case import Case
from ringfence.law.rule import Found, met, not_applicable, not_met, rule, undetermined
from ringfence.law.un1961.a31_papers import AUTHORISATION, CERTIFICATE, papers_of
from ringfence.law.un1961.trade import applies, is_poppy_straw


@rule("un1961/25/2", "1961-25-2")
@applies
def poppy_straw_moves_on_papers(case: Case) -> Found:
    """Poppy straw needs certificate and authorisation, and no room in any estimate."""
    if not is_poppy_straw(case):
        return not_applicable("no poppy straw")
    papers = papers_of(case)
    for name in (CERTIFICATE, AUTHORISATION):
        if name not in papers:
            return not_met(f"poppy straw without {name}")
        if not papers[name].number:
            return undetermined(f"the {name} has no number", number=None)
    return met("poppy straw with certificate and authorisation")
