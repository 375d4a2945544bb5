"""Proposals that lapse: at the act that would decide on them, and by nightly work."""

from __future__ import annotations

from typing import Any

from ringfence.jobs.cards import card_of
from ringfence.jobs.document_kinds import kinds
from ringfence.jobs.keeping import body_of, held_of
from ringfence.store.book import Book
from ringfence.store.stored import Stored
from ringfence.trade.acting import Held
from ringfence.trade.approval import ACT, Ground, lapsed, why_lapsed
from ringfence.trade.common_content import MovementPaper
from ringfence.trade.licence import LicenceTerms
from ringfence.trade.life import ActRefused
from ringfence.trade.roles import Actor
from ringfence.trade.time_limits import Timing


def refuse_lapsed(book: Book, stored: Stored, held: Held[Any], timing: Timing, act: str) -> None:
    """Raise ActRefused where the proposal that is to be decided has lapsed."""
    reason = reason_of(book, stored, held, timing)
    if reason:
        raise ActRefused(act, f"the proposal lapsed: {reason}: propose it anew")


def reason_of(book: Book, stored: Stored, held: Held[Any], timing: Timing) -> str:
    """Why the proposal that stands has lapsed; empty while it stands, or where none is made."""
    if held.proposal is None:
        return ""
    number = held.proposal.version
    made = book.made_by(stored.subject, number + 1)
    if made is None:
        return ""
    position, act = made
    changed = book.changed_since(position, _rests_on(book, held))
    ground = Ground(held.days[number], act["rule_book"], book.rule_book, tuple(changed))
    working_days = timing.limits.approval_working_days
    return why_lapsed(ground, book.today, timing.calendar, working_days)


def _rests_on(book: Book, held: Held[Any]) -> list[str]:
    """Licences that a paper names and ceilings of its destination, of whatever year; a licence: its
    holder."""
    paper = held.paper
    if isinstance(paper, LicenceTerms):
        before = [f"licence:{paper.replaces}"] if paper.replaces else []
        return [f"operator:{paper.holder}", *before]
    if not isinstance(paper, MovementPaper):
        return []
    parties = (paper.exporter, paper.importer)
    found = [f"licence:{one.licence_number}" for one in parties if one.licence_number]
    drugs = dict.fromkeys(line.substance for line in paper.lines if line.substance)
    for drug in drugs:
        here = book.limits(
            kind="import", territory=paper.importer.country, substance=drug, holder=""
        )
        found += [one.subject for one in here]
    return found


def lapse(book: Book, kind: str, number: str, timing: Timing, actor: Actor) -> Held[Any] | None:
    """Take a proposal back that has lapsed; `None` where it stands."""
    stored = book.document(kind, number)
    held = held_of(kinds()[kind], stored)
    reason = reason_of(book, stored, held, timing)
    if not reason:
        return None
    after = lapsed(held, actor, book.today, reason)
    book.change(stored, actor=actor, act=ACT, body=body_of(after), card=card_of(kind, after))
    return after


def proposed(book: Book, kind: str) -> list[str]:
    """The numbers of the documents of a kind on which a proposal stands."""
    final = kinds()[kind].life.final
    found = book.documents(kind, where={"proposal__isnull": False})
    return [one.number for one in found if one.state not in final]
