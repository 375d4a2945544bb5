"""A node with its pages for tests: persons of every role, and a browser without a window."""

from __future__ import annotations

import atexit
import shutil
import tempfile
from functools import cache
from pathlib import Path
from typing import Any

from django.test import Client

from ringfence.jobs.doing import Desk, open_desk
from ringfence.store import settings
from ringfence.store.node import DEMONSTRATION_MARK, NodeConfig, create_node
from ringfence.trade.roles import Actor, Role
from ringfence.web import accounts, serving
from ringfence.web.desk import ROLE

FIRM = "XA-F-0001"
PERSONS = {
    Role.OPERATOR_CLERK: ("olga", FIRM),
    Role.RESPONSIBLE_PERSON: ("rita", FIRM),
    Role.CASE_OFFICER: ("carla", ""),
    Role.APPROVER: ("amir", ""),
    Role.CUSTOMS: ("kuan", ""),
    Role.INSPECTOR: ("ines", ""),
    Role.LABORATORY: ("lena", ""),
    Role.STATISTICIAN: ("stan", ""),
    Role.AUDITOR: ("aude", ""),
    Role.ADMINISTRATOR: ("ada", ""),
}


class Pages:
    """An office on pages: `office.as_(Role.CASE_OFFICER).get("/")`."""

    def __init__(self, folder: Path) -> None:
        shutil.copytree(_made_once(), folder)
        self.folder = folder
        self.desk: Desk = open_desk(folder)
        serving.use_node(self.desk.node)

    def as_(self, role: Role) -> Client:
        """A browser in which the person of a role is signed in."""
        client = Client()
        account: Any = accounts.account_of(PERSONS[role][0])
        client.force_login(account)
        session = client.session
        session[ROLE] = role.value
        session.save()
        return client


@cache
def _made_once() -> Path:
    """A node with all its tables and persons, to be copied: making one takes a second."""
    folder = Path(tempfile.mkdtemp()) / "node"
    atexit.register(shutil.rmtree, folder.parent)
    config = NodeConfig(territory="XA", name="xa-node")
    create_node(folder, config, make_journal_key=True, environment={})
    (folder / DEMONSTRATION_MARK).touch()
    serving.make_tables()
    desk = open_desk(folder)
    console = Actor("console", Role.ADMINISTRATOR, "XA", is_system=True)
    for role, (person, operator) in PERSONS.items():
        actor = Actor(person, role, "XA", operator)
        desk.work(
            lambda book, actor=actor: book.set_person(
                actor, actor=console, act="store.users.change"
            )
        )
    settings.close()
    return folder
