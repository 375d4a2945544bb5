"""Look over a node: everything that the checks found and nobody has settled yet, in one list.

What was refused stands in the journal, what differs stands on questions and papers, what was
refused of a return waits in its tray. Patterns over many papers come from `watch.patterns`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from ringfence.jobs.document_kinds import kinds
from ringfence.jobs.doing import Desk, acting
from ringfence.jobs.keeping import held_of, history_of
from ringfence.jobs.noted_settings import ACT, SUBJECT, unapproved
from ringfence.jobs.return_facts import FILED, Kept
from ringfence.jobs.stock_tray import waiting_keys
from ringfence.law.record import read_record
from ringfence.store.book import Book
from ringfence.substance.catalogue import load_catalogue
from ringfence.terms import Answer, Day, Finding, Period
from ringfence.trade.acting import PROPOSED
from ringfence.trade.company_return import tray_key
from ringfence.trade.endorsement import CITATION, Endorsement, endorsed_lines
from ringfence.trade.export_authorisation import draws
from ringfence.trade.inspection import count_questions
from ringfence.trade.life import Done
from ringfence.trade.line_checks import grams
from ringfence.trade.loss import told_in_time
from ringfence.trade.permissions import Subject, Way, require, table
from ringfence.trade.pre_export_notification import CITATION as NOTICE
from ringfence.trade.receipt import Receipt
from ringfence.trade.returns.calendar import quarters_of
from ringfence.trade.stock_line import TO_HOLDER, amounts
from ringfence.watch.patterns import (
    Decided,
    Noticed,
    growing,
    nearly_overdrawn,
    same_pairs,
)

REFUSED = ".refused"
"""Ends the word of the journal for an act that was refused."""


def look_over(desk: Desk, by: str, year: int) -> list[Noticed]:
    """Every finding on the year that is not settled, for those who may read the journal."""

    def job(book: Book) -> list[Noticed]:
        subject = Subject(desk.territory, holds=frozenset({"of_office"}))
        require(acting(book, by), "store.journal.read", subject, Way.READ)
        return [
            *_refusals(book),
            *_questions(book),
            *_trays(book),
            *_papers(book, desk.limits.loss_told_hours),
            *_ceilings(book, year),
            *_settings(book, year),
            *same_pairs(_decisions(book)),
            *growing(_received(book, quarters_of(year))),
        ]

    return desk.look(job)


def _settings(book: Book, year: int) -> Iterable[Noticed]:
    for day, says in unapproved(book, year):
        yield Noticed(f"{SUBJECT} {day}", _open(ACT, says))


def _open(rule: str, reason: str, **facts: str) -> Finding:
    return Finding(rule, Answer.NOT_MET, reason, facts)


def _refusals(book: Book) -> Iterator[Noticed]:
    """Acts that were refused, with each finding that was not met or could not be settled."""
    for one in book.acts(act__endswith=REFUSED):
        for found in one["findings"]:
            answer = Answer(found["answer"])
            if answer in (Answer.NOT_MET, Answer.UNDETERMINED) and not found.get("is_advice"):
                facts = {"act": one["act"].removesuffix(REFUSED), "person": one["person"]}
                yield Noticed(
                    one["subject"], Finding(found["rule"], answer, found["reason"], facts)
                )


def _questions(book: Book) -> Iterator[Noticed]:
    for stored in book.documents("question", state=["open", "answered"]):
        question = held_of(kinds()["question"], stored).paper
        subject = f"company_return:{question.operator}:{question.line_id}"
        yield Noticed(subject, _open(f"trade.question.{question.kind}", question.sentence))


def _trays(book: Book) -> Iterator[Noticed]:
    """Lines of returns that were refused and not sent again since."""
    for stored in book.documents("company_return", state="part_refused"):
        held = held_of(kinds()["company_return"], stored)
        last = {
            tray_key(receipt.number, line.row, line.line_id, line.code): line
            for receipt in held.happened(Receipt)
            for line in receipt.lines
        }
        for key in sorted(waiting_keys(book, stored.number, held)):
            code = last[key].code
            reason = f"line {key} was refused: {code.replace('_', ' ')}"
            yield Noticed(stored.subject, _open(f"trade.line.{code}", reason, line=key))


def _papers(book: Book, hours_max: int) -> Iterator[Noticed]:
    yield from _in_query(book)
    for stored in book.documents("pre_export_notification", state="lapsed"):
        reason = "no reply came by the day it was asked for, and silence clears nothing"
        yield Noticed(stored.subject, _open(NOTICE, reason))
    for stored in book.documents("loss"):
        finding = told_in_time(held_of(kinds()["loss"], stored).paper, hours_max)
        if finding.answer is not Answer.MET:
            yield Noticed(stored.subject, finding)
    for stored in book.documents("inspection"):
        for question in count_questions(held_of(kinds()["inspection"], stored)):
            rule = f"trade.question.{question.kind}"
            yield Noticed(stored.subject, _open(rule, question.sentence))


def _in_query(book: Book) -> Iterator[Noticed]:
    """Exports of which something else arrived than left."""
    for stored in book.documents("export_authorisation", state="in_query"):
        held = held_of(kinds()["export_authorisation"], stored)
        for paper in held.happened(Endorsement)[-1:]:
            for line in endorsed_lines(paper, draws(held)):
                left, came = line.exported_ug or 0, line.imported_ug or 0
                reason = f"line {line.line}: {grams(left)} left, {grams(came)} arrived"
                yield Noticed(stored.subject, _open(CITATION, reason))


def _ceilings(book: Book, year: int) -> Iterator[Noticed]:
    for one in book.limits(year=year, holder=""):
        allowed_ug = one.total_ug + one.re_export_ug - one.excess_ug
        yield from nearly_overdrawn(one.subject, one.used_ug, allowed_ug)


def _decisions(book: Book) -> Iterator[Decided]:
    """Who decided on whose proposals, from the documents that two persons decide."""
    for kind in kinds().values():
        for stored in book.documents(kind.name):
            yield from _decided(stored.subject, history_of(stored))


def _decided(subject: str, history: Sequence[Done]) -> Iterator[Decided]:
    proposer = ""
    for done in history:
        if done.act.endswith((PROPOSED, ".propose")):
            proposer = done.person
        elif proposer and "2" in table()[done.act].cells[done.role]:
            yield Decided(subject, proposer, done.person)
            proposer = ""


def _received(book: Book, periods: Sequence[Period]) -> Mapping[tuple[str, str], Sequence[int]]:
    """What each firm was sent of each substance, by period, as the senders told."""
    products = {
        one.number: held_of(kinds()["product"], one).paper for one in book.documents("product")
    }
    found: dict[tuple[str, str], list[int]] = {}
    for stored in book.documents(FILED, state=["accepted", "accepted_with_remark"]):
        if stored.body["line"]["kind"] not in TO_HOLDER:
            continue
        line = read_record(Kept, stored.body, stored.subject).line
        place = _place_of(line.day, periods)
        if place is None:
            continue
        for one in amounts(line.goods, products, load_catalogue())[0]:
            sums = found.setdefault((line.counterpart, one.substance), [0] * len(periods))
            sums[place] += one.amount_ug
    return found


def _place_of(day: Day, periods: Sequence[Period]) -> int | None:
    return next((place for place, period in enumerate(periods) if day in period), None)
