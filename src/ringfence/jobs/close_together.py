"""Several documents closed with one reason: each by itself, with its own verdict.

Nothing is decided from a list: where closing needs two persons it is proposed here, and who
decides opens each one. What cannot be closed says why and holds up no other.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from ringfence.jobs.acts import act_by_kind
from ringfence.jobs.document_kinds import kinds
from ringfence.jobs.doing import Asked, Desk, acting, seen
from ringfence.jobs.possible_acts import possible_acts
from ringfence.law.record import InputNotUnderstood, Problem
from ringfence.terms import RingfenceError
from ringfence.trade.life import ActRefused
from ringfence.trade.paper import read_paper

CLOSE, REASON = "close", "text"
ROWS_MAX, REASON_MAX = 100, 2000


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of one document: closed, proposed to be closed, or why neither."""

    kind: str
    number: str
    is_done: bool
    is_proposed: bool = False
    why: str = ""


def close_together(
    desk: Desk, chosen: Sequence[tuple[str, str]], reason: str, by: str
) -> tuple[Verdict, ...]:
    """Close each, or propose to; raises InputNotUnderstood for no reason or too many rows."""
    text = " ".join(reason.split())
    if not text or len(text) > REASON_MAX:
        problem = Problem("reason", f"has {len(text)} characters", f"Write 1 to {REASON_MAX}")
        raise InputNotUnderstood("page", (problem,))
    if len(chosen) > ROWS_MAX:
        problem = Problem("rows", f"are {len(chosen)}", f"Choose {ROWS_MAX} at most")
        raise InputNotUnderstood("page", (problem,))
    return tuple(_closed(desk, kind, number, text, by) for kind, number in chosen)


def _closed(desk: Desk, kind: str, number: str, reason: str, by: str) -> Verdict:
    try:
        made = _close(desk, kind, number, reason, by)
    except ActRefused as refused:
        return Verdict(kind, number, False, why=refused.reason)
    except RingfenceError as error:
        return Verdict(kind, number, False, why=str(error))
    return Verdict(kind, number, True, made.is_proposed)


def _close(desk: Desk, kind: str, number: str, reason: str, by: str) -> Any:
    found = kinds()[kind]
    if not closes(kind):
        raise ActRefused(found.enter, "such a document is not closed from a list")
    held = seen(desk, kind, number, by).held
    actor = desk.look(lambda book: acting(book, by))
    act = found.verb(CLOSE)
    possible = possible_acts(found, held, actor, (CLOSE,))
    if not possible:
        raise ActRefused(act.act, "this does not follow now, or it is for another person")
    if possible[0].second and not possible[0].is_proposal:
        raise ActRefused(act.act, "who decides opens it: nothing is decided from a list")
    told = None if act.told is None else read_paper(act.told, {REASON: reason}, kind)
    return act_by_kind(desk, kind, number, CLOSE, Asked(by, held.version, told))


def closes(kind: str) -> bool:
    """Whether documents of a kind are closed by a reason alone."""
    verb = kinds()[kind].verbs.get(CLOSE)
    return verb is not None and verb.told is not None and _asks_reason_alone(verb.told)


def _asks_reason_alone(told: Any) -> bool:
    return set(getattr(told, "__dataclass_fields__", ())) == {REASON}
