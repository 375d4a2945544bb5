"""Theft and loss: told at once with little, completed later with all, closed by a second person.

Telling books nothing. The full form takes the goods from the stock, or from transit where they
were lost on the way; what is found again comes back. The times to tell and to complete are the
authority's policy.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from ringfence.law.movement import many, needed, said
from ringfence.law.record import Problem
from ringfence.ledger.account import Account, AccountKind
from ringfence.ledger.entry import Entry, moved
from ringfence.terms import Day, Finding
from ringfence.trade.acting import Act, Held, Place, Taken, begin
from ringfence.trade.claim import stands
from ringfence.trade.delivery import in_transit
from ringfence.trade.life import Life, Transition
from ringfence.trade.line_posting import stock
from ringfence.trade.paper import in_order, instant, missing, number_of, words
from ringfence.trade.substance_line import SubstanceLine


class LossKind(StrEnum):
    """How the goods were lost."""

    THEFT_BREAK_IN = "theft_break_in"
    THEFT_INTERNAL = "theft_internal"
    ROBBERY = "robbery"
    LOST_IN_TRANSIT = "lost_in_transit"
    UNEXPLAINED_DIFFERENCE = "unexplained_difference"
    SPOILAGE = "spoilage"


@dataclass(frozen=True, slots=True, kw_only=True)
class LossReport:
    """What is told at once: where, when, of which kind, and roughly what."""

    number: str = number_of("the number of the report")
    operator: str = needed("the number of the operator", limit=50)
    site: str = needed("the site", limit=50)
    kind: LossKind = needed("how the goods were lost")
    discovered_at: str = instant("when it was discovered")
    reported_at: str = instant("when it was told")
    between_first: Day | None = said("the first day on which it can have happened")
    between_last: Day | None = said("the last day on which it can have happened")
    first_words: str = words("what is missing, as far as it is known", 500)
    police_reference: str = words("the number of the police", 60)

    def problems(self) -> Iterator[Problem]:
        """What is wrong with the report, beyond single fields."""
        for key in ("number", "discovered_at", "reported_at"):
            if not getattr(self, key):
                yield missing(key, "what is asked: without it the report does not stand")
        if self.discovered_at and self.reported_at and self.reported_at < self.discovered_at:
            yield Problem("reported_at", "lies before the discovery", "Enter when it was told")
        yield from in_order(self.between_first, self.between_last, "between_last", "a day")


@dataclass(frozen=True, slots=True, kw_only=True)
class LossForm:
    """The full form: every line with its base, what was done, and the papers concerned.

    receiver  to whom the goods were on their way, where they were lost in transit
    """

    lines: tuple[SubstanceLine, ...] = many("each substance, as a [[lines]] table")
    receiver: str = words("the operator to whom the goods were on their way", 50)
    carrier: str = words("the carrier", 200)
    measures: str = words("what was done", 2000)
    authorisation_number: str = words("the authorisation concerned", 50)
    order_number: str = words("the order concerned", 50)


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundAgain:
    """Goods that were found again, and where they are now."""

    number: int = needed("1 for the first find, 2 for the second")
    site: str = needed("the site where they are now", limit=50)
    lines: tuple[SubstanceLine, ...] = many("each substance, as a [[lines]] table")


Loss = Held[LossReport]


def lines_are_settled(rule: str, lines: Collection[SubstanceLine]) -> Iterator[Finding]:
    """Every line says of which substance it is, and how much base it makes."""
    yield stands(rule, bool(lines), "lines are entered", "no line is entered: enter each substance")
    for line in lines:
        known = bool(line.substance) and bool(line.quantity_base_ug)
        lacks = f"line {line.line}: the substance or its base is not settled"
        yield stands(rule, known or None, f"line {line.line} is settled", lacks)


def _weigh_form(held: Loss, act: Act) -> Iterator[Finding]:
    rule = "trade.loss.full_form"
    form = act.told if isinstance(act.told, LossForm) else None
    yield stands(rule, form is not None, "the full form is told", "fill in the full form")
    if form is None:
        return
    yield from lines_are_settled(rule, form.lines)
    in_way = held.paper.kind is LossKind.LOST_IN_TRANSIT
    lacks = "goods lost on the way: enter to whom they were on their way"
    yield stands(rule, bool(form.receiver) or not in_way, "the receiver is known", lacks)


def _weigh_find(held: Loss, act: Act) -> Iterator[Finding]:
    rule = "trade.loss.found"
    find = act.told if isinstance(act.told, FoundAgain) else None
    yield stands(rule, find is not None, "the find is told", "enter what was found, and where")
    if find is None:
        return
    yield from lines_are_settled(rule, find.lines)
    before = {one.number for one in held.happened(FoundAgain)}
    lacks = f"find {find.number} was told before: give this one the next number"
    yield stands(rule, find.number not in before, "the find is new", lacks)
    found = _total(find.lines)
    for substance, amount in found.items():
        left = missing_ug(held).get(substance, 0)
        lacks = f"more {substance} would be found than is missing"
        yield stands(rule, amount <= left, f"no more {substance} than is missing", lacks)


def _total(lines: Collection[SubstanceLine]) -> dict[str, int]:
    found: dict[str, int] = {}
    for line in lines:
        found[line.substance] = found.get(line.substance, 0) + (line.quantity_base_ug or 0)
    return found


def missing_ug(held: Loss) -> dict[str, int]:
    """What is lost and was not found again, by substance."""
    left: dict[str, int] = {}
    for form in held.happened(LossForm):
        left = _total(form.lines)
    for find in held.happened(FoundAgain):
        for substance, amount in _total(find.lines).items():
            left[substance] = left.get(substance, 0) - amount
    return left


def _books_loss(held: Loss, act: Act) -> tuple[Entry, ...]:
    form = act.told
    assert isinstance(form, LossForm)
    paper, because = held.paper, f"loss:{held.paper.number}"

    def source(line: SubstanceLine) -> Account:
        if paper.kind is LossKind.LOST_IN_TRANSIT:
            return in_transit(line.substance, paper.operator, form.receiver, line.books_as)
        return stock(paper.operator, paper.site, line.substance, line.books_as)

    return tuple(
        moved(
            f"{because}:{place}", act.day, source(line), _lost(held, line),
            line.quantity_base_ug or 0, because, line.declared,
        )
        for place, line in enumerate(form.lines, 1)
    )  # fmt: skip


def _books_find(held: Loss, act: Act) -> tuple[Entry, ...]:
    find = act.told
    assert isinstance(find, FoundAgain)
    because = f"loss:{held.paper.number}"
    return tuple(
        moved(
            f"{because}:found:{find.number}:{place}", act.day, _lost(held, line),
            stock(held.paper.operator, find.site, line.substance, line.books_as),
            line.quantity_base_ug or 0, because, line.declared,
        )
        for place, line in enumerate(find.lines, 1)
    )  # fmt: skip


def _lost(held: Loss, line: SubstanceLine) -> Account:
    paper = held.paper
    return Account(
        AccountKind.LOSS, line.substance, paper.operator, paper.site, line.books_as
    )  # fmt: skip


LOSS = Life(
    kind="loss",
    first="told",
    states=("told", "full_form", "under_review", "closed"),
    transitions=(
        Transition(
            "trade.loss.complete", ("told",), "full_form", False, (_weigh_form,), _books_loss
        ),
        Transition("trade.loss.review", ("full_form",), "under_review"),
        Transition(
            "trade.loss.find_again", ("full_form",), "full_form", False, (_weigh_find,), _books_find
        ),
        Transition(
            "trade.loss.find_again",
            ("under_review",),
            "under_review",
            False,
            (_weigh_find,),
            _books_find,
        ),
        Transition("trade.loss.close", ("under_review",), "closed", second=True),
    ),
    final=frozenset({"closed"}),
)


def tell_loss(report: LossReport, territory: str, act: Act) -> Taken[LossReport]:
    """Tell a theft or loss at once (`trade.loss.report`)."""
    return begin(LOSS, report, Place(territory, (report.operator,)), act)


def told_in_time(report: LossReport, hours_max: int) -> Finding:
    """Whether the loss was told within the authority's hours; late is a remark, never a bar."""
    told = datetime.fromisoformat(report.reported_at)
    late = told - datetime.fromisoformat(report.discovered_at) > timedelta(hours=hours_max)
    lacks = f"told more than {hours_max} hours after it was discovered"
    rule = "trade.loss.told_in_time"
    return stands(rule, not late, f"told within {hours_max} hours", lacks, is_advice=True)
