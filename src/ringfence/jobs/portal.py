"""What a firm finds when it comes in: what waits for it, what was refused, what is due when."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from ringfence.jobs.document_kinds import kinds
from ringfence.jobs.doing import Desk, acting, may_read
from ringfence.jobs.judging_work import as_held
from ringfence.jobs.keeping import held_of
from ringfence.jobs.possible_acts import possible_acts
from ringfence.jobs.reach import readable_kinds
from ringfence.jobs.stock_tray import waiting_keys
from ringfence.store.book import Book
from ringfence.store.listing import Listing
from ringfence.store.stored import Listed
from ringfence.terms import Day
from ringfence.trade.acting import Held
from ringfence.trade.application import Letter, Proposal, content
from ringfence.trade.roles import Actor

NO_TURN = frozenset(
    {"withdraw", "surrender", "hold", "suspend", "revoke", "end", "strike-off", "cancel"}
)
"""Acts that may be done in many states without anybody waiting for them."""

SENT = ("sent", "complete", "under_review", "proposed")
UNSIGNED = ("checked_by_line", "corrected")
AGAINST = ("refused", "held", "stopped", "objected")
"""The states in which an application waits, a return is not signed, a paper stands against it."""

Days = tuple[Day | None, Day | None]
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
    open_ = ("returned_incomplete", "draft", *SENT)
    applications = _whole(book, "application", _cards(book, actor, "application", open_))
    lately = (desk.today - timedelta(days=desk.limits.remind_days), None)
    decided = _cards(book, actor, "application", ("decided",), since=lately)
    returns = _cards(book, actor, "company_return", (*UNSIGNED, "open", "overdue", "part_refused"))
    trays = [one for one in returns if one.state == "part_refused"]
    waiting = {
        number: len(waiting_keys(book, number, held))
        for number, held in _whole(book, "company_return", trays).items()
    }
    against = [one for kind in PAPERS for one in _cards(book, actor, kind, AGAINST)]
    return Home(
        letters=tuple(_letters(applications)),
        refused=tuple((number, count) for number, count in waiting.items() if count),
        drafts=tuple(
            (number, str(content(held).wanted or ""), held.days[-1])
            for number, held in applications.items()
            if held.state == "draft"
        ),
        unsigned=tuple(
            ("company_return", one.number)
            for one in returns
            if one.state in UNSIGNED or waiting.get(one.number) == 0
        ),
        decided=(
            *((one.kind, one.number, one.state) for one in against),
            *_refused_applications(_whole(book, "application", decided)),
        ),
        waiting=tuple(
            _sent(number, held) for number, held in applications.items() if held.state in SENT
        ),
        deadlines=tuple(sorted(_due(book, desk, actor, returns), key=lambda one: one.day)),
        papers=tuple(_counts(book, actor)),
        questions=tuple(
            (number, held.paper.sentence)
            for number, held in _whole(
                book, "question", _cards(book, actor, "question", ("open",))
            ).items()
        ),
        to_do=tuple(_to_do(book, actor)),
    )


OF_ONE = ("inspection", "loss", "destruction")
OF_TWO = ("order", "customer_declaration")
"""Documents of two firms, of which the book's column names the first only."""


def _to_do(book: Book, actor: Actor) -> Iterator[ToDo]:
    for name in (*OF_ONE, *OF_TWO):
        kind = kinds()[name]
        states = tuple(sorted({one for step in kind.life.transitions for one in step.sources}))
        rows = (
            _cards(book, actor, name, states) if name in OF_ONE
            else book.listed(Listing({name: states}, firm=actor.operator))
        )  # fmt: skip
        whole = _whole(book, name, [row for row in rows if row.card.proposed])
        for row in rows:
            acts = possible_acts(kind, whole.get(row.number) or as_held(row), actor)
            verbs = tuple(act.verb for act in acts if act.verb not in NO_TURN)
            if verbs:
                yield ToDo(name, row.number, row.state, verbs)


def _cards(
    book: Book, actor: Actor, kind: str, states: tuple[str, ...], **days: Days
) -> list[Listed]:
    """The firm's own documents of a kind in some states, within some days, by number."""
    reach = readable_kinds(actor).get(kind)
    if reach is None:
        return []
    wanted = Listing({kind: states}, first_firm=actor.operator, days=days)
    return book.listed(replace(wanted, addressee=reach.addressee, territory=reach.territory))


def _whole(book: Book, kind: str, rows: Sequence[Listed]) -> dict[str, Held[Any]]:
    """Those documents with everything that they say."""
    found = book.documents(kind, number=[one.number for one in rows]) if rows else []
    return {one.number: held_of(kinds()[kind], one) for one in found}


def _letters(
    applications: dict[str, Held[Any]],
) -> Iterator[tuple[str, tuple[str, ...], Day]]:
    for number, held in applications.items():
        letters = held.happened(Letter)
        if held.state == "returned_incomplete" and letters:
            yield number, letters[-1].points, letters[-1].answer_by


def _refused_applications(applications: dict[str, Held[Any]]) -> Iterator[tuple[str, str, str]]:
    """Applications that were decided against."""
    for number, held in applications.items():
        proposals = held.happened(Proposal)
        if proposals and not proposals[-1].grants:
            yield "application", number, "refused"


def _sent(number: str, held: Held[Any]) -> Sent:
    days = [
        day
        for done, day in zip(held.history, held.days, strict=True)
        if done.act == "trade.application.send"
    ]
    wanted = str(content(held).wanted or "")
    return Sent(number, wanted, days[-1] if days else held.days[-1], held.state)


def _due(book: Book, desk: Desk, actor: Actor, returns: Sequence[Listed]) -> Iterator[Due]:
    today, limits = desk.today, desk.limits
    for one in returns:
        assert one.card.ends is not None
        day = one.card.ends + timedelta(days=limits.company_return_days)
        yield Due("sign", "company_return", one.number, day, day < today)
    soon = (None, today + timedelta(days=limits.remind_days))
    for one in _cards(book, actor, "licence", ("in_force",), ends=soon):
        assert one.card.ends is not None
        yield Due("renew", "licence", one.number, one.card.ends, one.card.ends < today)
    for kind in PAPERS:
        if "valid_until" not in kinds()[kind].paper.__dataclass_fields__:
            continue
        rows = _cards(book, actor, kind, ("issued", "part_used"), ends=soon)
        for number, held in _whole(book, kind, rows).items():
            last = held.paper.valid_until
            if last is not None:
                yield Due("use", kind, number, last, last < today)


def _counts(book: Book, actor: Actor) -> Iterator[tuple[str, str, int]]:
    """How many papers of the firm there are, by kind and state."""
    reaches = readable_kinds(actor)
    for kind in sorted(PAPERS):
        if kind in reaches:
            wanted = reaches[kind].narrow(Listing({kind: ()}, first_firm=actor.operator))
            for state, count in sorted(book.count_by_state(replace(wanted, firm="")).items()):
                yield kind, state, count


def sent_applications(desk: Desk, by: str, numbers: Sequence[str]) -> list[Sent]:
    """Those of some applications that were sent and that the person may read, newest first."""

    def job(book: Book) -> list[Sent]:
        actor, kind = acting(book, by), kinds()["application"]
        filters: dict[str, Any] = {"operator": actor.operator} if actor.operator else {}
        found = []
        for stored in book.documents("application", number=list(numbers), **filters):
            held = held_of(kind, stored)
            acts = {done.act for done in held.history}
            if "trade.application.send" in acts and may_read(actor, kind, held):
                found.append(_sent(stored.number, held))
        return found

    return sorted(desk.look(job), key=lambda one: (one.day, one.number), reverse=True)
