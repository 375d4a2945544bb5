"""What pages ask of the database is what a fold over every document says, on the demonstration."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from typing import Any

import pytest

from ringfence.jobs import finding, portal
from ringfence.jobs.book_goods import EVENTS, may_move, states_of
from ringfence.jobs.demonstration.building import Asked, demonstration, last_desk
from ringfence.jobs.document_kinds import kinds
from ringfence.jobs.doing import Desk, listed, may_read
from ringfence.jobs.judging_work import FIRM
from ringfence.jobs.keeping import ContentsPurged, held_of
from ringfence.jobs.lists import in_turn
from ringfence.jobs.possible_acts import possible_acts
from ringfence.store.listing import Listing
from ringfence.store.node import open_node
from ringfence.terms import Day
from ringfence.trade.acting import Held
from ringfence.trade.roles import Actor, Role

SMALL = Asked(2025, "small")


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    built = demonstration(tmp_path_factory.mktemp("many") / "demo", SMALL)
    return last_desk(open_node(built.folder, environment={}), SMALL)


def persons(desk: Desk, *roles: Role) -> list[Actor]:
    return [one for one in desk.look(lambda book: book.persons()) if one.role in roles]


def own(desk: Desk, actor: Actor, kind: str) -> dict[str, Held[Any]]:
    """The documents of a kind of which the person's firm is the first, whole."""
    found = desk.look(lambda book: book.documents(kind, operator=actor.operator))
    held = {one.number: held_of(kinds()[kind], one) for one in found}
    return {number: one for number, one in held.items() if may_read(actor, kinds()[kind], one)}


def test_the_first_page_of_every_firm_says_what_its_documents_say(desk: Desk) -> None:
    seen: Counter[str] = Counter()
    for actor in persons(desk, *FIRM):
        home = portal.home(desk, f"{actor.person}:{actor.role.value}")
        papers = {kind: own(desk, actor, kind) for kind in portal.PAPERS}
        counted = Counter((kind, one.state) for kind in papers for one in papers[kind].values())
        assert home.papers == tuple((*both, n) for both, n in sorted(counted.items()))
        returns = own(desk, actor, "company_return")
        applications = own(desk, actor, "application")
        states = {number: one.state for number, one in applications.items()}
        assert [one[0] for one in home.drafts] == [n for n in states if states[n] == "draft"]
        assert {one.number for one in home.waiting} == {
            number for number, state in states.items() if state in portal.SENT
        }
        assert dict(home.refused).keys() == {
            number for number, one in returns.items() if one.state == "part_refused"
        }
        assert {one[1] for one in home.decided if one[0] != "application"} == {
            number for kind in papers for number, one in papers[kind].items()
            if one.state in portal.AGAINST
        }  # fmt: skip
        assert [(one.number, one.day) for one in home.deadlines] == deadlines(desk, actor)
        assert [one.number for one in home.to_do] == to_do(desk, actor)
        seen.update(
            deadlines=len(home.deadlines), to_do=len(home.to_do), papers=len(home.papers),
            decided=len(home.decided), drafts=len(home.drafts),
        )  # fmt: skip
    assert all(seen[name] for name in ("deadlines", "to_do", "papers", "decided")), seen


def deadlines(desk: Desk, actor: Actor) -> list[tuple[str, Day]]:
    soon, found = desk.today + timedelta(days=desk.limits.remind_days), []
    for number, one in own(desk, actor, "company_return").items():
        if one.state in ("open", "overdue", "checked_by_line", "part_refused", "corrected"):
            days = timedelta(days=desk.limits.company_return_days)
            found.append((number, one.paper.last + days))
    for kind, state in (("licence", "in_force"), *((kind, "issued") for kind in portal.PAPERS)):
        for number, one in own(desk, actor, kind).items():
            last = getattr(one.paper, "valid_until", None)
            if one.state == state and last is not None and last <= soon:
                found.append((number, last))
    return sorted(found, key=lambda one: one[1])


def to_do(desk: Desk, actor: Actor) -> list[str]:
    found = []
    for kind in (*portal.OF_ONE, *portal.OF_TWO):
        for stored in desk.look(lambda book, kind=kind: book.documents(kind)):
            mine = stored.operator == actor.operator
            if kind in portal.OF_TWO:
                mine = actor.operator in stored.body["operators"]
            acts = possible_acts(kinds()[kind], held_of(kinds()[kind], stored), actor)
            if mine and any(one.verb not in portal.NO_TURN for one in acts):
                found.append(stored.number)
    return found


def test_pages_of_a_list_in_turn_are_the_whole_list_in_that_order(desk: Desk) -> None:
    order = ("sent", "under_review")
    others = tuple(one for one in kinds()["application"].life.states if one not in order)
    for actor in persons(desk, Role.CASE_OFFICER, Role.RESPONSIBLE_PERSON)[:12]:
        groups = [(one,) for one in order] + [others]
        wanted = [Listing({"application": one}, sort="since", is_descending=True) for one in groups]
        every = in_turn(desk, actor, *wanted)
        rows = listed(desk, "application", f"{actor.person}:{actor.role.value}", {})
        rows.sort(key=lambda one: (one[1].days[-1], one[0]), reverse=True)
        rows.sort(key=lambda one: order.index(one[1].state) if one[1].state in order else 2)
        expected = [number for number, _ in rows]
        assert every.count() == len(expected)
        paged = [one.number for at in range(0, len(expected), 7) for one in every[at : at + 7]]
        assert paged == expected


def test_papers_under_which_goods_move_are_those_of_the_firm_in_such_a_state(desk: Desk) -> None:
    found = 0
    for actor in persons(desk, Role.CASE_OFFICER, Role.OPERATOR_CLERK):
        by = f"{actor.person}:{actor.role.value}"
        expected = [
            (kind, number) for kind in EVENTS
            for number, _ in listed(desk, kind, by, {"state": sorted(states_of(kind))})
        ]  # fmt: skip
        assert [one[:2] for one in may_move(desk, actor)] == expected
        found += len(expected)
    assert found


@pytest.mark.parametrize("text", ["XA-IC", "xa-ic-2025-9001", "XA-IC-2025-9001", "2025", "nowhere"])
def test_a_part_of_a_number_finds_what_a_look_at_every_number_finds(desk: Desk, text: str) -> None:
    for actor in persons(desk, Role.CASE_OFFICER, Role.CUSTOMS, Role.OPERATOR_CLERK)[:8]:
        told = finding.found_by_number(desk, text, actor)
        held = [one for one in readable(desk, actor) if text.casefold() in one[1].casefold()]
        held = sorted(held, key=lambda one: one[1])[: finding.LOOKED_AT]
        exact = [one for one in held if one[1].casefold() == text.casefold()]
        assert told == (exact or sorted(held)[: finding.MOST])


def readable(desk: Desk, actor: Actor) -> list[tuple[str, str, str]]:
    found = []
    for name, kind in kinds().items():
        for one in desk.look(lambda book, name=name: book.documents(name)):
            try:
                if may_read(actor, kind, held_of(kind, one)):
                    found.append((one.kind, one.number, one.state))
            except ContentsPurged:
                continue
    return found


def test_what_every_worker_needs_is_read_before_they_begin(desk: Desk) -> None:
    from django.template import engines

    from ringfence.law.overlay import held_countries, load_overlay
    from ringfence.web import serving

    serving.make_ready()
    assert load_overlay.cache_info().currsize >= len(held_countries())
    assert engines["django"].get_template("work.html")
