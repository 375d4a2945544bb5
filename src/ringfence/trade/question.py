"""A question: what the books cannot settle by themselves, and an officer or the operator must.

It is asked by the work that found it, answered by the firm, and closed by two persons of the
authority. What a count found more or less is booked only so.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ringfence.law.movement import needed
from ringfence.ledger.account import Account, AccountKind
from ringfence.ledger.entry import Entry, Line
from ringfence.terms import Day, Finding
from ringfence.trade.acting import Act, Held
from ringfence.trade.claim import stands
from ringfence.trade.life import Life, Transition


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked.

    kind      count_difference, paper_difference, counterpart_class, counterpart_not_licensed,
              not_licensed, ceiling_exceeded, order_told_late, not_counted, return_to_revise
    operator  the firm asked; empty where only the authority is
    expected_ug, found_ug   what the books say and what was told; `None` where no amount is asked
    account   whose balance is asked about, where one is
    """

    number: str
    kind: str
    operator: str
    line_id: str
    account: Account | None = None
    expected_ug: int | None = None
    found_ug: int | None = None
    sentence: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """What the firm or the officer says to it."""

    text: str = needed("the answer", limit=2000)


@dataclass(frozen=True, slots=True)
class QuestionFacts:
    """What the books say when a count is settled: whether anything was ever booked there."""

    books_begin: bool


Raised = Held[Question]
_RULE = "trade.question"


def settled_count(question: Question, day: Day, because: str, *, books_begin: bool) -> Entry:
    """The entry of a count's difference once two persons have approved it.

    `books_begin` is true where nothing was ever booked at that place: what was on hand then
    comes from the opening, else from the difference that stays open to explanation.
    """
    own = question.account
    assert own is not None and question.found_ug is not None and question.expected_ug is not None
    kind = AccountKind.OPENING if books_begin else AccountKind.COUNT_DIFFERENCE
    beside = Account(kind, own.substance, own.holder, own.place, own.purpose)
    difference = question.found_ug - question.expected_ug
    lines = (Line(own, difference), Line(beside, -difference))
    return Entry(f"question:{question.number}", day, lines, because)


def _is_answered(held: Raised, act: Act) -> Iterator[Finding]:
    told = isinstance(act.told, Answered)
    yield stands(f"{_RULE}.answer", told, "an answer is told", "write the answer in a file: text")


def _is_a_count(held: Raised, act: Act) -> Iterator[Finding]:
    one = held.paper
    counted = one.kind == "count_difference" and one.account is not None
    lacks = "only the difference of a count is booked: correct the line or the paper instead"
    yield stands(f"{_RULE}.count", counted, "it is about a count", lacks)
    known = isinstance(act.facts, QuestionFacts) or None
    yield stands(f"{_RULE}.books", known, "the books are at hand", "the books were not read")


def _books_count(held: Raised, act: Act) -> tuple[Entry, ...]:
    assert isinstance(act.facts, QuestionFacts)
    because = f"question:{held.paper.number}"
    return (settled_count(held.paper, act.day, because, books_begin=act.facts.books_begin),)


QUESTION = Life(
    kind="question",
    first="open",
    states=("open", "answered", "settled", "closed"),
    transitions=(
        Transition(
            "trade.question.answer", ("open", "answered"), "answered", checks=(_is_answered,)
        ),
        Transition(
            "trade.question.settle",
            ("open", "answered"),
            "settled",
            True,
            (_is_a_count,),
            _books_count,
        ),
        Transition(
            "trade.question.close", ("open", "answered"), "closed", True, checks=(_is_answered,)
        ),
    ),
    final=frozenset({"settled", "closed"}),
)
"""Settled or closed by two persons; closing books nothing and says why in words."""
