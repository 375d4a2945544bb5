"""End the key with which a node signs, and make another: two persons, kept in the journal.

What was sealed before stays as it is. The list that the authority publishes names every key with
the time in which it was in use, so that whoever checks a paper holds it to that time.
"""

from __future__ import annotations

from ringfence.jobs.doing import Desk, acting
from ringfence.jobs.node_work import CONSOLE
from ringfence.jobs.print_paper import signer_of
from ringfence.store.book import Book
from ringfence.store.node import Node, replace_key
from ringfence.trade.life import ActRefused
from ringfence.trade.permissions import Subject, Way, require
from ringfence.trade.roles import Actor, Role

ACT = "store.keys.change"
REASONS = ("replaced", "leaked")


def end_key(desk: Desk, because: str, *, by: str = "", confirmed_by: str = "") -> Node:
    """End the key in use and begin with a new one; raises ActRefused, NodeError.

    An administrator proposes and an approver decides. As long as the node has no approver whoever
    holds its files does it. The old key signs the journal one last time, as it is with this act.
    """
    if because not in REASONS:
        raise ActRefused(ACT, f"say why: {' or '.join(REASONS)}")
    signer = signer_of(desk)

    def job(book: Book) -> None:
        from ringfence.store.checkpoints import make_checkpoint

        actor = _decided(book, desk, by, confirmed_by)
        before, after = {"key": signer.public_text}, {"because": because, "proposed_by": by}
        book.record(actor, ACT, f"key:{signer.public_text}", before, after)
        make_checkpoint(book, signer)

    desk.work(job)
    return replace_key(desk.node, because, desk.now)


def _decided(book: Book, desk: Desk, by: str, confirmed_by: str) -> Actor:
    """The approver who decides on what an administrator proposes; raises ActRefused."""
    if not book.persons(role=str(Role.APPROVER)):
        return Actor(CONSOLE, Role.ADMINISTRATOR, desk.territory, is_system=True)
    if not by or not confirmed_by:
        raise ActRefused(ACT, "name the administrator who proposes it and the approver who decides")
    proposer, approver = acting(book, f"{by}:AD"), acting(book, f"{confirmed_by}:AP")
    require(proposer, ACT, Subject(desk.territory), Way.PROPOSE)
    if proposer.person in approver.hands:
        raise ActRefused(ACT, "nobody decides on what they proposed")
    require(approver, ACT, Subject(desk.territory, proposer=proposer.person))
    return approver
