"""Answer a pre-export notification that another authority sent: one objects, two let pass."""

from __future__ import annotations

from ringfence.jobs.doing import Asked, Desk, Outcome, act_on, enter
from ringfence.jobs.standing import with_base
from ringfence.trade.pre_export_notification import PreExportNotification

KIND = "received_notification"


def receive(desk: Desk, paper: PreExportNotification, by: str, known: object = None) -> Outcome:
    """Keep a notification as it came, under the number of the authority that sent it."""
    return enter(desk, KIND, with_base(desk, paper), by)


def act(desk: Desk, number: str, verb: str, asked: Asked) -> Outcome:
    """Accept it, object to it, or ask about it; the reply is kept for ever."""
    return act_on(desk, KIND, number, verb, asked)
