"""One way to enter and to act on a document of any kind, for those who ask by its name.

Pages and the API come here with a kind, a verb and what is told; the job of the kind does it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from ringfence.jobs import (
    announce_precursor,
    answer_notice,
    authorise_export,
    authorise_import,
    change_settings,
    change_users,
    compute_return,
    correct,
    decide_application,
    declare,
    declare_use,
    destroy,
    endorse,
    file_assessment,
    file_estimate,
    grant_licence,
    inspect,
    keep_person,
    let_pass,
    license_special_import,
    object_to,
    order_goods,
    questions,
    record_loss,
)
from ringfence.jobs.document_kinds import kinds
from ringfence.jobs.doing import Asked, Desk, Outcome, act_on, enter, is_by_the_clock
from ringfence.trade.life import ActRefused
from ringfence.trade.put_to_law import Circumstances

Acting = Callable[[Desk, str, str, Asked], Outcome]
ActingOnKnown = Callable[[Desk, str, str, Asked, Circumstances | None], Outcome]
Entering = Callable[[Desk, Any, str], Outcome]
EnteringKnown = Callable[[Desk, Any, str, Circumstances | None], Outcome]

_ACTS: Mapping[str, Acting] = {
    "application": decide_application.act,
    "user_change": change_users.act,
    "setting_change": change_settings.act,
    "objection": object_to.act,
    "import_certificate": authorise_import.act,
    "estimate": file_estimate.act,
    "correction": correct.act,
    "destruction": destroy.act,
    "inspection": inspect.act,
    "loss": record_loss.act,
    "return": compute_return.act,
    "licence": grant_licence.act,
    "assessment": file_assessment.act,
    "customer_declaration": declare_use.act,
    "order": order_goods.act,
    "question": questions.act,
    "endorsement": endorse.act,
    "received_notification": answer_notice.act,
    "personal_block": keep_person.act,
}
_ACTS_ON_KNOWN: Mapping[str, ActingOnKnown] = {
    "export_authorisation": authorise_export.act,
    "export_declaration": declare.act,
    "pre_export_notification": announce_precursor.act,
    "special_import_licence": license_special_import.act,
    "transit_permit": let_pass.act,
}
_ENTERS: Mapping[str, Entering] = {
    "correction": correct.propose,
    "estimate": file_estimate.file,
    "destruction": destroy.plan,
    "order": order_goods.sign,
    "setting_change": change_settings.propose,
    "user_change": change_users.propose,
    "objection": object_to.lodge,
    "personal_block": keep_person.propose,
    "received_notification": answer_notice.receive,
}
_ENTERS_KNOWN: Mapping[str, EnteringKnown] = {
    "import_certificate": authorise_import.propose,
    "export_authorisation": authorise_export.propose,
    "export_declaration": declare.declare,
    "pre_export_notification": announce_precursor.draft,
    "special_import_licence": license_special_import.propose,
    "transit_permit": let_pass.propose,
}
BY_A_JOB_OF_ITS_OWN = frozenset(
    {
        ("company_return", "upload"),
        ("company_return", "check"),
        ("company_return", "refuse-part"),
        ("return", "compute"),
    }
)
"""Acts whose job needs more than a verb: lines, a computation."""

NOT_ENTERED_BY_HAND = frozenset({"company_return", "return", "question"})
"""Kinds that come of another act: an upload, a computation, what such work found."""


def enter_by_kind(
    desk: Desk, kind: str, paper: Any, by: str, known: Circumstances | None = None
) -> Outcome:
    """Enter a document of any kind, with what is known beside it where its law asks for that."""
    if kind in _ENTERS_KNOWN:
        return _ENTERS_KNOWN[kind](desk, paper, by, known)
    if kind in _ENTERS:
        return _ENTERS[kind](desk, paper, by)
    return enter(desk, kind, paper, by)


def takes_known(kind: str) -> bool:
    """Whether the law of a kind asks for what is known beside the paper."""
    return kind in _ENTERS_KNOWN


def is_asked_by_verb(kind: str, verb: str) -> bool:
    """Whether people ask for an act by its verb: not what the clock or a job of its own does."""
    word = kinds()[kind].verb(verb).act
    return not is_by_the_clock(word) and (kind, verb) not in BY_A_JOB_OF_ITS_OWN


def act_by_kind(
    desk: Desk, kind: str, number: str, verb: str, asked: Asked, known: Circumstances | None = None
) -> Outcome:
    """Do or propose an act on a document of any kind; raises ActRefused, NoSuchVerb."""
    if not is_asked_by_verb(kind, verb):
        raise ActRefused(
            kinds()[kind].verb(verb).act, "it follows from another act, or when a day has passed"
        )
    if kind in _ACTS_ON_KNOWN:
        return _ACTS_ON_KNOWN[kind](desk, number, verb, replace(asked, known=known), known)
    if kind in _ACTS:
        return _ACTS[kind](desk, number, verb, asked)
    return act_on(desk, kind, number, verb, asked)
