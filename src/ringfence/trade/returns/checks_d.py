"""Checks of the annual information on precursors, Form D: D1 to D6."""

from __future__ import annotations

from ringfence.law.entry import Convention
from ringfence.ledger.amounts import grams
from ringfence.terms import Answer
from ringfence.trade.returns.checking import (
    Asked,
    Told,
    Wrong,
    check_of,
    could_not_run,
    moved_in,
    weighed,
)
from ringfence.trade.returns.checks_trade import parts
from ringfence.trade.returns.form import Figure, Form
from ringfence.trade.returns.form_d import CATEGORIES, CATEGORY, PREPARATION_UNITS, UNLISTED

D = (Form.D,)
VOLUMES = frozenset({"l", "ml"})
MASSES = frozenset({"t", "kg", "g", "mg"})


@check_of("D1", D, "un1988/12/12")
def substances_stand_in_their_part(asked: Asked) -> Told:
    """Seized substances stood in a Table that year, and those told as unlisted did not."""
    lists = asked.others.lists
    if lists is None:
        return could_not_run("the list of the day")
    listed = [(Figure("listed", one), one, True) for one in asked.return_.substances]
    unlisted = [
        (Figure("unlisted", one.substance), one.substance, False)
        for one in asked.return_.stated
        if one.item == UNLISTED
    ]
    wrong: list[Wrong] = []
    missing: list[Wrong] = []
    for figure, substance, is_listed in (*listed, *unlisted):
        answers = {
            entry.answer_on(asked.law_year())
            for entry in lists.entries_of(substance)
            if entry.convention is Convention.UN1988
        }
        if Answer.MET not in answers and (
            Answer.UNDETERMINED in answers or asked.law_year() > lists.last_known_day
        ):
            missing.append((figure, "the Table of the day is not settled"))
        elif (Answer.MET in answers) is not is_listed:
            wrong.append((figure, "belongs in the other part"))
    seen = len(listed) + len(unlisted)
    return weighed(wrong, "every substance stands in its part", seen, missing)


@check_of("D2", D, "un1988/12/12(a)")
def volumes_state_their_density(asked: Asked) -> Told:
    """A volume that became a mass states its density."""
    volumes = [one for one in asked.return_.stated if one.unit in VOLUMES]
    densities = {one.substance for one in asked.return_.stated if one.item == "density"}
    seized = {one.substance for one, cell in asked.return_.of("seized") if cell.amount_ug}
    converted = [one for one in volumes if one.substance in seized]
    wrong = [
        (Figure("seized", one.substance), f"{one.words} {one.unit} became a mass without density")
        for one in converted
        if one.substance not in densities
    ]
    silent = moved_in(asked.return_, "seized")[1]
    return weighed(wrong, "every converted volume states its density", len(converted), silent)


@check_of("D3", D, "un1988/12/12(a)")
def preparations_are_told_in_units(asked: Asked) -> Told:
    """Seized preparations are told in units, and never added to masses of the substance."""
    told = [one for one in asked.return_.stated if one.item == PREPARATION_UNITS]
    wrong = [
        (Figure("seized", one.substance), f"preparations told in {one.unit}")
        for one in told
        if one.unit in MASSES | VOLUMES
    ]
    missing = [(Figure("seized", one.substance), "its unit") for one in told if not one.unit]
    return weighed(wrong, "preparations are told in units", len(told), missing)


@check_of("D4", D, "un1988/12/10(a)")
def trade_equals_announcements(asked: Asked) -> Told:
    """Exports and imports of the year agree with the pre-export notifications and replies."""
    announced = asked.others.announced_ug
    if announced is None:
        return could_not_run("what was announced in the year")
    moved = {(one.column, one.substance, one.other): ug for one, ug in parts(asked.return_)}
    wrong = [
        (Figure(*key), f"{ug} ug moved, {announced.get(key, 0)} ug announced")
        for key, ug in sorted(moved.items())
        if ug > announced.get(key, 0)
    ]
    return weighed(wrong, "nothing moved beyond what was announced", len(moved))


@check_of("D5", D, "cnd/49/3", is_advice=True)
def imports_are_within_requirements(asked: Asked) -> Told:
    """Imports stay within the annual legitimate requirement."""
    needs = asked.others.requirements_ug
    if needs is None:
        return could_not_run("the annual legitimate requirements")
    imported, silent = moved_in(asked.return_, "imported")
    known = [one for one in imported if one[0].substance in needs]
    wrong = [
        (figure, f"{grams(amount_ug)} g, requirement {grams(needs[figure.substance])} g")
        for figure, amount_ug in known
        if amount_ug > needs[figure.substance]
    ]
    return weighed(wrong, "imports are within the requirements", len(known), silent)


@check_of("D6", D, "un1988/12/12(c)")
def methods_are_categories(asked: Asked) -> Told:
    """A method of diversion or manufacture is told by category, and nothing finer."""
    told = [one for one in asked.return_.stated if one.item == CATEGORY]
    wrong = [
        (Figure(CATEGORY, one.substance), "is no category of the open part")
        for one in told
        if one.words and one.words not in CATEGORIES
    ]
    missing = [(Figure(CATEGORY, one.substance), "its category") for one in told if not one.words]
    return weighed(wrong, "methods are told by category", len(told), missing)
