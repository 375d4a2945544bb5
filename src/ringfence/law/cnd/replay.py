"""The Commission's votes that are known, replayed as acts, and where votes and lists disagree.

`data/votes.toml` holds votes as their sources tell them; the decision files of `law/cnd/` hold
what changed the lists. They were read in different texts, so each proves the other:
`disagreements` tells every place where they part, with both sources. It changes nothing.

    [[vote]]
    session = "63rd reconvened"
    decided = 2020-12-02
    decision = "63/17"                    # absent where the number is not known
    convention = "1961"
    recommendation = "5.1"                # and depends_on = ["5.2.1"] for one that lapses with it
    subject = "cannabis and cannabis resin"
    changes = [{ substance = "cannabis", from_schedule = "IV" }]     # one vote, one or more changes
    yes = 27
    no = 25
    abstain = 1
    result = "adopted"                    # rejected, not put to the vote, postponed; by_consensus
    source = "where this was read"
    trust = "what of it is sourced"
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cache
from pathlib import Path

from ringfence.law.acts import DAYS_TO_EFFECT, Act, Action, Basis
from ringfence.law.cnd.membership import MembershipBook, load_membership
from ringfence.law.cnd.voting import Tally, VoteResult, lapsed, passes
from ringfence.law.computed import Undetermined
from ringfence.law.data_file import LAW, DataFile, Table
from ringfence.law.entry import Convention
from ringfence.law.lists import ListBook
from ringfence.terms import Day, DayWindow


class Result(StrEnum):
    """What became of a proposal."""

    ADOPTED = "adopted"
    REJECTED = "rejected"
    NOT_VOTED = "not put to the vote"
    POSTPONED = "postponed"


@dataclass(frozen=True, slots=True)
class Change:
    """One substance into, between or out of the schedules of a convention."""

    substance: str
    from_schedule: str | None
    to_schedule: str | None

    @property
    def action(self) -> Action:
        """What the change does."""
        if self.from_schedule is None:
            return Action.ADD
        return Action.DELETE if self.to_schedule is None else Action.TRANSFER

    def __str__(self) -> str:
        places = [self.from_schedule or "no schedule", self.to_schedule or "no schedule"]
        return f"{self.substance} from {places[0]} to {places[1]}"


@dataclass(frozen=True, slots=True)
class Vote:
    """One vote of the Commission, as its sources tell it.

    changes    every change that this one vote decides
    effect     the day of effect where the source gives it
    conflict   what the sources say differently, where they contradict each other
    """

    session: str
    decided: DayWindow
    decision: str | None
    convention: Convention | None
    subject: str
    changes: tuple[Change, ...]
    tally: Tally
    result: Result
    source: str
    trust: str
    recommendation: str = ""
    depends_on: tuple[str, ...] = ()
    effect: DayWindow | None = None
    conflict: str = ""

    def acts(self) -> Iterator[Act]:
        """What an adopted vote does to the lists."""
        if self.result is not Result.ADOPTED or self.convention is None:
            return
        for change in self.changes:
            yield Act(
                convention=self.convention,
                substance=change.substance,
                action=change.action,
                from_schedule=change.from_schedule,
                to_schedule=change.to_schedule,
                session=self.session,
                decision=self.decision,
                decided=self.decided,
                communicated=None,
                effect=self.effect,
                bases=(Basis.SOURCED if self.trust == "sourced" else Basis.MEMORY,),
                source=self.source,
                file="law/cnd/data/votes.toml",
            )


@dataclass(frozen=True)
class VoteBook:
    """The votes that are held, and the sessions of which none is missing."""

    votes: tuple[Vote, ...]
    complete_sessions: frozenset[str]

    def lapsed(self) -> frozenset[str]:
        """The recommendations that fell with one on which they depend."""
        depends_on = {one.recommendation: one.depends_on for one in self.votes if one.depends_on}
        return lapsed(depends_on, self.rejected())

    def rejected(self) -> frozenset[str]:
        """The recommendations that were voted down."""
        return frozenset(
            one.recommendation
            for one in self.votes
            if one.recommendation and one.result is Result.REJECTED
        )


class Kind(StrEnum):
    """How votes and lists, or votes and rules, part."""

    NOT_IN_LISTS = "voted, not in the lists"
    NOT_IN_VOTES = "in the lists, not voted"
    OTHER_SCHEDULE = "another schedule"
    OTHER_NUMBER = "another number"
    NUMBER_IN_ONE_ONLY = "a number in one of them only"
    OTHER_DAY = "another day"
    OTHER_EFFECT = "another day of effect"
    LISTED_THOUGH_REJECTED = "in the lists though not adopted"
    ADOPTED_AGAINST_THE_RULE = "adopted, though the rule fails it"
    REJECTED_AGAINST_THE_RULE = "rejected, though the rule passes it"
    VOTED_THOUGH_LAPSED = "voted, though what it depends on was rejected"
    SOURCES_DIFFER = "the sources of the vote contradict each other"


@dataclass(frozen=True, slots=True)
class Disagreement:
    """One place where two sources part, with what each says and where it was read."""

    kind: Kind
    session: str
    subject: str
    votes_say: str
    votes_source: str
    lists_say: str
    lists_source: str

    def __str__(self) -> str:
        return f"{self.session}, {self.subject}: {self.kind} ({self.votes_say} | {self.lists_say})"


def replay(votes: Iterable[Vote]) -> tuple[Act, ...]:
    """The acts that follow from adopted votes, in order of their decision."""
    acts = [act for vote in votes for act in vote.acts()]
    return tuple(sorted(acts, key=lambda act: (_first(act.decided), act.decision or "")))


def replayed(lists: ListBook, votes: VoteBook | None = None) -> ListBook:
    """The lists as the votes alone make them in the sessions of which every vote is held.

    Days of communication are not in the votes, so effects are windows; the places are the same.
    """
    book = votes or load_votes()
    kept = tuple(act for act in lists.acts if act.session not in book.complete_sessions)
    voted = tuple(act for act in replay(book.votes) if act.session in book.complete_sessions)
    return replace(lists, acts=(*kept, *voted))


def judged(vote: Vote, membership: MembershipBook | None = None) -> VoteResult | Undetermined:
    """Whether the vote passes by the rule of its convention, with the members of its day."""
    if vote.convention is None:
        return Undetermined("un1961/8", (f"convention of the vote on {vote.subject}",))
    book = membership or load_membership()
    sizes = {_members_on(book, day) for day in (vote.decided.earliest, vote.decided.latest)}
    members = sizes.pop() if len(sizes) == 1 else None
    return passes(vote.convention, vote.tally, members)


def _members_on(book: MembershipBook, day: Day | None) -> int | None:
    if day is None:
        return None
    size = book.size_on(day)
    return None if isinstance(size, Undetermined) else size.members


def disagreements(lists: ListBook, votes: VoteBook | None = None) -> tuple[Disagreement, ...]:
    """Every place where votes and lists disagree, each with both sources, in order of the votes."""
    book = votes or load_votes()
    found: list[Disagreement] = []
    lost = book.rejected() | book.lapsed()
    for vote in book.votes:
        found += _against_the_rule(vote, lost)
        for change in vote.changes:
            found += _against_the_lists(vote, change, lists)
    found += _not_voted(book, lists)
    return tuple(found)


def _against_the_rule(vote: Vote, lost: frozenset[str]) -> Iterator[Disagreement]:
    if vote.conflict:
        yield _told(Kind.SOURCES_DIFFER, vote, vote.conflict, "", "")
    if lost & set(vote.depends_on) and vote.result in (Result.ADOPTED, Result.REJECTED):
        says = f"depends on {', '.join(vote.depends_on)}"
        yield _told(Kind.VOTED_THOUGH_LAPSED, vote, vote.result, says, vote.source)
    result = judged(vote)
    if isinstance(result, Undetermined):
        return
    wrong = {
        (Result.ADOPTED, "not met"): Kind.ADOPTED_AGAINST_THE_RULE,
        (Result.REJECTED, "met"): Kind.REJECTED_AGAINST_THE_RULE,
    }.get((vote.result, result.answer.value))
    if wrong is not None:
        yield _told(wrong, vote, f"{vote.result}, {vote.tally}", result.reason, result.citation)


def _against_the_lists(vote: Vote, change: Change, lists: ListBook) -> Iterator[Disagreement]:
    acts = [
        act
        for act in lists.acts
        if (act.convention, act.substance) == (vote.convention, change.substance)
        and not act.is_treaty_original
        and _same_session(act.session, vote.session)
    ]
    same = [act for act in acts if _schedules(act) == _schedules(change)]
    if vote.result is not Result.ADOPTED:
        for act in same:
            yield _at(Kind.LISTED_THOUGH_REJECTED, vote, change, vote.result, act, _says(act))
        return
    if not acts:
        yield _told(
            Kind.NOT_IN_LISTS, vote, str(change), f"no act of the {vote.session} session", ""
        )
    elif not same:
        for act in acts:
            yield _at(Kind.OTHER_SCHEDULE, vote, change, str(change), act, _says(act))
    for act in same:
        yield from _other_facts(vote, change, act)


def _other_facts(vote: Vote, change: Change, act: Act) -> Iterator[Disagreement]:
    if vote.decision and act.decision and vote.decision != act.decision:
        yield _at(Kind.OTHER_NUMBER, vote, change, vote.decision, act, act.decision)
    elif vote.decision != act.decision:
        numbers = (vote.decision or "no number", act.decision or "no number")
        yield _at(Kind.NUMBER_IN_ONE_ONLY, vote, change, numbers[0], act, numbers[1])
    if act.decided is not None and not _meet(vote.decided, act.decided):
        yield _at(Kind.OTHER_DAY, vote, change, str(vote.decided), act, str(act.decided))
    if vote.effect is not None and not _meet(vote.effect, act.takes_effect()):
        yield _at(Kind.OTHER_EFFECT, vote, change, str(vote.effect), act, str(act.takes_effect()))
    if vote.convention is not Convention.UN1961 and act.communicated and act.effect:
        due = _after(act.communicated)
        if not _meet(due, act.effect):
            yield _at(Kind.OTHER_EFFECT, vote, change, f"180 days: {due}", act, str(act.effect))


def _not_voted(book: VoteBook, lists: ListBook) -> Iterator[Disagreement]:
    """Acts of a session whose votes are all held, without a vote."""
    voted = {
        (vote.convention, change.substance, *_schedules(change), vote.session)
        for vote in book.votes
        for change in vote.changes
        if vote.result is Result.ADOPTED
    }
    for act in lists.acts:
        if act.session not in book.complete_sessions:
            continue
        if (act.convention, act.substance, *_schedules(act), act.session) not in voted:
            yield Disagreement(
                Kind.NOT_IN_VOTES, act.session, act.substance, "no vote", "", _says(act), act.source
            )


def _told(
    kind: Kind, vote: Vote, votes_say: str, lists_say: str, lists_source: str
) -> Disagreement:
    return Disagreement(
        kind, vote.session, vote.subject, votes_say, vote.source, lists_say, lists_source
    )


def _at(
    kind: Kind, vote: Vote, change: Change, votes_say: str, act: Act, lists_say: str
) -> Disagreement:
    return Disagreement(
        kind, vote.session, change.substance, votes_say, vote.source, lists_say, act.source
    )


def _says(act: Act) -> str:
    places = f"from {act.from_schedule or 'no schedule'} to {act.to_schedule or 'no schedule'}"
    return f"{act.substance} {places}, decision {act.decision or 'without a known number'}"


def _schedules(one: Act | Change) -> tuple[str | None, str | None]:
    return one.from_schedule, one.to_schedule


def _same_session(act_session: str, vote_session: str) -> bool:
    return act_session.partition(" ")[0] == vote_session.partition(" ")[0]


def _first(window: DayWindow | None) -> Day:
    return Day.min if window is None or window.earliest is None else window.earliest


def _meet(one: DayWindow, other: DayWindow) -> bool:
    """True when the two windows may be the same day."""
    first = max(_first(one), _first(other))
    return first <= min(one.latest or Day.max, other.latest or Day.max)


def _after(communicated: DayWindow) -> DayWindow:
    return DayWindow(
        communicated.earliest and communicated.earliest + DAYS_TO_EFFECT,
        communicated.latest and communicated.latest + DAYS_TO_EFFECT,
    )


@cache
def load_votes() -> VoteBook:
    """The votes that come with the package, read once."""
    return read_votes(LAW / "cnd" / "data" / "votes.toml")


_VOTE_KEYS = {
    *("session", "decided", "decision", "convention", "recommendation", "depends_on", "subject"),
    *("changes", "yes", "no", "abstain", "by_consensus", "result", "effect", "effect_rule"),
    *("source", "trust", "note", "conflict"),
}
_CHANGE_KEYS = {"substance", "from_schedule", "to_schedule"}


def read_votes(path: Path) -> VoteBook:
    """Read the votes; raises DataError with file, line and remedy."""
    file = DataFile(path)
    complete = file.tables("complete_session", allowed={"session", "source"})
    votes = tuple(_vote(table) for table in file.tables("vote", allowed=_VOTE_KEYS))
    return VoteBook(votes, frozenset(table.text("session") for table in complete))


def _vote(table: Table) -> Vote:
    decided = table.window("decided")
    if decided is None:
        raise table.error("the vote has no day", 'Write decided = 2020-12-02 or "2020-12".')
    convention = table.optional("convention")
    return Vote(
        session=table.text("session"),
        decided=decided,
        decision=table.optional("decision") or None,
        convention=Convention(table.one_of("convention", list(Convention))) if convention else None,
        subject=table.text("subject"),
        changes=tuple(_changes(table)),
        tally=_tally(table),
        result=Result(table.one_of("result", list(Result))),
        source=table.text("source", remedy='Write where the vote was read: source = "...".'),
        trust=table.text("trust"),
        recommendation=table.optional("recommendation"),
        depends_on=table.texts("depends_on"),
        effect=table.window("effect"),
        conflict=table.optional("conflict"),
    )


def _changes(table: Table) -> Iterator[Change]:
    rows = table.values.get("changes", [])
    remedy = 'Write changes = [{ substance = "cannabis", from_schedule = "IV" }].'
    if not isinstance(rows, list):
        raise table.error("changes is not a list", remedy, "changes")
    for row in rows:
        is_change = isinstance(row, dict) and "substance" in row and set(row) <= _CHANGE_KEYS
        if not is_change or not {"from_schedule", "to_schedule"} & set(row):
            raise table.error(f"{row!r} is not a change", remedy, "changes")
        yield Change(row["substance"], row.get("from_schedule"), row.get("to_schedule"))


def _tally(table: Table) -> Tally:
    counts: dict[str, int | None] = {}
    for key in ("yes", "no", "abstain"):
        value = table.values.get(key)
        if value is not None and (not isinstance(value, int) or isinstance(value, bool)):
            raise table.error(f"{key} is not a number", f"Write {key} = 27.", key)
        counts[key] = value
    return Tally(**counts, by_consensus=table.flag("by_consensus", default=False))
