"""Screening: one row of a consignment or parcel list in, one cited verdict out.

release  nothing that a list reaches was found
examine  something could not be settled, or what was found needs no treaty paper to move:
         a person looks before it goes on
stop     a convention controls it and demands papers: it stays until they have been seen
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from ringfence.law.case_building import case_identified
from ringfence.law.country_facts import stand_in_route
from ringfence.law.entry import Entry
from ringfence.law.identification import (
    REMEMBERED_QUERIES,
    CandidateStanding,
    Identification,
    identify,
)
from ringfence.law.movement import Goods, Movement
from ringfence.law.papers import Due, Paper, united
from ringfence.law.papers_due import demands_of, papers_of
from ringfence.substance.candidate import DoubtKind, Ground, Query
from ringfence.substance.match import match
from ringfence.terms import Answer, Country, Day, Verdict
from ringfence.watch.checks import CHECKS, Seen

RELEASE, EXAMINE, STOP = "release", "examine", "stop"


@dataclass(frozen=True, slots=True)
class Row:
    """One row put forward for screening.

    `number` counts from 1. `problem` says why the row could not be read; it is then examined.
    """

    number: int
    query: Query
    quantity: str = ""
    from_country: str = ""
    to_country: str = ""
    problem: str = ""
    consignee: str = ""


@dataclass(frozen=True, slots=True)
class RowVerdict:
    """What is to be done with a row, and why.

    `score`, 0 to 100, orders the rows that a desk has to look at: how strongly the signals
    point to something controlled. It decides nothing.
    """

    verdict: str
    substances: tuple[str, ...] = ()
    schedules: tuple[str, ...] = ()
    papers: tuple[str, ...] = ()
    score: float = 0.0
    reasons: tuple[str, ...] = ()


class Screener:
    """Judges rows by the law of one day, for one country's national lists or none."""

    def __init__(self, day: Day, country: Country | None = None) -> None:
        self.day = day
        self.country = country
        self.countries: Sequence[Country] | None = None if country is None else (country,)
        self._identified = lru_cache(maxsize=REMEMBERED_QUERIES)(self._identify)
        self._judged = lru_cache(maxsize=REMEMBERED_QUERIES)(self._judge_goods)

    def judge(self, row: Row) -> RowVerdict:
        """Say what is to be done with `row`; never raises for what a row holds."""
        if row.problem:
            return RowVerdict(
                EXAMINE, score=20.0, reasons=(f"row could not be read: {row.problem}",)
            )
        if row.query.is_empty:
            return RowVerdict(
                EXAMINE, score=20.0, reasons=("the row names no substance and describes no goods",)
            )
        route = stand_in_route(row.from_country, row.to_country)
        made = self._judged(row.query, *route)
        if made.verdict == RELEASE:
            return self._by_own_lists(made, row)
        reports = tuple(_reports(self._identified(row.query), row))
        return replace(made, reasons=(*made.reasons, *reports)) if reports else made

    def _by_own_lists(self, made: RowVerdict, row: Row) -> RowVerdict:
        """A released row is looked at where a country that it names lists the substance itself."""
        ends = {row.from_country.upper(), row.to_country.upper()} - {""}
        found = self._identified(row.query)
        own = [one for one in found.candidates if ends and _listing(one) & ends]
        if not own:
            return made
        countries = ", ".join(sorted({country for one in own for country in _listing(one) & ends}))
        return replace(
            made,
            verdict=EXAMINE,
            substances=tuple(dict.fromkeys(one.candidate.substance for one in own)),
            score=_score(found, own),
            reasons=(f"no convention lists it, but the law of {countries} does", *made.reasons),
        )

    def _judge_goods(self, query: Query, origin: str, destination: str) -> RowVerdict:
        """What holds of the goods on a route, whatever their amount and whoever receives them."""
        found = self._identified(query)
        papers = self._papers(query, origin, destination)
        is_domestic = bool(origin) and origin == destination
        return _verdict(found, papers, is_domestic, self.country is not None)

    def _identify(self, query: Query) -> Identification:
        return identify(match(query), self.day, self.countries)

    def _papers(self, query: Query, origin: str, destination: str) -> tuple[Paper, ...]:
        """The papers due by the rules that `assess` applies, on what a row can tell.

        Where a row does not say from where or to where, the papers of a movement abroad are due.
        """
        found = self._identified(query)
        if not found.candidates:
            return ()
        goods = Goods(name=query.text or query.description)
        movement = Movement(
            goods=(goods,), day=self.day, origin=origin.upper(), destination=destination.upper()
        )
        case = case_identified(movement, goods, self.day, found)
        if found.verdict is Verdict.NOT_CONTROLLED:  # seeds may come with tops: a row cannot tell
            return united(demand.paper for demand in demands_of(case) if demand.is_settled)
        return papers_of((case,))


def _verdict(
    found: Identification, papers: tuple[Paper, ...], is_domestic: bool, asks_country: bool
) -> RowVerdict:
    relevant = tuple(one for one in found.candidates if _is_relevant(one, asks_country))
    entries = tuple(
        standing.entry
        for one in relevant
        for standing in one.entries
        if standing.answer is not Answer.NOT_MET and not standing.entry.preparations_only
    )
    verdict, advice = _decide(found, relevant, entries, papers, is_domestic)
    return RowVerdict(
        verdict=verdict,
        substances=tuple(dict.fromkeys(one.candidate.substance for one in relevant)),
        schedules=tuple(dict.fromkeys(_place(entry) for entry in entries)),
        papers=tuple(f"{paper.paper} ({paper.due})" for paper in papers),
        score=0.0 if verdict == RELEASE else _score(found, relevant or _on_papers(found, papers)),
        reasons=_why_released(found) if verdict == RELEASE else (*advice, *found.reasons),
    )


def _on_papers(found: Identification, papers: Sequence[Paper]) -> Sequence[CandidateStanding]:
    """What moves on papers although it is no drug (poppy straw)."""
    return found.candidates if papers else ()


def _why_released(found: Identification) -> tuple[str, ...]:
    if found.verdict is Verdict.NOT_CONTROLLED:
        return tuple(dict.fromkeys((*_elsewhere(found), *found.reasons)))
    return (*_elsewhere(found), "the description names nothing that is on a list")


def _elsewhere(found: Identification) -> Iterator[str]:
    """What national law controls of a released row; no country was asked for."""
    for one in found.candidates:
        countries = sorted(_listing(one))
        if countries:
            yield f"{one.name}: controlled nationally in {', '.join(countries)}"


def _listing(one: CandidateStanding) -> set[str]:
    """The countries whose own lists hold it."""
    return {str(each.country) for each in one.national if each.answer is Answer.MET}


def _reports(found: Identification, row: Row) -> Iterator[str]:
    """What the checks report; the verdict stands without them."""
    seen = Seen(found, row.quantity, row.consignee)
    for check in CHECKS:
        finding = check.report(seen)
        if finding.answer is Answer.NOT_MET:
            yield f"{finding.rule}: {finding.reason} ({check.under})"


def _is_relevant(one: CandidateStanding, asks_country: bool) -> bool:
    if one.answer is not Answer.NOT_MET or one.candidate.has_doubt(DoubtKind.CONFLICT):
        return True
    return asks_country and any(national.answer is not Answer.NOT_MET for national in one.national)


def _decide(
    found: Identification,
    relevant: Sequence[CandidateStanding],
    entries: Sequence[Entry],
    papers: Sequence[Paper],
    is_domestic: bool,
) -> tuple[str, tuple[str, ...]]:
    """The verdict, and what to do first."""
    if found.verdict is Verdict.CONTROLLED:
        required = [paper.paper for paper in papers if paper.due is Due.REQUIRED]
        if is_domestic:
            return EXAMINE, ("controlled; within one territory national rules decide",)
        if any(entry.schedule not in ("IV", "Table II") for entry in entries):
            return STOP, (f"hold until seen: {', '.join(required)}",) if required else ()
        return EXAMINE, (f"check: {', '.join(required)}",)
    if found.verdict is Verdict.UNDETERMINED:
        if _is_only_described(found):
            return RELEASE, ()
        return EXAMINE, ()
    if papers:
        named = ", ".join(paper.paper for paper in papers if paper.due is Due.REQUIRED)
        return STOP, (f"no drug, but it moves on papers; hold until seen: {named}",)
    if relevant:
        return EXAMINE, ("no convention lists it, but national law may",)
    return RELEASE, ()


def _is_only_described(found: Identification) -> bool:
    """True when goods were only described, and the description names nothing on any list."""
    match_ = found.match
    named = (match_.query.text, match_.query.cas, match_.query.inchikey)
    drawn = (match_.query.smiles, match_.query.inchi)
    return not any((*named, *drawn)) and not found.candidates


def _place(entry: Entry) -> str:
    return f"{entry.convention} {entry.schedule}"


_GROUND_SCORE = {
    Ground.STRUCTURE: 100.0,
    Ground.INCHIKEY: 100.0,
    Ground.CAS: 95.0,
    Ground.NAME: 90.0,
    Ground.CLASS: 40.0,
}


def _score(found: Identification, relevant: Sequence[CandidateStanding]) -> float:
    if not relevant:
        return 20.0
    return max(_candidate_score(one) for one in relevant)


def _candidate_score(one: CandidateStanding) -> float:
    score = _GROUND_SCORE[one.candidate.ground]
    if one.answer is Answer.UNDETERMINED:
        score *= 0.6
    elif one.answer is Answer.NOT_MET:
        score *= 0.3
    if one.candidate.has_doubt(DoubtKind.SPELLING):
        score *= 0.8
    if one.is_held:
        score *= 0.6
    return round(score, 1)
