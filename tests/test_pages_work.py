"""Work: clocks, turns, marks. Lists: filters, order, pages, files."""

from __future__ import annotations

import csv
import io
import re
from datetime import date, timedelta
from pathlib import Path

import openpyxl
import pytest

from ringfence.jobs.acts import act_by_kind
from ringfence.jobs.document_kinds import kinds
from ringfence.jobs.doing import Asked, enter, listed, opened
from ringfence.jobs.lists import PAGE
from ringfence.jobs.worklist import worklist
from ringfence.store.book import Book
from ringfence.trade.roles import Actor, Role
from ringfence.trade.time_limits import TimeLimits, Timing
from ringfence.trade.waiting import Turn, Unit, WaitsFor, clock_at, clocks, standing
from ringfence.trade.working_days import Calendar, Weekday
from tests.pages_parts import FIRM, PERSONS, Pages


@pytest.fixture
def office(tmp_path: Path) -> Pages:
    return Pages(tmp_path / "node")


def an_operator(office: Pages, number: str, name: str = "Aldera Pharma", by: str = "carla") -> None:
    from ringfence.trade.operator import Operator
    from ringfence.trade.paper import read_paper

    party = {"party_name": name, "country": "XA", "address_line_1": "4 Mill Lane"}
    told = {"number": number, "business_types": ["importer"], "party": party}
    enter(office.desk, "operator", read_paper(Operator, told), by)


def a_proposal(office: Pages, number: str, by: str = "carla") -> None:
    """An operator whose registration the case officer proposed."""
    an_operator(office, number, by=by)
    act_by_kind(office.desk, "operator", number, "register", Asked(by))


def test_working_days_leave_out_the_weekend_that_the_territory_has() -> None:
    friday = date(2031, 5, 2)
    assert Calendar().after(friday, 1) == date(2031, 5, 5)
    gulf = Calendar((Weekday.FRIDAY, Weekday.SATURDAY), (date(2031, 5, 4),))
    assert gulf.after(date(2031, 5, 1), 1) == date(2031, 5, 5), "Sunday 4 May is a holiday"
    for calendar in (Calendar(), gulf):
        for days in range(30):
            last = friday + timedelta(days=days)
            counted = sum(calendar.is_working(friday + timedelta(days=n + 1)) for n in range(days))
            assert calendar.between(friday, last) == counted


def test_every_clock_names_states_and_acts_that_its_kind_has() -> None:
    for clock in clocks():
        kind = kinds()[clock.kind]
        assert set(clock.states) <= set(kind.life.states), clock
        words = {one.act.rpartition(".")[2].replace("_", "-") for one in kind.verbs.values()}
        entering = kind.enter.rpartition(".")[2]
        assert set(clock.begun_by) <= {*words, entering}, clock
        assert set(clock.due_acts) <= set(kind.verbs), clock
    seen = [(one.kind, state) for one in clocks() for state in one.states]
    assert len(seen) == len(set(seen)), "a state has one clock"


def test_a_clock_is_late_from_the_day_after_the_day_due() -> None:
    clock = clock_at("import_certificate", "proposed")
    assert (
        clock is not None and clock.unit is Unit.WORKING_DAYS and clock.length(TimeLimits()) == 10
    )
    begun, timing = date(2031, 5, 2), Timing()
    due = date(2031, 5, 16)
    assert standing(clock, begun, None, due, timing).turn is Turn.TODAY
    late = standing(clock, begun, None, due + timedelta(days=3), timing)
    assert (late.turn, late.late, late.used) == (Turn.LATE, 3, 11)
    assert standing(clock, begun, None, begun, timing).turn is Turn.LATER


def test_a_proposal_is_the_approver_s_turn_and_waits_for_others_with_its_proposer(
    office: Pages,
) -> None:
    an_operator(office, "XA-F-9")
    amir = Actor("amir", Role.APPROVER, "XA")
    first = worklist(office.desk, Actor("carla", Role.CASE_OFFICER, "XA")).mine
    assert first[0].acts[0].is_proposal and worklist(office.desk, amir).mine == ()
    act_by_kind(office.desk, "operator", "XA-F-9", "register", Asked("carla"))
    mine = worklist(office.desk, amir).mine
    assert [(one.listed.number, one.acts[0].verb) for one in mine] == [("XA-F-9", "register")]
    carla = worklist(office.desk, Actor("carla", Role.CASE_OFFICER, "XA"))
    assert carla.mine == () and [one.listed.number for one in carla.others] == ["XA-F-9"]
    page = office.as_(Role.APPROVER).get("/").content.decode()
    assert "XA-F-9" in page and "Register" in page and "Aldera Pharma" in page
    assert "0 of 10 working days" in page
    assert "XA-F-9" not in office.as_(Role.OPERATOR_CLERK).get("/?tab=office").content.decode()


def test_whoever_entered_is_never_shown_the_deciding_of_it(office: Pages) -> None:
    console = Actor("console", Role.ADMINISTRATOR, "XA", is_system=True)
    both = Actor("carla", Role.APPROVER, "XA")
    office.desk.work(lambda book: book.set_person(both, actor=console, act="store.users.change"))
    a_proposal(office, "XA-F-9", by="carla:CO")
    assert worklist(office.desk, both).mine == ()


def test_work_is_taken_given_back_and_put_off_with_a_reason(office: Pages) -> None:
    a_proposal(office, "XA-F-9")
    amir = office.as_(Role.APPROVER)
    assert amir.post("/work/operator/XA-F-9/take").status_code == 302
    assert "amir has it" in office.as_(Role.AUDITOR).get("/?tab=office").content.decode()
    assert office.as_(Role.CASE_OFFICER).post("/work/operator/XA-F-9/take").status_code == 403
    assert amir.post("/work/operator/XA-F-9/give-back").status_code == 302
    empty = amir.post("/work/operator/XA-F-9/put-off", {"until": "", "reason": ""})
    assert empty.status_code == 400 and b"Give the reason" in empty.content
    far = {"until": (office.desk.today + timedelta(days=90)).isoformat(), "reason": "a letter"}
    refused = amir.post("/work/operator/XA-F-9/put-off", far)
    assert refused.status_code == 400 and b"it is due on" in refused.content
    assert b"a letter" in refused.content, "what was typed is kept"
    soon = {"until": (office.desk.today + timedelta(days=2)).isoformat(), "reason": "a letter"}
    assert amir.post("/work/operator/XA-F-9/put-off", soon).status_code == 302
    work = worklist(office.desk, Actor("amir", Role.APPROVER, "XA"))
    assert work.mine == () and [one.mark.reason for one in work.put_off] == ["a letter"]
    acts = office.desk.look(lambda book: list(book.acts(act="trade.work.mark")))
    assert [one["after"]["taken_by"] for one in acts] == ["amir", "", ""]
    assert acts[-1]["after"]["has_reason"] and "a letter" not in str(acts)


def test_what_was_done_today_is_counted_and_shown(office: Pages) -> None:
    an_operator(office, "XA-F-9")
    opened(office.desk, "operator", "XA-F-9", "carla")
    page = office.as_(Role.CASE_OFFICER).get("/?tab=done")
    assert b"trade.operator.enter" in page.content and b"trade.operator.open" not in page.content
    assert ("done", "Done today", 1) in page.context["tabs"]


def test_the_filter_of_the_database_reads_what_may_read_reads(office: Pages) -> None:
    """For every role the list by columns gives what judging each document gives."""
    for number, name in ((FIRM, "Own"), ("XA-F-0002", "Other")):
        an_operator(office, number, name)
    foreign = Actor("fay", Role.CASE_OFFICER, "XB")
    console = Actor("console", Role.ADMINISTRATOR, "XA", is_system=True)
    office.desk.work(lambda book: book.set_person(foreign, actor=console, act="store.users.change"))
    for role in PERSONS:
        expected = [number for number, _ in listed(office.desk, "operator", PERSONS[role][0], {})]
        page = office.as_(role).get("/papers/operator/?sort=number")
        assert [row.number for row, _cells in page.context["rows"]] == expected, role


def many(office: Pages, count: int) -> None:
    from ringfence.jobs.doing import entered
    from ringfence.trade.operator import Operator
    from ringfence.trade.paper import read_paper

    carla = Actor("carla", Role.CASE_OFFICER, "XA")

    def job(book: Book) -> None:
        for n in range(count):
            told = {"number": f"XA-F-{n:04}", "business_types": ["importer"],
                    "party": {"party_name": f"Firm {n % 7}", "country": "XA",
                              "address_line_1": "1 Mill Lane"}}  # fmt: skip
            entered(book, office.desk, "operator", read_paper(Operator, told), carla)

    office.desk.work(job)


@pytest.mark.parametrize(
    "sort", ["number", "-number", "about", "-about", "-since", "ends", "-ends"]
)
def test_paging_by_key_shows_every_row_once_forwards_and_backwards(
    sort: str, office: Pages
) -> None:
    many(office, 120)
    client = office.as_(Role.CASE_OFFICER)
    seen, address, ranges = [], f"/papers/operator/?sort={sort}", []
    while address:
        page = client.get(address)
        seen += [row.number for row, _ in page.context["rows"]]
        ranges.append((page.context["page"].first, page.context["page"].last))
        last, address = page, page.context["next"] and f"/papers/operator/{page.context['next']}"
    assert len(seen) == len(set(seen)) == 120
    assert ranges == [(1, PAGE), (PAGE + 1, 2 * PAGE), (2 * PAGE + 1, 120)]
    back = client.get(f"/papers/operator/{last.context['previous']}")
    assert [row.number for row, _ in back.context["rows"]] == seen[PAGE : 2 * PAGE]


def test_filters_are_chips_that_come_off_and_the_caption_has_the_true_count(
    office: Pages,
) -> None:
    many(office, 70)
    client = office.as_(Role.CASE_OFFICER)
    page = client.get("/papers/operator/?q=firm+3&state=proposed&column=about&column=since")
    text = page.content.decode()
    assert page.context["page"].total == 10 and "10 documents" in text
    assert [says for says, _ in page.context["chips"]] == ["State: Proposed", "Holds: firm 3"]
    without_text = dict(page.context["chips"])["Holds: firm 3"]
    assert "q=" not in without_text and "column=about" in without_text
    assert client.get(f"/papers/operator/{without_text}").context["page"].total == 70
    wrong = client.get("/papers/operator/?since-from=03/04/2031")
    assert "could be" in wrong.content.decode() and 'href="#since-from"' in wrong.content.decode()
    assert client.get("/papers/operator/?since-from=2031-01-01").context["page"].total == 0


def test_a_list_leaves_as_the_same_rows_columns_and_order_with_formulas_defused(
    office: Pages,
) -> None:
    an_operator(office, "XA-F-1", "=cmd()|' /C calc'!A0")
    an_operator(office, "XA-F-2", "Beril, \u0416\u0443\u043a")
    client = office.as_(Role.CASE_OFFICER)
    query = "?sort=-number&column=about&column=state"
    shown = client.get(f"/papers/operator/{query}")
    answer = client.post(f"/papers/operator.csv{query}")
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert rows[0] == ["Number", "About", "State"]
    assert [row[0] for row in rows[1:]] == [row.number for row, _ in shown.context["rows"]]
    assert rows[2][1].startswith("'=cmd") and rows[1][1] == "Beril, \u0416\u0443\u043a"
    made = openpyxl.load_workbook(io.BytesIO(client.post(f"/papers/operator.xlsx{query}").content))
    cover = {row[0].value: row[1].value for row in made.worksheets[0].iter_rows()}
    assert cover["Made by"] == "carla" and cover["Rows"] == "2"
    assert re.fullmatch(r"[0-9a-f]{64}", cover["SHA-256 of the rows as CSV"])
    cell = made.worksheets[1]["B3"]
    assert cell.value == "=cmd()|' /C calc'!A0" and cell.data_type == "s"
    acts = office.desk.look(lambda book: list(book.acts(act="store.table.export")))
    assert [one["after"]["form"] for one in acts] == ["csv", "xlsx"]
    assert client.get("/papers/operator.csv").status_code == 405
    assert office.as_(Role.CUSTOMS).post("/papers/operator.csv").status_code == 403


def test_documents_kept_without_a_card_get_one_when_the_pages_are_opened(office: Pages) -> None:
    from ringfence.jobs.cards import fill_cards
    from ringfence.store import models

    an_operator(office, "XA-F-1")
    models.Document.objects.update(about="", since=None, clock_from=None, hands="")
    assert fill_cards(office.desk) == 1 and fill_cards(office.desk) == 0
    row = models.Document.objects.get()
    assert (row.about, row.hands) == ("Aldera Pharma", "|carla|") and row.since


def test_a_row_says_with_whom_it_waits() -> None:
    for kind, state, who in (
        ("application", "returned_incomplete", WaitsFor.OPERATOR),
        ("pre_export_notification", "sent", WaitsFor.PARTNER),
        ("estimate", "sent", WaitsFor.BOARD),
    ):
        clock = clock_at(kind, state)
        assert clock is not None and clock.waits_for is who
    assert clock_at("licence", "in_force") is None


def test_several_rows_are_listed_then_taken_and_none_is_decided(office: Pages) -> None:
    for number in ("XA-F-7", "XA-F-8", "XA-F-9"):
        a_proposal(office, number)
    amir, carla = office.as_(Role.APPROVER), office.as_(Role.CASE_OFFICER)
    text = amir.get("/").content.decode()
    assert text.count('form="together" name="row"') == 3 and "Choose XA-F-7" in text
    rows = ["operator:XA-F-7", "operator:XA-F-8", "operator:XA-F-8", "nothing:x"]
    listed = amir.post("/work/together", {"row": rows})
    assert listed.context["chosen"] == [("operator", "XA-F-7"), ("operator", "XA-F-8")]
    work = worklist(office.desk, Actor("amir", Role.APPROVER, "XA"))
    assert {one.mark.taken_by for one in work.mine} == {""}, "nothing is done before it is sure"
    done = amir.post("/work/together", {"row": rows, "sure": "1"}, follow=True)
    assert "You have 2 rows now." in done.content.decode()
    taken = {one.listed.number: one.mark.taken_by for one in
             worklist(office.desk, Actor("amir", Role.APPROVER, "XA")).mine}  # fmt: skip
    assert taken == {"XA-F-7": "amir", "XA-F-8": "amir", "XA-F-9": ""}
    assert {opened(office.desk, "operator", one, "amir").held.state for one in taken} == {
        "proposed"
    }
    not_hers = carla.post("/work/together", {"row": rows, "sure": "1"}, follow=True)
    assert not_hers.content.decode().count("was not taken") == 2
    assert b"No row is chosen" in amir.post("/work/together").content
