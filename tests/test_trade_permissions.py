"""Who may do what: every role and every act against the desk's own table, and four eyes."""

from __future__ import annotations

import csv
from collections import Counter
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ringfence.terms import Answer
from ringfence.trade import correction, import_certificate
from ringfence.trade.acting import Act, Held, Place, begin, take
from ringfence.trade.life import ActRefused, Done, Life
from ringfence.trade.permissions import CONDITIONS, Row, Subject, Way, may, table, ways
from ringfence.trade.roles import Actor, Role

DESK = Path(__file__).parent / "cases" / "trade" / "desk_matrix.csv"
"""The table of the desk, cell by cell in its own words; the first row names the roles."""

WORDS = {
    "D p": "Dp",
    "d p": "dp",
    "D p, 2 other analyst": "Dp+2",
    "D own": "o",
    "as read": "=",
    "D from signed paper": "D:from_signed_paper",
    "D from paper": "D:from_paper",
    "D returns": "D:of_returns",
    "D checkpoint": "D:of_checkpoint",
    "R of site": "R:of_site",
    "R reasoned": "R:with_reason",
    "R office": "R:of_office",
    "R technical": "R:technical",
    "r sample": "r:of_sample",
    "r ceiling": "r:of_ceiling",
    "r own acts": "r:own_acts",
}
"""The desk's words and the modes that the table writes for them; other cells are the same."""

SEVERAL_ACTS = {
    "make export declaration",
    "sign, fill, receive an order",
    "plan destruction; witness; close",
    "inspect, find",
}
"""Rows of the desk whose cells name several acts; the tests below say what each becomes."""

DAY = date(2031, 4, 1)
TERRITORY, FIRM = "XA", "A1"
HISTORY = (Done("trade.x.propose", "entered", Role.CASE_OFFICER, 0),)
SUBJECT = Subject(TERRITORY, (FIRM,), TERRITORY, HISTORY, "entered", frozenset(CONDITIONS))


def desk() -> dict[str, dict[str, str]]:
    with DESK.open(encoding="utf-8", newline="") as lines:
        return {row.pop("act"): row for row in csv.DictReader(lines)}


def actor(role: Role, person: str = "another", **more: object) -> Actor:
    return replace(Actor(person, role, TERRITORY, FIRM), **more)  # type: ignore[arg-type]


def desk_acts() -> frozenset[str]:
    path = Path(import_certificate.__file__).parent / "permissions.csv"
    with path.open(encoding="utf-8", newline="") as lines:
        return frozenset(row["act"] for row in csv.DictReader(lines))


DESK_ACTS = desk_acts()
"""The acts of the desk's own rows; further acts of operators divide what a row says."""


def rows_of_desk() -> list[Row]:
    own = [row for row in table().values() if row.act in DESK_ACTS and row.row in desk()]
    return [row for row in own if row.row not in SEVERAL_ACTS]


def test_every_act_stands_under_a_row_of_the_desk_or_the_clock() -> None:
    assert {row.row for row in table().values()} <= {*desk(), "by the clock"}


def test_every_row_of_the_desk_has_an_act() -> None:
    assert set(desk()) <= {row.row for row in table().values()}
    assert len(desk()) == 58


@pytest.mark.parametrize("row", rows_of_desk(), ids=lambda row: str(row.act))
def test_every_cell_is_the_one_of_the_desk(row: Row) -> None:
    said = {role: WORDS.get(cell, cell) for role, cell in desk()[row.row].items()}
    assert row.cells == said


def test_rows_with_several_acts_are_split_as_the_desk_says() -> None:
    cells = {act: row.cells for act, row in table().items()}
    assert cells["trade.export_declaration.declare"]["OR"] == "d"
    assert cells["trade.export_declaration.declare"]["OC"] == "-"
    for act in ("fill", "discard"):
        prepared = cells[f"trade.export_declaration.{act}"]
        assert (prepared["OC"], prepared["OR"], prepared["CO"]) == ("d", "d", "-")
    assert cells["trade.export_declaration.check"]["CO"] == "D"
    assert cells["trade.order.sign"] == cells["trade.order.receive"]
    assert (cells["trade.order.sign"]["OC"], cells["trade.order.fill"]["OC"]) == ("-", "d")
    assert cells["trade.destruction.witness"]["OR"] == "d:if_named"
    assert [cells["trade.destruction.close"][one] for one in ("CO", "AP", "IN")] == [
        "Dp",
        "2",
        "Dp",
    ]
    assert (cells["trade.inspection.find"]["IN"], cells["trade.inspection.answer"]["OR"]) == (
        "D",
        "d",
    )


STRENGTH = {"-": 0, "r": 1, "R": 1, "=": 1, "dp": 2, "Dp": 2, "2": 2, "d": 3, "D": 3, "o": 3}
WIDER = {
    ("trade.stock_period.close", "CO"): "takes note that a signed period is whole; books nothing",
    ("trade.stock_period.close", "AP"): "the same",
    ("trade.destruction.do", "IN"): "who stands there books it; the firm does otherwise",
    ("trade.destruction.query", "CO"): "asks for information, as the desk lets it",
    ("trade.destruction.query", "AP"): "the same",
    ("trade.destruction.query", "IN"): "the same",
    ("trade.inspection.refer", "CO"): "hands on what is overdue; stopping needs one (9.1)",
    ("trade.inspection.refer", "AP"): "the same",
    ("trade.question.answer", "OC"): "answers what the authority asks of its own firm",
    ("trade.question.answer", "OR"): "the same",
    ("trade.question.settle", "CO"): "proposes only, as a correction",
    ("trade.question.settle", "IN"): "the same",
    ("trade.question.close", "CO"): "proposes only; letting go needs two (9.1)",
    ("trade.question.close", "IN"): "the same",
}
"""Cells of further acts that reach beyond the desk's row for them, each with why (DECISIONS.md)."""


def strength(cell: str) -> int:
    """The strongest of the modes that a cell of the desk names, for one act or several."""
    words = cell.replace(";", " ").replace(",", " ").split()
    proposes = "p" in words
    found = [STRENGTH[one] for one in words if one in STRENGTH]
    return min(max(found, default=0), 2) if proposes else max(found, default=0)


def does(act: str, cell: str) -> int:
    """How strong a cell is; to do an act of proposing is to propose."""
    found = STRENGTH[cell.partition(":")[0]]
    return min(found, 2) if act.endswith(".propose") else found


def test_no_further_act_of_an_operator_reaches_beyond_the_desk_without_a_reason() -> None:
    further = [row for row in table().values() if row.act not in DESK_ACTS]
    beyond = {
        (row.act, role)
        for row in further
        if row.row in desk()
        for role, cell in row.cells.items()
        if does(row.act, cell) > strength(desk()[row.row][role])
    }
    assert beyond == set(WIDER)


def test_what_happens_by_the_clock_is_nobodys_to_do() -> None:
    for row in table().values():
        if row.clock != "-":
            assert set(row.cells.values()) <= {"-", "R"}, row.act


def expected(cell: str, way: Way, act: str) -> bool:
    """What a cell permits where the subject is the actor's own and every condition holds."""
    mode = cell.partition(":")[0]
    reads = way is Way.READ or act.endswith((".read", ".export"))
    return {
        "-": False,
        "D": True,
        "d": True,
        "o": True,
        "Dp": way is not Way.DO,
        "dp": way is not Way.DO,
        "2": way is not Way.PROPOSE,
        "Dp+2": True,
        "R": reads,
        "r": reads,
        "=": reads,
    }[mode]


@pytest.mark.parametrize("way", list(Way))
@pytest.mark.parametrize("role", list(Role))
def test_each_role_may_do_with_each_act_what_its_cell_says(role: Role, way: Way) -> None:
    for act, row in table().items():
        by_clock = row.clock != "-" and way is Way.DO
        wanted = expected(row.cells[role], way, act) and not by_clock
        subject = SUBJECT
        if row.cells[role] == "o" and role is not Role.PARTNER_AUTHORITY:
            subject = replace(SUBJECT, history=(Done(act, "another", role, 0),))
        found = may(actor(role), act, subject, way)
        assert found.is_given == wanted, (act, found)


@pytest.mark.parametrize("role", list(Role))
def test_only_nightly_work_does_what_happens_by_the_clock(role: Role) -> None:
    for act, row in table().items():
        nightly = may(actor(role, is_system=True), act, SUBJECT).is_given
        if row.clock != "-":
            assert nightly and not may(actor(role), act, SUBJECT).is_given, act


def test_the_counts_of_the_table_are_those_that_were_agreed() -> None:
    own = [row for row in table().values() if row.act in DESK_ACTS]
    found = Counter(cell.partition(":")[0] for row in own for cell in row.cells.values())
    assert len(own) == 169
    assert found == COUNTS
    assert sum(found.values()) == 169 * len(Role)


COUNTS = Counter(
    {
        "D": 202,
        "-": 1389,
        "d": 47,
        "r": 18,
        "R": 193,
        "dp": 4,
        "Dp": 75,
        "2": 62,
        "o": 29,
        "Dp+2": 1,
        "=": 8,
    }
)


def test_an_act_that_is_not_in_the_table_is_nobodys() -> None:
    found = may(actor(Role.APPROVER), "trade.nothing.do", SUBJECT)
    assert found.answer is Answer.NOT_MET and "no act of the table" in found.reason


@pytest.mark.parametrize("role", list(Role))
def test_a_missing_fact_permits_nothing_that_is_not_open_to_all(role: Role) -> None:
    nowhere = Actor("another", role)
    is_of_firm = role in (Role.OPERATOR_CLERK, Role.RESPONSIBLE_PERSON)
    for act, row in table().items():
        cell = row.cells[role]
        is_open = role is Role.PUBLIC or cell == "="
        reads_own = cell[0] == "r" and not is_of_firm
        if not (is_open or reads_own):
            assert not ways(nowhere, act, Subject()), act


def test_nothing_is_done_in_another_territory_or_firm() -> None:
    officer = actor(Role.CASE_OFFICER, territory="XB")
    assert not may(officer, "trade.import_certificate.propose", SUBJECT).is_given
    clerk = actor(Role.OPERATOR_CLERK, operator="B7")
    found = may(clerk, "trade.application.fill", SUBJECT)
    assert not found.is_given and found.reason == "it belongs to another firm"
    analyst = actor(Role.LABORATORY, territory="XB", operator="")
    assert not may(analyst, "trade.correction.propose", Subject("XA", (FIRM,))).is_given


def test_a_declared_interest_removes_the_case() -> None:
    officer = actor(Role.CASE_OFFICER, interests=(FIRM,))
    assert not may(officer, "trade.import_certificate.propose", SUBJECT).is_given
    assert may(officer, "trade.application.read", SUBJECT, Way.READ).is_given


def test_a_partner_reaches_only_what_is_addressed_to_it() -> None:
    partner = actor(Role.PARTNER_AUTHORITY, territory="XB")
    act = "trade.pre_export_notification.object"
    assert may(partner, act, replace(SUBJECT, addressee="XB")).is_given
    assert not may(partner, act, replace(SUBJECT, addressee="XC")).is_given
    assert may(partner, act, replace(SUBJECT, addressee="")).answer is Answer.UNDETERMINED


def test_a_condition_of_a_cell_must_hold() -> None:
    act = "trade.application.send"
    bare = replace(SUBJECT, holds=frozenset())
    assert may(actor(Role.CASE_OFFICER), act, bare).reason == "only from a signed paper"
    paper = replace(SUBJECT, holds=frozenset({"from_signed_paper"}))
    assert may(actor(Role.CASE_OFFICER), act, paper).is_given


DECIDING = sorted(act for act, row in table().items() if "2" in row.cells.values())


@pytest.mark.parametrize("act", DECIDING)
def test_the_second_is_another_person_and_no_system(act: str) -> None:
    approver = actor(Role.APPROVER)
    assert may(approver, act, SUBJECT).is_given
    assert not may(actor(Role.APPROVER, "entered"), act, SUBJECT).is_given
    assert not may(replace(approver, is_system=True), act, SUBJECT).is_given
    assert not may(approver, act, replace(SUBJECT, proposer="")).is_given


@pytest.mark.parametrize("act", DECIDING)
def test_no_role_decides_alone_what_another_role_only_decides_as_second(act: str) -> None:
    row = table()[act]
    alone = {role for role, cell in row.cells.items() if cell[0] in "Dd" and "p" not in cell}
    assert not alone


def test_the_administrator_decides_on_nothing() -> None:
    cells = Counter(row.cells["AD"].partition(":")[0] for row in table().values())
    assert "2" not in cells
    assert not [act for act in DECIDING if may(actor(Role.ADMINISTRATOR), act, SUBJECT).is_given]


# Four eyes over the life of a document.


def proposed() -> tuple[Life, Held[correction.Correction]]:
    paper = correction.Correction(number="XA-CO-1", corrects="x", reason="weighed short")
    act = Act("trade.correction.propose", actor(Role.CASE_OFFICER, "carla"), DAY, 0)
    return correction.LIFE, begin(correction.LIFE, paper, Place(TERRITORY, (FIRM,)), act).held


def refuse(who: Actor, version: int = 1, opened: bool = True) -> Act:
    return Act("trade.correction.refuse", who, DAY, version, opened=opened)


def test_changing_the_role_does_not_make_a_second_person() -> None:
    life, held = proposed()
    with pytest.raises(ActRefused, match="cannot decide"):
        take(life, held, refuse(actor(Role.APPROVER, "carla")))


def test_a_token_of_the_approver_does_not_decide() -> None:
    life, held = proposed()
    with pytest.raises(ActRefused, match="never approves"):
        take(life, held, refuse(actor(Role.APPROVER, "amir", is_system=True)))


def test_the_second_opens_the_findings_first() -> None:
    life, held = proposed()
    with pytest.raises(ActRefused, match="open the findings"):
        take(life, held, refuse(actor(Role.APPROVER, "amir"), opened=False))
    assert take(life, held, refuse(actor(Role.APPROVER, "amir"))).held.state == "refused"


def certificate() -> Held[import_certificate.ImportCertificate]:
    paper = import_certificate.ImportCertificate(number="XA-IC-1")
    done = Done("trade.import_certificate.propose", "carla", Role.CASE_OFFICER, 0)
    return Held(paper, "issued", TERRITORY, (FIRM,), "", (done,), (None,), (DAY,))


def withdraw(who: Actor, version: int, way: Way = Way.DO) -> Act:
    name = "trade.import_certificate.withdraw"
    return Act(name, who, DAY, version, opened=True, way=way)


def test_proposing_again_does_not_let_the_first_proposer_decide() -> None:
    life, held = import_certificate.LIFE, certificate()
    carla, carl = actor(Role.CASE_OFFICER, "carla"), actor(Role.CASE_OFFICER, "carl")
    held = take(life, held, withdraw(carla, 1, Way.PROPOSE)).held
    held = take(life, held, withdraw(carl, 2, Way.PROPOSE)).held
    for person in ("carla", "carl"):
        with pytest.raises(ActRefused, match="cannot decide"):
            take(life, held, withdraw(actor(Role.APPROVER, person), 3))
    assert take(life, held, withdraw(actor(Role.APPROVER, "amir"), 3)).held.state == "withdrawn"


def test_what_nobody_proposed_is_not_decided() -> None:
    with pytest.raises(ActRefused, match="nobody has proposed"):
        take(import_certificate.LIFE, certificate(), withdraw(actor(Role.APPROVER, "amir"), 1))


def test_an_act_after_the_proposal_sends_it_back() -> None:
    life, held = import_certificate.LIFE, certificate()
    held = take(life, held, withdraw(actor(Role.CASE_OFFICER, "carla"), 1, Way.PROPOSE)).held
    hold = Act("trade.import_certificate.hold", actor(Role.INSPECTOR, "ines"), DAY, 2)
    held = take(life, held, hold).held
    with pytest.raises(ActRefused, match="facts changed"):
        take(life, held, withdraw(actor(Role.APPROVER, "amir"), 3))


def test_what_was_seen_by_one_and_changed_by_another_is_looked_at_again() -> None:
    life, held = import_certificate.LIFE, certificate()
    hold = Act("trade.import_certificate.hold", actor(Role.INSPECTOR, "ines"), DAY, 1)
    held = take(life, held, hold).held
    with pytest.raises(ActRefused, match="changed since"):
        take(life, held, replace(hold, actor=actor(Role.CUSTOMS, "cuno")))


PERSONS = ("ann", "ben", "cid")


@given(
    st.lists(
        st.tuples(
            st.sampled_from(PERSONS),
            st.sampled_from(list(Role)),
            st.sampled_from(sorted(one.act for one in import_certificate.LIFE.transitions)),
            st.sampled_from([Way.DO, Way.PROPOSE]),
            st.booleans(),
        ),
        max_size=12,
    )
)
def test_no_sequence_of_acts_lets_one_person_withdraw_a_paper_alone(
    steps: list[tuple[str, Role, str, Way, bool]],
) -> None:
    held = certificate()
    for person, role, name, way, is_system in steps:
        who = actor(role, person, is_system=is_system)
        act = Act(name, who, DAY, held.version, opened=True, way=way)
        before = held
        try:
            held = take(import_certificate.LIFE, held, act).held
        except ActRefused:
            assert held is before
            continue
        if held.state in ("withdrawn", "replaced") and before.state != held.state:
            proposer = before.proposal
            assert proposer is not None and proposer.person != person and not is_system
            assert person not in {done.person for done in before.entered()}
