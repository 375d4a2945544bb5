"""Near misses of four eyes: who decides on whose proposals, how fast, and who tried to do both.

Nothing here is against a rule: rules are kept by the acts themselves. An auditor looks at it.
The journal keeps no addresses of machines, so that two persons at one machine are not seen here.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from typing import Any

from ringfence.jobs.doing import Desk
from ringfence.store.book import Book
from ringfence.terms import Day
from ringfence.trade.acting import PROPOSED
from ringfence.trade.life import ActRefused
from ringfence.trade.permissions import Subject, Way, require, table
from ringfence.trade.roles import Actor, Role
from ringfence.watch.patterns import Decided, same_pairs

ACT = "store.journal.read"
READS = frozenset({Role.AUDITOR})
REFUSED, PROPOSE = ".refused", ".propose"
MOST = 10_000
"""So many proposals, decisions and refusals are looked at, the latest ones."""

FAST_SECONDS = 60
TRIED_SHOWN = 100


@dataclass(frozen=True, slots=True)
class Pair:
    """Two persons: what one proposed and the other decided.

    together  decisions of the second on proposals of the first; `proposed` of so many decided ones
    fast      those of them that came within a minute of the proposal
    last      the document decided last
    """

    proposer: str
    decider: str
    together: int
    proposed: int
    fast: int
    last: str
    is_nearly_always: bool

    @property
    def per_cent(self) -> int:
        """The share of the proposer's decided proposals that this person decided."""
        return round(100 * self.together / self.proposed)


@dataclass(frozen=True, slots=True)
class Tried:
    """Somebody tried to decide on what they had proposed or entered themselves."""

    position: int
    person: str
    act: str
    subject: str
    at: str


@dataclass(frozen=True, slots=True)
class NearMisses:
    """What was found among the acts since a day; `None` where there are none."""

    since: Day | None
    pairs: tuple[Pair, ...]
    tried: tuple[Tried, ...]


@dataclass
class _Seen:
    """What is counted while the acts are gone through, the first one first."""

    proposals: dict[str, tuple[str, str]] = field(default_factory=dict)
    decided: list[Decided] = field(default_factory=list)
    fast: Counter[tuple[str, str]] = field(default_factory=Counter)
    tried: list[Tried] = field(default_factory=list)

    def take(self, one: Mapping[str, Any]) -> None:
        act, subject, person = str(one["act"]), str(one["subject"]), str(one["person"])
        proposer, proposed_at = self.proposals.get(subject, ("", ""))
        if act.endswith((PROPOSED, PROPOSE)):
            self.proposals[subject] = (person, str(one["at"]))
        elif act.endswith(REFUSED):
            if person == proposer:
                word = act.removesuffix(REFUSED)
                self.tried.append(Tried(one["position"], person, word, subject, str(one["at"])))
        elif proposer and "2" in table()[act].cells[Role(one["role"])]:
            self.decided.append(Decided(subject, proposer, person))
            self.fast[proposer, person] += _seconds(proposed_at, str(one["at"])) <= FAST_SECONDS
            del self.proposals[subject]


def near_misses(desk: Desk, actor: Actor) -> NearMisses:
    """What an auditor looks at among the latest decisions of two persons; raises ActRefused."""
    subject = Subject(desk.territory, (actor.operator,), holds=frozenset({"of_office"}))
    require(actor, ACT, subject, Way.READ)
    if actor.role not in READS:
        raise ActRefused(ACT, "an auditor reads the near misses of four eyes")

    def job(book: Book) -> list[dict[str, Any]]:
        return book.latest_acts({"act__in": _words()}, MOST)

    acts = desk.look(job)
    seen = _Seen()
    for one in reversed(acts):
        seen.take(one)
    since = datetime.fromisoformat(str(acts[-1]["at"])).date() if acts else None
    return NearMisses(since, _pairs(seen), tuple(reversed(seen.tried))[:TRIED_SHOWN])


@cache
def _words() -> tuple[str, ...]:
    """The words of the journal for proposing, deciding as the second, and being refused that."""
    second = [
        act for act, one in table().items() if any("2" in says for says in one.cells.values())
    ]
    proposes = [act for act in table() if act.endswith(PROPOSE)]
    around = [f"{act}{end}" for act in second for end in (PROPOSED, REFUSED)]
    return (*second, *proposes, *around)


def _seconds(before: str, after: str) -> float:
    return (datetime.fromisoformat(after) - datetime.fromisoformat(before)).total_seconds()


def _pairs(seen: _Seen) -> tuple[Pair, ...]:
    together = Counter((one.proposer, one.decider) for one in seen.decided)
    proposed = Counter(one.proposer for one in seen.decided)
    last = {(one.proposer, one.decider): one.subject for one in seen.decided}
    always = set(_always(seen.decided))
    found = [
        Pair(*pair, count, proposed[pair[0]], seen.fast[pair], last[pair], pair in always)
        for pair, count in together.items()
    ]
    found.sort(key=lambda one: (not one.is_nearly_always, -one.fast, -one.together, one.proposer))
    return tuple(found)


def _always(decided: Iterable[Decided]) -> Iterable[tuple[str, str]]:
    for noticed in same_pairs(decided):
        yield str(noticed.finding.facts["proposer"]), str(noticed.finding.facts["decider"])
