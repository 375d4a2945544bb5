"""The licence of an operator: what it may do, with which substance, where, when and how much.

A licence answers through `covers`, which always says why. It covers nothing outside its grid, its
site, its days, its state or the law of the day. It is never edited: renewal, amendment and a move
make a new number that names the old one, which stands until the new one is in force. Suspension
and revocation carry grounds with citations, and a hearing comes first unless safety is at stake.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from ringfence.law.lists import ListBook, load_lists
from ringfence.terms import Answer, Country, Day, Finding
from ringfence.trade.acting import Act, Held, Place, Taken, begin
from ringfence.trade.activity_grid import Activity, cell, places_on
from ringfence.trade.claim import stands
from ringfence.trade.hearing import HEARD
from ringfence.trade.life import Life, Transition


def _says(words: str) -> dict[str, str]:
    return {"says": words}


@dataclass(frozen=True, slots=True, kw_only=True)
class GridCell:
    """One activity that a licence allows, with one substance or with a whole schedule."""

    activity: Activity = field(metadata=_says("what may be done"))
    substance: str = field(default="", metadata=_says("its id; empty where a schedule is named"))
    schedule: str = field(default="", metadata=_says("such as 1961/I; empty where a substance is"))
    site: str = field(metadata=_says("the site where it may be done"))
    ceiling_ug: int | None = field(
        default=None, metadata=_says("micrograms of base in a year; absent: no ceiling")
    )
    note: str = field(default="", metadata=_says("what else the cell says"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Quota:
    """The yearly amount of one substance that the holder may make or buy."""

    substance: str = field(metadata=_says("its id in the catalogue"))
    year: int = field(metadata=_says("the calendar year"))
    quota_ug: int = field(metadata=_says("micrograms of anhydrous base"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """What the holder must keep to, and why."""

    text: str = field(metadata=_says("the condition"))
    reason: str = field(metadata=_says("why it was set"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """One ground of a suspension or revocation."""

    citation: str = field(metadata=_says("the paragraph of the law"))
    reason: str = field(metadata=_says("what was found"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """The notice of a suspension or revocation: grounds, hearing, measures, first day."""

    grounds: tuple[Ground, ...] = field(metadata=_says("each with its citation"))
    notice_on: Day = field(metadata=_says("the day on which the holder is told"))
    hearing_until: Day | None = field(
        default=None, metadata=_says("the last day on which the holder is heard")
    )
    measures: tuple[str, ...] = field(default=(), metadata=_says("what the holder must do"))
    effective_on: Day = field(metadata=_says("the first day on which it holds"))
    is_for_safety: bool = field(
        default=False, metadata=_says("yes if it holds at once because safety is at stake")
    )


class Change(StrEnum):
    """Why a licence follows another."""

    NEW = "new"
    RENEWAL = "renewal"
    AMENDMENT = "amendment"
    MOVE = "move"


@dataclass(frozen=True, slots=True, kw_only=True)
class LicenceTerms:
    """What is written on a licence."""

    number: str = field(metadata=_says("its number, never used again"))
    holder: str = field(metadata=_says("the number of the operator; a licence does not pass on"))
    valid_from: Day = field(metadata=_says("the first day"))
    valid_until: Day = field(metadata=_says("the last day"))
    grid: tuple[GridCell, ...] = field(metadata=_says("activity by substance by site"))
    persons: tuple[str, ...] = field(
        default=(), metadata=_says("the numbers of the persons with a duty, never their names")
    )
    quotas: tuple[Quota, ...] = field(default=(), metadata=_says("by substance and year"))
    conditions: tuple[Condition, ...] = field(default=(), metadata=_says("each with its reason"))
    replaces: str = field(default="", metadata=_says("the number of the licence before it"))
    change: Change = field(default=Change.NEW, metadata=_says("why it follows that one"))
    law_day: Day = field(metadata=_says("the day whose law the grid was computed from"))
    rule_book: str = field(default="", metadata=_says("the version of the rule book"))


@dataclass(frozen=True, slots=True)
class Succession:
    """What a renewal, amendment or move tells the old licence: who follows, and from when."""

    number: str
    first: Day


Licence = Held[LicenceTerms]
"""A licence as it stands: its terms never change, only what was done with it."""


@dataclass(frozen=True, slots=True)
class LicenceFacts:
    """What the register and the authority say when a licence is issued.

    is_registered  whether the holder stands in the register; `None` where it was not looked up
    sites      the registered sites of the holder; `None` where they were not looked up
    persons    the numbers of the persons with a duty there; `None` where they were not looked up
    days_max   how long a licence may stand, where the authority limits it
    successor  the licence that is to follow this one, as it stands; `None` where there is none
    """

    is_registered: bool | None = None
    sites: tuple[str, ...] | None = None
    persons: tuple[str, ...] | None = None
    days_max: int | None = None
    successor: Licence | None = None


def _weigh_terms(held: Licence, act: Act) -> Iterator[Finding]:
    facts = act.facts if isinstance(act.facts, LicenceFacts) else LicenceFacts()
    country = Country(held.territory) if held.territory else None
    yield from licence_findings(held.paper, facts.sites, load_lists(), country, facts.days_max)
    yield from _weigh_register(held.paper, facts)


def _weigh_register(terms: LicenceTerms, facts: LicenceFacts) -> Iterator[Finding]:
    """The holder and the persons on a licence stand in the register, where it was looked up."""
    if facts.is_registered is not None:
        lacks = f"{terms.holder} is not in the register: register the operator first"
        yield stands("trade.licence.holder", facts.is_registered, "the holder is registered", lacks)
    for person in terms.persons if facts.persons is not None else ():
        lacks = f"person {person} has no duty there today: enter the duty first"
        known = person in (facts.persons or ())
        yield stands("trade.licence.person", known, f"person {person} has a duty there", lacks)


def _weigh_notice(held: Licence, act: Act) -> Iterator[Finding]:
    notice = _told(held, act)
    if not isinstance(notice, Notice):
        lacks = "no notice with grounds is told: one person proposes it with its grounds"
        yield stands("trade.licence.grounds", False, "", lacks)
        return
    yield from notice_findings(notice)


def _weigh_succession(held: Licence, act: Act) -> Iterator[Finding]:
    told = _told(held, act)
    names = isinstance(told, Succession) and told.number not in ("", held.paper.number)
    lacks = "tell the number of the licence that follows, and its first day"
    yield stands("trade.licence.succession", names, "the licence that follows is named", lacks)
    if isinstance(told, Succession) and isinstance(act.facts, LicenceFacts):
        yield _follows(held.paper, told, act.facts.successor)


def _follows(terms: LicenceTerms, told: Succession, after: Licence | None) -> Finding:
    """The licence that follows is issued, to the same holder, names this one, and has begun then.

    Otherwise the holder would stand without a licence.
    """
    rule = "trade.licence.successor"
    if after is None or after.state != "in_force":
        return stands(rule, False, "", f"{told.number} is not in force: issue it first")
    named = (after.paper.number, after.paper.holder, after.paper.replaces)
    if named != (told.number, terms.holder, terms.number):
        lacks = f"{told.number} does not name {terms.number} of {terms.holder} as the one before"
        return stands(rule, False, "", lacks)
    begun = after.paper.valid_from <= told.first <= after.paper.valid_until
    lacks = f"{told.number} does not stand on {told.first}: write a day from its first day on"
    return stands(rule, begun, f"{told.number} follows on {told.first}", lacks)


def _weigh_end(held: Licence, act: Act) -> Iterator[Finding]:
    lacks = f"it stands until {held.paper.valid_until}"
    over = act.day > held.paper.valid_until
    yield stands("trade.licence.expire", over, "its last day has passed", lacks)


def _told(held: Licence, act: Act) -> object:
    """What the act tells, or what was proposed and is now decided."""
    if act.told is not None or held.proposal is None:
        return act.told
    return held.told[held.proposal.version]


_OPEN = ("in_force", "suspended")

LICENCE = Life(
    kind="licence",
    first="proposed",
    states=(
        *("proposed", "in_force", "suspended"),
        *("refused", "expired", "revoked", "surrendered", "replaced"),
    ),
    transitions=(
        Transition("trade.licence.issue", ("proposed",), "in_force", True, checks=(_weigh_terms,)),
        Transition("trade.licence.refuse", ("proposed",), "refused", second=True),
        Transition(
            "trade.licence.suspend", ("in_force",), "suspended", True, checks=(_weigh_notice,)
        ),
        *(
            Transition("trade.licence.hear", (state,), state, checks=HEARD.checks)
            for state in ("proposed", "in_force", "suspended")
        ),
        Transition("trade.licence.lift", ("suspended",), "in_force", second=True),
        Transition("trade.licence.revoke", _OPEN, "revoked", True, checks=(_weigh_notice,)),
        Transition("trade.licence.surrender", _OPEN, "surrendered"),
        Transition("trade.licence.expire", _OPEN, "expired", checks=(_weigh_end,)),
        Transition(
            "trade.licence.renew", ("in_force",), "replaced", True, checks=(_weigh_succession,)
        ),
        Transition(
            "trade.licence.amend", ("in_force",), "replaced", True, checks=(_weigh_succession,)
        ),
    ),
    final=frozenset({"refused", "expired", "revoked", "surrendered", "replaced"}),
)
"""Issued and ended by two persons; given back by its holder; a move is an amendment."""


def propose_licence(terms: LicenceTerms, territory: str, act: Act) -> Taken[LicenceTerms]:
    """A licence as a case officer proposes it (`trade.licence.propose`)."""
    return begin(LICENCE, terms, Place(territory, (terms.holder,)), act)


def first_day(held: Licence) -> Day | None:
    """The first day on which it holds, or `None` where it was never issued."""
    for done, day in zip(held.history, held.days, strict=True):
        if done.act == "trade.licence.issue":
            return max(day, held.paper.valid_from)
    return None


def suspensions(held: Licence) -> tuple[tuple[Notice, Day | None], ...]:
    """Each suspension: its notice, and the day on which it was lifted, if it was."""
    found: list[tuple[Notice, Day | None]] = []
    for done, told, day in zip(held.history, held.told, held.days, strict=True):
        if done.act == "trade.licence.suspend" and isinstance(told, Notice):
            found.append((told, None))
        if done.act == "trade.licence.lift" and found:
            found[-1] = (found[-1][0], day)
    return tuple(found)


def end_day(held: Licence) -> Day | None:
    """The first day on which it no longer holds because of an act; `None` where none ended it."""
    if held.state not in LICENCE.final or not held.history:
        return None
    told, day = held.told[-1], held.days[-1]
    if isinstance(told, Notice):
        return told.effective_on
    return told.first if isinstance(told, Succession) else day


def notice_findings(notice: Notice) -> tuple[Finding, ...]:
    """Grounds with citations, and a chance to be heard before the first day."""
    rule = "trade.licence.hearing"
    told = notice.notice_on <= notice.effective_on
    heard = notice.hearing_until is not None and (
        notice.notice_on <= notice.hearing_until < notice.effective_on
    )
    cited = bool(notice.grounds) and all(one.citation and one.reason for one in notice.grounds)
    return (
        stands(
            "trade.licence.grounds",
            cited,
            "each ground has its citation",
            "a ground or its citation is missing: write both",
        ),
        stands(rule, told, "the holder is told first", "it would hold before the holder is told"),
        stands(
            rule,
            heard or notice.is_for_safety,
            "the holder can be heard before it holds, or safety is at stake",
            "hear the holder between the notice and the first day, or state that safety is at "
            "stake",
        ),
    )


def licence_findings(
    terms: LicenceTerms,
    sites: Sequence[str] | None,
    lists: ListBook,
    country: Country | None = None,
    days_max: int | None = None,
) -> tuple[Finding, ...]:
    """What must hold of the terms: a grid the law of the day allows, sites, days.

    `sites` are those of the holder; `None` where they were not looked up.
    """
    found = [_grid_finding(terms)]
    found += [_cell_finding(one, terms.law_day, lists, country) for one in terms.grid]
    for one in terms.grid if sites is not None else ():
        assert sites is not None
        lacks = f"site {one.site!r} is not registered for the holder: register it first"
        found.append(stands("trade.licence.site", one.site in sites, "the site is known", lacks))
    in_order = terms.valid_from <= terms.valid_until
    rule = "trade.licence.period"
    found.append(stands(rule, in_order, "the days are in order", "the last day comes first"))
    if days_max is not None:
        length = (terms.valid_until - terms.valid_from).days + 1
        lacks = f"it would stand {length} days: {days_max} at most"
        found.append(stands(rule, length <= days_max, f"at most {days_max} days", lacks))
    return tuple(found)


def _grid_finding(terms: LicenceTerms) -> Finding:
    lacks = "the grid is empty: choose at least one activity"
    return stands("trade.licence.grid", bool(terms.grid), "the grid has a cell", lacks)


def _cell_finding(one: GridCell, day: Day, lists: ListBook, country: Country | None) -> Finding:
    rule = "trade.licence.cell"
    if bool(one.substance) == bool(one.schedule):
        return stands(rule, False, "", "a cell names one substance or one schedule: write one")
    if one.schedule:
        held = any(
            f"{entry.convention}/{entry.schedule}" == one.schedule
            for entry in lists.entries
            if not entry.preparations_only and entry.answer_on(day) is Answer.MET
        )
        lacks = f"no list of {day} is {one.schedule!r}: write for example 1961/I"
        return stands(rule, held, f"{one.schedule} is a list of the day", lacks)
    says = cell(one.activity, one.substance, day, lists, country)
    return Finding(
        rule,
        Answer.NOT_MET if says.answer is Answer.NOT_APPLICABLE else says.answer,
        says.reason,
        {"activity": one.activity, "substance": one.substance, "citation": says.citation},
    )


def held_on(licence: Licence, day: Day) -> tuple[bool, str]:
    """Whether a licence holds on a day, and why or why not; the past stays as it was."""
    number, last = licence.paper.number, licence.paper.valid_until
    first, end = first_day(licence), end_day(licence)
    if first is None:
        return False, f"licence {number} was never issued"
    if day < first or day > last:
        return False, f"licence {number} stands from {first} to {last}, not on {day}"
    if end is not None and day >= end:
        return False, f"licence {number} ended on {end} ({licence.state})"
    for notice, lifted in suspensions(licence):
        if notice.effective_on <= day and (lifted is None or day < lifted):
            return False, f"licence {number} is suspended on {day}"
    return True, f"licence {number} is in force on {day}"


@dataclass(frozen=True, slots=True)
class Coverage:
    """Whether a licence covers an act, why, and by which cell."""

    answer: Answer
    reason: str
    cell: GridCell | None = None


def covers(
    licence: Licence,
    activity: Activity,
    substance: str,
    site: str,
    day: Day,
    lists: ListBook,
    country: Country | None = None,
) -> Coverage:
    """Whether a licence lets its holder do this, there, on that day.

    A cell is not enough: what the law of that day leaves no room for is not covered, even where
    the grid was computed from an earlier law.
    """
    holds, why = held_on(licence, day)
    if not holds:
        return Coverage(Answer.NOT_MET, why)
    found = _cell_for(licence.paper.grid, activity, substance, site, day, lists)
    number = licence.paper.number
    if found is None:
        reason = f"licence {number} does not list {activity} of {substance} at site {site}"
        return Coverage(Answer.NOT_MET, reason)
    by_law = cell(activity, substance, day, lists, country)
    if by_law.answer in (Answer.NOT_MET, Answer.UNDETERMINED):
        return Coverage(by_law.answer, by_law.reason, found)
    return Coverage(Answer.MET, f"licence {number} lists {activity} of {substance}", found)


def _cell_for(
    grid: Iterable[GridCell],
    activity: Activity,
    substance: str,
    site: str,
    day: Day,
    lists: ListBook,
) -> GridCell | None:
    here = [one for one in grid if one.activity is activity and one.site == site]
    named = next((one for one in here if one.substance == substance), None)
    if named is not None or not here:
        return named
    places, _ = places_on(substance, day, lists)
    codes = {place.code for place in places}
    return next((one for one in here if one.schedule and one.schedule in codes), None)


def quota_ug(licence: Licence, substance: str, year: int) -> int | None:
    """The quota of a substance and year; `None` where the licence sets none."""
    held = (one for one in licence.paper.quotas if (one.substance, one.year) == (substance, year))
    return next((one.quota_ug for one in held), None)
