"""The JSON form of the Commission's votes beside the lists: `ringfence.law.votes/1`."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from ringfence.law.cnd.replay import Disagreement, Vote
from ringfence.law.cnd.voting import VoteResult
from ringfence.law.computed import Undetermined

FORMAT = "ringfence.law.votes/1"

Judged = tuple[Vote, VoteResult | Undetermined]


def votes_to_wire(votes: Iterable[Judged], differ: Iterable[Disagreement]) -> dict[str, Any]:
    """Every vote that is held with what the rule of voting says of it, and every disagreement."""
    return {
        "format": FORMAT,
        "votes": [_vote(*one) for one in votes],
        "disagreements": [
            {
                "kind": one.kind.value,
                "session": one.session,
                "subject": one.subject,
                "votes_say": one.votes_say,
                "votes_source": one.votes_source,
                "lists_say": one.lists_say,
                "lists_source": one.lists_source,
            }
            for one in differ
        ],
    }


def _vote(vote: Vote, found: VoteResult | Undetermined) -> dict[str, Any]:
    answer, reason = told(found)
    return {
        "session": vote.session,
        "decided": str(vote.decided),
        "decision": vote.decision,
        "convention": None if vote.convention is None else vote.convention.value,
        "subject": vote.subject,
        "yes": vote.tally.yes,
        "no": vote.tally.no,
        "abstain": vote.tally.abstain,
        "result": vote.result.value,
        "by_the_rule": answer,
        "reason": reason,
        "source": vote.source,
        "trust": vote.trust,
    }


def told(found: VoteResult | Undetermined) -> tuple[str, str]:
    """The answer of the rule of voting, and its sentence."""
    if isinstance(found, Undetermined):
        return "undetermined", found.as_found().reason
    return found.answer.value, found.reason
