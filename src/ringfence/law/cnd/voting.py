"""Does a recommendation pass? The thresholds of the three conventions.

1961: a simple majority of the members present and voting; abstentions are not counted and a tie
fails (rule 58 of the rules of procedure of the functional commissions). 1971 and 1988: two thirds
of the members of the Commission, so that an abstention or an empty chair works like a vote against.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from ringfence.law.computed import Computes
from ringfence.law.entry import Convention
from ringfence.terms import Answer, RingfenceError

RULE_58 = "rules of procedure of the functional commissions, rule 58"

CITATIONS = {
    Convention.UN1961: "un1961/3",
    Convention.UN1971: "un1971/17/2",
    Convention.UN1988: "un1988/12/5",
}
"""What sets the threshold; the simple majority of 1961 follows from rule 58."""

BOARD_MEMBERS = 13
"""Members of the International Narcotics Control Board (un1961/9/1)."""


class TallyDoesNotAddUp(RingfenceError):
    """More votes were recorded than there are members, or fewer than none."""

    def __init__(self, tally: Tally, members: int) -> None:
        self.tally, self.members = tally, members
        super().__init__(
            f"{tally} with {members} members\nCorrect the votes, or the number of members that day."
        )


@dataclass(frozen=True, slots=True)
class Tally:
    """How the members voted. `None` = not known; `by_consensus` where no vote was taken."""

    yes: int | None = None
    no: int | None = None
    abstain: int | None = None
    by_consensus: bool = False

    def __str__(self) -> str:
        if self.by_consensus:
            return "consensus"
        return "-".join("?" if one is None else str(one) for one in self.counts)

    @property
    def counts(self) -> tuple[int | None, int | None, int | None]:
        """Votes for, votes against, abstentions."""
        return self.yes, self.no, self.abstain

    @property
    def cast(self) -> int:
        """The votes that are known to have been cast, with abstentions."""
        return sum(one for one in self.counts if one is not None)


@dataclass(frozen=True, slots=True)
class VoteResult:
    """Whether a vote passes: the answer, the threshold, where it stands, and why.

    needed  votes in favour that pass; `None` where the threshold is not known
    """

    answer: Answer
    needed: int | None
    citation: str
    reason: str


def two_thirds_of(members: int) -> int:
    """The smallest number that is at least two thirds: 36 of 53, 27 of 40, 9 of 13."""
    return -(-2 * members // 3)


def passes(convention: Convention, tally: Tally, members: int | None) -> VoteResult:
    """Whether a vote under a convention passes, with so many members on the day."""
    if convention is Convention.UN1961:
        return passes_1961(tally, members)
    return _passes_two_thirds(tally, members, CITATIONS[convention])


def passes_1961(tally: Tally, members: int | None = None) -> VoteResult:
    """A simple majority of the members present and voting: more for than against (rule 58).

    Where the votes against are not known, the vote passes still if so many voted for it that all
    the others together could not outvote them.
    """
    citation = CITATIONS[Convention.UN1961]
    _check(tally, members)
    if tally.by_consensus:
        return _consensus(citation)
    yes, no = tally.yes, tally.no
    if yes is not None and no is None and members is not None and 2 * yes > members:
        reason = f"{yes} of {members} members voted for it, more than all the others could outvote"
        return VoteResult(Answer.MET, None, citation, reason)
    if yes is None or no is None:
        return VoteResult(Answer.UNDETERMINED, None, citation, f"the votes are not known ({tally})")
    if yes > no:
        reason = f"{yes} for, {no} against; abstentions are not counted ({RULE_58})"
        return VoteResult(Answer.MET, no + 1, citation, reason)
    why = "a tie fails" if yes == no else "no majority of those present and voting"
    return VoteResult(
        Answer.NOT_MET, no + 1, citation, f"{yes} for, {no} against: {why} ({RULE_58})"
    )


def passes_1971(tally: Tally, members: int | None) -> VoteResult:
    """Two thirds of the members of the Commission (1971 article 17(2))."""
    return _passes_two_thirds(tally, members, CITATIONS[Convention.UN1971])


def passes_1988(tally: Tally, members: int | None) -> VoteResult:
    """Two thirds of the members of the Commission (1988 article 12(5))."""
    return _passes_two_thirds(tally, members, CITATIONS[Convention.UN1988])


def passes_board(tally: Tally, convention: Convention = Convention.UN1961) -> VoteResult:
    """A decision of the Board on measures: two thirds of its whole membership, 9 of 13.

    Source: 1961 article 14(6); 1988 article 22(4).
    """
    citation = "un1988/22/4" if convention is Convention.UN1988 else "un1961/14/6"
    return _passes_two_thirds(tally, BOARD_MEMBERS, citation)


def _passes_two_thirds(tally: Tally, members: int | None, citation: str) -> VoteResult:
    _check(tally, members)
    if tally.by_consensus:
        return _consensus(citation)
    if members is None:
        reason = "the number of members on the day is not held"
        return VoteResult(Answer.UNDETERMINED, None, citation, reason)
    needed = two_thirds_of(members)
    if tally.yes is None:
        reason = f"the votes for it are not known; {needed} of {members} members are needed"
        return VoteResult(Answer.UNDETERMINED, needed, citation, reason)
    answer = Answer.MET if tally.yes >= needed else Answer.NOT_MET
    reason = f"{tally.yes} of {members} members voted for it; {needed} are needed"
    return VoteResult(answer, needed, citation, reason)


def _consensus(citation: str) -> VoteResult:
    return VoteResult(Answer.MET, None, citation, "adopted without a vote: no member objected")


def _check(tally: Tally, members: int | None) -> None:
    if any(one is not None and one < 0 for one in tally.counts):
        raise TallyDoesNotAddUp(tally, members or 0)
    if members is not None and tally.cast > members:
        raise TallyDoesNotAddUp(tally, members)


def lapsed(depends_on: Mapping[str, Iterable[str]], not_adopted: Iterable[str]) -> frozenset[str]:
    """The recommendations that fall because one that they depend on was not adopted.

    `depends_on` names for each recommendation those without which it makes no sense; they lapse
    along the whole chain. In December 2020, 5.2.2, 5.3 and 5.6 were not put to the vote after
    5.2.1 had been rejected.
    """
    fallen: set[str] = set()
    lost = set(not_adopted)
    while lost:
        fallen |= lost
        lost = {
            one for one, needed in depends_on.items() if one not in fallen and fallen & set(needed)
        }
    return frozenset(fallen - set(not_adopted))


COMPUTES: Computes = {
    "CND-Rule-58-1-2": passes_1961,
    "1961-14-6": passes_board,
    "1971-17-2": passes_1971,
    "1988-12-5": passes_1988,
    "1988-22-4": passes_board,
}
