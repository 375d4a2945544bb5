"""1971 article 12(1): import and export authorisations for Schedules I and II.

They are asked as well for Schedules III and IV where the destination is known to demand them
(ECOSOC resolutions 1985/15 and 1987/30). Unlike the 1961 Convention, one import authorisation
covers one consignment only, and there is no endorsement on mere expiry.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from functools import partial

from ringfence.law.authorisation_checks import (
    all_of,
    cites,
    covers_shipped,
    holds_on,
    is_genuine,
    is_in_hand,
    is_unused,
    leaves_nothing_out,
    names_parties,
    names_substance,
    stands,
    states_addresses,
)
from ringfence.law.case import Case
from ringfence.law.consignment import consigned_base_g
from ringfence.law.movement import Document, Movement, Purpose
from ringfence.law.rule import Found, met, not_applicable, not_met, rule, undetermined
from ringfence.law.un1971.preparations import moved, substances
from ringfence.law.un1971.trade import day_of_shipment, demand_of, traded, under_12_1, who_demands
from ringfence.terms import Answer

IMPORT, EXPORT = "import authorisation", "export authorisation"

EMERGENCY_NEEDS_NO_IMPORT_AUTHORISATION = True
"""WHO model guidelines of 1996 (WHO/PSA/96.17): supplies that a recognised agency asked for in a
humanitarian emergency may leave before an import authorisation. False refuses them."""

ENDORSEMENT_TOLERANCE_G = Decimal("0.01")
"""[policy] A smaller difference between what left and what arrived raises no question."""


def each_paper(case: Case, check: Callable[[Document, str], Found]) -> Found:
    """What a check says of both authorisations; those that are missing are told elsewhere."""
    movement = case.movement
    papers = ((movement.import_certificate, IMPORT), (movement.export_authorisation, EXPORT))
    found = [check(paper, what) for paper, what in papers if paper is not None]
    if not found:
        return not_applicable("neither authorisation is attached")
    return all_of(*found)


@rule("un1971/12/1", "1971-12-1-a")
@under_12_1
def authorisations_stand_as_issued(case: Case) -> Found:
    """Neither authorisation was revoked, or altered after issue."""
    return each_paper(case, stands)


@rule("un1971/12/1", "1971x-ECOSOC-1981-7-op-paras")
@under_12_1
def authorisations_are_authentic(case: Case) -> Found:
    """Both are authentic; in doubt one authority asks the other (ECOSOC 1981/7)."""
    return each_paper(case, is_genuine)


@rule("un1971/12/1(a)", "1971-12-1-a")
@under_12_1
def each_consignment_has_its_own_authorisations(case: Case) -> Found:
    """Every import and every export needs an authorisation of its own, for one consignment."""
    movement = case.movement
    held = is_in_hand(movement.export_authorisation, EXPORT)
    demanding = None if traded(case, "I", "II").answer is Answer.MET else who_demands(case)
    if demanding is not None and held.answer is not Answer.MET:
        held = replace(held, reason=f"{held.reason}; {demand_of(demanding)}")
    unused = each_paper(case, is_unused)
    return held if unused.answer is Answer.NOT_APPLICABLE else all_of(held, unused)


@rule("un1971/12/1(b)", "1971-12-1-b")
@under_12_1
def authorisations_leave_nothing_out(case: Case) -> Found:
    """Neither authorisation leaves a statement empty that the paragraph asks for."""
    return each_paper(case, leaves_nothing_out)


@rule("un1971/12/1(b)", "1971-12-1-b")
@under_12_1
def authorisations_name_both_parties(case: Case) -> Found:
    """Both authorisations state name and address of the exporter and of the importer."""
    movement = case.movement
    exporter, importer = movement.exporter, movement.importer

    def states(paper: Document, what: str) -> Found:
        return all_of(
            names_parties(paper, exporter, importer, what),
            states_addresses(paper, exporter, importer, what),
        )

    return each_paper(case, states)


@rule("un1971/12/1(b)", "1971-12-1-b")
@under_12_1
def authorisations_name_the_substance(case: Case) -> Found:
    """Both authorisations name the substance: by its INN, else as the Schedule designates it."""
    named = moved(case)
    return each_paper(case, lambda paper, what: names_substance(paper, named, what))


@rule("un1971/12/1(b)", "1971-12-1-b")
@under_12_1
def authorisations_cover_the_quantity(case: Case) -> Found:
    """Both authorisations state a quantity that is at least what is shipped, base to base."""
    named, shipped = moved(case), partial(consigned_base_g, case)
    return each_paper(case, lambda paper, what: covers_shipped(paper, named, shipped, what))


@rule("un1971/12/1(b)", "1971-12-1-b")
@under_12_1
def authorisations_state_the_pharmaceutical_form(case: Case) -> Found:
    """Both authorisations state the pharmaceutical form, and they state the same."""
    found = each_paper(case, _states_form)
    movement = case.movement
    imported, exported = movement.import_certificate, movement.export_authorisation
    if found.answer is not Answer.MET or imported is None or exported is None:
        return found
    forms = {
        IMPORT: imported.pharmaceutical_form.casefold(),
        EXPORT: exported.pharmaceutical_form.casefold(),
    }
    if len(set(forms.values())) > 1:
        return not_met(f"the forms differ: {' and '.join(forms.values())}")
    return found


def _states_form(paper: Document, what: str) -> Found:
    if not paper.pharmaceutical_form:
        return undetermined(f"the pharmaceutical form on the {what} is not told")
    return met(f"the {what} states the form: {paper.pharmaceutical_form}")


@rule("un1971/12/1(b)", "1971-12-1-b")
@under_12_1
def shipment_lies_in_the_period(case: Case) -> Found:
    """The goods move within the period that each authorisation states."""
    day = day_of_shipment(case)
    return each_paper(case, lambda paper, what: holds_on(paper, day, what))


@rule("un1971/12/1(b)", "1971-12-1-b")
@under_12_1
def export_authorisation_cites_the_import_authorisation(case: Case) -> Found:
    """The export authorisation states number, date and authority of the import authorisation."""
    movement = case.movement
    imported, exported = movement.import_certificate, movement.export_authorisation
    if imported is None or exported is None:
        return not_applicable("not both authorisations are attached")
    return cites(exported, imported)


@rule("un1971/12/1(c)", "1971-12-1-c")
@under_12_1
def import_authorisation_comes_first(case: Case) -> Found:
    """No export is authorised before the importing country's authorisation is there."""
    movement = case.movement
    imported, exported = movement.import_certificate, movement.export_authorisation
    if imported is None:
        return _without_import_authorisation(movement)
    held = is_in_hand(imported, IMPORT)
    if exported is None:
        return held
    facts = {"import_issued": imported.issued, "export_issued": exported.issued}
    if imported.issued is None or exported.issued is None:
        return all_of(held, undetermined("the days of issue are not told", **facts))
    if exported.issued < imported.issued:
        return not_met("the export was authorised before the import", **facts)
    return all_of(held, met("the import was authorised first", **facts))


def _without_import_authorisation(movement: Movement) -> Found:
    is_emergency = movement.purpose is Purpose.HUMANITARIAN_EMERGENCY
    if not (is_emergency and EMERGENCY_NEEDS_NO_IMPORT_AUTHORISATION):
        return not_met(f"there is no {IMPORT}")
    if movement.requested_by_recognised_agency is None:
        return undetermined("whether a recognised agency asked for the supplies is not told")
    if not movement.requested_by_recognised_agency:
        return not_met(f"there is no {IMPORT}, and no recognised agency asked for the supplies")
    return met("an emergency: a recognised agency asked, control rests with the exporting country")


@rule("un1971/12/1(d)", "1971-12-1-d")
@under_12_1
def copy_of_the_export_authorisation_travels(case: Case) -> Found:
    """A copy of the export authorisation accompanies the consignment.

    Another goes to the Government of the importing country, which is the authority's own act.
    """
    paper = case.movement.export_authorisation
    if paper is None:
        return not_applicable("no export authorisation is attached")
    if paper.copy_accompanies is None:
        return undetermined("whether a copy travels with the goods is not told")
    if not paper.copy_accompanies:
        return not_met("no copy of the export authorisation travels with the goods")
    return met("a copy of the export authorisation travels with the goods")


@rule("un1971/12/1(e)", "1971-12-1-e")
@under_12_1
def endorsement_agrees_with_what_left(case: Case) -> Found:
    """What the importing country endorses as arrived is what left, and no more than authorised."""
    arrived, paper = case.movement.journey.endorsed_base_g, case.movement.export_authorisation
    if arrived is None or paper is None:
        return not_applicable("no endorsement has come back yet")
    left, missing = paper.exported_base_g, ""
    if left is None:
        left, missing = consigned_base_g(case, substances(case))
    facts = {"arrived_base_g": arrived, "left_base_g": left}
    authorised = paper.quantity_base_g
    if authorised is not None and arrived > authorised + ENDORSEMENT_TOLERANCE_G:
        return not_met(f"{arrived} g arrived, {authorised} g were authorised", **facts)
    if left is None:
        return undetermined(f"the quantity that left is not known: {missing}", **facts)
    if abs(arrived - left) > ENDORSEMENT_TOLERANCE_G:
        return undetermined(f"{left} g left and {arrived} g arrived: ask both sides", **facts)
    return met(f"{arrived} g arrived, as shipped", **facts)
