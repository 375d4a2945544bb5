"""A correction: what was wrong, what is right, why; proposed by one person, approved by another.

The books are only added to: the wrong entry stays, a reversal and the right entries follow. An
issued paper and a decision are never corrected: another paper takes their place.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from ringfence.law.movement import many, said
from ringfence.law.record import Problem
from ringfence.ledger.account import Account, AccountKind
from ringfence.ledger.entry import Entry, moved, reversal
from ringfence.terms import Finding
from ringfence.trade.acting import Act, Duty, Held, ways_of, with_duties
from ringfence.trade.common_content import kept, open_question, refusal
from ringfence.trade.life import Life
from ringfence.trade.paper import missing, number_of, words

THING = "correction"
CITATION = "un1961/34/(b)"


@dataclass(frozen=True, slots=True)
class AccountNamed:
    """An account by its parts, as a paper names it."""

    kind: AccountKind = field(metadata={"says": "what the account stands for"})
    holder: str = words("the holder", 50)
    place: str = words("the site, or the partner territory", 50)
    purpose: str = words("the purpose, where stock is kept apart by it", 50)

    def of(self, substance: str) -> Account:
        """The account of a substance."""
        return Account(self.kind, substance, self.holder, self.place, self.purpose)


@dataclass(frozen=True, slots=True)
class Move:
    """What should have been booked: so much of a substance from one account to another."""

    substance: str = words("the substance, by its id", 120)
    amount_ug: int = field(default=0, metadata={"says": "micrograms of base"})
    source: AccountNamed | None = said("from which account", key="from")
    target: AccountNamed | None = said("to which account", key="to")

    def problems(self) -> Iterator[Problem]:
        """What is wrong with the move."""
        if not self.substance:
            yield missing("substance", "the substance")
        if not self.amount_ug:
            yield missing("amount_ug", "micrograms of base, more than 0")
        if self.source is None or self.target is None or self.source == self.target:
            yield Problem("from", "two accounts are needed", "Enter from and to")


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """The entry that is wrong, and what should stand instead; nothing, where it should not."""

    number: str = number_of("its number")
    corrects: str = words("the number of the wrong entry", 200)
    what: str = words("what is wrong", 500)
    right: tuple[Move, ...] = many("what should have been booked, each a [[right]] table")
    reason: str = words("why", 2000)
    proof: tuple[str, ...] = many("stored files", limit=80)
    day: date | None = said("the day of the books on which it is put right")

    def problems(self) -> Iterator[Problem]:
        """What is wrong with the correction."""
        for name, what in (
            ("number", "its number"),
            ("corrects", "the number of the wrong entry"),
            ("reason", "why"),
        ):
            if not getattr(self, name):
                yield missing(name, what)


@dataclass(frozen=True, slots=True)
class CorrectionFacts:
    """The wrong entry, the numbers of corrections of it, and what rests on it.

    left_ug  of an entry under a paper: what the paper leaves of each substance, the wrong entry
             taken away; `None` where no paper bounds what may cross the border
    """

    wrong: Entry | None
    corrected_by: tuple[str, ...] = ()
    returns_to_revise: tuple[str, ...] = ()
    left_ug: Mapping[str, int] | None = None


Corrected = Held[Correction]


def _names_an_entry(held: Corrected, act: Act) -> Iterable[Finding]:
    """The wrong entry exists and was not corrected before; one entry has one successor."""
    facts = act.facts
    if not isinstance(facts, CorrectionFacts) or facts.wrong is None:
        yield open_question(CITATION, "the wrong entry is not at hand")
        return
    if facts.wrong.number != held.paper.corrects:
        yield refusal(CITATION, f"{facts.wrong.number} is not {held.paper.corrects}")
    elif held.paper.day is not None and not facts.wrong.day <= held.paper.day <= act.day:
        yield refusal(CITATION, f"{held.paper.day} lies before the wrong entry, or has not come")
    elif any(one != f"{THING}:{held.paper.number}" for one in facts.corrected_by):
        yield refusal(CITATION, f"{facts.wrong.number} was corrected before: correct its successor")
    else:
        yield kept(CITATION, f"{facts.wrong.number} stays, and this follows it")
    yield from _within_paper(held.paper, facts)
    for name in facts.returns_to_revise:
        finding = refusal(CITATION, f"{name} was sent already and becomes due for revision")
        yield Finding(finding.rule, finding.answer, finding.reason, is_advice=True)


def _within_paper(paper: Correction, facts: CorrectionFacts) -> Iterator[Finding]:
    """No correction brings more across the border than the paper of the movement states."""
    if facts.left_ug is None:
        return
    for substance, told_ug in crossing_ug(paper).items():
        left_ug = facts.left_ug.get(substance, 0)
        if told_ug > left_ug:
            reason = f"{told_ug} ug of {substance} are more than the {left_ug} ug of the paper"
            yield refusal(CITATION, f"{reason}: hold the goods and open a case")


def crossing_ug(paper: Correction) -> dict[str, int]:
    """Micrograms that the right moves bring in from, or send to, another territory."""
    found: dict[str, int] = {}
    for move in paper.right:
        kinds = {one.kind for one in (move.source, move.target) if one is not None}
        if kinds & BORDER:
            found[move.substance] = found.get(move.substance, 0) + move.amount_ug
    return found


BORDER = frozenset({AccountKind.IMPORT, AccountKind.EXPORT})
"""The accounts that stand for other territories."""


def _posts(held: Corrected, act: Act) -> list[Entry]:
    assert isinstance(act.facts, CorrectionFacts) and act.facts.wrong is not None
    return entries_of(held.paper, act.facts.wrong, act.day)


def entries_of(paper: Correction, wrong: Entry, today: date) -> list[Entry]:
    """The reversal, and what should have been booked; linked both ways by numbers."""
    because, day = f"{THING}:{paper.number}", paper.day or today
    entries = [reversal(wrong, f"{because}:reversal", day, because, paper.reason)]
    for count, move in enumerate(paper.right, 1):
        assert move.source is not None and move.target is not None
        source, target = move.source.of(move.substance), move.target.of(move.substance)
        entries.append(
            moved(
                f"{because}:right:{count}", day, source, target, move.amount_ug, because,
                wrong.declared, wrong.number, paper.reason,
            )
        )  # fmt: skip
    return entries


LIFE = Life(
    kind=THING,
    first="proposed",
    states=("proposed", "approved", "posted", "refused"),
    transitions=with_duties(
        ways_of(
            THING,
            ("propose", "proposed", "proposed"),
            ("approve", "proposed", "approved", "2"),
            ("refuse", "proposed", "refused", "2"),
            ("post", "approved", "posted"),
        ),
        approve=Duty((_names_an_entry,)),
        post=Duty((_names_an_entry,), _posts),
    ),
    final=frozenset({"posted", "refused"}),
)
"""Posting follows the approval by itself, in the transaction that books it."""
