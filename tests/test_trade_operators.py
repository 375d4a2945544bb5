"""Operators: licences inside grid and days, loss, destruction, inspection, forms, products."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from ringfence.law.entry import Convention
from ringfence.law.overlay import Regime, held_countries, load_overlay
from ringfence.law.record import InputNotUnderstood
from ringfence.ledger.account import Account, AccountKind
from ringfence.ledger.entry import Entry, sums
from ringfence.substance.catalogue import load_catalogue
from ringfence.terms import Answer
from ringfence.trade import customer_declaration as declared
from ringfence.trade import destruction as destroyed
from ringfence.trade import inspection as inspected
from ringfence.trade import loss as lost
from ringfence.trade.acting import Act, Held, take
from ringfence.trade.activity_grid import Activity, cell, grid, possible
from ringfence.trade.delivery import in_transit
from ringfence.trade.licence import (
    LICENCE,
    GridCell,
    Ground,
    Licence,
    LicenceTerms,
    Notice,
    Quota,
    Succession,
    covers,
    propose_licence,
    quota_ug,
)
from ringfence.trade.licence_form import FieldType, FormId, check_answers, load_form
from ringfence.trade.life import ActRefused, Life
from ringfence.trade.line_posting import stock
from ringfence.trade.operator import (
    OPERATOR,
    Duty,
    DutyHolder,
    Operator,
    PersonalBlock,
    Site,
    Vetting,
    enter_operator,
    registered_as,
    vetting_findings,
)
from ringfence.trade.paper import printed, read_paper
from ringfence.trade.party import Party
from ringfence.trade.permissions import Way, table
from ringfence.trade.product import PRODUCT, base_content, gtin_fault, ndc_digits, product_findings
from ringfence.trade.roles import Actor, Role
from ringfence.trade.stock_line import settled_lines
from ringfence.trade.substance_line import SubstanceLine, Unit
from tests.operator_parts import (
    ALL,
    APPROVER,
    DAY,
    INSPECTOR,
    LAW_DAY,
    LISTS,
    MORFAL,
    OFFICER,
    OTHER_INSPECTOR,
    OTHER_OFFICER,
    SYSTEM,
    act,
    cells,
    clerk,
    decided,
    done,
    issued,
    responsible,
    terms,
)

G = 1_000_000
CATALOGUE = load_catalogue()
LIVES = {
    "licence": LICENCE,
    "operator": OPERATOR,
    "product": PRODUCT,
    "loss": lost.LOSS,
    "destruction": destroyed.DESTRUCTION,
    "inspection": inspected.INSPECTION,
    "customer_declaration": declared.CUSTOMER_DECLARATION,
}


@pytest.mark.parametrize("kind", sorted(LIVES))
def test_it_should_be_that_every_state_is_reached_and_every_act_stands_in_the_table(
    kind: str,
) -> None:
    life = LIVES[kind]
    targets = {life.first, *(one.target for one in life.transitions)}
    assert targets == set(life.states)
    assert {one.act for one in life.transitions} <= table().keys()
    assert not any(set(one.sources) & life.final for one in life.transitions)
    for one in life.transitions:
        has_second = any("2" in mode for mode in table()[one.act].cells.values())
        assert one.second == has_second, one.act


# The grid


@pytest.mark.parametrize(
    ("activity", "substance", "answer", "citation"),
    [
        (Activity.MANUFACTURE, "morphine", Answer.MET, "un1961/29"),
        (Activity.SUPPLY, "morphine", Answer.MET, "un1961/30"),
        (Activity.CULTIVATE, "morphine", Answer.NOT_MET, "un1961/22"),
        (Activity.PRODUCE, "morphine", Answer.NOT_MET, "un1961/1/1"),
        (Activity.PRODUCE, "opium", Answer.MET, "un1961/23"),
        (Activity.MANUFACTURE, "opium", Answer.NOT_MET, "un1961/1/1"),
        (Activity.CULTIVATE, "cannabis", Answer.MET, "un1961/28"),
        (Activity.USE_INDUSTRIAL, "lysergide", Answer.NOT_MET, "un1971/4"),
        (Activity.RESEARCH, "lysergide", Answer.MET, "un1971/7"),
        (Activity.SUPPLY, "diazepam", Answer.MET, "un1971/8"),
        (Activity.SUPPLY, "acetic-anhydride", Answer.MET, "un1988/12/8"),
        (Activity.ADMINISTER, "acetic-anhydride", Answer.NOT_MET, "un1988/12/14"),
        (Activity.SUPPLY, "caffeine", Answer.NOT_APPLICABLE, ""),
    ],
)
def test_it_should_be_that_the_law_of_the_day_decides_each_cell(
    activity: Activity, substance: str, answer: Answer, citation: str
) -> None:
    found = cell(activity, substance, DAY, LISTS)
    assert found.answer is answer and found.reason
    assert found.citation == citation if citation else True


def test_it_should_be_that_schedule_1_of_1971_asks_for_a_special_licence() -> None:
    assert "special licence" in cell(Activity.RESEARCH, "lysergide", DAY, LISTS).special
    shown = possible(grid(["morphine", "caffeine"], DAY, LISTS))
    assert {one.substance for one in shown} == {"morphine"}
    assert Activity.CULTIVATE not in {one.activity for one in shown}


def test_it_should_be_that_a_substance_is_licensed_only_from_the_day_it_is_listed() -> None:
    entry = next(
        one
        for one in LISTS.entries
        if one.is_confirmed and one.convention is Convention.UN1988 and one.since.is_exact
        and one.since.earliest is not None and one.since.earliest.year > 2000
        and len(LISTS.entries_of(one.substance)) == 1
    )  # fmt: skip
    first = entry.since.earliest
    assert first is not None
    before = cell(Activity.SUPPLY, entry.substance, first - timedelta(days=1), LISTS)
    on = cell(Activity.SUPPLY, entry.substance, first, LISTS)
    assert (before.answer, on.answer) == (Answer.NOT_APPLICABLE, Answer.MET)


@pytest.mark.parametrize(
    ("standing", "answer"),
    [(Answer.MET, Answer.NOT_MET), (Answer.UNDETERMINED, Answer.UNDETERMINED)],
)
def test_it_should_be_that_a_national_prohibition_takes_cells_away(
    standing: Answer, answer: Answer
) -> None:
    checked = 0
    for country in held_countries():
        overlay = load_overlay(country)
        assert overlay is not None
        for entry in overlay.entries[:2000:5]:
            standings = overlay.standings(entry.substance, DAY) if entry.substance else []
            strict = {one.answer for one in standings if one.regime is Regime.PROHIBITED}
            free = cell(Activity.SUPPLY, entry.substance, DAY, LISTS).answer is Answer.MET
            if strict == {standing} and free:
                found = cell(Activity.SUPPLY, entry.substance, DAY, LISTS, country)
                assert found.answer is answer and found.citation
                checked += 1
                research = cell(Activity.RESEARCH, entry.substance, DAY, LISTS, country)
                assert research.answer is Answer.MET
    assert checked


# Licences

HEARD = Notice(
    grounds=(Ground(citation="un1961/34", reason="no records"),),
    notice_on=DAY,
    hearing_until=DAY + timedelta(days=10),
    effective_on=DAY + timedelta(days=11),
)


def a_licence() -> Licence:
    """A licence for morphine at site 1, in force."""
    return issued(terms("L-A", "A", *cells(*ALL)))


def answer_of(
    licence: Licence, activity: Activity = Activity.SUPPLY, substance: str = "morphine",
    site: str = "1", day: date = DAY,
) -> Answer:  # fmt: skip
    """What a licence says of an act."""
    found = covers(licence, activity, substance, site, day, LISTS)
    assert found.reason
    return found.answer


def test_it_should_be_that_a_licence_covers_nothing_beside_what_it_lists() -> None:
    licence = a_licence()
    assert answer_of(licence) is Answer.MET
    assert answer_of(licence, activity=Activity.RESEARCH) is Answer.NOT_MET
    assert answer_of(licence, substance="codeine") is Answer.NOT_MET
    assert answer_of(licence, site="2") is Answer.NOT_MET
    assert answer_of(licence, day=LAW_DAY - timedelta(days=1)) is Answer.NOT_MET
    last = licence.paper.valid_until
    assert answer_of(licence, day=last) is Answer.MET
    assert answer_of(licence, day=last + timedelta(days=1)) is Answer.NOT_MET


def test_it_should_be_that_a_cell_may_name_a_whole_schedule() -> None:
    whole = GridCell(activity=Activity.SUPPLY, schedule="1971/IV", site="1")
    licence = issued(terms("L-A", "A", whole))
    assert answer_of(licence, substance="diazepam") is Answer.MET
    assert answer_of(licence, substance="morphine") is Answer.NOT_MET


@pytest.mark.parametrize(
    ("paper", "says"),
    [
        (terms("L", "A"), "grid is empty"),
        (terms("L", "A", *cells(Activity.CULTIVATE)), "is not grown"),
        (terms("L", "A", *cells(Activity.SUPPLY, substance="caffeine")), "no licence is needed"),
        (terms("L", "A", GridCell(activity=Activity.SUPPLY, site="1")), "one schedule"),
        (
            terms("L", "A", GridCell(activity=Activity.SUPPLY, schedule="1961/IX", site="1")),
            "write for example 1961/I",
        ),
        (terms("L", "A", *cells(Activity.SUPPLY), days=-1), "last day comes first"),
    ],
)
def test_it_should_be_that_terms_the_law_does_not_allow_are_not_issued(
    paper: LicenceTerms, says: str
) -> None:
    with pytest.raises(ActRefused, match=says):
        issued(paper)


def test_it_should_be_that_nobody_issues_what_he_proposed() -> None:
    paper = terms("L-A", "A", *cells(*ALL))
    entered = propose_licence(paper, "XA", act("trade.licence.propose", OFFICER)).held
    for actor in (OFFICER, replace(APPROVER, person=OFFICER.person)):
        with pytest.raises(ActRefused):
            done(LICENCE, entered, "trade.licence.issue", actor)
    interested = replace(APPROVER, interests=("A",))
    with pytest.raises(ActRefused, match="interest"):
        done(LICENCE, entered, "trade.licence.issue", interested)
    system = replace(APPROVER, is_system=True)
    with pytest.raises(ActRefused, match="never approves"):
        done(LICENCE, entered, "trade.licence.issue", system)


def test_it_should_be_that_a_suspension_holds_from_its_day_until_it_is_lifted() -> None:
    licence = decided(LICENCE, a_licence(), "trade.licence.suspend", told=HEARD)
    assert licence.state == "suspended"
    first = HEARD.effective_on
    assert answer_of(licence, day=first - timedelta(days=1)) is Answer.MET
    assert answer_of(licence, day=first) is Answer.NOT_MET
    lifted = decided(LICENCE, licence, "trade.licence.lift", day=first + timedelta(days=30))
    assert answer_of(lifted, day=first + timedelta(days=29)) is Answer.NOT_MET
    assert answer_of(lifted, day=first + timedelta(days=30)) is Answer.MET


@pytest.mark.parametrize(
    "wrong",
    [
        replace(HEARD, grounds=()),
        replace(HEARD, grounds=(Ground(citation="", reason="no records"),)),
        replace(HEARD, hearing_until=None),
        replace(HEARD, effective_on=DAY),
        replace(HEARD, effective_on=DAY - timedelta(days=1), is_for_safety=True),
        None,
    ],
)
def test_it_should_be_that_no_licence_is_revoked_without_grounds_and_a_hearing(
    wrong: Notice | None,
) -> None:
    with pytest.raises(ActRefused):
        decided(LICENCE, a_licence(), "trade.licence.revoke", told=wrong)


def test_it_should_be_that_safety_allows_what_a_hearing_would_delay() -> None:
    at_once = replace(HEARD, hearing_until=None, effective_on=DAY, is_for_safety=True)
    licence = decided(LICENCE, a_licence(), "trade.licence.revoke", told=at_once)
    assert answer_of(licence) is Answer.NOT_MET and licence.state == "revoked"


def test_it_should_be_that_the_second_person_decides_on_the_very_notice_proposed() -> None:
    licence = done(
        LICENCE, a_licence(), "trade.licence.suspend", OFFICER, told=HEARD, way=Way.PROPOSE
    )
    other = replace(HEARD, measures=("close the site",))
    with pytest.raises(ActRefused, match="not those proposed"):
        done(LICENCE, licence, "trade.licence.suspend", APPROVER, told=other)


def test_it_should_be_that_the_old_licence_stands_until_the_new_one_begins() -> None:
    first = DAY + timedelta(days=20)
    told = Succession("L-A2", first)
    licence = decided(LICENCE, a_licence(), "trade.licence.renew", told=told)
    assert answer_of(licence, day=first - timedelta(days=1)) is Answer.MET
    assert answer_of(licence, day=first) is Answer.NOT_MET
    with pytest.raises(ActRefused, match="tell the number"):
        decided(LICENCE, a_licence(), "trade.licence.amend", told=Succession("L-A", first))


def test_it_should_be_that_a_licence_expires_only_after_its_last_day() -> None:
    licence = a_licence()
    with pytest.raises(ActRefused, match="it stands until"):
        done(LICENCE, licence, "trade.licence.expire", SYSTEM, licence.paper.valid_until)
    over = licence.paper.valid_until + timedelta(days=1)
    assert done(LICENCE, licence, "trade.licence.expire", SYSTEM, over).state == "expired"


def test_it_should_be_that_a_quota_is_known_only_where_it_is_set() -> None:
    quota = Quota(substance="morphine", year=2025, quota_ug=5 * G)
    paper = replace(terms("L-A", "A", *cells(*ALL)), quotas=(quota,))
    licence = issued(paper)
    assert quota_ug(licence, "morphine", 2025) == 5 * G
    assert quota_ug(licence, "morphine", 2026) is None
    assert read_paper(LicenceTerms, printed(paper)) == paper


PERSONS = (OFFICER, OTHER_OFFICER, APPROVER, INSPECTOR, responsible("A"), SYSTEM)


class LicenceLife(RuleBasedStateMachine):
    """Anyone tries anything with a licence on later and later days."""

    @initialize()
    def begin(self) -> None:
        """A licence as proposed."""
        paper = terms("L-A", "A", *cells(*ALL))
        told = act("trade.licence.propose", OFFICER, day=LAW_DAY)
        self.held: Licence = propose_licence(paper, "XA", told).held
        self.day = LAW_DAY
        self.known: dict[date, Answer] = {}

    @rule(days=st.integers(1, 300))
    def time_passes(self, days: int) -> None:
        """What was answered of today stays answered so, whatever is done later."""
        self.known[self.day] = answer_of(self.held, day=self.day)
        self.day += timedelta(days=days)

    @rule(
        verb=st.sampled_from(
            ["issue", "refuse", "suspend", "lift", "revoke", "surrender", "expire", "renew"]
        ),
        actor=st.sampled_from(PERSONS),
        way=st.sampled_from([Way.DO, Way.PROPOSE]),
        delay=st.integers(2, 40),
        is_noticed=st.booleans(),
    )
    def attempt(self, verb: str, actor: Actor, way: Way, delay: int, is_noticed: bool) -> None:
        """One act; if it is done, another person had proposed it where two are needed."""
        first = self.day + timedelta(days=delay)
        heard = first - timedelta(days=1)
        told: object = None
        if verb in ("suspend", "revoke") and is_noticed and way is Way.PROPOSE:
            told = replace(HEARD, notice_on=self.day, hearing_until=heard, effective_on=first)
        if verb == "renew" and way is Way.PROPOSE:
            told = Succession("L-A2", first)
        before = self.held
        name = f"trade.licence.{verb}"
        try:
            self.held = take(LICENCE, before, act(name, actor, before, self.day, told, way)).held
        except ActRefused:
            return
        assert before.state not in LICENCE.final
        if way is Way.DO and LICENCE.of(name, before.state).second:
            assert before.proposal is not None and not actor.is_system
            assert before.proposal.person != actor.person

    @invariant()
    def it_covers_only_what_it_lists_on_its_days(self) -> None:
        """No act outside grid, site, period or state, and no past day is rewritten."""
        if not hasattr(self, "held"):
            return
        days = (self.held.paper.valid_from, self.held.paper.valid_until)
        outside = (days[0] - timedelta(days=1), days[1] + timedelta(days=1))
        assert all(answer_of(self.held, day=day) is Answer.NOT_MET for day in outside)
        assert answer_of(self.held, activity=Activity.RESEARCH, day=self.day) is Answer.NOT_MET
        assert answer_of(self.held, site="2", day=self.day) is Answer.NOT_MET
        if self.held.state in ("proposed", "refused"):
            assert answer_of(self.held, day=self.day) is Answer.NOT_MET
        for day, answer in self.known.items():
            assert answer_of(self.held, day=day) is answer


LicenceLife.TestCase.settings = settings(max_examples=60, stateful_step_count=20, deadline=None)
TestLicenceLife = LicenceLife.TestCase


# Operators and persons

ADDRESS = Party(party_name="Aldera Pharma", address_line_1="4 Mill Lane", country="XA")


def an_operator(**more: Any) -> Operator:
    """Operator A with a site and a person in charge."""
    whole = Operator(
        number="A",
        party=ADDRESS,
        business_types=("pharmaceutical-wholesaler",),
        sites=(Site(site="1", address=ADDRESS),),
        duty_holders=(DutyHolder(person="p-1", duty=Duty.PERSON_IN_CHARGE),),
    )
    return replace(whole, **more)


def test_it_should_be_that_an_operator_reads_back_and_tells_every_problem() -> None:
    assert read_paper(Operator, printed(an_operator())) == an_operator()
    wrong = printed(an_operator())
    wrong["business_types"] = ["circus", "other"]
    wrong["sites"] = wrong["sites"] * 2
    wrong["previously_held_licence"] = True
    with pytest.raises(InputNotUnderstood) as told:
        read_paper(Operator, wrong)
    places = {one.place for one in told.value.problems}
    assert places == {
        "business_types", "other_business_type", "sites", "previous_licence_number",
    }  # fmt: skip


def test_it_should_be_that_a_change_of_the_register_takes_two_persons() -> None:
    entered = enter_operator(an_operator(), "XA", act("trade.operator.enter", clerk("A"))).held
    registered = decided(OPERATOR, entered, "trade.operator.register")
    renamed = an_operator(party=replace(ADDRESS, party_name="Aldera Trading"))
    changed = decided(OPERATOR, registered, "trade.register.change", told=renamed)
    assert registered_as(registered) == an_operator()
    assert registered_as(changed) == renamed
    nobody = an_operator(duty_holders=())
    entered = enter_operator(nobody, "XA", act("trade.operator.enter", clerk("A"))).held
    with pytest.raises(ActRefused, match="no person in charge"):
        decided(OPERATOR, entered, "trade.operator.register")


def test_it_should_be_that_findings_on_vetting_never_name_the_person() -> None:
    vetting = Vetting(
        vetting_body="Police Records Office", vetting_confirmed=True, vetting_name="Amina Rahimi",
        vetting_reference="001234567890", vetting_issued=DAY,
    )  # fmt: skip
    block = PersonalBlock(person="p-1", full_name="Amina Rahimi", vetting=vetting)
    findings = vetting_findings(block, DAY)
    assert all(one.answer is Answer.MET for one in findings)
    old = replace(vetting, vetting_issued=date(DAY.year - 3, DAY.month, DAY.day))
    worse = vetting_findings(replace(block, vetting=replace(old, vetting_name="A. R.")), DAY)
    assert [one.answer for one in worse].count(Answer.NOT_MET) == 2
    said = " ".join(one.reason for one in (*findings, *worse))
    assert "Amina" not in said and "001234567890" not in said
    with pytest.raises(InputNotUnderstood) as told:
        read_paper(PersonalBlock, {**printed(block), "vetting": {"vetting_reference": "a b c!"}})
    assert "a b c" not in str(told.value)


# Products


@pytest.mark.parametrize(
    ("code", "is_right"),
    [
        ("00061414100038", True), ("4006381333931", True), ("036000291452", True),
        ("96385074", True), ("00061414100036", False), ("4006381333932", False), ("123", False),
    ],
)  # fmt: skip
def test_it_should_be_that_the_check_digit_of_a_gtin_is_computed(code: str, is_right: bool) -> None:
    assert (gtin_fault(code) == "") is is_right


@given(st.text("0123456789", min_size=13, max_size=13), st.integers(0, 12), st.integers(1, 9))
def test_it_should_be_that_one_wrong_digit_of_a_gtin_is_found(
    body: str, place: int, by: int
) -> None:
    (right,) = [digit for digit in "0123456789" if not gtin_fault(body + digit)]
    wrong = str((int(body[place]) + by) % 10)
    assert gtin_fault(body[:place] + wrong + body[place + 1 :] + right)


def test_it_should_be_that_an_ndc_is_written_in_one_way() -> None:
    assert ndc_digits("0002-1433-80") == ndc_digits("00002-1433-80") == "00002143380"
    assert ndc_digits("50242-040-62") == "50242004062"
    assert ndc_digits("50242-0040-6") == "50242004006"
    assert ndc_digits("0002143380") == ""


def test_it_should_be_that_a_pack_is_converted_once_over_the_whole() -> None:
    (one,), problems = base_content(MORFAL, Fraction(3), CATALOGUE)
    assert not problems and one.grams_declared == Fraction(3, 2)
    factor = CATALOGUE.salts["morphine-sulfate-pentahydrate"].base_factor
    assert one.base_ug == round(Fraction(3, 2) * Fraction(factor) * G)
    as_base = replace(MORFAL.ingredients[0], strength_is_base=True)
    (base,), _ = base_content(replace(MORFAL, ingredients=(as_base,)), Fraction(3), CATALOGUE)
    assert base.base_ug == 1_500_000


def test_it_should_be_that_another_dictionary_is_compared_and_never_believed() -> None:
    found = product_findings(MORFAL, DAY, LISTS, CATALOGUE, {Convention.UN1961: "II"})
    differs = [one for one in found if one.answer is Answer.NOT_MET]
    assert [one.rule for one in differs] == ["trade.product.schedule"] and differs[0].is_advice
    other = replace(MORFAL.ingredients[0], salt="codeine-phosphate")
    wrong = product_findings(replace(MORFAL, ingredients=(other,)), DAY, LISTS, CATALOGUE)
    assert any(one.rule == "trade.product.salt" for one in wrong)


# Loss, destruction, inspection


def lines_in_base(*grams: str, product_packs: int = 0) -> tuple[SubstanceLine, ...]:
    """Lines of morphine base, and packs of a product, with their base."""
    asked = [
        SubstanceLine(
            line=place, substance="morphine", quantity=Decimal(one), unit=Unit.G,
            already_base=True,
        )
        for place, one in enumerate(grams, 1)
    ]  # fmt: skip
    if product_packs:
        asked.append(SubstanceLine(product="P-1", packs=product_packs))
    found, problems = settled_lines(asked, {"P-1": MORFAL}, CATALOGUE)
    assert not problems
    return found


REPORT = lost.LossReport(
    number="XA-LO-1", operator="A", site="1", kind=lost.LossKind.THEFT_BREAK_IN,
    discovered_at="2025-03-10T08:00:00Z", reported_at="2025-03-11T07:00:00Z",
)  # fmt: skip


def told_loss(report: lost.LossReport = REPORT) -> lost.Loss:
    """A loss that was just told."""
    return lost.tell_loss(report, "XA", act("trade.loss.report", clerk("A"))).held


class Books:
    """Balances that are never below zero where something is held."""

    def __init__(self, **grams: int) -> None:
        opening = Account(AccountKind.OPENING, "morphine")
        self.balances = {stock(holder, "1", "morphine"): g * G for holder, g in grams.items()}
        self.balances[opening] = -sum(self.balances.values())
        self.numbers: set[str] = set()

    def book(self, entries: tuple[Entry, ...]) -> None:
        """Book entries once each."""
        for entry in entries:
            assert entry.number not in self.numbers
            self.numbers.add(entry.number)
            assert not any(sums(entry.lines).values())
            for line in entry.lines:
                now = self.balances.get(line.account, 0) + line.amount_ug
                assert now >= 0 or not line.account.is_held
                self.balances[line.account] = now

    def at(self, account: Account) -> int:
        """The balance of an account."""
        return self.balances.get(account, 0)


def test_it_should_be_that_a_loss_is_booked_by_the_full_form_and_found_goods_return() -> None:
    books, held = Books(A=20), told_loss()
    form = lost.LossForm(lines=lines_in_base("4", "1"))
    taken = take(lost.LOSS, held, act("trade.loss.complete", clerk("A"), held, told=form))
    books.book(taken.entries)
    assert books.at(stock("A", "1", "morphine")) == 15 * G
    find = lost.FoundAgain(number=1, site="1", lines=lines_in_base("3"))
    again = take(
        lost.LOSS, taken.held, act("trade.loss.find_again", clerk("A"), taken.held, told=find)
    )
    books.book(again.entries)
    assert books.at(stock("A", "1", "morphine")) == 18 * G
    assert lost.missing_ug(again.held) == {"morphine": 2 * G}
    more = replace(find, number=2)
    with pytest.raises(ActRefused, match="more morphine would be found"):
        done(lost.LOSS, again.held, "trade.loss.find_again", clerk("A"), told=more)


def test_it_should_be_that_goods_lost_on_the_way_are_taken_from_transit() -> None:
    held = told_loss(replace(REPORT, kind=lost.LossKind.LOST_IN_TRANSIT))
    form = lost.LossForm(lines=lines_in_base("1"))
    with pytest.raises(ActRefused, match="on their way"):
        done(lost.LOSS, held, "trade.loss.complete", clerk("A"), told=form)
    form = replace(form, receiver="B")
    taken = take(lost.LOSS, held, act("trade.loss.complete", clerk("A"), held, told=form))
    assert taken.entries[0].lines[0].account == in_transit("morphine", "A", "B")


def test_it_should_be_that_a_line_whose_base_is_not_settled_books_no_loss() -> None:
    form = lost.LossForm(lines=(SubstanceLine(line=1, substance="morphine"),))
    with pytest.raises(ActRefused, match="not settled"):
        done(lost.LOSS, told_loss(), "trade.loss.complete", clerk("A"), told=form)


def test_it_should_be_that_late_telling_is_a_remark_and_days_are_working_days() -> None:
    assert lost.told_in_time(REPORT, 24).answer is Answer.MET
    late = lost.told_in_time(replace(REPORT, reported_at="2025-03-12T07:00:00Z"), 24)
    assert late.answer is Answer.NOT_MET and late.is_advice
    assert lost.told_in_time(replace(REPORT, reported_at="2025-03-12T07:00:00Z"), 72).answer is (
        Answer.MET
    )


def witness(person: str, *, inside: bool = False, licensed: bool = False) -> destroyed.Witness:
    """A witness by number."""
    return destroyed.Witness(person=person, is_of_operator=inside, is_authorised=licensed)


INSIDER = responsible("A")
PLAN = destroyed.DestructionPlan(
    number="XA-DE-1", operator="A", site="1", planned_on=DAY,
    reason=destroyed.DestructionReason.EXPIRED, method=destroyed.DestructionMethod.INCINERATION,
    lines=lines_in_base("5", product_packs=2),
    witnesses=(witness(INSPECTOR.person), witness(INSIDER.person, inside=True)),
)  # fmt: skip


def planned(plan: destroyed.DestructionPlan = PLAN) -> destroyed.Destruction:
    """A destruction as planned."""
    return destroyed.plan_destruction(plan, "XA", act("trade.destruction.plan", clerk("A"))).held


def seen(held: destroyed.Destruction, *actors: Actor) -> destroyed.Destruction:
    """The same once these persons have said that they saw it."""
    for actor in actors:
        holds = destroyed.conditions(held, actor)
        held = done(destroyed.DESTRUCTION, held, "trade.destruction.witness", actor, holds=holds)
    return held


def weighed(*amounts_ug: int) -> destroyed.DestructionDone:
    """That it was done with these weights."""
    lines = tuple(
        destroyed.Weighed(line=place, weighed_ug=one) for place, one in enumerate(amounts_ug, 1)
    )
    return destroyed.DestructionDone(done_on=DAY, weighed=lines, certificate="C-1")


PLANNED_UG = tuple(line.quantity_base_ug or 0 for line in PLAN.lines)
DO = "trade.destruction.do"


@pytest.mark.parametrize(
    "witnesses",
    [
        (),
        (witness("x"),),
        (witness("x"), witness("x")),
        (witness("x", inside=True), witness("y", inside=True)),
    ],
)
def test_it_should_be_that_two_witnesses_are_named_and_one_is_independent(
    witnesses: tuple[destroyed.Witness, ...],
) -> None:
    with pytest.raises(InputNotUnderstood, match="witnesses"):
        read_paper(destroyed.DestructionPlan, printed(replace(PLAN, witnesses=witnesses)))
    licensed = (witness("x", inside=True, licensed=True), witness("y", inside=True))
    assert read_paper(
        destroyed.DestructionPlan, printed(replace(PLAN, witnesses=licensed))
    ).witnesses == licensed  # fmt: skip


def test_it_should_be_that_nothing_is_destroyed_before_two_have_seen_it() -> None:
    one = seen(planned(), INSPECTOR)
    with pytest.raises(ActRefused, match="fewer than two"):
        done(destroyed.DESTRUCTION, one, DO, clerk("A"), told=weighed(*PLANNED_UG))
    with pytest.raises(ActRefused, match="not named"):
        seen(planned(), OTHER_INSPECTOR)
    with pytest.raises(ActRefused):
        seen(planned(), responsible("B"))
    both = seen(one, INSIDER)
    taken = take(destroyed.DESTRUCTION, both, act(DO, clerk("A"), both, told=weighed(*PLANNED_UG)))
    books = Books(A=20)
    books.book(taken.entries)
    assert books.at(stock("A", "1", "morphine")) == 20 * G - sum(PLANNED_UG)


def test_it_should_be_that_what_was_weighed_is_booked_and_a_difference_is_explained() -> None:
    short = (PLANNED_UG[0] - 500_000, PLANNED_UG[1])
    both = seen(planned(), INSPECTOR, INSIDER)
    taken = take(destroyed.DESTRUCTION, both, act(DO, clerk("A"), both, told=weighed(*short)))
    assert sum(entry.lines[1].amount_ug for entry in taken.entries) == sum(short)
    assert destroyed.differences_ug(taken.held) == {1: -500_000}
    close = "trade.destruction.close"
    with pytest.raises(ActRefused, match="differs from the plan"):
        decided(destroyed.DESTRUCTION, taken.held, close)
    why = destroyed.Explanation(reason="spilled into the waste of the room")
    query = done(destroyed.DESTRUCTION, taken.held, "trade.destruction.query", OFFICER, told=why)
    closed = decided(destroyed.DESTRUCTION, query, close, proposer=OTHER_OFFICER)
    assert closed.state == "closed"


def test_it_should_be_that_every_line_is_weighed_once() -> None:
    both = seen(planned(), INSPECTOR, INSIDER)
    for told in (weighed(PLANNED_UG[0]), weighed(*PLANNED_UG, 1)):
        with pytest.raises(ActRefused, match="weigh each line"):
            done(destroyed.DESTRUCTION, both, DO, clerk("A"), told=told)


VISIT = inspected.InspectionPlan(
    number="XA-IN-1", operator="A", site="1", kind=inspected.InspectionKind.ROUTINE,
    is_announced=False, planned_on=DAY, inspectors=(INSPECTOR.person,), checklist="2025",
    items=("records", "safe"),
)  # fmt: skip
ITEMS = (
    inspected.Item(code="records", answer=inspected.ItemAnswer.NOT_MET),
    inspected.Item(code="safe", answer=inspected.ItemAnswer.NOT_SEEN),
)
FOUND = inspected.SiteFinding(
    code="1", grade=inspected.Grade.MAJOR, citation="un1961/34", sentence="no records of March",
    measure="write them up", due=DAY + timedelta(days=30),
)  # fmt: skip
REPORTED = inspected.Report(items=ITEMS, findings=(FOUND,))


def visited(report: inspected.Report | None = REPORTED) -> inspected.Inspection:
    """An inspection up to its report."""
    held = inspected.plan_inspection(
        VISIT, "XA", act("trade.inspection.plan", OTHER_INSPECTOR)
    ).held
    books = (inspected.BookStock(substance="morphine", book_ug=7 * G),)
    started = inspected.Started(books=books)
    held = done(inspected.INSPECTION, held, "trade.inspection.start", INSPECTOR, told=started)
    if report is None:
        return held
    return done(inspected.INSPECTION, held, "trade.inspection.find", INSPECTOR, told=report)


@pytest.mark.parametrize(
    ("report", "says"),
    [
        (replace(REPORTED, items=ITEMS[:1]), "answer each item"),
        (replace(REPORTED, items=(*ITEMS, ITEMS[0])), "answer each item"),
        (replace(REPORTED, findings=(FOUND, FOUND)), "bear one number"),
        (replace(REPORTED, findings=(replace(FOUND, measure=""),)), "enter a measure"),
        (replace(REPORTED, findings=(replace(FOUND, due=None),)), "enter a measure"),
        (replace(REPORTED, findings=(replace(FOUND, citation=" "),)), "cites no paragraph"),
    ],
)
def test_it_should_be_that_a_report_is_whole_before_it_is_sent(
    report: inspected.Report, says: str
) -> None:
    with pytest.raises(ActRefused, match=says):
        visited(report)


def test_it_should_be_that_nobody_closes_what_he_alone_found() -> None:
    answers = inspected.Answers(answers=(inspected.FindingAnswer(code="1", text="written up"),))
    held = visited()
    held = done(
        inspected.INSPECTION, held, "trade.inspection.answer", responsible("A"), told=answers
    )
    close = "trade.inspection.close"
    finder = Actor(INSPECTOR.person, Role.APPROVER, "XA")
    proposed = done(inspected.INSPECTION, held, close, OTHER_INSPECTOR, way=Way.PROPOSE)
    with pytest.raises(ActRefused):
        done(inspected.INSPECTION, proposed, close, finder)
    assert done(inspected.INSPECTION, proposed, close, APPROVER).state == "closed"


def test_it_should_be_that_a_finding_unanswered_is_not_closed() -> None:
    held = visited()
    with pytest.raises(ActRefused, match="answer each finding"):
        done(
            inspected.INSPECTION, held, "trade.inspection.answer", responsible("A"),
            told=inspected.Answers(),
        )  # fmt: skip
    with pytest.raises(ActRefused, match="not from 'findings_sent'"):
        decided(inspected.INSPECTION, held, "trade.inspection.close", proposer=OTHER_INSPECTOR)


def test_it_should_be_that_a_count_becomes_a_question_and_changes_no_books() -> None:
    counted = inspected.Counted(substance="morphine", counted_ug=6 * G)
    other = inspected.Counted(substance="codeine", counted_ug=1)
    held = visited(replace(REPORTED, counts=(counted, other)))
    kinds = {one.account.substance: one.kind for one in inspected.count_questions(held)}
    assert kinds == {"morphine": "count_difference", "codeine": "count_difference"}
    assert inspected.count_questions(visited())[0].kind == "not_counted"
    assert inspected.is_critical(
        visited(replace(REPORTED, findings=(replace(FOUND, grade=inspected.Grade.CRITICAL),)))
    )


class Papers(RuleBasedStateMachine):
    """Losses, destructions and inspections in any order, by anyone, told again and again."""

    @initialize()
    def begin(self) -> None:
        """A stock, and a document of each kind."""
        self.books = Books(A=30)
        self.held: dict[str, tuple[Life, Held[Any]]] = {
            "loss": (lost.LOSS, told_loss()),
            "destruction": (destroyed.DESTRUCTION, planned()),
            "inspection": (inspected.INSPECTION, visited(None)),
        }
        self.acts: list[tuple[str, Act]] = []

    @rule(
        thing=st.sampled_from(["loss", "destruction", "inspection"]),
        data=st.data(),
        actor=st.sampled_from([
            clerk("A"), INSIDER, OFFICER, OTHER_OFFICER, APPROVER, INSPECTOR, OTHER_INSPECTOR,
            SYSTEM,
        ]),
        way=st.sampled_from([Way.DO, Way.DO, Way.PROPOSE]),
    )  # fmt: skip
    def attempt(self, thing: str, data: st.DataObject, actor: Actor, way: Way) -> None:
        """One act of the life with facts that may fit."""
        life, held = self.held[thing]
        name = data.draw(st.sampled_from(sorted({one.act for one in life.transitions})))
        told = data.draw(st.sampled_from([None, *FACTS.get(name, ())]))
        holds = destroyed.conditions(held, actor) if thing == "destruction" else frozenset()
        asked = act(name, actor, held, told=told, way=way, holds=holds)
        try:
            taken = take(life, held, asked)
        except ActRefused:
            return
        if way is Way.DO and life.of(name, held.state).second:
            entered = {one.person for one in held.entered()}
            assert actor.person not in entered and not actor.is_system
        self.books.book(taken.entries)
        self.held[thing] = (life, taken.held)
        self.acts.append((thing, asked))

    @rule()
    def tell_again(self) -> None:
        """The last act of each document once more: nothing changes and nothing is booked."""
        for thing, asked in self.acts[-3:]:
            life, held = self.held[thing]
            if asked.version == held.version - 1:
                again = take(life, held, asked)
                assert again.is_replay and not again.entries and again.held == held

    @invariant()
    def the_books_say_what_the_documents_say(self) -> None:
        """An independent recount: stock is what was there less what was lost and destroyed."""
        if not hasattr(self, "books"):
            return
        assert sum(self.books.balances.values()) == 0
        loss: Any = self.held["loss"][1]
        gone = sum(lost.missing_ug(loss).values())
        destruction: Any = self.held["destruction"][1]
        for told in destruction.happened(destroyed.DestructionDone):
            assert len(destroyed.seen_by(destruction)) >= 2
            gone += sum(one.weighed_ug for one in told.weighed)
        assert self.books.at(stock("A", "1", "morphine")) == 30 * G - gone


FACTS: dict[str, tuple[object, ...]] = {
    "trade.loss.complete": (
        lost.LossForm(lines=lines_in_base("4", "1")),
        lost.LossForm(),
    ),
    "trade.loss.find_again": (
        lost.FoundAgain(number=1, site="1", lines=lines_in_base("2")),
        lost.FoundAgain(number=2, site="1", lines=lines_in_base("2")),
        lost.FoundAgain(number=3, site="1", lines=lines_in_base("3")),
    ),
    DO: (weighed(*PLANNED_UG), weighed(1, 1), weighed(1)),
    "trade.destruction.query": (destroyed.Explanation(reason="spilled"),),
    "trade.inspection.find": (REPORTED, replace(REPORTED, findings=())),
    "trade.inspection.answer": (
        inspected.Answers(answers=(inspected.FindingAnswer(code="1", text="done"),)),
    ),
}

Papers.TestCase.settings = settings(max_examples=60, stateful_step_count=40, deadline=None)
TestPapers = Papers.TestCase


# Declarations of customers

DECLARATION = declared.CustomerDeclaration(
    number="XA-CD-1", customer="B", supplier="A", customer_party=ADDRESS,
    substance="acetic-anhydride", quantity=Decimal(100), unit=Unit.KG, specific_use="fibre",
    no_resale=True, signatory="p-9", signatory_position="buyer", signed_on=DAY,
)  # fmt: skip
SEVERAL = replace(
    DECLARATION, quantity=None, unit=None, period_start=DAY, period_end=DAY + timedelta(days=365)
)
KNOWN = declared.CustomerHistory(
    category=declared.Category.SECOND, is_licensed=True, supplies_in_12_months=3,
    has_suspicion=False, mean_ug=10, declared_ug=15,
)  # fmt: skip


@pytest.mark.parametrize(
    ("paper", "history", "is_accepted"),
    [
        (DECLARATION, KNOWN, True),
        (SEVERAL, KNOWN, True),
        (SEVERAL, replace(KNOWN, supplies_in_12_months=2), False),
        (SEVERAL, replace(KNOWN, has_suspicion=True), False),
        (SEVERAL, replace(KNOWN, has_suspicion=None), False),
        (SEVERAL, replace(KNOWN, declared_ug=21), False),
        (SEVERAL, replace(KNOWN, mean_ug=None), False),
        (SEVERAL, replace(KNOWN, category=declared.Category.FIRST), False),
        (DECLARATION, replace(KNOWN, category=declared.Category.FIRST), True),
        (DECLARATION, replace(KNOWN, category=declared.Category.FIRST, is_licensed=None), False),
        (DECLARATION, None, False),
    ],
)
def test_it_should_be_that_a_supplier_accepts_only_what_the_rules_allow(
    paper: declared.CustomerDeclaration,
    history: declared.CustomerHistory | None,
    is_accepted: bool,
) -> None:
    entry = act("trade.customer_declaration.declare", responsible("B"))
    held = declared.declare(paper, "XA", entry).held
    accept, life = "trade.customer_declaration.accept", declared.CUSTOMER_DECLARATION
    with pytest.raises(ActRefused):
        done(life, held, accept, responsible("B"), facts=history)
    if is_accepted:
        assert done(life, held, accept, responsible("A"), facts=history).state == "accepted"
    else:
        with pytest.raises(ActRefused):
            done(life, held, accept, responsible("A"), facts=history)


def test_it_should_be_that_a_declaration_stands_a_year_at_most() -> None:
    long = replace(SEVERAL, period_end=DAY + timedelta(days=400), no_resale=False)
    with pytest.raises(InputNotUnderstood) as told:
        read_paper(declared.CustomerDeclaration, printed(long))
    assert {one.place for one in told.value.problems} == {"no_resale", "period_end"}


# Forms


@pytest.mark.parametrize("name", list(FormId))
def test_it_should_be_that_an_empty_form_asks_each_question_that_is_open(name: FormId) -> None:
    form = load_form(name)
    asked = {one.place for one in check_answers(form, {}, DAY)}
    open_now = {one.name for one in form.fields if one.must and one.when is None}
    assert asked == open_now
    assert {one.group for one in form.fields} == {group for group, _ in form.groups}
    assert all(one.says[-1] in "?." for one in form.fields)


@pytest.mark.parametrize("name", list(FormId))
def test_it_should_be_that_answers_of_the_wrong_kind_are_all_told(name: FormId) -> None:
    form = load_form(name)
    open_now = [one for one in form.fields if one.when is None]
    wrong = {one.name: object() for one in open_now}
    told = {one.place for one in check_answers(form, wrong, DAY)}
    assert told >= {one.name for one in open_now}


def test_it_should_be_that_an_answer_opens_what_hangs_on_it_and_closes_what_does_not() -> None:
    form = load_form(FormId.REGISTRATION)
    without = {one.place for one in check_answers(form, {"previously_held_licence": True}, DAY)}
    assert {"previous_licence_number", "previous_licence_issued"} <= without
    answers = {
        "previously_held_licence": False, "previous_licence_number": "L2029",
        "previous_licence_isued": "2029-03-01",
    }  # fmt: skip
    problems = {one.place: one for one in check_answers(form, answers, DAY)}
    assert "not asked" in problems["previous_licence_number"].problem
    assert "previous_licence_issued" in problems["previous_licence_isued"].remedy


def test_it_should_be_that_no_answer_about_a_person_is_repeated() -> None:
    for name in FormId:
        form = load_form(name)
        answers = {one.name: "Amina Rahimi" * 300 for one in form.fields if one.is_nominal}
        assert "Amina" not in str(check_answers(form, answers, DAY))
        persons = (FieldType.PERSON, FieldType.PERSONS)
        assert all(one.is_nominal for one in form.fields if one.type in persons)
