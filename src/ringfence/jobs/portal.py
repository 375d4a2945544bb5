"""What a firm finds when it comes in: what waits for it, what was refused, what is due when."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from ringfence.jobs.document_kinds import kinds
from ringfence.jobs.doing import Desk, acting, may_read
from ringfence.jobs.keeping import held_of
from ringfence.jobs.possible_acts import possible_acts
from ringfence.store.book import Book
from ringfence.terms import Day
from ringfence.trade.acting import Held
from ringfence.trade.application import Letter, Proposal, content
from ringfence.trade.company_return import tray
from ringfence.trade.roles import Actor

NO_TURN = frozenset(
    {"withdraw", "surrender", "hold", "suspend", "revoke", "end", "strike-off", "cancel"}
)
"""Acts that may be done in many states without anybody waiting for them."""

SENT = frozenset({"sent", "complete", "under_review", "proposed"})
PAPERS = (
    "import_certificate", "export_authorisation", "export_declaration", "pre_export_notification",
    "special_import_licence", "transit_permit",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Sent:
    """An application that was sent: its number, what it asks, when, how it stands."""

    number: str
    wanted: str
    day: Day
    state: str


@dataclass(frozen=True, slots=True)
class Due:
    """Something with a day: what, which document, the day, and whether it has passed."""

    says: str
    kind: str
    number: str
    day: Day
    is_late: bool


@dataclass(frozen=True, slots=True)
class ToDo:
    """A document with the acts that wait for the person."""

    kind: str
    number: str
    state: str
    verbs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Home:
    """What stands on the first page of a firm.

    letters   applications that came back, with the points that are missing and until when
    refused   stock returns with how many lines wait in their tray
    drafts    applications that are not sent yet
    decided   applications and papers that were refused
    questions what the authority asks the firm, with the number of each
    to_do     losses, destructions, inspections, orders and declarations with the acts that the
              person may do on them now
    deadlines days to come, the first one first
    papers    how many papers of each kind are alive, by state
    """

    letters: tuple[tuple[str, tuple[str, ...], Day], ...]
    refused: tuple[tuple[str, int], ...]
    drafts: tuple[tuple[str, str, Day], ...]
    unsigned: tuple[tuple[str, str], ...]
    decided: tuple[tuple[str, str, str], ...]
    waiting: tuple[Sent, ...]
    deadlines: tuple[Due, ...]
    papers: tuple[tuple[str, str, int], ...]
    questions: tuple[tuple[str, str], ...] = ()
    to_do: tuple[ToDo, ...] = ()


def home(desk: Desk, by: str) -> Home:
    """The first page of the firm of a person."""
    return desk.look(lambda book: _home(book, desk, acting(book, by)))


def _home(book: Book, desk: Desk, actor: Actor) -> Home:
    applications = dict(_own(book, actor, "application"))
    returns = dict(_own(book, actor, "company_return"))
    papers = [(kind, number, held) for kind in PAPERS if kind in kinds()
              for number, held in _own(book, actor, kind)]  # fmt: skip
    licences = list(_own(book, actor, "licence"))
    lately = desk.today - timedelta(days=desk.limits.remind_days)
    return Home(
        letters=tuple(_letters(applications)),
        refused=tuple(
            (number, len(tray(held)))
            for number, held in returns.items()
            if held.state == "part_refused"
        ),
        drafts=tuple(
            (number, str(content(held).wanted or ""), held.days[-1])
            for number, held in applications.items()
            if held.state == "draft"
        ),
        unsigned=tuple(
            ("company_return", number)
            for number, held in returns.items()
            if held.state in ("checked_by_line", "corrected")
        ),
        decided=(*_refused(papers), *_refused_applications(applications, lately)),
        waiting=tuple(
            _sent(number, held) for number, held in applications.items() if held.state in SENT
        ),
        deadlines=tuple(sorted(_due(desk, returns, papers, licences), key=lambda d: d.day)),
        papers=tuple(_counts(papers)),
        questions=tuple(
            (number, held.paper.sentence)
            for number, held in _own(book, actor, "question")
            if held.state == "open"
        ),
        to_do=tuple(_to_do(book, actor)),
    )


OF_ONE = ("inspection", "loss", "destruction")
OF_TWO = ("order", "customer_declaration")
"""Documents of two firms, of which the book's column names the first only."""


def _to_do(book: Book, actor: Actor) -> Iterator[ToDo]:
    held = [(name, *one) for name in OF_ONE for one in _own(book, actor, name)]
    for name in OF_TWO:
        kind = kinds()[name]
        states = sorted({state for one in kind.life.transitions for state in one.sources})
        held += [
            (name, stored.number, held_of(kind, stored))
            for stored in book.documents(name, state=states)
            if actor.operator in stored.body.get("operators", ())
        ]
    for name, number, one in held:
        acts = possible_acts(kinds()[name], one, actor)
        verbs = tuple(act.verb for act in acts if act.verb not in NO_TURN)
        if verbs:
            yield ToDo(name, number, one.state, verbs)


def _own(book: Book, actor: Actor, kind: str) -> Iterator[tuple[str, Held[Any]]]:
    found = kinds()[kind]
    for stored in book.documents(kind, operator=actor.operator):
        held = held_of(found, stored)
        if may_read(actor, found, held):
            yield stored.number, held


def _letters(
    applications: dict[str, Held[Any]],
) -> Iterator[tuple[str, tuple[str, ...], Day]]:
    for number, held in applications.items():
        letters = held.happened(Letter)
        if held.state == "returned_incomplete" and letters:
            yield number, letters[-1].points, letters[-1].answer_by


def _refused(papers: list[tuple[str, str, Held[Any]]]) -> Iterator[tuple[str, str, str]]:
    for kind, number, held in papers:
        if held.state in ("refused", "held", "stopped", "objected"):
            yield kind, number, held.state


def _refused_applications(
    applications: dict[str, Held[Any]], since: Day
) -> Iterator[tuple[str, str, str]]:
    """Applications that were decided against lately."""
    for number, held in applications.items():
        proposals = held.happened(Proposal)
        is_late = held.days[-1] < since
        if held.state == "decided" and proposals and not proposals[-1].grants and not is_late:
            yield "application", number, "refused"


def _sent(number: str, held: Held[Any]) -> Sent:
    days = [
        day
        for done, day in zip(held.history, held.days, strict=True)
        if done.act == "trade.application.send"
    ]
    wanted = str(content(held).wanted or "")
    return Sent(number, wanted, days[-1] if days else held.days[-1], held.state)


def _due(
    desk: Desk,
    returns: dict[str, Held[Any]],
    papers: list[tuple[str, str, Held[Any]]],
    licences: list[tuple[str, Held[Any]]],
) -> Iterator[Due]:
    today, limits = desk.today, desk.limits
    for number, held in returns.items():
        if held.state in ("open", "overdue", "checked_by_line", "part_refused", "corrected"):
            day = held.paper.last + timedelta(days=limits.company_return_days)
            yield Due("sign", "company_return", number, day, day < today)
    soon = today + timedelta(days=limits.remind_days)
    for number, held in licences:
        if held.state == "in_force" and held.paper.valid_until <= soon:
            day = held.paper.valid_until
            yield Due("renew", "licence", number, day, day < today)
    for kind, number, held in papers:
        last = getattr(held.paper, "valid_until", None)
        if held.state == "issued" and last is not None and last <= soon:
            yield Due("use", kind, number, last, last < today)


def _counts(papers: list[tuple[str, str, Held[Any]]]) -> Iterator[tuple[str, str, int]]:
    counts: dict[tuple[str, str], int] = {}
    for kind, _number, held in papers:
        counts[kind, held.state] = counts.get((kind, held.state), 0) + 1
    for (kind, state), count in sorted(counts.items()):
        yield kind, state, count


def sent_applications(desk: Desk, by: str) -> list[Sent]:
    """Every application that was ever sent and that the person may read, newest first."""

    def job(book: Book) -> list[Sent]:
        actor, kind = acting(book, by), kinds()["application"]
        filters = {"operator": actor.operator} if actor.operator else {}
        found = []
        for stored in book.documents("application", where=None, **filters):
            held = held_of(kind, stored)
            acts = {done.act for done in held.history}
            if "trade.application.send" in acts and may_read(actor, kind, held):
                found.append(_sent(stored.number, held))
        return found

    return sorted(desk.look(job), key=lambda one: (one.day, one.number), reverse=True)
