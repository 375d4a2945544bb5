"""What a person may do next with a document: asked of its life, not kept."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from ringfence.jobs.document_kinds import DocumentKind, Verb
from ringfence.jobs.doing import is_by_the_clock
from ringfence.trade.acting import PROPOSED, Held
from ringfence.trade.permissions import Way, ways
from ringfence.trade.roles import Actor

EVERY_CONDITION = frozenset(
    "from_signed_paper from_paper of_site of_sample of_returns of_ceiling of_office technical "
    "own_acts of_checkpoint if_named".split()
)
"""Conditions that the job of the act checks; here they are no reason to hide the act."""


@dataclass(frozen=True, slots=True)
class Possible:
    """One act that the person may do or propose now.

    second  True where it decides on what another person proposed
    """

    verb: str
    act: str
    way: Way
    tells: bool
    second: bool

    @property
    def is_proposal(self) -> bool:
        """True where another person decides afterwards."""
        return self.way is Way.PROPOSE


def possible_acts(
    kind: DocumentKind, held: Held[Any], actor: Actor, only: tuple[str, ...] = ()
) -> tuple[Possible, ...]:
    """Every act that follows from the state and that the person has a part in.

    only  the verbs of interest, where not every one is
    """
    subject = held.subject(EVERY_CONDITION)
    found = []
    for verb, one in kind.verbs.items():
        if only and verb not in only:
            continue
        steps = [
            step
            for step in kind.life.transitions
            if step.act == one.act and held.state in step.sources
        ]
        if not steps or is_by_the_clock(one.act):
            continue
        second = any(step.second for step in steps)
        open_to = ways(actor, one.act, subject)
        if Way.DO in open_to and (not second or held.proposal is not None):
            found.append(Possible(verb, one.act, Way.DO, one.told is not None, second))
        elif (
            second
            and Way.PROPOSE in open_to
            and (not _is_proposed(held, one.act) or _may_tell_anew(held, one))
        ):
            found.append(Possible(verb, one.act, Way.PROPOSE, one.told is not None, second))
    return tuple(found)


def _may_tell_anew(held: Held[Any], verb: Verb) -> bool:
    """Whether what was proposed may be proposed anew, with other facts than those told."""
    return bool(
        verb.told and held.proposal is not None and held.proposal.act == f"{verb.act}{PROPOSED}"
    )


def _is_proposed(held: Held[Any], act: str) -> bool:
    """Whether the act stands proposed: by itself, or by the paper that was entered as one."""
    if held.proposal is None:
        return False
    proposed = held.proposal.act.removesuffix(PROPOSED)
    return act == proposed or (
        proposed.endswith(".propose") and act == f"{proposed.removesuffix('.propose')}.approve"
    )
