"""The worklist counts and pages in the database what a judge of every row would say."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from ringfence.jobs.acts import act_by_kind
from ringfence.jobs.deputies import name_deputy
from ringfence.jobs.doing import Asked, acting, enter
from ringfence.jobs.judging_work import NO_MARK, Judge, Row
from ringfence.jobs.reach import readable_kinds
from ringfence.jobs.taking_work import put_off, take
from ringfence.jobs.worklist import MINE, OFFICE, OTHERS, Worklist, worklist
from ringfence.store.listing import Listing
from ringfence.trade.operator import Operator
from ringfence.trade.paper import read_paper
from ringfence.trade.roles import Actor
from ringfence.trade.waiting import waiting_states
from tests.pages_parts import Pages

PERSONS = ("carla:CO", "amir:AP", "stan:ST", "aude:AU")


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Pages:
    """Forty firms entered on one day, some proposed, taken or put off."""
    made = Pages(tmp_path_factory.mktemp("many") / "node")
    for place in range(40):
        number = f"XA-F-{place:03}"
        party = {"party_name": f"Firm {place}", "country": "XA", "address_line_1": "4 Mill Lane"}
        told = {"number": number, "business_types": ["importer"], "party": party}
        enter(made.desk, "operator", read_paper(Operator, told), "carla")
        if place % 2:
            act_by_kind(made.desk, "operator", number, "register", Asked("carla"))
    amir = who(made, "amir:AP")
    take(made.desk, "operator", "XA-F-003", amir)
    until = made.desk.today + timedelta(days=1)
    put_off(made.desk, "operator", "XA-F-005", amir, until, "a letter is on its way")
    return made


def who(office: Pages, by: str) -> Actor:
    return office.desk.look(lambda book: acting(book, by))


def judged(office: Pages, actor: Actor) -> list[Row]:
    """Every row judged by itself, in order."""
    from ringfence.store import work_marks

    judge, rows = Judge(actor, office.desk.today, office.desk.timing), []
    states = waiting_states()
    for kind, reach in readable_kinds(actor).items():
        if kind not in states:
            continue
        listing = reach.narrow(Listing({kind: states[kind]}))
        for one in office.desk.look(lambda book, listing=listing: book.listed(listing)):
            mark = office.desk.look(lambda _book: work_marks.every()).get(one.subject, NO_MARK)
            rows.append(judge.row(one, mark))
    return sorted(rows, key=lambda row: (row.order, row.listed.number))


def tab(rows: list[Row], name: str, person: str) -> list[Row]:
    if name == MINE:
        return [row for row in rows if row.is_mine and not row.is_put_off]
    if name == OTHERS:
        return [
            row for row in rows
            if not row.acts
            and (row.waits_for.value != "authority" or person in row.listed.card.hands)
        ]  # fmt: skip
    return rows


def same(office: Pages, actor: Actor) -> Worklist:
    """The worklist, once all of it is found to be what the judge says."""
    rows, work = judged(office, actor), worklist(office.desk, actor)
    for name in (MINE, OTHERS, OFFICE):
        wanted = tab(rows, name, actor.person)
        assert work.page(name) == tuple(wanted), (actor.person, name)
        assert work.count(name) == len(wanted)
        paged = [row for first in range(0, len(wanted), 7) for row in work.page(name, first, 7)]
        assert paged == wanted, "page by page nothing is left out, nothing stands twice"
        assert work.page(name, 3, 5, "operator") == tuple(
            [row for row in wanted if row.listed.kind == "operator"][3:8]
        )
        firsts = work.first_of_each_kind(name, 4)
        kinds = {row.listed.kind for row in wanted}
        assert {row.listed.kind for row in firsts} == kinds
        for kind in kinds:
            of_kind = [row for row in wanted if row.listed.kind == kind]
            assert [row for row in firsts if row.listed.kind == kind] == of_kind[:4]
    assert work.put_off == tuple(row for row in rows if row.is_put_off)
    return work


@pytest.mark.parametrize("many", [0, 200])
@pytest.mark.parametrize("by", PERSONS)
def test_what_is_counted_in_the_database_is_what_each_row_says(
    office: Pages, by: str, many: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ringfence.jobs.worklist.MANY", many)
    same(office, who(office, by))


def test_an_approver_has_what_is_proposed_but_not_what_was_put_off(office: Pages) -> None:
    work = same(office, who(office, "amir:AP"))
    numbers = {row.listed.number for row in work.page(MINE)}
    assert {f"XA-F-{place:03}" for place in range(1, 40, 2)} - {"XA-F-005"} <= numbers
    assert "XA-F-005" not in numbers and len(work.put_off) == 1


def test_who_stands_for_the_proposer_is_not_the_second_person(office: Pages) -> None:
    amir = replace(who(office, "amir:AP"), stands_for=("carla",))
    assert same(office, amir).count(MINE) == 0


def test_an_interest_in_a_firm_takes_its_work_away(office: Pages) -> None:
    plain = same(office, who(office, "amir:AP")).count(MINE)
    amir = replace(who(office, "amir:AP"), interests=("XA-F-001", "XA-F-007"))
    assert same(office, amir).count(MINE) == plain - 2


def test_capital_letters_count_in_the_name_of_a_person(office: Pages) -> None:
    other = replace(who(office, "amir:AP"), person="Carla")
    assert same(office, other).count(MINE) > 0, "Carla is not carla"


def test_a_deputy_s_worklist_is_read_like_any_other(office: Pages) -> None:
    day = office.desk.today.isoformat()
    told = {"deputy": "amir", "first": day, "last": day, "reason": "a leave"}
    name_deputy(office.desk, "carla:CO", told)
    assert who(office, "amir:AP").stands_for == ("carla",)
    same(office, who(office, "amir:AP"))


def test_only_the_documents_of_the_page_are_read(office: Pages) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    actor = who(office, "aude:AU")
    with CaptureQueriesContext(connection) as asked:
        work = worklist(office.desk, actor)
        work.page(OFFICE, 0, 5)
    assert len(asked) < 20, "the number of questions does not grow with the rows"
    assert not any('"store_document"."body"' in one["sql"] for one in asked)


def test_documents_of_an_earlier_release_wait_as_others_do(office: Pages) -> None:
    from ringfence.jobs.cards import fill_cards
    from ringfence.store.models import Document

    actor = who(office, "aude:AU")
    before = worklist(office.desk, actor).page(OFFICE)
    Document.objects.filter(kind="operator").update(clock_from=None)
    assert worklist(office.desk, actor).count(OFFICE, "operator") == 0
    assert fill_cards(office.desk) > 0
    assert worklist(office.desk, actor).page(OFFICE) == before
