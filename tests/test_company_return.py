"""Company returns: a verdict for each line, books that balance, receipts that prove."""

from __future__ import annotations

import tomllib
from collections import Counter
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from ringfence.ledger.account import Account, AccountKind
from ringfence.ledger.entry import sums
from ringfence.substance.catalogue import load_catalogue
from ringfence.trade.company_return import (
    COMPANY_RETURN,
    CompanyReturn,
    Filing,
    Nil,
    NotOurs,
    Row,
    file_rows,
    open_period,
    tray,
)
from ringfence.trade.delivery import in_transit, unmatched
from ringfence.trade.life import ActRefused
from ringfence.trade.line_facts import (
    BookedPaper,
    LineVerdict,
    Movement,
    OrderMove,
    ReturnPolicy,
    movement_of,
)
from ringfence.trade.line_posting import stock
from ringfence.trade.question import settled_count
from ringfence.trade.receipt import proves, receipt_hash
from ringfence.trade.stock_line import LineKind, amounts, read_stock_line
from ringfence.trade.time_limits import TimeLimits, Timing
from tests.operator_parts import (
    OFFICER,
    SYSTEM,
    World,
    act,
    cells_of,
    clerk,
    done,
    responsible,
)

CASES = sorted((Path(__file__).parent / "cases" / "company_return").glob("*.toml"))
QUARTER = CompanyReturn(operator="A", first=date(2025, 3, 1), last=date(2025, 3, 31))
G = 1_000_000


def filed(
    world: World, *lines: dict[str, str], operator: str = "A", number: str = "R-1", **facts: Any
) -> Filing:
    """File lines and write what they give."""
    rows = [Row(f"row {place}", cells) for place, cells in enumerate(lines, 2)]
    filing = file_rows(
        replace(QUARTER, operator=operator),
        rows,
        world.facts(operator, **facts),
        receipt_number=number,
        filed_at="2025-04-02T09:00:00Z",
        file_sha256="0" * 64,
    )
    world.write(operator, filing)
    return filing


def held_by(world: World, operator: str) -> int:
    """The morphine in the stock of an operator."""
    return world.balances.get(stock(operator, "1", "morphine"), 0)


PAPERS = {
    "XA-IC-0": BookedPaper("XA-IC-0", frozenset({LineKind.IMPORT}), "A"),
    "XA-IC-1": BookedPaper("XA-IC-1", frozenset({LineKind.IMPORT}), "A", {"morphine": 10 * G}),
}


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_each_line_is_answered_as_the_case_says(path: Path) -> None:
    case = tomllib.loads(path.read_text(encoding="utf-8"))
    world, books = World(), case.get("books", {})
    opening = Account(AccountKind.OPENING, "morphine", "A", "1")
    amount = int(Decimal(books.get("stock_g", "0")) * G)
    world.balances |= {stock("A", "1", "morphine"): amount, opening: -amount} if amount else {}
    largest = {"morphine": int(Decimal(books["largest_g"]) * G)} if "largest_g" in books else {}
    line = cells_of("1", **case["line"])
    filing = filed(world, line, papers=PAPERS, largest_ug=largest)
    (verdict,) = filing.verdicts
    expect = case["expect"]
    assert verdict.verdict == expect["verdict"], verdict
    if "code" in expect:
        said = next(one for one in verdict.says if one.code == expect["code"])
        assert said.field == expect["field"]
        assert expect.get("remedy", "") in said.remedy
    booked = sum(
        one.amount_ug
        for entry in filing.entries
        for one in entry.lines
        if one.account == stock("A", "1", "morphine")
    )
    assert booked == expect["booked_ug"]


def test_it_should_be_that_every_problem_of_a_line_is_told_at_once() -> None:
    line = cells_of("1", "supply_out", day="2025-05-01", holder="L-X", counterpart="Z")
    (verdict,) = filed(World(), line).verdicts
    assert {one.code for one in verdict.says} == {
        "day_after_period", "counterpart_unknown", "licence_unknown",
    }  # fmt: skip
    assert all(one.sentence and one.remedy for one in verdict.says)


def test_it_should_be_that_good_lines_are_booked_beside_refused_ones() -> None:
    world = World()
    filing = filed(world, cells_of("1", "manufacture"), cells_of("2", "manufacture", "x"))
    verdicts = [one.verdict for one in filing.verdicts]
    assert verdicts == [LineVerdict.ACCEPTED, LineVerdict.REFUSED]
    assert held_by(world, "A") == 10 * G
    receipt = filing.receipt
    assert (receipt.accepted, receipt.accepted_with_remark, receipt.refused) == (1, 0, 1)


def test_it_should_be_that_a_line_sent_again_changes_nothing_and_gets_the_same_answer() -> None:
    world = World()
    first = filed(world, cells_of("1", "manufacture", day="2025-02-03"))
    before = dict(world.balances)
    again = filed(world, cells_of("1", "manufacture", day="2025-02-03"), number="R-2")
    assert again.entries == () and world.balances == before
    assert again.verdicts[0].verdict_hash == first.verdicts[0].verdict_hash
    assert again.verdicts[0].is_repeat


def test_it_should_be_that_one_number_cannot_stand_for_two_lines() -> None:
    world = World()
    filing = filed(world, cells_of("1", "manufacture"), cells_of("1", "manufacture", "11"))
    assert [one.main.code for one in filing.verdicts] == ["accepted", "line_id_taken"]
    assert held_by(world, "A") == 10 * G


def test_it_should_be_that_a_line_whose_number_is_taken_waits_by_its_row() -> None:
    world = World()
    told = open_period(QUARTER, "XA", act("trade.stock_period.open", SYSTEM)).held
    filing = filed(world, cells_of("1", "manufacture"), cells_of("1", "manufacture", "11"))
    told = done(COMPANY_RETURN, told, "trade.stock_lines.upload", clerk("A"), told=filing.receipt)
    assert tray(told) == ("R-1 row 3",)
    with pytest.raises(ActRefused):
        done(COMPANY_RETURN, told, "trade.stock_lines.check", SYSTEM)
    told = done(COMPANY_RETURN, told, "trade.stock_lines.refuse_part", SYSTEM)
    with pytest.raises(ActRefused):
        done(COMPANY_RETURN, told, "trade.stock_period.sign", responsible("A"))
    reasons = NotOurs((("R-1 row 3", "keyed in twice"),))
    told = done(COMPANY_RETURN, told, "trade.stock_period.sign", responsible("A"), told=reasons)
    assert told.state == "complete"


def test_it_should_be_that_one_movement_under_two_numbers_is_remarked_and_never_refused() -> None:
    world = World()
    sale = {"kind": "supply_out", "counterpart": "C", "batch": "7"}
    filed(world, cells_of("0", "manufacture", "50"))
    first = filed(world, cells_of("1", **sale), cells_of("2", **sale), number="R-2")
    assert [one.main.code for one in first.verdicts] == ["accepted", "told_before"]
    assert "line 2 says the same as line 1" in first.verdicts[1].main.sentence
    assert held_by(world, "A") == 30 * G
    known = {"told": told_of(("1", sale))}
    later = filed(world, cells_of("3", **sale), number="R-3", **known)
    assert "line 3 says the same as line 1" in later.verdicts[0].main.sentence
    others = ({"batch": "8"}, {"counterpart": "D"}, {"day": "2025-03-05"}, {"grams": "9"})
    for place, other in enumerate(others, 4):
        (verdict,) = filed(world, cells_of(str(place), **{**sale, **other}), **known).verdicts
        assert "told_before" not in {one.code for one in verdict.says}, other
    withdrawn = cells_of("9", "supply_out", "", corrects="1", remark="told twice", counterpart="C")
    withdrawn.pop("unit")
    filed(world, withdrawn, number="R-9", **known)
    (verdict,) = filed(world, cells_of("10", **sale), number="R-10", **known).verdicts
    assert verdict.verdict is LineVerdict.ACCEPTED, verdict


def told_of(*lines: tuple[str, dict[str, str]]) -> dict[Movement, str]:
    """What accepted lines told, as the books know it."""
    found = {}
    for line_id, cells in lines:
        line = read_stock_line(cells_of(line_id, **cells))
        found[movement_of(line, amounts(line.goods, {}, load_catalogue())[0])] = line_id
    return found


def test_it_should_be_that_the_order_of_rows_in_a_file_does_not_matter() -> None:
    world = World()
    filing = filed(
        world,
        cells_of("2", "supply_out", counterpart="C"),
        cells_of("3", "year_end_count", "5", day="2025-03-31"),
        cells_of("1", "manufacture", "15"),
    )
    assert [one.verdict for one in filing.verdicts] == [LineVerdict.ACCEPTED] * 3
    assert filing.questions == ()


def test_it_should_be_that_a_supply_to_a_pharmacy_is_consumption() -> None:
    world = World()
    filed(world, cells_of("1", "manufacture"), cells_of("2", "supply_out", counterpart="C"))
    assert held_by(world, "A") == 0
    assert world.balances[Account(AccountKind.CONSUMPTION, "morphine", "A", "1")] == 10 * G


@pytest.mark.parametrize("buyer_first", [False, True])
def test_it_should_be_that_a_delivery_is_booked_once_whoever_tells_first(
    buyer_first: bool,
) -> None:
    world = World()
    filed(world, cells_of("0", "manufacture"))
    seller = ("A", cells_of("1", "supply_out", counterpart="B"))
    buyer = ("B", cells_of("1", "purchase_in", holder="L-B", counterpart="A"))
    for operator, line in (buyer, seller) if buyer_first else (seller, buyer):
        filed(world, line, operator=operator)
    assert held_by(world, "A") == 0 and held_by(world, "B") == 10 * G
    assert world.balances.get(in_transit("morphine", "A", "B"), 0) == 0
    assert world.balances.get(unmatched("morphine", "A", "B"), 0) == 0


def test_it_should_be_that_what_only_one_side_told_stays_an_open_question() -> None:
    world = World()
    filed(world, cells_of("0", "manufacture"), cells_of("1", "supply_out", counterpart="B"))
    line = cells_of("1", "purchase_in", "9.4", holder="L-B", counterpart="A")
    filed(world, line, operator="B")
    assert world.balances[in_transit("morphine", "A", "B")] == 600_000


def test_it_should_be_that_a_correction_takes_back_and_books_anew() -> None:
    world = World()
    filed(world, cells_of("1", "manufacture"))
    filing = filed(world, cells_of("2", "manufacture", "8", corrects="1"), number="R-2")
    assert held_by(world, "A") == 8 * G
    numbers = [entry.number for entry in filing.entries]
    assert numbers == ["company_return:A:2:takes_back:1", "company_return:A:2"]
    assert filing.entries[0].corrects == "company_return:A:1"
    twice = filed(world, cells_of("3", "manufacture", "7", corrects="1"), number="R-3")
    assert twice.verdicts[0].main.code == "corrected_before"


def test_it_should_be_that_a_correction_of_a_delivery_leaves_the_other_side_its_stock() -> None:
    world = World()
    filed(world, cells_of("0", "manufacture"), cells_of("1", "supply_out", counterpart="B"))
    filed(world, cells_of("1", "purchase_in", holder="L-B", counterpart="A"), operator="B")
    line = cells_of("2", "supply_out", "", counterpart="B", corrects="1", remark="never left")
    withdrawn = {key: line[key] for key in line if key not in ("unit", "already_base")}
    assert filed(world, withdrawn).verdicts[0].verdict is LineVerdict.ACCEPTED
    assert held_by(world, "A") == 10 * G and held_by(world, "B") == 10 * G
    assert world.balances[unmatched("morphine", "A", "B")] == -10 * G


def test_it_should_be_that_what_was_sold_on_cannot_be_corrected_away() -> None:
    world = World()
    filed(world, cells_of("1", "manufacture"), cells_of("2", "supply_out", "9", counterpart="C"))
    refused = filed(world, cells_of("3", "manufacture", "8", corrects="1"))
    assert refused.verdicts[0].main.code == "stock_too_low" and refused.entries == ()
    assert filed(world, cells_of("4", "manufacture", "9", corrects="1")).entries
    assert held_by(world, "A") == 0


def test_it_should_be_that_what_an_order_booked_is_not_booked_again_by_a_line() -> None:
    world = World()
    paper = BookedPaper(
        "O-1", frozenset({LineKind.SUPPLY_OUT}), "A", {"morphine": 5 * G}, {}, "B"
    )  # fmt: skip
    filed(world, cells_of("0", "manufacture", "20"))
    filing = filed(
        world,
        cells_of("1", "supply_out", "4", counterpart="B", order_number="O-1"),
        cells_of("2", "supply_out", "2", counterpart="B", order_number="O-1"),
        cells_of("3", "supply_out", "1", counterpart="C", order_number="O-1"),
        cells_of("4", "supply_out", "1", counterpart="B", order_number="O-9"),
        papers={"O-1": paper},
    )
    codes = [one.main.code for one in filing.verdicts]
    assert codes == ["paper_difference", "paper_difference", "paper_of_another", "paper_unknown"]
    assert [one.kind for one in filing.questions] == ["paper_difference"]
    assert filing.entries == () and held_by(world, "A") == 20 * G


def test_it_should_be_that_goods_of_an_order_are_not_told_without_its_number() -> None:
    world = World()
    day = date(2025, 3, 3)
    move = OrderMove(LineKind.SUPPLY_OUT, "B", day, "morphine", 5 * G)
    filed(world, cells_of("0", "manufacture", "20"))
    again = cells_of("1", "supply_out", "5", counterpart="B", day=str(day))
    refused = filed(world, again, moves={move: "O-1"})
    assert refused.verdicts[0].main.code == "order_not_named" and refused.entries == ()
    other = {**again, "line_id": "2", "remark": "a second delivery that day"}
    assert filed(world, other, moves={move: "O-1"}).entries


def test_it_should_be_that_past_trade_books_all_by_itself() -> None:
    world = World()
    policy = ReturnPolicy(is_history=True)
    filing = filed(
        world,
        cells_of("1", "opening_stock", "3"),
        cells_of("2", "import", counterpart="xb", holder="past"),
        cells_of("3", "export", "12", counterpart="XC", holder="past"),
        policy=policy,
    )
    assert all(one.verdict is LineVerdict.ACCEPTED for one in filing.verdicts)
    assert world.balances[Account(AccountKind.IMPORT, "morphine", place="XB")] == -10 * G
    assert held_by(world, "A") == 1 * G


def test_it_should_be_that_a_count_is_settled_only_by_an_entry_of_its_own() -> None:
    world = World()
    filing = filed(world, cells_of("1", "opening_stock", "7"))
    (question,) = filing.questions
    assert held_by(world, "A") == 0 and question.found_ug == 7 * G
    world.book(settled_count(question, date(2025, 3, 5), "correction:1", books_begin=True))
    assert held_by(world, "A") == 7 * G


def test_it_should_be_that_a_thousand_bad_lines_are_each_told() -> None:
    lines = [cells_of(str(place), "manufacture", "-") for place in range(1000)]
    filing = filed(World(), *lines)
    assert filing.receipt.refused == 1000
    assert Counter(one.main.field for one in filing.verdicts) == {"quantity": 1000}


def test_it_should_be_that_a_receipt_proves_what_was_filed() -> None:
    filing = filed(World(), cells_of("1", "manufacture"), cells_of("2", "manufacture", "x"))
    claimed = receipt_hash(filing.receipt)
    assert proves(filing.receipt, claimed, filing.verdicts)
    assert not proves(filing.receipt, claimed, filing.verdicts[:1])
    changed = replace(filing.verdicts[0], content_hash="f" * 64)
    assert not proves(filing.receipt, claimed, (changed, filing.verdicts[1]))
    altered = replace(filing.receipt, refused=0)
    assert receipt_hash(altered) != claimed
    assert not proves(altered, claimed, filing.verdicts)
    assert not proves(filing.receipt, "f" * 64, filing.verdicts)


def a_return() -> Any:
    """An open period of operator A."""
    return open_period(QUARTER, "XA", act("trade.stock_period.open", SYSTEM)).held


def test_it_should_be_that_a_period_is_not_signed_while_refused_lines_wait() -> None:
    world, period = World(), a_return()
    filing = filed(world, cells_of("1", "manufacture"), cells_of("2", "manufacture", "x"))
    upload, sign = "trade.stock_lines.upload", "trade.stock_period.sign"
    period = done(COMPANY_RETURN, period, upload, clerk("A"), told=filing.receipt)
    with pytest.raises(ActRefused):
        done(COMPANY_RETURN, period, "trade.stock_lines.check", SYSTEM)
    period = done(COMPANY_RETURN, period, "trade.stock_lines.refuse_part", SYSTEM)
    assert tray(period) == ("2",)
    with pytest.raises(ActRefused, match="1 refused lines wait"):
        done(COMPANY_RETURN, period, sign, responsible("A"))
    explained = NotOurs((("2", "a line of another firm"),))
    signed = done(COMPANY_RETURN, period, sign, responsible("A"), told=explained)
    assert signed.state == "complete"
    mended = filed(world, cells_of("2", "manufacture", "3"), number="R-2")
    period = done(COMPANY_RETURN, period, upload, clerk("A"), told=mended.receipt)
    period = done(COMPANY_RETURN, period, "trade.stock_lines.check", SYSTEM)
    period = done(COMPANY_RETURN, period, sign, responsible("A"))
    assert done(COMPANY_RETURN, period, "trade.stock_period.close", OFFICER).state == "closed"


def test_it_should_be_that_nil_is_said_and_never_assumed() -> None:
    sign = "trade.stock_period.sign"
    with pytest.raises(ActRefused, match="say that there is nothing"):
        done(COMPANY_RETURN, a_return(), sign, responsible("A"))
    assert done(COMPANY_RETURN, a_return(), sign, responsible("A"), told=Nil()).state == "nil"
    overdue = "trade.stock_period.overdue"
    with pytest.raises(ActRefused, match="it is due on 2025-04-15"):
        done(COMPANY_RETURN, a_return(), overdue, SYSTEM, date(2025, 4, 15))
    soon = Timing(limits=TimeLimits(company_return_days=4))
    early = done(COMPANY_RETURN, a_return(), overdue, SYSTEM, date(2025, 4, 5), facts=soon)
    assert early.state == "overdue"
    late = done(COMPANY_RETURN, a_return(), overdue, SYSTEM, date(2025, 4, 16))
    assert done(COMPANY_RETURN, late, sign, responsible("A"), told=Nil()).state == "nil"


def test_it_should_be_that_lines_after_signing_correct_the_return_and_are_signed_anew() -> None:
    world = World()
    sign, upload = "trade.stock_period.sign", "trade.stock_lines.upload"
    period = done(COMPANY_RETURN, a_return(), sign, responsible("A"), told=Nil())
    receipt = filed(world, cells_of("1", "manufacture")).receipt
    period = done(COMPANY_RETURN, period, upload, clerk("A"), told=receipt)
    assert period.state == "corrected"
    assert done(COMPANY_RETURN, period, sign, responsible("A")).state == "complete"
    with pytest.raises(ActRefused, match="another firm"):
        done(COMPANY_RETURN, period, sign, responsible("B"))


class Trade(RuleBasedStateMachine):
    """Two firms report in any order, correct, and send lines again."""

    @initialize()
    def begin(self) -> None:
        """Empty books."""
        self.world = World()
        self.sent: list[tuple[str, dict[str, str]]] = []
        self.counts = Counter[str]()

    def _file(self, operator: str, line: dict[str, str]) -> None:
        filing = filed(self.world, line, operator=operator)
        if filing.verdicts[0].verdict is not LineVerdict.REFUSED:
            self.sent.append((operator, line))

    @rule(
        operator=st.sampled_from(["A", "B"]),
        kind=st.sampled_from(["manufacture", "supply_out", "purchase_in", "waste", "return_in"]),
        other=st.sampled_from(["A", "B", "C", "D", "E", ""]),
        grams=st.sampled_from(["0.000001", "1", "2.5", "10"]),
    )
    def report(self, operator: str, kind: str, other: str, grams: str) -> None:
        """One more line of one firm."""
        self.counts[operator] += 1
        number = str(self.counts[operator])
        holder = f"L-{operator}"
        self._file(operator, cells_of(number, kind, grams, counterpart=other, holder=holder))

    @precondition(lambda self: self.sent)
    @rule(data=st.data(), grams=st.sampled_from(["1", "3", "12"]))
    def correct(self, data: st.DataObject, grams: str) -> None:
        """Another amount for a line that was sent."""
        operator, line = data.draw(st.sampled_from(self.sent))
        self.counts[operator] += 1
        number = str(self.counts[operator])
        wrong = line["line_id"]
        self._file(operator, {**line, "line_id": number, "quantity": grams, "corrects": wrong})

    @precondition(lambda self: self.sent)
    @rule(data=st.data())
    def send_again(self, data: st.DataObject) -> None:
        """A line that was accepted: nothing changes."""
        operator, line = data.draw(st.sampled_from(self.sent))
        before, entries = dict(self.world.balances), len(self.world.entries)
        (verdict,) = filed(self.world, line, operator=operator).verdicts
        assert verdict.is_repeat and verdict.verdict is not LineVerdict.REFUSED
        assert self.world.balances == before and len(self.world.entries) == entries

    @invariant()
    def books_balance(self) -> None:
        """Nothing is made or lost, and nothing held is below zero."""
        if not hasattr(self, "world"):
            return
        lines = [line for entry in self.world.entries.values() for line in entry.lines]
        assert not any(sums(lines).values())
        held = (amount for one, amount in self.world.balances.items() if one.is_held)
        assert all(amount >= 0 for amount in held)

    @invariant()
    def what_lies_between_is_what_was_sent_less_what_was_received(self) -> None:
        """An independent recount of the lines that stand."""
        if not hasattr(self, "world"):
            return
        for sender, receiver in (("A", "B"), ("B", "A"), ("A", "D"), ("B", "D")):
            moving = self.world.balances.get(in_transit("morphine", sender, receiver), 0)
            waiting = self.world.balances.get(unmatched("morphine", sender, receiver), 0)
            assert moving >= 0 >= waiting and not (moving and waiting)
            assert moving + waiting == self._net(sender, receiver)

    def _net(self, sender: str, receiver: str) -> int:
        total = 0
        for operator, line in self.sent:
            if self.world.filed[operator][line["line_id"]].corrected_by:
                continue
            amount = int(Decimal(line["quantity"]) * G)
            other = line.get("counterpart")
            if (operator, other, line["kind"]) == (sender, receiver, "supply_out"):
                total += amount
            incoming = line["kind"] in ("purchase_in", "return_in")
            if incoming and (operator, other) == (receiver, sender):
                total -= amount
        return total


Trade.TestCase.settings = settings(max_examples=40, stateful_step_count=25, deadline=None)
TestTrade = Trade.TestCase
