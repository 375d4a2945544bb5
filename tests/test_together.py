"""Several acts in one transaction: all of them are kept, or none."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from ringfence.jobs.doing import Desk
from ringfence.jobs.node_work import enter_person
from ringfence.store.book import Book
from ringfence.store.node import NodeConfig, create_node
from ringfence.trade.life import ActRefused
from ringfence.trade.roles import Actor, Role


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    config = NodeConfig(territory="XA", name="xa-node")
    node = create_node(tmp_path / "node", config, make_journal_key=False, environment={})
    return Desk(node, datetime(2025, 3, 3, 9, tzinfo=UTC), date(2025, 3, 3))


def add(desk: Desk, person: str, role: Role = Role.CASE_OFFICER) -> None:
    actor = Actor(person, role, "XA")
    desk.work(lambda book: enter_person(book, desk.node, actor, "", ""))


def persons(desk: Desk) -> list[str]:
    return desk.look(lambda book: [one.person for one in book.persons()])


def test_acts_together_are_kept_together(desk: Desk) -> None:
    desk.together(lambda joined: [add(joined, one) for one in ("p-1", "p-2")])
    assert persons(desk) == ["p-1", "p-2"]


def test_an_act_sees_what_the_one_before_it_did(desk: Desk) -> None:
    def both(joined: Desk) -> list[str]:
        add(joined, "p-1")
        return persons(joined)

    assert desk.together(both) == ["p-1"]


def test_a_refusal_gives_up_all_of_them(desk: Desk) -> None:
    def both(joined: Desk) -> None:
        add(joined, "ap", Role.APPROVER)
        add(joined, "p-2")

    with pytest.raises(ActRefused, match="name the administrator"):
        desk.together(both)
    assert persons(desk) == []


def test_an_error_that_was_caught_gives_up_all_of_them_too(desk: Desk) -> None:
    def fails(book: Book) -> None:
        auditor = Actor("p-9", Role.AUDITOR, "XA")
        book.set_person(auditor, actor=auditor, act="x.y.z")
        raise LookupError

    def both(joined: Desk) -> None:
        add(joined, "p-1")
        with pytest.raises(LookupError):
            joined.work(fails)

    with pytest.raises(ActRefused, match="given up"):
        desk.together(both)
    assert persons(desk) == []
