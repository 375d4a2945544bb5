"""Estimates and supplementary estimates (1961 articles 12, 19; formats 11a), and their life.

Only what the Board confirmed, amended or established counts: `filings_of` gives the figures to
`law.limits.estimates`, which computes what is in force and the total. There is no second sum here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from enum import StrEnum

from ringfence.law.entry import Convention
from ringfence.law.limits.clocks import form_b_due
from ringfence.law.limits.estimates import (
    EstimateState,
    Figures,
    Filing,
    Step,
    supplement_is_explained,
)
from ringfence.law.lists import load_lists
from ringfence.law.movement import many, needed, said
from ringfence.law.record import Problem
from ringfence.substance.catalogue import load_catalogue
from ringfence.terms import Day, Finding
from ringfence.trade.acting import Act, Duty, Held, ways_of, with_duties
from ringfence.trade.activity_grid import places_on
from ringfence.trade.common_content import kept, open_question, refusal
from ringfence.trade.life import Life
from ringfence.trade.paper import country_code, missing, number_of, words
from ringfence.trade.territory_codes import is_territory

THING = "estimate"
CITATION = "un1961/19/1"
YEAR_MIN, YEAR_MAX = 1961, 2200


class EstimateKind(StrEnum):
    """An annual estimate, or one that supplements it within the year."""

    ESTIMATE = "estimate"
    SUPPLEMENT = "supplement"


class Source(StrEnum):
    """Whose figures they are."""

    OWN = "own"
    CONFIRMED_BY_BOARD = "confirmed_by_board"
    ESTABLISHED_BY_BOARD = "established_by_board"


@dataclass(frozen=True, slots=True)
class Change:
    """One figure that a supplement changes, and why (article 19(3))."""

    item_changed: str = words("letter of article 19(1): a, b, c or d", 20)
    old: int | None = said("micrograms of base in force", unit="ug")
    new: int | None = said("micrograms of base wanted", unit="ug")
    reason: str = words("why", 2000)


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimate:
    """The figures of one territory, year and substance, in micrograms of base by letter."""

    number: str = number_of("its number")
    territory: str = country_code("the territory")
    year: int | None = said("the year estimated")
    kind: EstimateKind = EstimateKind.ESTIMATE
    substance: str = words("the drug, by its id in the catalogue", 120)
    replaces: str = number_of("supplement: the number of the estimate that it changes")
    consumption: int | None = said("(a) consumption for medicine and science", unit="ug")
    use_for_drugs: int | None = said("(b) to make other drugs", unit="ug")
    use_schedule_iii: int | None = said("(b) to make preparations of Schedule III", unit="ug")
    use_uncovered: int | None = said("(b) to make what the Convention does not cover", unit="ug")
    stocks_31_december: int | None = said("(c) stocks at the end of the year", unit="ug")
    special_stock_addition: int | None = said("(d) addition to special stocks", unit="ug")
    opium_area_ha: Decimal | None = said("(e) hectares of opium poppy")
    opium_place: str = words("(e) where", 500)
    opium_production: int | None = said(
        "(f) opium to be produced, in micrograms by weight", unit="ug"
    )
    establishments: int | None = said("(g) establishments that make synthetic drugs")
    quantity_each: tuple[int, ...] = many("(h) what each will make", unit="ug")
    changes: tuple[Change, ...] = many("supplement: each figure changed, as a [[changes]] table")
    method: str = words("how it was estimated (article 19(4))", 4000)
    total_published: int | None = said("the total that the Board published", unit="ug")
    published_on: date | None = said("the day of its publication")
    source: Source = Source.OWN

    def problems(self) -> Iterator[Problem]:
        """What is wrong with the estimate, beyond single fields."""
        for name, what in (("number", "its number"), ("substance", "the drug")):
            if not getattr(self, name):
                yield missing(name, what)
        if not self.territory:
            yield missing("territory", "the two-letter code of the territory")
        if self.year is None:
            yield missing("year", "the year estimated")
        elif not YEAR_MIN <= self.year <= YEAR_MAX:
            yield Problem("year", f"{self.year} is no year to estimate", "Enter four digits")
        if self.establishments is not None and self.establishments != len(self.quantity_each):
            problem = f"{self.establishments} establishments, {len(self.quantity_each)} quantities"
            yield Problem("quantity_each", problem, "Enter what each will make")
        if self.kind is EstimateKind.SUPPLEMENT:
            yield from self._supplement_problems()

    def _supplement_problems(self) -> Iterator[Problem]:
        if not self.replaces:
            yield missing("replaces", "the number of the estimate that it changes")
        if not self.changes:
            yield Problem("changes", "holds no figure", "Write each as a [[changes]] table")
        for count, change in enumerate(self.changes, 1):
            if not change.reason:
                yield missing(f"changes[{count}].reason", "the circumstances (1961 19(3))")

    @property
    def figures(self) -> Figures:
        """The figures by the letters of article 19(1), in grams; what is not furnished is None."""
        parts = (self.use_for_drugs, self.use_schedule_iii, self.use_uncovered)
        used = None if None in parts else sum(one for one in parts if one is not None)
        made = sum(self.quantity_each) if self.quantity_each else None
        return Figures(
            consumption_g=_g(self.consumption),
            utilisation_g=_g(used),
            stock_g=_g(self.stocks_31_december),
            special_addition_g=_g(self.special_stock_addition),
            opium_production_g=_g(self.opium_production),
            synthetic_manufacture_g=_g(made),
        )


def _g(amount_ug: int | None) -> Decimal | None:
    return None if amount_ug is None else Decimal(amount_ug) / 1_000_000


@dataclass(frozen=True, slots=True)
class BoardReply:
    """What the Board answered, and when; `amended` where it changed the figures by consent."""

    replied_on: date = needed("the day of the reply")
    text: str = words("what it says", 4000)
    amended: Estimate | None = said("the estimate as the Board amended it by consent")
    total_published: int | None = said("the total that it published, in micrograms of base")
    is_established: bool = field(
        default=False, metadata={"says": "true where the Board established the figures itself"}
    )


@dataclass(frozen=True, slots=True)
class Published:
    """A total that the Board published: with the reply to which estimate, on which day."""

    number: str
    on: Day
    total_ug: int


Filed = Held[Estimate]


def published(held: Filed) -> Published | None:
    """The total that the Board published last with an estimate, by the day of its reply."""
    replies = [
        Published(held.paper.number, one.replied_on, one.total_published)
        for one in held.happened(BoardReply)
        if one.total_published is not None
    ]
    return max(replies, key=lambda one: one.on, default=None)


def unknown_names(paper: Estimate) -> Iterator[Problem]:
    """A substance that the catalogue does not hold, a territory that no code names."""
    if paper.substance not in load_catalogue().substances:
        problem = f"{paper.substance!r} is no substance of the catalogue"
        yield Problem("substance", problem, "Look its id up with `ringfence law show`")
    if not is_territory(paper.territory):
        problem = f"{paper.territory!r} is no code of a country or territory"
        yield Problem("territory", problem, "Write two letters as in ISO 3166-1, such as CH")


def stands_on_list(paper: Estimate, day: Day) -> Finding:
    """Estimates are of drugs of the 1961 Convention: undetermined where no list of the day says so.

    Psychotropic substances are assessed, precursors are estimated apart.
    """
    places, settled = places_on(paper.substance, day, load_lists())
    if any(one.convention is Convention.UN1961 for one in places):
        return kept(CITATION, f"{paper.substance} is a drug of the 1961 Convention on {day}")
    says = f"no list of the 1961 Convention of {day} that is held names {paper.substance}"
    if places:
        others = ", ".join(sorted({one.convention for one in places}))
        return open_question(CITATION, f"{says}: it is on those of {others}")
    if not settled:
        return open_question(CITATION, f"{says} for certain: it may be on one")
    return open_question(CITATION, says)


def due(year: int) -> Day:
    """The day by which the estimate of a year is furnished (Form B)."""
    return form_b_due(date(year, 12, 31))


def filings_of(estimates: Iterable[Filed]) -> tuple[Filing, ...]:
    """The estimates as `law.limits.estimates` counts them: what was sent, with the Board's steps.

    A draft, or what was only approved here, is no filing. A replaced one stays: the law orders
    them by their days.
    """
    return tuple(filing for held in estimates if (filing := filing_of(held)) is not None)


def filing_of(held: Filed) -> Filing | None:
    """One estimate with its steps; `None` before it was sent."""
    steps = tuple(_steps(held))
    if not steps:
        return None
    reasons = "; ".join(change.reason for change in held.paper.changes)
    is_supplement = held.paper.kind is EstimateKind.SUPPLEMENT
    return Filing(held.paper.figures, steps, is_supplement, reasons)


def _steps(held: Filed) -> Iterator[Step]:
    for done, day, told in zip(held.history, held.days, held.told, strict=True):
        verb = done.act.rpartition(".")[2]
        if verb == "send":
            yield Step(EstimateState.SUBMITTED, day)
        elif verb == "note_query":
            yield Step(EstimateState.QUERIED, day)
        elif verb == "establish" and isinstance(told, BoardReply):
            yield Step(EstimateState.ESTABLISHED, told.replied_on)
        elif verb == "confirm" and isinstance(told, BoardReply):
            figures = told.amended.figures if told.amended else None
            yield Step(_confirmed(told), told.replied_on, figures)


def _confirmed(told: BoardReply) -> EstimateState:
    if told.is_established:
        return EstimateState.ESTABLISHED
    return EstimateState.AMENDED if told.amended else EstimateState.CONFIRMED


def _is_complete(held: Filed, act: Act) -> Iterable[Finding]:
    """A supplement says why; every estimate gives at least one figure."""
    paper = held.paper
    found = Filing(
        paper.figures, (), paper.kind is EstimateKind.SUPPLEMENT,
        "; ".join(change.reason for change in paper.changes),
    )  # fmt: skip
    explained = supplement_is_explained(found)
    yield Finding("un1961/19/3", explained.answer, explained.reason, explained.facts)
    if paper.figures == Figures():
        yield open_question(CITATION, "no figure is furnished")
    if not paper.method and paper.kind is EstimateKind.ESTIMATE:
        yield open_question("un1961/19/4", "the method is told once a year")


def _board_replied(held: Filed, act: Act) -> Iterable[Finding]:
    if not isinstance(act.told, BoardReply):
        yield open_question("un1961/12/5", "the reply of the Board is not told")
    elif act.told.replied_on > act.day:
        yield refusal("un1961/12/5", f"the reply is of {act.told.replied_on}, later than today")
    elif act.told.replied_on < _last_step(held, act.told.replied_on):
        yield refusal("un1961/12/5", "the reply is older than what it answers")
    else:
        yield kept("un1961/12/5", f"the Board replied on {act.told.replied_on}")


def _stays_newer(held: Filed, act: Act) -> Iterable[Finding]:
    """A total that was published before another, and is entered after it, replaces nothing."""
    told, newer = act.told, act.facts
    if isinstance(told, BoardReply) and isinstance(newer, Published) and newer.on > told.replied_on:
        reason = f"the total published with {newer.number} on {newer.on} is newer: it stays"
        yield replace(kept("un1961/12/5", reason), is_advice=True)


def _last_step(held: Filed, otherwise: Day) -> Day:
    return max((step.day for step in _steps(held)), default=otherwise)


def _is_established(held: Filed, act: Act) -> Iterable[Finding]:
    """The Board's own figures, for want of an estimate (article 12(3))."""
    yield from _board_replied(held, act)
    if held.paper.source is not Source.ESTABLISHED_BY_BOARD:
        yield refusal("un1961/12/3", "the figures are not those that the Board established")


def _year_has_come(held: Filed, act: Act) -> Iterable[Finding]:
    """An estimate counts in its year; a supplement from its confirmation on."""
    year = held.paper.year
    if year is None or (act.day.year < year and held.paper.kind is EstimateKind.ESTIMATE):
        yield refusal("un1961/19/1", f"it is for {year}")


LIFE = Life(
    kind=THING,
    first="draft",
    states=(
        "draft", "checked", "approved", "sent", "queried", "confirmed", "in_force", "replaced",
    ),
    transitions=with_duties(
        ways_of(
            THING,
            ("check", "draft", "checked"),
            ("approve", "checked", "approved", "2"),
            ("send", "approved", "sent"),
            ("note_query", "sent", "queried"),
            ("confirm", "sent queried", "confirmed", "2"),
            ("establish", "draft", "confirmed", "2"),
            ("take_effect", "confirmed", "in_force"),
            ("replace", "confirmed in_force", "replaced"),
        ),
        check=Duty((_is_complete,)),
        approve=Duty((_is_complete,)),
        note_query=Duty((_board_replied,)),
        confirm=Duty((_board_replied, _stays_newer)),
        establish=Duty((_is_established,)),
        take_effect=Duty((_year_has_come,)),
    ),
    final=frozenset({"replaced"}),
)  # fmt: skip
"""A supplement stands beside its estimate: it replaces figures, never the paper."""
