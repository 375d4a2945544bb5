"""The licence of an operator: what it may do, with which substance, where, when and how much.

A licence answers through `covers`, which always says why. It covers nothing outside its grid, its
site, its days, its state or the law of the day. It is never edited: renewal, amendment and a move
make a new number that names the old one, which stands until the new one is in force. Suspension
and revocation carry grounds with citations, and a hearing comes first unless safety is at stake.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum

from ringfence.law.lists import ListBook
from ringfence.terms import Answer, Country, Day, Finding, Period
from ringfence.trade.activity_grid import Activity, cell, places_on
from ringfence.trade.course import Course, begin, propose, stands, step
from ringfence.trade.life import ActRefused, Life, Transition
from ringfence.trade.roles import Actor


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


@dataclass(frozen=True, slots=True)
class Suspension:
    """The days on which a licence was suspended, `until` the day before it was lifted."""

    notice: Notice
    until: Day | None = None

    def holds_on(self, day: Day) -> bool:
        """True on a day of the suspension."""
        return self.notice.effective_on <= day and (self.until is None or day <= self.until)


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
class Licence:
    """A licence with its life; `ended_on` is the first day on which it no longer holds."""

    terms: LicenceTerms
    course: Course
    in_force_from: Day | None = None
    suspensions: tuple[Suspension, ...] = ()
    ended_on: Day | None = None
    replaced_by: str = ""
    pending: Notice | None = None

    @property
    def period(self) -> Period:
        """The days written on it."""
        return Period(self.terms.valid_from, self.terms.valid_until)


_OPEN = ("in_force", "suspended")

LICENCE = Life(
    kind="licence",
    first="proposed",
    states=(
        *("proposed", "in_force", "suspended", "refused", "withdrawn"),
        *("expired", "revoked", "surrendered", "replaced"),
    ),
    transitions=(
        Transition("trade.licence.issue", ("proposed",), "in_force", second=True),
        Transition("trade.licence.refuse", ("proposed",), "refused", second=True),
        Transition("trade.licence.withdraw", ("proposed",), "withdrawn"),
        Transition("trade.licence.suspend", ("in_force",), "suspended", second=True),
        Transition("trade.licence.lift", ("suspended",), "in_force", second=True),
        Transition("trade.licence.revoke", _OPEN, "revoked", second=True),
        Transition("trade.licence.surrender", _OPEN, "surrendered"),
        Transition("trade.licence.expire", _OPEN, "expired"),
        Transition("trade.licence.replace", ("in_force",), "replaced"),
    ),
    final=frozenset({"refused", "withdrawn", "expired", "revoked", "surrendered", "replaced"}),
)


def propose_licence(terms: LicenceTerms, actor: Actor) -> Licence:
    """A licence as a case officer proposes it."""
    return Licence(terms, begin(LICENCE, "trade.licence.propose", actor))


def issue(licence: Licence, actor: Actor, day: Day, findings: Iterable[Finding]) -> Licence:
    """Put a proposed licence in force; `findings` come from `licence_findings` and the case."""
    course = step(
        LICENCE, licence.course, "trade.licence.issue", actor, findings, licence.terms.holder
    )
    return replace(licence, course=course, in_force_from=max(day, licence.terms.valid_from))


def refuse(licence: Licence, actor: Actor) -> Licence:
    """Refuse what was proposed; the notice of intention and the hearing belong to the case."""
    course = step(LICENCE, licence.course, "trade.licence.refuse", actor, (), licence.terms.holder)
    return replace(licence, course=course)


def propose_notice(licence: Licence, act: str, notice: Notice, actor: Actor) -> Licence:
    """Propose `trade.licence.suspend` or `.revoke` with its grounds."""
    if act not in ("trade.licence.suspend", "trade.licence.revoke"):
        raise ActRefused(act, "only a suspension or a revocation carries a notice")
    course = propose(LICENCE, licence.course, act, actor, licence.terms.holder)
    return replace(licence, course=course, pending=notice)


def propose_lift(licence: Licence, actor: Actor) -> Licence:
    """Propose to lift a suspension."""
    act = "trade.licence.lift"
    course = propose(LICENCE, licence.course, act, actor, licence.terms.holder)
    return replace(licence, course=course, pending=None)


def suspend(licence: Licence, actor: Actor) -> Licence:
    """Suspend on the notice that another person proposed."""
    notice, course = _noticed(licence, "trade.licence.suspend", actor)
    suspensions = (*licence.suspensions, Suspension(notice))
    return replace(licence, course=course, suspensions=suspensions, pending=None)


def revoke(licence: Licence, actor: Actor) -> Licence:
    """Revoke on the notice that another person proposed."""
    notice, course = _noticed(licence, "trade.licence.revoke", actor)
    return replace(licence, course=course, ended_on=notice.effective_on, pending=None)


def _noticed(licence: Licence, act: str, actor: Actor) -> tuple[Notice, Course]:
    LICENCE.of(act, licence.course.state)
    proposed = licence.course.case[-1].act if licence.course.case else ""
    if licence.pending is None or proposed != act:
        raise ActRefused(act, "no notice with grounds is proposed: one person proposes it first")
    findings = notice_findings(licence.pending)
    course = step(LICENCE, licence.course, act, actor, findings, licence.terms.holder)
    return licence.pending, course


def lift(licence: Licence, actor: Actor, day: Day) -> Licence:
    """Let a suspended licence stand again from `day` on."""
    act = "trade.licence.lift"
    course = step(LICENCE, licence.course, act, actor, (), licence.terms.holder)
    ended = replace(licence.suspensions[-1], until=Day.fromordinal(day.toordinal() - 1))
    return replace(licence, course=course, suspensions=(*licence.suspensions[:-1], ended))


def surrender(licence: Licence, actor: Actor, day: Day) -> Licence:
    """Give the licence back: it does not hold from `day` on."""
    course = step(LICENCE, licence.course, "trade.licence.surrender", actor)
    return replace(licence, course=course, ended_on=day)


def expire(licence: Licence, actor: Actor, day: Day) -> Licence:
    """End a licence whose last day has passed; the nightly work may do so."""
    act = "trade.licence.expire"
    over = stands(
        act,
        day > licence.terms.valid_until,
        "its last day has passed",
        f"it stands until {licence.terms.valid_until}",
    )
    course = step(LICENCE, licence.course, act, actor, (over,))
    ended_on = Day.fromordinal(licence.terms.valid_until.toordinal() + 1)
    return replace(licence, course=course, ended_on=ended_on)


def replaced(old: Licence, new: Licence, actor: Actor) -> Licence:
    """The old licence once the one that names it is in force: it ends where the new begins."""
    act = "trade.licence.replace"
    names_it = new.terms.replaces == old.terms.number and new.terms.holder == old.terms.holder
    in_force = new.course.state == "in_force" and new.in_force_from is not None
    findings = (
        stands(act, names_it, "the new licence names this one", "the new licence names another"),
        stands(act, in_force, "the new licence is in force", "the new licence is not in force yet"),
    )
    course = step(LICENCE, old.course, act, actor, findings)
    return replace(old, course=course, ended_on=new.in_force_from, replaced_by=new.terms.number)


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
    sites: Sequence[str],
    lists: ListBook,
    country: Country | None = None,
    days_max: int | None = None,
) -> tuple[Finding, ...]:
    """What must hold of the terms: a grid the law of the day allows, sites, days, quotas."""
    found = [_grid_finding(terms)]
    found += [_cell_finding(one, terms.law_day, lists, country) for one in terms.grid]
    for one in terms.grid:
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
    """Whether a licence holds on a day, and why not; the past stays as it was."""
    number = licence.terms.number
    if licence.in_force_from is None:
        return False, f"licence {number} was never issued"
    if day < licence.in_force_from or day > licence.terms.valid_until:
        first, last = licence.in_force_from, licence.terms.valid_until
        return False, f"licence {number} stands from {first} to {last}, not on {day}"
    if licence.ended_on is not None and day >= licence.ended_on:
        return False, f"licence {number} ended on {licence.ended_on} ({licence.course.state})"
    if any(one.holds_on(day) for one in licence.suspensions):
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
    found = _cell_for(licence.terms.grid, activity, substance, site, day, lists)
    number = licence.terms.number
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
    held = (one for one in licence.terms.quotas if (one.substance, one.year) == (substance, year))
    return next((one.quota_ug for one in held), None)
