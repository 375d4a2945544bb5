"""The return of an operator for a period: every line gets its own verdict, and a receipt.

Lines that are accepted are booked at once; lines that are refused wait in the tray, and only they
are sent again. A line is known by its `line_id`: sending it again changes nothing and gives the
answer of the first time, and another content under it is refused. A wrong line is corrected by a
new line that names it: the old one is taken back, and both stay.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from ringfence.law.movement import needed
from ringfence.law.record import InputNotUnderstood, Problem
from ringfence.ledger.entry import Entry
from ringfence.terms import Day, Finding, Period
from ringfence.trade.acting import Act, Held, Place, Taken, begin
from ringfence.trade.claim import stands
from ringfence.trade.life import Life, Transition
from ringfence.trade.line_checks import Asked, grams, said_of
from ringfence.trade.line_facts import (
    Counterpart,
    Facts,
    FiledLine,
    LineVerdict,
    Movement,
    Said,
    Working,
    movement_of,
)
from ringfence.trade.line_posting import booked, stock
from ringfence.trade.question import Question
from ringfence.trade.receipt import Receipt, Verdict, receipt_for
from ringfence.trade.stock_line import (
    BY_PAPER,
    COUNTS,
    FROM_AUTHORITY,
    FROM_HOLDER,
    FROM_WORLD,
    Amount,
    LineKind,
    StockLine,
    amounts,
    hashed,
    read_stock_line,
)
from ringfence.trade.time_limits import Timing


@dataclass(frozen=True, slots=True, kw_only=True)
class CompanyReturn:
    """The period that an operator reports."""

    operator: str = needed("the number of the operator", limit=50)
    first: Day = needed("the first day of the period")
    last: Day = needed("the last day of the period")

    def problems(self) -> Iterator[Problem]:
        """What is wrong with the period."""
        if self.last < self.first:
            yield Problem("last", "lies before the first day", "Swap the two days")


@dataclass(frozen=True, slots=True)
class Row:
    """One row as it came: where it stood, its cells by the names of our columns.

    problems  what the reader of the file found in it: a formula, a cell that cannot be read
    """

    place: str
    cells: Mapping[str, str]
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class Filing:
    """What one filing gives: verdicts in the order of the rows, and what is to be written.

    filed  lines newly accepted, and lines that were taken back, by line_id
    """

    verdicts: tuple[Verdict, ...]
    entries: tuple[Entry, ...]
    questions: tuple[Question, ...]
    filed: tuple[FiledLine, ...]
    receipt: Receipt


def file_rows(
    paper: CompanyReturn,
    rows: Sequence[Row],
    facts: Facts,
    *,
    receipt_number: str,
    filed_at: str,
    file_sha256: str = "",
) -> Filing:
    """Judge every row, book what is accepted, and write the receipt."""
    judge = _Judge(paper, facts)
    verdicts: dict[int, Verdict] = {}
    lines: list[tuple[int, StockLine]] = []
    for place, row in enumerate(rows):
        try:
            line = read_stock_line(row.cells)
        except InputNotUnderstood as wrong:
            verdicts[place] = _unreadable(row, (*row.problems, *wrong.problems))
            continue
        if row.problems:
            verdicts[place] = _unreadable(row, row.problems)
        else:
            lines.append((place, line))
    for place, line in sorted(lines, key=judge.order(lines)):
        verdicts[place] = judge.verdict(line, rows[place].place)
    answered = tuple(verdicts[place] for place in range(len(rows)))
    period = (paper.first, paper.last)
    receipt = receipt_for(receipt_number, paper.operator, period, filed_at, file_sha256, answered)
    entries, questions = tuple(judge.working.entries), tuple(judge.questions)
    return Filing(answered, entries, questions, tuple(judge.changed.values()), receipt)


def _unreadable(row: Row, problems: Sequence[Problem]) -> Verdict:
    says = tuple(Said("not_understood", one.place, one.problem, one.remedy) for one in problems)
    line_id = row.cells.get("line_id", "").strip()[:40]
    return Verdict(line_id, row.place, LineVerdict.REFUSED, hashed(dict(row.cells)), says)


class _Judge:
    """One filing: the books as they grow, the lines known so far, the questions raised."""

    def __init__(self, paper: CompanyReturn, facts: Facts) -> None:
        self.paper, self.facts = paper, facts
        self.period = Period(paper.first, paper.last)
        self.working = Working(facts)
        self.questions: list[Question] = []
        self.changed: dict[str, FiledLine] = {}
        self.told: dict[Movement, str] = {}

    def order(self, lines: Sequence[tuple[int, StockLine]]) -> _Order:
        """The order of booking: by day, what comes in before what goes out, counts last.

        A correction of a line that is filed already comes first; one of a line of this very
        filing comes last.
        """
        return _Order({line.line_id for _, line in lines})

    def known(self, line_id: str) -> FiledLine | None:
        """A line that was accepted, in this filing or before."""
        return self.changed.get(line_id) or self.facts.filed.get(line_id)

    def verdict(self, line: StockLine, place: str) -> Verdict:
        """The verdict on one line; what it books is in the working books afterwards."""
        content = line.content_hash
        before = self.known(line.line_id)
        if before is not None and before.content_hash == content:
            return Verdict(line.line_id, place, before.verdict, content, before.says, True)
        if before is not None:
            remedy = "Give the line a number of its own, and name this one in corrects"
            taken = Said(TAKEN, "line_id", "another line has this number", remedy)
            return Verdict(line.line_id, place, LineVerdict.REFUSED, content, (taken,))
        says, made = self._weigh(line)
        if any(one.refuses for one in says):
            return Verdict(line.line_id, place, LineVerdict.REFUSED, content, says)
        verdict = LineVerdict.ACCEPTED_WITH_REMARK if says else LineVerdict.ACCEPTED
        self._keep(line, FiledLine(line.line_id, content, verdict, says, made))
        return Verdict(line.line_id, place, verdict, content, says)

    def _weigh(self, line: StockLine) -> tuple[tuple[Said, ...], str]:
        """What is said of a line, and the number of the entry it made."""
        is_withdrawal = bool(line.corrects) and line.quantity is None and line.packs is None
        found: tuple[Amount, ...] = ()
        says: list[Said] = []
        if not is_withdrawal:
            found, problems = amounts(line.goods, self.facts.products, self.facts.catalogue)
            says += [Said("amount", one.place, one.problem, one.remedy) for one in problems]
        elif not line.remark:
            remedy = "Say in remark why the line is withdrawn"
            says.append(Said("reason_missing", "remark", "the reason is missing", remedy))
        asked = Asked(line, self.paper.operator, self.period, found, self.facts, self.working)
        says += said_of(asked)
        says += self._correction(line)
        says += self._told_before(asked)
        if any(one.refuses for one in says):
            self._ask_of_refused(asked, says)
            return tuple(says), ""
        more, made = self._book(asked, says)
        return (*says, *more), made

    def _correction(self, line: StockLine) -> Iterator[Said]:
        if not line.corrects:
            return
        wrong = self.known(line.corrects)
        if wrong is None:
            remedy = "Enter the line_id of a line that was accepted"
            sentence = f"no line {line.corrects} of yours was accepted"
            yield Said("corrected_unknown", "corrects", sentence, remedy)
        elif wrong.corrected_by:
            remedy = f"Correct {wrong.corrected_by} instead"
            yield Said("corrected_before", "corrects", f"{line.corrects} was corrected", remedy)

    def _told_before(self, asked: Asked) -> Iterator[Said]:
        """The same movement under another number is a remark: it may have happened twice."""
        line = asked.line
        if not asked.amounts or not self._books_itself(line):
            return
        movement = movement_of(line, asked.amounts)
        other = self.told.get(movement) or self.facts.told.get(movement, "")
        known = self.known(other) if other else None
        if known is not None and not known.corrected_by and line.corrects != other:
            sentence = (
                f"line {line.line_id} says the same as line {other} "
                f"(same day {line.day}, product, batch, quantity and partner)"
            )
            remedy = f"If it is one movement, take one back: name {other} in corrects, say why"
            yield Said("told_before", "line_id", sentence, remedy, False)
        self.told.setdefault(movement, line.line_id)

    def _book(self, asked: Asked, says: Sequence[Said]) -> tuple[tuple[Said, ...], str]:
        line = asked.line
        wrong = self._wrong_entry(line)
        books = asked.amounts if self._books_itself(line) else ()
        if wrong is not None or books:
            other = asked.other or Counterpart("")
            day = max(line.day, wrong.day) if wrong is not None else line.day
            bent = booked(line, asked.operator, books, other, wrong, day, self.working)
            if bent is not None and bent.is_too_full:
                sentence = "the account would hold more than 100,000 tonnes"
                remedy = "Look at the quantity and its unit again"
                return (Said("amount", "quantity", sentence, remedy),), ""
            if bent is not None:
                short = bent.account
                return (self._too_little(asked, short.substance, short.holder, short.purpose),), ""
        self._note_use(asked)
        made = f"company_return:{asked.operator}:{line.line_id}" if books else ""
        return tuple(self._compared(asked, says)), made

    def _books_itself(self, line: StockLine) -> bool:
        """A count and what a paper books are only compared; past trade books all by itself."""
        if self.facts.policy.is_history:
            return line.kind is not LineKind.YEAR_END_COUNT
        key = BY_PAPER.get(line.kind)
        return line.kind not in COUNTS and (key is None or not getattr(line, key))

    def _wrong_entry(self, line: StockLine) -> Entry | None:
        wrong = self.known(line.corrects) if line.corrects else None
        if wrong is None or not wrong.entry:
            return None
        here = (one for one in self.working.entries if one.number == wrong.entry)
        return next(here, None) or self.facts.entries[wrong.entry]

    def _too_little(self, asked: Asked, substance: str, holder: str, apart: str) -> Said:
        line = asked.line
        if holder != asked.operator:
            remedy = "Ask the authority: its own books hold less than this line takes"
            return Said("source_too_low", "quantity", f"{holder} holds less {substance}", remedy)
        held = self.working.balance(stock(asked.operator, line.site, substance, apart))
        takes = sum(one.amount_ug for one in asked.amounts if one.substance == substance)
        sentence = f"site {line.site} holds {grams(held)} of {substance} on the books"
        if takes:
            sentence += f", the line takes {grams(takes)}"
        remedy = "Send the lines that brought the rest, or correct the amount or the site"
        return Said("stock_too_low", "quantity", sentence, remedy)

    def _note_use(self, asked: Asked) -> None:
        line, working = asked.line, self.working
        for one in asked.amounts:
            if line.kind in BY_PAPER and not self._books_itself(line):
                key = (getattr(line, BY_PAPER[line.kind]), one.substance)
                working.reported_ug[key] = working.reported_ug.get(key, 0) + one.amount_ug

    def _compared(self, asked: Asked, before: Sequence[Said]) -> Iterator[Said]:
        """Counts against the books, and lines against the papers they name."""
        line = asked.line
        if line.kind in COUNTS and not self._books_itself(line):
            yield from self._counted(asked)
        elif line.kind in BY_PAPER and not self._books_itself(line):
            yield from self._against_paper(asked)
        for said in before:
            if said.code in _ASKED:
                self._ask(asked, said.code, asked.amounts[0] if asked.amounts else None, 0, said)

    def _counted(self, asked: Asked) -> Iterator[Said]:
        line = asked.line
        for one in asked.amounts:
            account = stock(asked.operator, line.site, one.substance, one.books_as)
            expected = self.working.balance_on(account, line.day)
            if expected == one.amount_ug:
                continue
            sentence = (
                f"the books hold {grams(expected)} of {one.substance} on {line.day}, "
                f"{grams(one.amount_ug)} were counted"
            )
            said = Said("count_difference", "quantity", sentence, "Explain the difference", False)
            self._ask(asked, "count_difference", one, expected, said)
            yield said

    def _against_paper(self, asked: Asked) -> Iterator[Said]:
        line = asked.line
        number = getattr(line, BY_PAPER[line.kind])
        paper = self.facts.papers[number]
        for one in asked.amounts:
            here = self.working.reported_ug[number, one.substance]
            reported = paper.reported_ug.get(one.substance, 0) + here
            expected = paper.booked_ug.get(one.substance, 0)
            if reported == expected:
                continue
            sentence = (
                f"{number} booked {grams(expected)} of {one.substance}, "
                f"lines name it for {grams(reported)}"
            )
            said = Said("paper_difference", "quantity", sentence, "Explain the difference", False)
            if reported > expected:
                self._ask(
                    asked, "paper_difference", replace(one, amount_ug=reported), expected, said
                )
            yield said

    def _ask_of_refused(self, asked: Asked, says: Sequence[Said]) -> None:
        """A refused line books nothing; what it tells of a supply outside the licences is asked."""
        told = next((one for one in says if one.code in _ASKED_OF_REFUSED), None)
        if told is None or not asked.amounts:
            return
        one, line = asked.amounts[0], asked.line
        number = f"{asked.operator}:{line.line_id}:{told.code}:{line.content_hash[:8]}"
        self.questions.append(
            Question(
                number, told.code, asked.operator, line.line_id, None, 0, one.amount_ug,
                told.sentence,
            )
        )  # fmt: skip

    def _ask(
        self, asked: Asked, kind: str, one: Amount | None, expected_ug: int, said: Said
    ) -> None:
        if one is None:
            return
        line = asked.line
        account = stock(asked.operator, line.site, one.substance, one.books_as)
        number = f"{asked.operator}:{line.line_id}:{kind}:{one.substance}"
        self.questions.append(
            Question(
                number, kind, asked.operator, line.line_id, account, expected_ug,
                one.amount_ug, said.sentence,
            )
        )  # fmt: skip

    def _keep(self, line: StockLine, filed: FiledLine) -> None:
        self.changed[line.line_id] = filed
        wrong = self.known(line.corrects) if line.corrects else None
        if wrong is not None:
            self.changed[line.corrects] = replace(wrong, corrected_by=line.line_id)


TAKEN = "line_id_taken"
"""The refusal of a line whose number stands for another line."""

_ASKED = frozenset({"counterpart_class", "not_licensed", "ceiling_exceeded"})
"""Remarks that an officer is asked about; the line is booked."""

_ASKED_OF_REFUSED = frozenset({"counterpart_not_licensed"})
"""Refusals that an officer is asked about: goods may have gone where they must not."""

_COMES_IN = FROM_HOLDER | FROM_WORLD.keys() | FROM_AUTHORITY.keys() | {LineKind.OPENING_STOCK}


class _Order:
    """The key by which lines are booked."""

    def __init__(self, here: set[str]) -> None:
        self._here = here

    def __call__(self, numbered: tuple[int, StockLine]) -> tuple[int, Day, int, int]:
        place, line = numbered
        wave = 1 if not line.corrects else (2 if line.corrects in self._here else 0)
        turn = 0 if line.kind in _COMES_IN else 1
        return wave, line.day, 2 if line.kind is LineKind.YEAR_END_COUNT else turn, place


@dataclass(frozen=True, slots=True)
class NotOurs:
    """What becomes of refused lines that are not sent again: line or row, and the reason."""

    reasons: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Nil:
    """Nothing to report; a reason where the period before had figures."""

    reason: str = ""


Filed = Held[CompanyReturn]
"""A return as it stands; its receipts are what was told."""


def tray(held: Filed) -> tuple[str, ...]:
    """The refused lines that were not accepted since, as `tray_key` names them."""
    waiting: dict[str, None] = {}
    for receipt in held.happened(Receipt):
        for line in receipt.lines:
            if line.verdict is LineVerdict.REFUSED:
                waiting.setdefault(tray_key(receipt.number, line.row, line.line_id, line.code))
            else:
                waiting.pop(line.line_id, None)
    return tuple(waiting)


def tray_key(receipt: str, row: str, line_id: str, code: str) -> str:
    """How the tray names a refused line: by its own number, or by receipt and row.

    A line whose number stands for another line has none of its own.
    """
    return line_id if line_id and code != TAKEN else f"{receipt} {row}"


def _weigh_receipt(held: Filed, act: Act) -> Iterator[Finding]:
    own = isinstance(act.told, Receipt) and act.told.operator == held.paper.operator
    rule = "trade.stock_lines.receipt"
    yield stands(rule, own, "the receipt is this operator's", "file the lines to get a receipt")


def _weigh_signing(held: Filed, act: Act) -> Iterator[Finding]:
    told = (*held.happened(NotOurs), act.told)
    explained = {
        key: reason for one in told if isinstance(one, NotOurs) for key, reason in one.reasons
    }
    left = [key for key in tray(held) if not explained.get(key)]
    lacks = f"{len(left)} refused lines wait: send them again, or say of each why it is not yours"
    yield stands("trade.stock_period.tray", not left, "no refused line waits", lacks)


def _weigh_nil(held: Filed, act: Act) -> Iterator[Finding]:
    told = isinstance(act.told, Nil)
    yield stands(
        "trade.stock_period.nil", told, "nil is told", "say that there is nothing to report"
    )


@dataclass(frozen=True, slots=True)
class HeldElsewhere:
    """The periods of the operator's other returns."""

    periods: tuple[Period, ...] = ()


def _weigh_covered(held: Filed, act: Act) -> Iterator[Finding]:
    others = act.facts.periods if isinstance(act.facts, HeldElsewhere) else ()
    count = (held.paper.last - held.paper.first).days + 1
    days = (held.paper.first + timedelta(days=number) for number in range(count))
    is_held = all(any(one.first <= day <= one.last for one in others) for day in days)
    lacks = "no other return of the operator holds every day of it"
    says = "returns of other periods hold every day of it"
    yield stands("trade.stock_period.covered", is_held, says, lacks)


def _weigh_due(held: Filed, act: Act) -> Iterator[Finding]:
    timing = act.facts if isinstance(act.facts, Timing) else Timing()
    due = held.paper.last + timedelta(days=timing.limits.company_return_days)
    lacks = f"it is due on {due}"
    yield stands("trade.stock_period.due", act.day > due, f"it was due on {due}", lacks)


EMPTY = ("open", "overdue")
"""The states of a period of which nothing was filed yet."""

_LINES_TAKEN = ("checked_by_line", "part_refused", "complete", "closed", "nil")

COMPANY_RETURN = Life(
    kind="company_return",
    first="open",
    states=(
        *("open", "received", "checked_by_line", "complete", "closed"),
        *("part_refused", "corrected", "overdue", "nil", "covered"),
    ),
    transitions=(
        Transition(
            "trade.stock_lines.upload",
            (*EMPTY, "covered", "checked_by_line", "part_refused", "corrected"),
            "received",
            checks=(_weigh_receipt,),
        ),
        Transition(
            "trade.stock_lines.upload",
            ("complete", "closed", "nil"),
            "corrected",
            checks=(_weigh_receipt,),
        ),
        Transition(
            "trade.stock_lines.check", ("received",), "checked_by_line", checks=(_weigh_signing,)
        ),
        Transition("trade.stock_lines.refuse_part", ("received",), "part_refused"),
        Transition(
            "trade.stock_period.sign",
            ("checked_by_line", "part_refused", "corrected"),
            "complete",
            checks=(_weigh_signing,),
        ),
        Transition("trade.stock_period.sign", EMPTY, "nil", checks=(_weigh_nil,)),
        Transition("trade.stock_period.cover", EMPTY, "covered", checks=(_weigh_covered,)),
        Transition("trade.stock_period.close", ("complete", "nil"), "closed"),
        Transition("trade.stock_period.overdue", ("open",), "overdue", checks=(_weigh_due,)),
    ),
)
"""Lines come in until the period is signed; what comes later corrects it and is signed anew.

A period that was opened when nobody began it ends as covered once other returns hold its days: a
firm that reports months owes no quarter.
"""


def open_period(paper: CompanyReturn, territory: str, act: Act) -> Taken[CompanyReturn]:
    """Open the period of an operator (`trade.stock_period.open`)."""
    return begin(COMPANY_RETURN, paper, Place(territory, (paper.operator,)), act)
