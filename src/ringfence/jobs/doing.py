"""One act on one document, from the command to the books, in one transaction that may run again.

`enter` begins a document, `act_on` does or proposes the next act. Who may, whether it follows,
what the law says and what is booked comes from `trade.acting`; nothing is decided here. The second
person must have opened the document as it stands: `opened` writes that into the journal.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any, TypeVar

from ringfence.jobs import node_work
from ringfence.jobs.approvals import refuse_lapsed
from ringfence.jobs.cards import card_of
from ringfence.jobs.deputies import as_deputy
from ringfence.jobs.document_kinds import DocumentKind, kinds
from ringfence.jobs.keeping import body_of, held_in, held_of
from ringfence.jobs.receipts_file import not_yet
from ringfence.law.record import InputNotUnderstood, Problem
from ringfence.law.record_text import WRITE_EITHER, read_text
from ringfence.ledger.account import Account
from ringfence.ledger.entry import Entry
from ringfence.store.book import Book, look, work
from ringfence.store.errors import NodeError
from ringfence.store.node import Node, open_node
from ringfence.store.purging import PURGED
from ringfence.store.stored import Stored
from ringfence.terms import Day, Finding
from ringfence.trade.acting import Act, Held, Taken, begin, take
from ringfence.trade.application import Application
from ringfence.trade.common_content import MovementPaper
from ringfence.trade.life import ActRefused, Life, NotForReading
from ringfence.trade.paper import read_paper
from ringfence.trade.permissions import Subject, Way, table, ways
from ringfence.trade.put_to_law import Circumstances
from ringfence.trade.roles import Actor, Role
from ringfence.trade.time_limits import TimeLimits, Timing
from ringfence.trade.working_days import Calendar

T = TypeVar("T")
SYSTEM = ":system"
"""Behind `person:ROLE`: a system acts for the person, by a token; it never is the second."""

NIGHTLY = "nightly"
"""Stands in the journal for what happens by itself when a day has passed."""


class Together:
    """The one transaction of several acts; it is given up when any of them was given up."""

    def __init__(self, book: Book) -> None:
        self.book, self._begun, self._ended = book, 0, 0

    def run(self, job: Callable[[Book], T]) -> T:
        """Run one act of several."""
        self._begun += 1
        result = job(self.book)
        self._ended += 1
        return result

    def require_whole(self) -> None:
        """Raise ActRefused where an act was given up, even if its error was caught."""
        if self._begun != self._ended:
            raise ActRefused("together", "one of the acts was given up: nothing of it is kept")


@dataclass(frozen=True, slots=True)
class Desk:
    """An opened node and the instant of the act; `together` joins several acts in one work."""

    node: Node
    now: datetime
    today: Day
    joined: Together | None = None

    @property
    def territory(self) -> str:
        """The territory whose authority keeps the node."""
        return self.node.config.territory

    @property
    def calendar(self) -> Calendar:
        """The working days of the territory."""
        return self.node.config.calendar

    @property
    def limits(self) -> TimeLimits:
        """The time limits that the authority sets."""
        return self.node.config.time_limits

    @property
    def timing(self) -> Timing:
        """How days are counted here."""
        return Timing(self.calendar, self.limits)

    def work(self, job: Callable[[Book], T]) -> T:
        """Run a job that writes, in one transaction that may run again."""
        if self.joined is not None:
            return self.joined.run(job)
        return work(job, now=self.now, today=self.today)

    def look(self, job: Callable[[Book], T]) -> T:
        """Run a job that only reads."""
        if self.joined is not None:
            return job(self.joined.book)
        return look(job, now=self.now, today=self.today)

    def together(self, job: Callable[[Desk], T]) -> T:
        """Run several acts of one instant in one transaction: all become durable, or none.

        A refusal gives up all of them and leaves no trace in the journal: what may be refused
        is done alone.
        """

        def several(book: Book) -> T:
            joined = Together(book)
            result = job(replace(self, joined=joined))
            joined.require_whole()
            return result

        return self.work(several)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What an act left: the document, the findings that were weighed, and whether it was new."""

    number: str
    kind: str
    held: Held[Any]
    findings: tuple[Finding, ...] = ()
    is_replay: bool = False

    @property
    def is_proposed(self) -> bool:
        """True where another person must still decide."""
        return self.held.proposal is not None


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked: by whom, on which version, with which facts.

    told   what the act tells
    facts  from the book and the document, what the act is judged on
    after  what the same transaction does when the act was done
    known  what is told beside a movement paper: kept with a proposal, and only compared by whoever
           decides on it
    """

    by: str
    version: int | None = None
    told: object = None
    facts: Callable[[Book, Held[Any], Desk], object] | None = None
    after: Callable[[Book, Held[Any], Held[Any], Actor], None] | None = None
    holds: frozenset[str] = frozenset()
    known: Circumstances | None = None


def open_desk(folder: Path) -> Desk:
    """Open the node in a folder, and note in the journal where its settings were changed."""
    from ringfence.jobs.noted_settings import note_settings

    node = open_node(folder)
    note_settings(Desk(node, *node_work.now_of(node)))
    return desk_at(node)


def desk_at(node: Node) -> Desk:
    """The desk of a node at this instant, under the settings that were decided to hold today."""
    from ringfence.jobs.settings_in_force import in_force

    plain = Desk(node, *node_work.now_of(node))
    for one in node.config.received:
        if one.day > plain.today:
            problem, remedy = not_yet(one.day)
            raise NodeError(f"{node.folder / 'node.toml'}: {problem}: {remedy}")
    node = in_force(plain)
    return plain if node is plain.node else Desk(node, *node_work.now_of(node))


def acting(book: Book, by: str) -> Actor:
    """Who acts: a person with one role, `person:ROLE`, or `person:ROLE:system` for a token.

    Raises NoSuchPerson.
    """
    asked = by.removesuffix(SYSTEM)
    person, _, role = asked.partition(":")
    known = {one.value: one for one in Role}
    found = book.person(asked) if role not in known else book.person(person, known[role])
    if asked != by:
        return replace(found, is_system=True)
    return as_deputy(book, found)


def read_mapping(path: Path) -> dict[str, Any]:
    """A TOML file, or JSON in a file named .json; raises InputNotUnderstood."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        problem = Problem("the file", str(error), WRITE_EITHER)
        raise InputNotUnderstood(path.name, (problem,)) from error
    found = read_text(text, path.name, is_json=path.suffix.lower() == ".json")
    if not isinstance(found, dict):
        problem = Problem("the file", "holds no table", "Write the keys of the document")
        raise InputNotUnderstood(path.name, (problem,))
    return found


def read_told(kind: str, verb: str, path: Path) -> object:
    """What an act tells, from a file."""
    told = kinds()[kind].verb(verb).told
    if told is None:
        problem = Problem("the file", f"{verb} tells nothing", "Leave the file out")
        raise InputNotUnderstood(path.name, (problem,))
    return read_paper(told, read_mapping(path), path.name)


def system(desk: Desk) -> Actor:
    """Nightly work, which computes and never approves."""
    return Actor(NIGHTLY, Role.ADMINISTRATOR, desk.territory, is_system=True)


def enter(
    desk: Desk,
    kind_name: str,
    paper: Any,
    by: str,
    after: Callable[[Book, Held[Any], Actor], None] | None = None,
) -> Outcome:
    """Begin a document; the same document by the same person again changes nothing."""
    return desk.work(lambda book: entered(book, desk, kind_name, paper, acting(book, by), after))


def entered(
    book: Book,
    desk: Desk,
    kind_name: str,
    paper: Any,
    actor: Actor,
    after: Callable[[Book, Held[Any], Actor], None] | None = None,
    number: str = "",
    operators: tuple[str, ...] | None = None,
) -> Outcome:
    """Begin a document within work that is under way.

    operators  the firms that it is about, where the paper alone does not say
    """
    kind = kinds()[kind_name]
    number = number or getattr(paper, kind.number)
    act = Act(kind.enter, actor, desk.today, 0)
    place = kind.place(paper, desk.territory)
    if isinstance(paper, MovementPaper | Application):
        place = replace(place, operators=traders(book, paper))
    if operators is not None:
        place = replace(place, operators=operators)
    taken = begin(kind.life, paper, place, act)
    if _is_here(book, kind_name, number, taken):
        return Outcome(number, kind_name, taken.held, is_replay=True)
    add(book, kind_name, number, taken, actor, kind.enter)
    if after is not None:
        after(book, taken.held, actor)
    return Outcome(number, kind_name, taken.held)


def traders(book: Book, paper: MovementPaper | Application) -> tuple[str, ...]:
    """The firms of a movement that hold a licence of this authority, by their number."""
    parties = [paper.exporter, paper.importer, getattr(paper, "responsible_person", None)]
    numbers = [one.licence_number for one in parties if one is not None and one.licence_number]
    found = book.documents("licence", number=numbers) if numbers else []
    return tuple(dict.fromkeys(one.operator for one in found))


def _is_here(book: Book, kind: str, number: str, taken: Taken[Any]) -> bool:
    """True where the same person entered the same paper before, whatever happened since."""
    found = book.documents(kind, number=number)
    if not found:
        return False
    here = held_of(kinds()[kind], found[0])
    return (here.paper, here.history[0]) == (taken.held.paper, taken.held.history[0])


def add(book: Book, kind: str, number: str, taken: Taken[Any], actor: Actor, act: str) -> Stored:
    """Write a new document with its findings and entries."""
    held = taken.held
    stored = book.add(
        kind, body_of(held), actor=actor, act=act, state=held.state, number=number,
        territory=held.territory, operator=held.operators[0] if held.operators else "",
        findings=taken.findings, card=card_of(kind, held),
    )  # fmt: skip
    for entry in taken.entries:
        book.post(entry, actor=actor, act=act)
    return stored


def act_on(desk: Desk, kind: str, number: str, verb: str, asked: Asked) -> Outcome:
    """Do or propose the next act; a refusal is kept in the journal with its findings."""
    try:
        return desk.work(
            lambda book: acted(book, desk, kind, number, verb, asked, acting(book, asked.by))
        )
    except ActRefused as refused:
        found = refused
        if desk.joined is None:
            desk.work(lambda book: _record_refusal(book, f"{kind}:{number}", asked.by, found))
        raise


def _record_refusal(book: Book, subject: str, by: str, refused: ActRefused) -> None:
    actor = acting(book, by)
    after = {"refused": refused.act}
    book.record(actor, f"{refused.act}.refused", subject, {}, after, refused.findings)


def acted(
    book: Book, desk: Desk, kind_name: str, number: str, verb: str, asked: Asked, actor: Actor
) -> Outcome:
    """Do or propose the next act within work that is under way."""
    kind = kinds()[kind_name]
    stored = book.document(kind_name, number)
    held = held_in(book, kind, stored)
    version = held.version if asked.version is None else asked.version
    word = kind.verb(verb).act
    second = needs_second(kind.life, word, held)
    act = Act(
        name=word,
        actor=actor,
        day=desk.today,
        version=version,
        told=asked.told,
        facts=asked.facts(book, held, desk) if asked.facts else None,
        opened=second and was_opened(book, stored.subject, actor, version),
        way=way_of(kind.life, word, held, actor, asked.holds),
        holds=asked.holds,
    )
    if act.way is Way.DO and second and asked.known is not None:
        _standing().require_told(book, stored.subject, asked.known, word)
    if act.way is Way.DO and version == held.version and second:
        refuse_lapsed(book, stored, held, desk.timing, word)
    taken = take(kind.life, held, act)
    if not taken.is_replay:
        write(book, stored, taken, actor, word)
        is_proposed = act.way is Way.PROPOSE or word.endswith(".propose")
        if is_proposed and asked.known is not None:
            _standing().keep_told(book, stored.subject, asked.known, actor)
        if asked.after is not None and act.way is Way.DO:
            asked.after(book, held, taken.held, actor)
    return Outcome(number, kind_name, taken.held, taken.findings, taken.is_replay)


def _standing() -> Any:
    """What is told beside papers; the file of it rests on this one."""
    from ringfence.jobs import standing

    return standing


def write(book: Book, stored: Stored, taken: Taken[Any], actor: Actor, act: str) -> Stored:
    """Write the document as an act left it, with the findings and the entries."""
    held = taken.held
    made = book.change(
        stored, actor=actor, act=act, body=body_of(held), state=held.state,
        findings=taken.findings, card=card_of(stored.kind, held),
    )  # fmt: skip
    for entry in in_bookable_order(book, taken.entries):
        book.post(entry, actor=actor, act=act)
    return made


def in_bookable_order(book: Book, entries: Sequence[Entry]) -> Sequence[Entry]:
    """The entries of one act, turned round where that keeps what is held from falling below zero.

    A reversal and what is right in its place may each need what the other brings. Where neither
    order goes, the given one stays, and the book says which account lacks what.
    """
    for order in (entries, entries[::-1]):
        left: dict[Account, int] = {}
        for entry in order:
            for line in entry.lines:
                before = left.get(line.account)
                held = book.balance(line.account) if before is None else before
                left[line.account] = held + line.amount_ug
            if any(line.account.is_held and left[line.account] < 0 for line in entry.lines):
                break
        else:
            return order
    return entries


def way_of(
    life: Life, act: str, held: Held[Any], actor: Actor, holds: frozenset[str] = frozenset()
) -> Way:
    """Whoever may only propose an act that needs a second person proposes it."""
    second = needs_second(life, act, held)
    possible = ways(actor, act, held.subject(holds))
    if second and Way.PROPOSE in possible and Way.DO not in possible:
        return Way.PROPOSE
    return Way.DO


def needs_second(life: Life, act: str, held: Held[Any]) -> bool:
    """Whether the act asks for a second person from the state in which the document is."""
    return any(
        one.second for one in life.transitions if one.act == act and held.state in one.sources
    )


def was_opened(book: Book, subject: str, actor: Actor, version: int) -> bool:
    """Whether the person opened this very version, by the journal."""
    asked = (opening(subject), actor.person)
    return any(
        (one["act"], one["person"]) == asked and one.get("after", {}).get("opened") == version
        for _, one in book.acts_on(subject)
    )


def opening(subject: str) -> str:
    """The word of the journal for opening a document with its findings."""
    return f"trade.{subject.partition(':')[0]}.open"


def opened(desk: Desk, kind_name: str, number: str, by: str, because: str = "") -> Outcome:
    """The document as it stands; the journal keeps that the person opened this version.

    because  why, where the table lets the person read with a reason alone; each one is kept
    """
    reason = _read_reason(because)
    holds = frozenset({WITH_REASON}) if reason else frozenset()

    def job(book: Book) -> Outcome:
        actor = acting(book, by)
        stored = book.document(kind_name, number)
        held = held_of(kinds()[kind_name], stored)
        require_reading(actor, kinds()[kind_name], held, holds)
        if reason or not was_opened(book, stored.subject, actor, held.version):
            after = {"opened": held.version, **({"because": reason} if reason else {})}
            book.record(actor, opening(stored.subject), stored.subject, {}, after)
        return Outcome(number, kind_name, held, held.findings)

    return desk.work(job)


def _read_reason(because: str) -> str:
    reason = " ".join(because.split())
    if len(reason) > REASON_LIMIT:
        problem = Problem(
            "because", f"has {len(reason)} characters", f"Say it in {REASON_LIMIT} or fewer"
        )
        raise InputNotUnderstood("the reason", (problem,))
    return reason


def seen(desk: Desk, kind_name: str, number: str, by: str) -> Outcome:
    """The document as it stands, for those who may read it; it is not opened thereby."""

    def job(book: Book) -> Outcome:
        held = held_of(kinds()[kind_name], book.document(kind_name, number))
        require_reading(acting(book, by), kinds()[kind_name], held)
        return Outcome(number, kind_name, held, held.findings)

    return desk.look(job)


READS = frozenset({"of_site", "of_sample", "of_returns"})
"""Conditions that are no bar to reading."""


WITH_REASON = "with_reason"
REASON_LIMIT = 300
"""Characters of a reason for reading: enough to say why, too few to copy what was read."""


def may_read(
    actor: Actor, kind: DocumentKind, held: Held[Any], holds: frozenset[str] = frozenset()
) -> bool:
    """Whether the person has any part in the life of such a document, in this firm or territory."""
    return reads(actor, kind, held.subject(READS | holds))


def reads(actor: Actor, kind: DocumentKind, subject: Subject) -> bool:
    """The same for a document of which only territory, firms and addressee are known."""
    if kind.reads:
        return Way.READ in ways(actor, kind.reads, subject)
    acts = (kind.enter, *(one.act for one in kind.verbs.values()))
    return any(Way.READ in ways(actor, act, subject) for act in acts)


def require_reading(
    actor: Actor, kind: DocumentKind, held: Held[Any], holds: frozenset[str] = frozenset()
) -> None:
    """Raise NotForReading where the person has no part in such a document.

    holds  the conditions that are met: a reason that was told
    """
    if not may_read(actor, kind, held, holds):
        if may_read(actor, kind, held, frozenset({WITH_REASON})):
            reason = "only with a reason that is told, and kept in the journal: give --because"
            raise NotForReading(f"trade.{kind.name}.read", reason)
        reason = f"{actor.role} has no part in it, or it belongs to another firm or territory"
        raise NotForReading(f"trade.{kind.name}.read", reason)


def listed(
    desk: Desk, kind_name: str, by: str, filters: Mapping[str, Any]
) -> list[tuple[str, Held[Any]]]:
    """The documents of a kind that the person may read, by number."""
    kind = kinds()[kind_name]

    def job(book: Book) -> list[tuple[str, Held[Any]]]:
        actor = acting(book, by)
        found = [
            (one.number, held_of(kind, one))
            for one in book.documents(kind_name, where=None, **filters)
            if one.state != PURGED
        ]
        return [(number, held) for number, held in found if may_read(actor, kind, held)]

    return desk.look(job)


def held_of_each(desk: Desk, kind_name: str, numbers: Sequence[str]) -> dict[str, Held[Any]]:
    """The documents of a kind with these numbers, whole: for a page of those that may be read."""
    kind = kinds()[kind_name]

    def job(book: Book) -> dict[str, Held[Any]]:
        found = book.documents(kind_name, number=list(numbers))
        return {one.number: held_of(kind, one) for one in found if one.state != PURGED}

    return desk.look(job) if numbers else {}


def is_by_the_clock(act: str) -> bool:
    """True for an act that only nightly work does."""
    row = table().get(act)
    return row is not None and row.clock == "D"


def kind_of(desk: Desk, number: str, names: tuple[str, ...]) -> str:
    """Which of some kinds has a document of that number; the first where none has."""

    def job(book: Book) -> str:
        here = (name for name in names if book.documents(name, number=number))
        return next(here, names[0])

    return desk.look(job)


def new_paper(kind: DocumentKind, mapping: Mapping[str, Any], file: str) -> Any:
    """A paper from what a file says; raises InputNotUnderstood with every problem."""
    return read_paper(kind.paper, mapping, file)
