"""Who may act in a node, for those who see to its users or look over them."""

from __future__ import annotations

from ringfence.jobs.doing import Desk
from ringfence.trade.permissions import Subject, Way, require
from ringfence.trade.roles import Actor

ACT = "store.users.change"


def persons(desk: Desk, actor: Actor) -> list[Actor]:
    """Everybody who may act; raises ActRefused."""
    require(actor, ACT, Subject(desk.territory), Way.READ)
    return desk.look(lambda book: book.persons())
