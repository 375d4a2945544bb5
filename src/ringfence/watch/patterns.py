"""Patterns of a year that no single paper shows: who decides with whom, what grows, what runs out.

Each gives findings and decides nothing. The limits are the authority's policy; the defaults are
ours.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from ringfence.terms import Answer, Finding

SAME_PAIR, GROWTH, NEARLY_OVERDRAWN = (
    "watch.pattern.same_pair",
    "watch.pattern.growth",
    "watch.pattern.nearly_overdrawn",
)


@dataclass(frozen=True, slots=True)
class Decided:
    """One decision: what was decided on, who had proposed it, who decided."""

    subject: str
    proposer: str
    decider: str


@dataclass(frozen=True, slots=True)
class Noticed:
    """A finding, and what it is about."""

    subject: str
    finding: Finding


def same_pairs(
    decisions: Iterable[Decided], least: int = 6, share: Decimal = Decimal("0.9")
) -> Iterator[Noticed]:
    """Whose proposals are decided by one and the same person nearly always.

    least  decisions on proposals of one person before it is a pattern
    share  of them by one decider from which on it is noticed
    """
    of: defaultdict[str, Counter[str]] = defaultdict(Counter)
    last: dict[tuple[str, str], str] = {}
    for one in decisions:
        of[one.proposer][one.decider] += 1
        last[one.proposer, one.decider] = one.subject
    for proposer, deciders in sorted(of.items()):
        total = sum(deciders.values())
        decider, count = deciders.most_common(1)[0]
        if total >= least and count >= share * total:
            reason = f"{count} of {total} proposals of {proposer} were decided by {decider}"
            facts = {"proposer": proposer, "decider": decider, "last": last[proposer, decider]}
            finding = Finding(SAME_PAIR, Answer.NOT_MET, reason, facts, is_advice=True)
            yield Noticed(f"person:{proposer}", finding)


def growing(
    amounts: Mapping[tuple[str, str], Sequence[int]], times: Decimal = Decimal(2)
) -> Iterator[Noticed]:
    """Who received so much more of a substance in each period than in the one before.

    amounts  micrograms of base by receiver and substance, one for each period in order
    times    how much more in each period makes it a pattern; three periods at least
    """
    for (receiver, substance), periods in sorted(amounts.items()):
        if len(periods) < 3 or not all(periods):
            continue
        if all(after >= times * before for before, after in pairwise(periods)):
            factor = Decimal(periods[-1]) / periods[0]
            reason = f"{substance}: {factor:.1f} times as much in the last period as in the first"
            facts = {"substance": substance, "ug": ", ".join(str(one) for one in periods)}
            finding = Finding(GROWTH, Answer.NOT_MET, reason, facts, is_advice=True)
            yield Noticed(f"operator:{receiver}", finding)


def nearly_overdrawn(
    subject: str, used_ug: int, allowed_ug: int, percent: int = 95
) -> Iterator[Noticed]:
    """A ceiling of which hardly anything is left; `percent` is where it begins."""
    if allowed_ug and used_ug * 100 >= allowed_ug * percent:
        share = Decimal(used_ug) * 100 / allowed_ug
        reason = f"{share:.1f} per cent of the total is taken"
        facts = {"used_ug": str(used_ug), "allowed_ug": str(allowed_ug)}
        finding = Finding(NEARLY_OVERDRAWN, Answer.NOT_MET, reason, facts, is_advice=True)
        yield Noticed(subject, finding)
