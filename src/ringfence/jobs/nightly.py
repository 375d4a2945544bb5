"""What happens by itself when a day has passed: papers run out, estimates take effect.

Each document is its own work, so that one that cannot go on holds up no other. The system
computes and never approves: acts that need a second person are not among these.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from ringfence.jobs.approvals import lapse, proposed
from ringfence.jobs.authorise_export import settle_headroom as settle_export
from ringfence.jobs.authorise_import import settle_headroom as settle_import
from ringfence.jobs.document_kinds import DocumentKind, kinds
from ringfence.jobs.doing import Asked, Desk, Outcome, acted, is_by_the_clock, system
from ringfence.jobs.file_assessment import replace_older
from ringfence.jobs.keeping import held_of
from ringfence.jobs.owed_periods import open_owed
from ringfence.jobs.purge_personal import purge
from ringfence.store.book import Book
from ringfence.store.purging import PURGED
from ringfence.trade.acting import Act, Held, take
from ringfence.trade.life import ActRefused

AFTER: Mapping[str, Callable[[Desk], Any]] = {
    "import_certificate": lambda desk: settle_import,
    "export_authorisation": lambda desk: settle_export,
    "assessment": replace_older,
}
"""What the transaction of an act by the clock does after it, by kind of document."""

NEEDS_MORE = frozenset({"replace", "check", "refuse-part", "post", "cover"})
"""Acts of the clock that follow another act and need what that one tells."""


def night(desk: Desk) -> list[Outcome]:
    """Do what is due; gives what was done."""
    done = open_owed(desk)
    for name, kind in kinds().items():
        verbs = [
            (verb, one.act)
            for verb, one in kind.verbs.items()
            if is_by_the_clock(one.act) and verb not in NEEDS_MORE
        ]
        for verb, act in verbs:
            sources = {
                state for one in kind.life.transitions if one.act == act for state in one.sources
            }
            for number in _due(desk, kind, act, sources):
                done += _tried(desk, name, number, verb)
    return [*done, *_lapsed(desk), *_purged(desk)]


def _lapsed(desk: Desk) -> list[Outcome]:
    """Proposals that nobody decided in time, or that rest on what changed."""
    done = []
    for name in kinds():
        for number in desk.look(partial(proposed, kind=name)):
            take_back = partial(
                lapse, kind=name, number=number, timing=desk.timing, actor=system(desk)
            )
            held = desk.work(take_back)
            if held is not None:
                done.append(Outcome(number, name, held))
    return done


def _purged(desk: Desk) -> list[Outcome]:
    """What was taken out of the books because its time was over."""
    return [
        Outcome(one.number, one.kind, Held(None, PURGED, desk.territory)) for one in purge(desk)
    ]


def _due(desk: Desk, kind: DocumentKind, act: str, states: set[str]) -> list[str]:
    """The documents on which the act would be done today, found without writing anything."""

    def job(book: Book) -> list[str]:
        found = book.documents(kind.name, state=sorted(states))
        return [one.number for one in found if _is_due(desk, kind, act, held_of(kind, one))]

    return desk.look(job)


def _is_due(desk: Desk, kind: DocumentKind, act: str, held: Held[Any]) -> bool:
    try:
        take(kind.life, held, Act(act, system(desk), desk.today, held.version, facts=desk.timing))
    except ActRefused:
        return False
    return True


def _tried(desk: Desk, kind: str, number: str, verb: str) -> list[Outcome]:
    """The act, where it is due; what is not due yet stays as it is."""

    def job(book: Book) -> Outcome:
        after = AFTER[kind](desk) if kind in AFTER else None
        asked = Asked("", facts=lambda book, held, desk: desk.timing, after=after)
        return acted(book, desk, kind, number, verb, asked, system(desk))

    try:
        return [desk.work(job)]
    except ActRefused:
        return []
