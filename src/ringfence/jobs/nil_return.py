"""Say that there is nothing to report: computed, checked, explained and proposed in one work.

It is a return as any other: what is proposed is frozen, and another person approves it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from ringfence.jobs.compute_return import (
    KIND,
    act,
    check_return,
    compute_return,
    return_number,
)
from ringfence.jobs.document_kinds import kinds
from ringfence.jobs.doing import Asked, Desk, Outcome, acting
from ringfence.jobs.keeping import held_of
from ringfence.jobs.rehearse import rehearsed_new
from ringfence.jobs.return_books import BooksOfNode
from ringfence.jobs.return_documents import documents_of
from ringfence.store.book import Book
from ringfence.terms import Answer, Finding, Period
from ringfence.trade.life import ActRefused
from ringfence.trade.permissions import Subject, require
from ringfence.trade.returns.checking import Checked
from ringfence.trade.returns.compute import compute
from ringfence.trade.returns.form import Form
from ringfence.trade.returns.life import ChecksRun, Explained
from ringfence.trade.returns.nil import MAY_BE_NIL, REASON, RULE, NilAsked, nil_findings

COMPUTE = "trade.return.compute"
OPEN = frozenset({"open", "computed", "checked"})


@dataclass(frozen=True, slots=True)
class NilLook:
    """What stands for and against a nil return, and whether a sentence may change that.

    had_before  the same period of the year before had figures, so it is said why there are none
    unrun       checks that could not run: the same sentence explains them
    """

    number: str
    findings: tuple[Finding, ...]
    had_before: bool
    unrun: tuple[Checked, ...] = ()

    @property
    def asks_reason(self) -> bool:
        """Whether a sentence is asked for."""
        return self.had_before or bool(self.unrun)

    @property
    def is_against(self) -> bool:
        """Whether it cannot be said, whatever the sentence is."""
        against = [one for one in self.findings if one.is_against]
        return len(against) > len(self.unrun) + self.had_before


def may_be_nil(form: Form) -> bool:
    """Whether a form allows a return with nothing in it."""
    return form in MAY_BE_NIL


def look_at_nil(desk: Desk, form: Form, period: Period, by: str) -> NilLook:
    """Whether there is nothing to report of a period; raises ActRefused, keeps nothing."""
    found, asked = desk.look(lambda book: _ruled(book, desk, form, period, by, ""))
    number = return_number(form, period)
    look = NilLook(number, found, asked.had_before)
    if look.is_against:
        return look
    checks = rehearsed_new(desk, KIND, "", lambda within: _checked(within, form, period, by))
    against = tuple(one for one in checks if isinstance(one, Checked) and one.is_against)
    unrun = tuple(one for one in against if one.answer is Answer.UNDETERMINED)
    return replace(look, findings=(*found, *map(_named, against)), unrun=unrun)


def file_nil(desk: Desk, form: Form, period: Period, by: str, reason: str = "") -> Outcome:
    """Propose a nil return; raises ActRefused with every finding where one stands against it.

    reason  why there is nothing now, and why what could not be checked may stand
    """
    told = reason.strip()
    found, _of_period = desk.look(lambda book: _ruled(book, desk, form, period, by, told))
    if any(one.is_against for one in found):
        raise ActRefused(RULE, "it cannot be said that there is nothing to report", found)

    def job(within: Desk) -> Outcome:
        checked = _checked(within, form, period, by)
        number = checked.number
        open_ones = _open_checks(checked, told)
        for name in (*([REASON] if told else []), *(one.check for one in open_ones)):
            act(within, number, "explain", Asked(by, told=Explained(name, told)))
        return act(within, number, "approve", Asked(by))

    return desk.together(job)


def _ruled(
    book: Book, desk: Desk, form: Form, period: Period, by: str, reason: str
) -> tuple[tuple[Finding, ...], NilAsked]:
    require(acting(book, by), COMPUTE, Subject(desk.territory))
    asked = _asked(book, desk, form, period, reason)
    return tuple(nil_findings(asked)), asked


def _checked(desk: Desk, form: Form, period: Period, by: str) -> Outcome:
    """The return computed and checked, with what its checks found."""
    made, _return = compute_return(desk, form, period, by)
    checked = check_return(desk, made.number, Asked(by))
    run = checked.held.happened(ChecksRun)[-1]
    return replace(checked, findings=run.findings)


def _open_checks(checked: Outcome, reason: str) -> tuple[Checked, ...]:
    """The checks that the reason explains: those that could not run. One that is not met is put
    right or explained by name on the page of the return, not passed over here."""
    found = [one for one in checked.findings if isinstance(one, Checked) and one.is_against]
    bars = [one for one in found if one.answer is Answer.NOT_MET or not reason]
    if bars:
        says = "a check stands against it: put it right, or say why it may stand"
        raise ActRefused(RULE, says, tuple(map(_named, bars)))
    return tuple(found)


def _named(one: Checked) -> Finding:
    return Finding(one.rule, one.answer, f"{one.check}: {one.reason}")


def _asked(book: Book, desk: Desk, form: Form, period: Period, reason: str) -> NilAsked:
    told = documents_of(book, period, desk.territory)
    stored = book.documents(KIND, number=return_number(form, period))
    held = held_of(kinds()[KIND], stored[0]) if stored else None
    return NilAsked(
        return_=compute(form, desk.territory, period, BooksOfNode(book), told),
        is_complete=told.get("is_complete", False),
        had_before=_had_figures(book, desk, form, _year_before(period)),
        is_open=held is None or (held.state in OPEN and held.proposal is None),
        today=desk.today,
        reason=reason,
    )


def _had_figures(book: Book, desk: Desk, form: Form, period: Period) -> bool:
    before = compute(
        form, desk.territory, period, BooksOfNode(book), documents_of(book, period, desk.territory)
    )
    return not before.is_nil


def _year_before(period: Period) -> Period:
    """The same quarter or year, one year earlier; no return ends on 29 February."""
    first, last = period.first, period.last
    return Period(date(first.year - 1, first.month, 1), last.replace(year=last.year - 1))
