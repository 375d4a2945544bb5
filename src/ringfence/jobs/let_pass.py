"""Give leave to pass through (1961 31(11)-(13)), watch the goods come in and leave, divert them."""

from __future__ import annotations

from dataclasses import replace

from ringfence.jobs.doing import Asked, Desk, Outcome, act_on, enter
from ringfence.jobs.standing import kept_beside, on_the_day, with_base
from ringfence.trade.put_to_law import Circumstances
from ringfence.trade.transit_permit import TransitPaper

KIND = "transit_permit"


def propose(
    desk: Desk, paper: TransitPaper, by: str, known: Circumstances | None = None
) -> Outcome:
    """Propose leave to pass, with what was shown and is known beside it."""
    return enter(desk, KIND, with_base(desk, paper), by, kept_beside(KIND, known))


def act(
    desk: Desk, number: str, verb: str, asked: Asked, known: Circumstances | None = None
) -> Outcome:
    """Issue or refuse leave; let goods enter, leave or be detained; divert; close."""
    return act_on(desk, KIND, number, verb, replace(asked, facts=on_the_day(KIND, known)))
