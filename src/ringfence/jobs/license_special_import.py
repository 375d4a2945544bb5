"""License one import of what is prohibited (1971 article 13(3)), and book what arrived under it."""

from __future__ import annotations

from dataclasses import replace

from ringfence.jobs.doing import Asked, Desk, Outcome, act_on, enter
from ringfence.jobs.standing import kept_beside, on_the_day, with_base
from ringfence.trade.put_to_law import Circumstances
from ringfence.trade.special_import_licence import SpecialImportLicence

KIND = "special_import_licence"


def propose(
    desk: Desk, paper: SpecialImportLicence, by: str, known: Circumstances | None = None
) -> Outcome:
    """Propose a licence, with what is known beside it."""
    return enter(desk, KIND, with_base(desk, paper), by, kept_beside(KIND, known))


def act(
    desk: Desk, number: str, verb: str, asked: Asked, known: Circumstances | None = None
) -> Outcome:
    """Issue, refuse, use or withdraw a special import licence."""
    return act_on(desk, KIND, number, verb, replace(asked, facts=on_the_day(KIND, known)))
