"""A node's own work: make it, say how it is, enter who may act, verify, copy and put back.

Files of the store that know its tables are imported once a node is open, not before.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from ringfence.jobs.deputies import as_deputy
from ringfence.law.lists import load_lists
from ringfence.law.record import InputNotUnderstood, Problem
from ringfence.law.record_text import read_text
from ringfence.store.book import Book
from ringfence.store.errors import NodeError
from ringfence.store.listing import Listing
from ringfence.store.node import (
    Node,
    NodeConfig,
    create_node,
    open_node,
    own_keys,
    read_config,
)
from ringfence.store.trouble import Verified
from ringfence.store.working import look, work
from ringfence.terms import Day
from ringfence.trade.life import ActRefused
from ringfence.trade.permissions import Subject, Way, require
from ringfence.trade.roles import Actor, Role
from ringfence.trade.waiting import clocks

if TYPE_CHECKING:
    from ringfence.store.checkpoints import Note

CONSOLE = "console"
"""Stands in the journal for whoever set the node up, before anybody could be asked."""


@dataclass(frozen=True, slots=True)
class LimitSet:
    """A time limit that the authority set otherwise than its default; what happens within it."""

    name: str
    value: int
    default: int
    says: str


@dataclass(frozen=True, slots=True)
class Status:
    """How a node is.

    list_age_days  days since the day to which the Commission's decisions are held
    time_limits    those that differ from their defaults: the name, what it is, the default
    returns_waiting, returns_late  returns of firms that wait to be signed; of those, late ones
    """

    territory: str
    database: str
    rule_book: str
    list_age_days: int
    persons: int
    documents: Mapping[str, int]
    journal_size: int
    journal_root: str
    checkpoints: int
    signs: bool
    time_limits: tuple[LimitSet, ...] = ()
    returns_waiting: int = 0
    returns_late: int = 0


def now_of(node: Node) -> tuple[datetime, Day]:
    """The instant, and the day in the node's time zone; a demonstration lives some days back."""
    now = datetime.now(UTC) - timedelta(days=node.config.days_back)
    return now, now.astimezone(ZoneInfo(node.config.time_zone)).date()


def init_node(folder: Path, file: Path | None, answers: Mapping[str, Any], with_key: bool) -> Node:
    """Make a node from a TOML file or from answers; it holds no account and no password."""
    mapping = dict(answers) if file is None else _read(file)
    name = "node.toml" if file is None else file.name
    config: NodeConfig = read_config(mapping, name)
    if config.days_back:
        says = f"{name}: only a demonstration has a day of its own: take days_back out of the file"
        raise NodeError(says)
    from ringfence.jobs.doing import Desk
    from ringfence.jobs.noted_settings import note_settings

    node = create_node(folder, config, make_journal_key=with_key)
    note_settings(Desk(node, *now_of(node)), made_by=CONSOLE)
    return node


def _read(file: Path) -> dict[str, Any]:
    try:
        text = file.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        problem = Problem("the file", str(error), "Write TOML in UTF-8")
        raise InputNotUnderstood(file.name, (problem,)) from error
    found: dict[str, Any] = read_text(text, file.name, remedy="Write TOML in UTF-8")
    return found


def node_status(folder: Path) -> Status:
    """Open a node and say how it is; raises NodeError where it cannot be opened."""
    return status_of(open_node(folder))


def status_of(node: Node) -> Status:
    """How an opened node is."""
    now, today = now_of(node)

    def read(book: Book) -> Status:
        from ringfence.store.checkpoints import kept_checkpoints

        size, root = book.head()
        lists = load_lists()
        unsigned = unsigned_returns()
        passed = today - timedelta(days=node.config.time_limits.company_return_days + 1)
        return Status(
            territory=node.config.territory,
            database="SQLite" if node.database.is_sqlite else "PostgreSQL",
            rule_book=lists.version,
            list_age_days=max(0, (today - lists.last_known_day).days),
            persons=len(book.persons()),
            documents=book.counts(),
            journal_size=size,
            journal_root=root.hex(),
            checkpoints=len(kept_checkpoints()),
            signs=node.has_key,
            time_limits=tuple(
                LimitSet(one.name, value, one.default, one.says)
                for one, value in node.config.time_limits.changed()
            ),
            returns_waiting=book.count_listed(unsigned),
            returns_late=book.count_listed(replace(unsigned, days={"ends": (None, passed)})),
        )

    return look(read, now=now, today=today)


def unsigned_returns() -> Listing:
    """The returns of firms in whose states the clock of signing runs."""
    clock = next(one for one in clocks() if one.name == "company_return")
    return Listing({clock.kind: clock.states})


def add_person(folder: Path, person: Actor, *, by: str, confirmed_by: str) -> None:
    """Enter who may act, in one role.

    An administrator proposes and an approver decides, two different persons. As long as the node
    has no approver nobody could decide, so whoever holds the node's files enters the first ones;
    the journal says so.
    """
    node = open_node(folder)
    now, today = now_of(node)
    work(lambda book: enter_person(book, node, person, by, confirmed_by), now=now, today=today)


def enter_person(book: Book, node: Node, person: Actor, by: str, confirmed_by: str) -> None:
    """Enter who may act within work that is under way; rules as of `add_person`."""
    act = "store.users.change"
    if not book.persons(role=str(Role.APPROVER)):
        console = Actor(CONSOLE, Role.ADMINISTRATOR, node.config.territory, is_system=True)
        book.set_person(person, actor=console, act=act)
        return
    book.set_person(person, actor=decided(book, node, person, by, confirmed_by), act=act)


def decided(book: Book, node: Node, person: Actor, by: str, confirmed_by: str) -> Actor:
    """The approver who decides on what an administrator proposes; raises ActRefused."""
    act = "store.users.change"
    if not by or not confirmed_by:
        raise ActRefused(act, "name the administrator who proposes it and the approver who decides")
    proposer = book.person(by, Role.ADMINISTRATOR)
    approver = book.person(confirmed_by, Role.APPROVER)
    hands = as_deputy(book, approver).hands
    territory = node.config.territory
    require(proposer, act, Subject(territory=territory), Way.PROPOSE)
    if not hands.isdisjoint({proposer.person, person.person}):
        says = "nobody decides on their own role or proposal, or on those of whom they stand for"
        raise ActRefused(act, says)
    if person.role is Role.APPROVER and person.person == proposer.person:
        raise ActRefused(act, "an administrator cannot be given a deciding role by their own word")
    require(approver, act, Subject(territory=territory, proposer=proposer.person))
    return approver


def persons(folder: Path) -> list[Actor]:
    """Everybody who may act."""
    node = open_node(folder)
    now, today = now_of(node)
    return look(lambda book: book.persons(), now=now, today=today)


def acts(folder: Path, filters: Mapping[str, str]) -> list[Mapping[str, Any]]:
    """The acts of the journal that match, in order, each with its `position`."""
    node = open_node(folder)
    now, today = now_of(node)

    def read(_book: Book) -> list[Mapping[str, Any]]:
        from ringfence.store.journal import leaves_placed

        return [{"position": place, **leaf} for place, leaf in leaves_placed(**filters)]

    return look(read, now=now, today=today)


def verify_journal(folder: Path, files: Sequence[Path]) -> Verified:
    """Verify journal and books from the first row, against checkpoints that others hold too."""
    node = open_node(folder)
    now, today = now_of(node)
    from ringfence.jobs.checked_cards import card_troubles
    from ringfence.store.checkpoints import read_note
    from ringfence.store.verifying import verify

    notes = [read_note(file.read_text(encoding="utf-8")) for file in files]
    keys = own_keys(node)

    def read(book: Book) -> Verified:
        return verify(notes=notes, keys=keys).beside(card_troubles(book))

    return look(read, now=now, today=today)


def sign_checkpoint(folder: Path) -> Note:
    """Sign what the journal is now; raises RingfenceError where the node has no key."""
    node = open_node(folder)
    now, today = now_of(node)
    from ringfence.store.checkpoints import load_key, make_checkpoint

    signer = load_key(node.key_file, node.config.name)
    return work(lambda book: make_checkpoint(book, signer), now=now, today=today)


def make_key(folder: Path) -> None:
    """Make the key of a node that has none, and name it in node.toml; raises NodeError."""
    from ringfence.store.node import add_key

    add_key(open_node(folder))


def copy_node(folder: Path, file: Path) -> Mapping[str, Any]:
    """Write a whole copy of the node to a new file; gives its manifest."""
    from ringfence.store.backup import backup

    node = open_node(folder)
    return backup(node, file, now=now_of(node)[0])
