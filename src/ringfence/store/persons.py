"""Who may act: a person with a role, without password or name."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from ringfence.store import models
from ringfence.store.errors import NameNotForPerson, NoSuchPerson
from ringfence.store.reading import held_json, read
from ringfence.trade.roles import Actor, Role, skeleton


def find(person: str, role: Role | None) -> Actor:
    """The person in the role, or in the only one they have; raises NoSuchPerson."""
    named = {"person": person} | ({} if role is None else {"role": str(role)})
    found = [row for row in read(models.Person, _COLUMNS, named) if row[-1]]
    if len(found) != 1:
        raise NoSuchPerson(person, str(role or ""))
    name, letters, territory, operator, interests, is_system, _ = found[0]
    return Actor(
        name, Role(letters), territory, operator, tuple(held_json(interests)), bool(is_system)
    )


_COLUMNS = ("person", "role", "territory", "operator", "interests", "is_system", "is_active")


def search(is_active: bool | None, filters: Mapping[str, str]) -> list[Actor]:
    """Everybody who matches, by name and role."""
    asked: dict[str, Any] = dict(filters)
    asked |= {} if is_active is None else {"is_active": is_active}
    return [_actor(row) for row in models.Person.objects.filter(**asked).order_by("person", "role")]


def put(actor: Actor, is_active: bool) -> tuple[dict[str, Any], dict[str, Any]]:
    """Enter or change a person in a role; gives what was and what is."""
    row = models.Person.objects.filter(person=actor.person, role=str(actor.role)).first()
    before = {} if row is None else _summary(row)
    if row is None:
        check_name(actor.person)
    row = row or models.Person(person=actor.person, role=str(actor.role))
    row.territory, row.operator = actor.territory, actor.operator
    row.interests, row.is_system = sorted(actor.interests), actor.is_system
    row.is_active = is_active
    row.save()
    return before, _summary(row)


_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._@+-]{0,99}")


RESERVED = frozenset({"console", "nightly"})
"""What stands in the journal for acts of nobody."""


def check_name(name: str) -> None:
    """Raise NameNotForPerson for what could be taken for another person, or for a role.

    Whether two acts are of one person is asked by name: `co` and `CO`, or two letters of different
    alphabets that look alike, must not be two persons.
    """
    said = skeleton(name)
    others = models.Person.objects.exclude(person=name).values_list("person", flat=True)
    for other in (*sorted(RESERVED), *others.order_by("person").distinct()):
        if skeleton(other) == said:
            raise NameNotForPerson(name, other)
    if not _NAME.fullmatch(name):
        raise NameNotForPerson(name)


def summaries() -> list[tuple[str, dict[str, Any]]]:
    """Every person with what is kept of one role."""
    return [(row.person, _summary(row)) for row in models.Person.objects.order_by("id")]


def _summary(row: Any) -> dict[str, Any]:
    return {
        "role": row.role,
        "territory": row.territory,
        "operator": row.operator,
        "interests": list(row.interests),
        "is_system": row.is_system,
        "is_active": row.is_active,
    }


def _actor(row: Any) -> Actor:
    return Actor(
        person=row.person,
        role=Role(row.role),
        territory=row.territory,
        operator=row.operator,
        interests=tuple(row.interests),
        is_system=row.is_system,
    )
