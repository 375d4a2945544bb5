"""1971 article 12(2): export declarations for Schedule III."""

from __future__ import annotations

from datetime import timedelta
from functools import partial

from ringfence.law.authorisation_checks import (
    all_of,
    covers_shipped,
    is_in_hand,
    leaves_nothing_out,
    names_parties,
    names_substance,
    states_addresses,
)
from ringfence.law.case import Case
from ringfence.law.consignment import consigned_base_g
from ringfence.law.movement import Document
from ringfence.law.rule import Found, met, not_applicable, not_met, rule, undetermined
from ringfence.law.un1971.preparations import moved
from ringfence.law.un1971.trade import day_of_shipment, under_12_2

DECLARATION = "export declaration"
COPIES = 3
FORWARDED_WITHIN = timedelta(days=90)


@rule("un1971/12/2(a)", "1971-12-2-a")
@under_12_2
def export_is_declared_in_triplicate(case: Case) -> Found:
    """The exporter of Schedule III draws up a declaration in triplicate."""
    paper = case.movement.export_declaration
    if paper is None:
        return not_met(f"there is no {DECLARATION}")
    if paper.copies is None:
        return undetermined("how many copies of the declaration there are is not told")
    if paper.copies < COPIES:
        return not_met(f"the declaration has {paper.copies} copies, {COPIES} are asked")
    return met(f"the declaration has {paper.copies} copies", number=paper.number or None)


@rule("un1971/12/2(a)", "1971-12-2-a")
@under_12_2
def declaration_states_what_is_asked(case: Case) -> Found:
    """It states the parties, the substance, quantity, form and day of despatch, as they are."""
    paper = case.movement.export_declaration
    if paper is None:
        return not_applicable("no declaration is attached")
    exporter, importer = case.movement.exporter, case.movement.importer
    named = moved(case)
    return all_of(
        leaves_nothing_out(paper, DECLARATION),
        names_parties(paper, exporter, importer, DECLARATION),
        states_addresses(paper, exporter, importer, DECLARATION),
        names_substance(paper, named, DECLARATION),
        covers_shipped(paper, named, partial(consigned_base_g, case), DECLARATION),
        _states_form(paper),
        _states_despatch(paper, case),
    )


def _states_form(paper: Document) -> Found:
    if not paper.pharmaceutical_form:
        return undetermined("the pharmaceutical form on the declaration is not told")
    return met("the pharmaceutical form is stated")


def _states_despatch(paper: Document, case: Case) -> Found:
    day = day_of_shipment(case)
    if paper.despatch_day is None:
        return undetermined("the day of despatch on the declaration is not told")
    if paper.despatch_day != day:
        return not_met(f"the declaration states {paper.despatch_day}, the goods leave on {day}")
    return met("the day of despatch is stated")


@rule("un1971/12/2(b)", "1971-12-2-b")
@under_12_2
def copy_of_the_declaration_travels(case: Case) -> Found:
    """Two copies go to the exporter's own authority, the third accompanies the consignment."""
    paper = case.movement.export_declaration
    if paper is None:
        return not_applicable("no declaration is attached")
    if paper.copy_accompanies is None:
        return undetermined("whether a copy of the declaration travels is not told")
    if not paper.copy_accompanies:
        return not_met("no copy of the declaration travels with the goods")
    return all_of(
        is_in_hand(paper, DECLARATION), met("a copy of the declaration travels with the goods")
    )


@rule("un1971/12/2(c)", "1971-12-2-c")
@under_12_2
def declaration_is_forwarded_within_90_days(case: Case) -> Found:
    """The exporting authority forwards a copy at the latest 90 days after despatch."""
    paper = case.movement.export_declaration
    if paper is None:
        return not_applicable("no declaration is attached")
    due = (paper.despatch_day or day_of_shipment(case)) + FORWARDED_WITHIN
    facts = {"due": due, "sent": paper.sent}
    if paper.sent is not None and paper.sent > due:
        return not_met(f"the copy was forwarded on {paper.sent}, due by {due}", **facts)
    if paper.sent is not None:
        return met(f"the copy was forwarded on {paper.sent}", **facts)
    if case.day > due:
        return undetermined(f"whether a copy was forwarded by {due} is not told", **facts)
    return not_applicable(f"the copy is to be forwarded by {due}", **facts)


@rule("un1971/12/2(d)", "1971-12-2-d")
@under_12_2
def endorsed_copy_is_forwarded(case: Case) -> Found:
    """Where its country asks for it, the importer forwards the copy that came with the goods."""
    paper, country = case.movement.export_declaration, case.movement.destination
    if paper is None or case.movement.journey.endorsed_base_g is None:
        return not_applicable("the goods are not told to have arrived under a declaration")
    asks = case.destination.of("asks_endorsed_declaration").value
    if asks is False:
        return not_applicable(f"{country} asks no importer for an endorsed copy")
    if asks is None and not paper.endorsed_copy_forwarded:
        return undetermined(f"whether {country} asks importers for an endorsed copy is not told")
    if paper.endorsed_copy_forwarded is None:
        return undetermined("whether the importer forwarded the endorsed copy is not told")
    if not paper.endorsed_copy_forwarded:
        return not_met("the importer has not forwarded the endorsed copy of the declaration")
    return met("the importer forwarded the endorsed copy of the declaration")
