"""The endorsement (1961 31(7), 1971 12(1)(e)): what arrived, against what was authorised and left.

A difference is never hidden: inside the tolerance it is shown, beyond it both sides are asked.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from enum import StrEnum

from ringfence.law.movement import many, said
from ringfence.law.record import Problem
from ringfence.terms import Finding
from ringfence.trade.acting import Act, Duty, Held, ways_of, with_duties
from ringfence.trade.common_content import Moved, kept, open_question, refusal
from ringfence.trade.life import Life
from ringfence.trade.paper import country_code, instant, missing, number_of, words
from ringfence.trade.party import Authority
from ringfence.trade.time_limits import Timing

THING = "endorsement"
CITATION = "un1961/31/7(b)"


class Event(StrEnum):
    """What is endorsed."""

    IMPORTED = "imported"
    PERIOD_EXPIRED = "period_expired"


class DifferenceReason(StrEnum):
    """Why what arrived is not what left."""

    NONE = "none"
    DAMAGE = "damage"
    SAMPLING = "sampling"
    WEIGHING = "weighing"
    SHORT_SHIPPED = "short_shipped"
    MISSING = "missing"
    OVER = "over"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class EndorsedLine:
    """One line: authorised, exported and imported, in base; the imported also as declared."""

    line: int = field(default=1, metadata={"says": "the number of the line"})
    quantity_imported: str = words("what arrived, as declared: 940 g", 200)
    authorised_ug: int | None = said("micrograms of base that the authorisation states")
    exported_ug: int | None = said("micrograms of base that left, where told")
    imported_ug: int | None = said("micrograms of base that arrived; 0 where nothing did")

    @property
    def difference_ug(self) -> int | None:
        """What left, else what was authorised, less what arrived; below zero when more came."""
        left = self.exported_ug if self.exported_ug is not None else self.authorised_ug
        if left is None or self.imported_ug is None:
            return None
        return left - self.imported_ug


@dataclass(frozen=True, slots=True)
class Tolerance:
    """How far what arrived may differ before both sides are asked: the larger of the two.

    share        of what was authorised; one per cent unless the authority set another
    weighing_ug  the error of weighing
    """

    share: Decimal = Decimal("0.01")
    weighing_ug: int = 0

    def is_beyond(self, line: EndorsedLine) -> bool:
        """True for a difference that must be asked about; also when it is not known."""
        if line.difference_ug is None:
            return True
        allowed = max(self.share * (line.authorised_ug or 0), Decimal(self.weighing_ug))
        return abs(line.difference_ug) > allowed


@dataclass(frozen=True, slots=True)
class ImporterDeclaration:
    """What the importer declares of an arrival."""

    licence_number: str = words("licence of the importer", 50)
    import_certificate: str = words("number of the import certificate", 40)
    customs_office: str = words("customs office of release", 120)
    release_day: date | None = said("day of release")
    declared_by: str = words("who declared", 200)
    declared_at: str = instant("when")


@dataclass(frozen=True, slots=True, kw_only=True)
class Endorsement:
    """What the importing authority writes on the export authorisation and sends back."""

    number: str = number_of("its number")
    export_authorisation: str = number_of("number of the export authorisation")
    export_authorisation_date: date | None = said("its day of issue")
    export_authorisation_authority: str = words("who issued it", 200)
    import_certificate: str = words("number of the import certificate", 40)
    event: Event | None = said("imported, or period_expired")
    imported_on: date | None = said("the day of arrival")
    customs_office: str = words("the customs office", 120)
    lines: tuple[EndorsedLine, ...] = many("each line, as a [[lines]] table")
    difference_reason: DifferenceReason | None = said("why what arrived is not what left")
    endorsed_by: Authority = field(default=Authority(), metadata={"says": "who endorses"})
    endorsed_on: date | None = said("the day of the endorsement")
    returned_to: str = country_code("code of the exporting territory")
    declaration_of_importer: ImporterDeclaration = field(
        default=ImporterDeclaration(), metadata={"says": "what the importer declared"}
    )

    def problems(self) -> Iterator[Problem]:
        """What is wrong with the endorsement, beyond single fields."""
        if not self.export_authorisation:
            yield missing("export_authorisation", "the number of the export authorisation")
        if self.event is None:
            yield missing("event", "imported or period_expired")
        if not self.lines:
            yield Problem("lines", "holds no line", "Write what arrived, 0 where nothing did")
        if self.event is Event.IMPORTED and self.imported_on is None:
            yield missing("imported_on", "the day of arrival")
        for count, line in enumerate(self.lines, 1):
            if line.imported_ug is None:
                yield missing(f"lines[{count}].imported_ug", "what arrived, 0 where nothing did")
            elif line.authorised_ug is not None and line.imported_ug > line.authorised_ug:
                problem = "more arrived than was authorised: it cannot be endorsed"
                remedy = "Hold the goods and open a case"
                yield Problem(f"lines[{count}].imported_ug", problem, remedy)


def endorsed_lines(paper: Endorsement, left: tuple[Moved, ...]) -> tuple[EndorsedLine, ...]:
    """The lines with what left by the exporter's own books: three columns beside each other."""
    own = {one.line: one.amount_ug for one in left}
    told = {one.line for one in paper.lines}
    lines = [replace(one, exported_ug=own.get(one.line, one.exported_ug)) for one in paper.lines]
    silent = [EndorsedLine(line=line, exported_ug=amount) for line, amount in own.items()]
    return (*lines, *(one for one in silent if one.line not in told))


@dataclass(frozen=True, slots=True)
class EndorsementFacts:
    """What an endorsement is judged on: the tolerance, and what arrived.

    arrived  what the own books say arrived, line by line; `None` where they were not looked up
    others   other endorsements of the same authorisation that were made
    """

    tolerance: Tolerance = Tolerance()
    arrived: tuple[Moved, ...] | None = None
    others: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Inquiry:
    """What whoever proposes an endorsement tells of a difference beyond the tolerance."""

    both_sides_asked: bool | None = said("true when both sides were asked about the difference")


@dataclass(frozen=True, slots=True)
class Reply:
    """The answer of the other side to a query."""

    text: str
    replied_on: date
    lines: tuple[Moved, ...] = ()


def answers_query(held: Held[object], act: Act) -> Iterable[Finding]:
    """A query is settled by an answer, which is kept."""
    if isinstance(act.told, Reply) and act.told.text.strip():
        yield kept(CITATION, "the difference was explained")
    else:
        yield open_question(CITATION, "the answer to the query is not told")


def _may_be_made(held: Held[Endorsement], act: Act) -> Iterable[Finding]:
    facts = act.facts if isinstance(act.facts, EndorsementFacts) else EndorsementFacts()
    is_asked = isinstance(act.told, Inquiry) and act.told.both_sides_asked is True
    for line in held.paper.lines:
        over = (line.imported_ug or 0) - (line.authorised_ug or 0)
        if line.authorised_ug is None or line.imported_ug is None:
            yield open_question(CITATION, f"line {line.line}: authorised or arrived is not told")
        elif over > 0:
            yield refusal(CITATION, f"line {line.line}: {over} ug more arrived than authorised")
        elif facts.tolerance.is_beyond(line) and not is_asked:
            reason = f"line {line.line}: {line.difference_ug} ug differ: ask both sides first"
            yield open_question(CITATION, reason)
        else:
            yield kept(CITATION, f"line {line.line}: {line.difference_ug} ug differ")
    for number in facts.others:
        yield refusal(CITATION, f"{number} endorses the same authorisation already")
    yield from _as_booked(held.paper, facts)


def _as_booked(paper: Endorsement, facts: EndorsementFacts) -> Iterable[Finding]:
    """What is endorsed is what was booked on arrival, neither more nor less."""
    booked = {one.line: one.amount_ug for one in facts.arrived or ()}
    endorsed = {one.line: one.imported_ug or 0 for one in paper.lines}
    for number in sorted(booked.keys() | endorsed.keys()) if facts.arrived is not None else ():
        came, told = booked.get(number, 0), endorsed.get(number, 0)
        if came != told:
            yield refusal(CITATION, f"line {number}: {came} ug were booked, {told} ug are endorsed")


def _is_late(held: Held[Endorsement], act: Act) -> Iterable[Finding]:
    """Made within the authority's working days after it was awaited."""
    timing = act.facts if isinstance(act.facts, Timing) else Timing()
    due = timing.calendar.after(held.days[0], timing.limits.endorsement_working_days)
    if act.day <= due:
        yield refusal(CITATION, f"it is to be made by {due}")


def _compared(held: Held[Endorsement], act: Act) -> str:
    facts = act.facts if isinstance(act.facts, EndorsementFacts) else EndorsementFacts()
    beyond = any(facts.tolerance.is_beyond(one) for one in held.paper.lines)
    return "difference" if beyond else "matched"


LIFE = Life(
    kind=THING,
    first="awaited",
    states=("awaited", "made", "returned", "matched", "difference", "overdue"),
    transitions=with_duties(
        ways_of(
            THING,
            ("make", "awaited overdue", "made", "2"),
            ("overdue", "awaited", "overdue"),
            ("return", "made", "returned"),
            ("match", "returned", "matched"),
            ("query", "difference", "difference"),
            ("settle", "difference", "matched"),
        ),
        make=Duty((_may_be_made,)),
        overdue=Duty((_is_late,)),
        match=Duty(leads=_compared),
        settle=Duty((answers_query,)),
    ),
    final=frozenset({"matched"}),
)
MADE = ("made", "returned", "matched", "difference")
"""The states of an endorsement that was made."""

"""Awaited from the arrival, or from the end of the period, on; the importing side makes it."""
