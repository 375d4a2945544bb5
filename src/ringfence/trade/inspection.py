"""Inspection: planned, seen on site, findings with their citation, measures, closed by another.

The stock on the books is frozen when the inspection begins and is compared with what is counted;
a difference is a question, never a change of the books. Whoever found cannot close.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from ringfence.law.movement import many, needed, said
from ringfence.law.record import Problem
from ringfence.terms import Day, Finding
from ringfence.trade.acting import Act, Held, Place, Taken, begin
from ringfence.trade.claim import stands
from ringfence.trade.life import Life, Transition
from ringfence.trade.line_checks import grams
from ringfence.trade.line_posting import stock
from ringfence.trade.paper import missing, number_of, words
from ringfence.trade.question import Question


class InspectionKind(StrEnum):
    """Why a site is inspected."""

    FIRST = "first"
    ROUTINE = "routine"
    FOLLOW_UP = "follow_up"
    FOR_CAUSE = "for_cause"
    CLOSING = "closing"


class ItemAnswer(StrEnum):
    """What was seen of one item of the checklist."""

    MET = "met"
    NOT_MET = "not met"
    NOT_APPLICABLE = "not applicable"
    NOT_SEEN = "not seen"


class Grade(StrEnum):
    """How grave a finding is."""

    CRITICAL = "critical"
    MAJOR = "major"
    MINOR = "minor"
    OBSERVATION = "observation"


@dataclass(frozen=True, slots=True, kw_only=True)
class InspectionPlan:
    """Which site, when, by whom, on which edition of the checklist."""

    number: str = number_of("the number of the inspection")
    operator: str = needed("the operator", limit=50)
    site: str = needed("the site", limit=50)
    kind: InspectionKind = needed("first, routine, follow_up, for_cause or closing")
    is_announced: bool = needed("yes where the operator was told")
    planned_on: Day = needed("the day")
    inspectors: tuple[str, ...] = many("persons, by number", limit=40)
    checklist: str = words("the edition of the checklist", 60)
    items: tuple[str, ...] = many("codes of the checklist", limit=40)

    def problems(self) -> Iterator[Problem]:
        """What is wrong with the plan."""
        if not self.number:
            yield missing("number", "the number of the inspection")
        if not self.inspectors:
            yield missing("inspectors", "at least one inspector, by number")
        for code, times in Counter(self.items).items():
            if times > 1:
                yield Problem("items", f"{code} stands twice", "Name each item once")


@dataclass(frozen=True, slots=True, kw_only=True)
class BookStock:
    """What the books hold of one substance at the site when the inspection begins."""

    substance: str = needed("the substance", limit=120)
    book_ug: int = needed("micrograms of anhydrous base")
    books_as: str = words("the purpose of the account, where it is booked apart", 60)


@dataclass(frozen=True, slots=True, kw_only=True)
class Started:
    """The stock of the site as frozen when the inspection began."""

    books: tuple[BookStock, ...] = many("each substance on the books of the site")


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One item of the checklist as it was seen."""

    code: str = needed("the code of the checklist", limit=40)
    answer: ItemAnswer = needed("met, not met, not applicable or not seen")
    note: str = words("a note", 2000)
    photo: str = words("the hash of a photo", 64)


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """What was counted of one substance."""

    substance: str = needed("the substance", limit=120)
    counted_ug: int = needed("micrograms of anhydrous base")
    books_as: str = words("schedule_iii_preparation for preparations of Schedule III", 60)
    reason: str = words("the reason of a difference, where one is given", 500)


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteFinding:
    """One finding: its grade, the paragraph it rests on, and what is to be done by when."""

    code: str = needed("its number in this inspection", limit=20)
    grade: Grade = needed("critical, major, minor or observation")
    citation: str = needed("the paragraph", limit=120)
    sentence: str = needed("what was found", limit=2000)
    measure: str = words("what the operator must do", 2000)
    due: Day | None = said("by which day")


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What an inspector brings home."""

    items: tuple[Item, ...] = many("every item of the checklist")
    counts: tuple[Counted, ...] = many("every substance that was counted")
    findings: tuple[SiteFinding, ...] = many("every finding")


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingAnswer:
    """What the operator answers to one finding."""

    code: str = needed("the number of the finding", limit=20)
    text: str = needed("what was done", limit=2000)


@dataclass(frozen=True, slots=True, kw_only=True)
class Answers:
    """The operator's answers."""

    answers: tuple[FindingAnswer, ...] = many("each finding")


Inspection = Held[InspectionPlan]


def last_report(held: Inspection) -> Report | None:
    """The newest report; one that was sent back is followed by another."""
    reports = held.happened(Report)
    return reports[-1] if reports else None


def _weigh_start(held: Inspection, act: Act) -> Iterator[Finding]:
    rule = "trade.inspection.start"
    told = isinstance(act.told, Started)
    yield stands(rule, told, "the books are frozen", "freeze the stock of the site first")
    named = act.actor.person in held.paper.inspectors
    yield stands(rule, named, "a named inspector", "the person is not named in the plan")


def _weigh_report(held: Inspection, act: Act) -> Iterator[Finding]:
    rule = "trade.inspection.report"
    report = act.told if isinstance(act.told, Report) else None
    yield stands(rule, report is not None, "the report is told", "bring the report")
    if report is None:
        return
    seen = Counter(item.code for item in report.items)
    complete = seen == Counter(held.paper.items)
    lacks = "answer each item of the checklist once; not seen is an answer"
    yield stands(rule, complete, "each item is answered", lacks)
    codes = Counter(one.code for one in report.findings)
    lacks = "two findings bear one number"
    yield stands(rule, all(times == 1 for times in codes.values()), "numbered", lacks)
    for one in report.findings:
        asks = one.grade in (Grade.CRITICAL, Grade.MAJOR)
        has = bool(one.measure) and one.due is not None and one.due >= act.day
        lacks = f"finding {one.code} is {one.grade}: enter a measure and a day that is to come"
        yield stands(rule, has or not asks, f"finding {one.code} has its measure", lacks)
        lacks = f"finding {one.code} cites no paragraph"
        yield stands(rule, bool(one.citation.strip()), f"finding {one.code} is cited", lacks)


def _weigh_answers(held: Inspection, act: Act) -> Iterator[Finding]:
    rule = "trade.inspection.answers"
    told = act.told if isinstance(act.told, Answers) else None
    report = last_report(held)
    asked = {one.code for one in report.findings} if report else set()
    given = {one.code for one in told.answers if one.text.strip()} if told else set()
    lacks = "answer each finding"
    yield stands(rule, told is not None and asked <= given, "each finding is answered", lacks)


def _weigh_close(held: Inspection, act: Act) -> Iterator[Finding]:
    rule = "trade.inspection.close"
    yield stands(rule, last_report(held) is not None, "findings are told", "nothing is found yet")
    finder = any(
        done.act == "trade.inspection.find" and done.person == act.actor.person
        for done in held.history
    )
    yield stands(rule, not finder, "closed by another", "whoever found cannot close: ask another")


def _weigh_due(held: Inspection, act: Act) -> Iterator[Finding]:
    """A measure is overdue once its day has passed without an answer."""
    report = last_report(held)
    days = [one.due for one in report.findings if one.due is not None] if report else []
    lacks = f"the first measure is due on {min(days)}" if days else "no finding has a day"
    passed = bool(days) and act.day > min(days)
    yield stands("trade.inspection.due", passed, "the day of a measure has passed", lacks)


_OPEN = ("findings_sent", "answered", "measures_overdue")

INSPECTION = Life(
    kind="inspection",
    first="planned",
    states=(
        *("planned", "under_way", "findings_sent", "answered", "closed"),
        *("measures_overdue", "referred"),
    ),
    transitions=(
        Transition("trade.inspection.start", ("planned",), "under_way", checks=(_weigh_start,)),
        Transition(
            "trade.inspection.find",
            ("under_way", "answered"),
            "findings_sent",
            checks=(_weigh_report,),
        ),
        Transition(
            "trade.inspection.answer",
            ("findings_sent", "measures_overdue"),
            "answered",
            checks=(_weigh_answers,),
        ),
        Transition(
            "trade.inspection.overdue", ("findings_sent",), "measures_overdue", checks=(_weigh_due,)
        ),
        Transition("trade.inspection.refer", _OPEN, "referred"),
        Transition(
            "trade.inspection.close", ("answered", "referred"), "closed", True, (_weigh_close,)
        ),
    ),
    final=frozenset({"closed"}),
)


def plan_inspection(plan: InspectionPlan, territory: str, act: Act) -> Taken[InspectionPlan]:
    """Plan an inspection (`trade.inspection.plan`)."""
    return begin(INSPECTION, plan, Place(territory, (plan.operator,)), act)


def is_critical(held: Inspection) -> bool:
    """True where a critical finding stands: authorisations of the site are held at once."""
    report = last_report(held)
    return report is not None and any(one.grade is Grade.CRITICAL for one in report.findings)


def count_questions(held: Inspection) -> tuple[Question, ...]:
    """Each difference between the frozen books and the count; a missing count is one too."""
    report, started = last_report(held), held.happened(Started)
    if report is None or not started:
        return ()
    books = {(one.substance, one.books_as): one.book_ug for one in started[-1].books}
    counted = {(one.substance, one.books_as): one.counted_ug for one in report.counts}
    found = []
    for substance, apart in sorted(books.keys() | counted.keys()):
        held_ug, seen_ug = books.get((substance, apart), 0), counted.get((substance, apart))
        if seen_ug == held_ug:
            continue
        seen = "was not counted" if seen_ug is None else f"{grams(seen_ug)} were counted"
        what = f"{substance} in preparations of Schedule III" if apart else substance
        found.append(
            Question(
                f"inspection:{held.paper.number}:{substance}{':' if apart else ''}{apart}",
                "not_counted" if seen_ug is None else "count_difference",
                held.paper.operator,
                "",
                stock(held.paper.operator, held.paper.site, substance, apart),
                held_ug,
                seen_ug or 0,
                f"the books hold {grams(held_ug)} of {what}, {seen}",
            )
        )
    return tuple(found)
