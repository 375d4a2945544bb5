"""One-time links by which whoever tries the demonstration becomes a person of each role."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from ringfence.jobs.demonstration.world import World
from ringfence.jobs.doing import Desk
from ringfence.jobs.node_work import now_of
from ringfence.jobs.signing_in import invite
from ringfence.store.node import open_node
from ringfence.trade.roles import Role

PROPOSES, DECIDES, OTHER_DECIDES = "ad1", "ap2", "ap3"
"""Who lets people in: an administrator proposes, an approver decides, as in real work."""


@dataclass(frozen=True, slots=True)
class Entrance:
    """A person of the demonstration, their role, the firm they act for, and the code of a link."""

    person: str
    role: Role
    firm: str
    code: str


def entrances(folder: Path, world: World) -> tuple[Entrance, ...]:
    """A new link for one person of each role: the office first, then one importing firm."""
    node = open_node(folder, environment={})
    desk = Desk(node, *now_of(node))
    firm = world.of_kind("importer")[0]
    office: dict[Role, str] = {}
    for one in world.officers:
        if one.role is not Role.PARTNER_AUTHORITY:
            office.setdefault(one.role, one.person)
    named = [(person, role, "") for role, person in office.items()]
    named += [
        (firm.clerk, Role.OPERATOR_CLERK, firm.name),
        (firm.responsible, Role.RESPONSIBLE_PERSON, firm.name),
    ]
    return tuple(
        Entrance(person, role, name, _code(desk, person, role)) for person, role, name in named
    )


def _code(desk: Desk, person: str, role: Role) -> str:
    decides = OTHER_DECIDES if person == DECIDES else DECIDES
    return invite(desk, person, role.value, by=PROPOSES, confirmed_by=decides)
