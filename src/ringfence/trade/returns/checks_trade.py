"""Checks of trade by partner: Form A (A1 to A9) and Form A/P, which is checked in the same way."""

from __future__ import annotations

from collections.abc import Iterator

from ringfence.law.entry import Convention
from ringfence.law.limits import clocks
from ringfence.terms import Answer
from ringfence.trade.returns.checking import (
    Asked,
    Told,
    Wrong,
    check_of,
    could_not_run,
    does_not_apply,
    holds,
    moved_in,
    weighed,
)
from ringfence.trade.returns.fold import NOT_TOLD
from ringfence.trade.returns.form import Figure, Form, Return

TRADE = (Form.A, Form.A_P)
COLUMNS = ("imported", "exported")
PAPERS = {
    "imported": ("import_certificate:", "special_import_licence:"),
    "exported": ("export_authorisation:", "export_declaration:"),
}
"""Kinds of document on which an import or export may rest, as the entries name them."""

CITATION = "un1961/20/1(d)"


def parts(return_: Return) -> list[tuple[Figure, int]]:
    """The figures of trade by partner, with their amounts."""
    return [
        (figure, cell.amount_ug)
        for column in COLUMNS
        for figure, cell in return_.of(column)
        if figure.other and cell.amount_ug is not None
    ]


def totals(return_: Return) -> list[tuple[Figure, int]]:
    """The totals of trade by substance that are reported."""
    return [
        (figure, cell.amount_ug)
        for column in COLUMNS
        for figure, cell in return_.of(column)
        if not figure.other and cell.amount_ug is not None
    ]


def totals_that_differ(return_: Return) -> Iterator[Wrong]:
    """Totals that are not the sum of their partners."""
    for figure, total_ug in totals(return_):
        by_partner = return_.others(figure.column, figure.substance)
        sum_ug = sum(cell.amount_ug or 0 for cell in by_partner.values())
        if sum_ug != total_ug:
            yield figure, f"total {total_ug} ug, partners {sum_ug} ug"


@check_of("A1", TRADE, CITATION)
def total_is_sum_of_partners(asked: Asked) -> Told:
    """Each total equals the sum of its partners."""
    return partners_sum(asked)


def partners_sum(asked: Asked) -> Told:
    """Whether the totals of trade are the sums of their partners."""
    silent = moved_in(asked.return_, *COLUMNS)[1]
    seen = len(totals(asked.return_))
    differ = totals_that_differ(asked.return_)
    return weighed(differ, "totals equal their partners", seen, silent)


@check_of("A2", TRADE, CITATION)
def partner_is_another_territory(asked: Asked) -> Told:
    """No partner is the own territory."""
    own = asked.return_.territory
    found = parts(asked.return_)
    wrong = [(figure, "names the own territory") for figure, _ in found if figure.other == own]
    missing = [(figure, "a partner") for figure, _ in found if figure.other == NOT_TOLD]
    return weighed(wrong, "every partner is another territory", len(found), missing)


@check_of("A3", (Form.A,), CITATION)
def unit_group_is_right(asked: Asked) -> Told:
    """Potent drugs stand in grams and milligrams, all others in kilograms and grams."""
    groups = asked.others.unit_groups
    if groups is None:
        return could_not_run("in which group each drug stands")
    wrong, missing = [], []
    remembered = asked.others.units_remembered
    for substance in asked.return_.substances:
        right, figure = groups.get(substance), Figure("unit", substance)
        if right is None:
            missing.append((figure, "in which group it stands is not known"))
        elif asked.return_.unit(substance) is right:
            continue
        elif substance in remembered:
            units = f"{right.large}, {right.small}"
            says = f"by memory of the form it belongs in {units} [memory]: compare with the form"
            missing.append((figure, says))
        else:
            wrong.append((figure, f"belongs in {right.large}, {right.small}"))
    seen = len(asked.return_.substances)
    by_memory = remembered & set(asked.return_.substances)
    told = "every drug stands in its group"
    if by_memory:
        told = (
            f"every drug stands in its group, by memory of the form for {len(by_memory)} of {seen} "
            "drugs [memory]"
        )
    return weighed(wrong, told, seen, missing)


@check_of("A4", TRADE, "un1961/31/7(b)")
def amounts_equal_endorsed_papers(asked: Asked) -> Told:
    """Each amount equals the sum of the endorsed papers of the quarter."""
    endorsed, awaited = asked.others.endorsed_ug, asked.others.awaited_ug
    if endorsed is None:
        return could_not_run("what was endorsed in the quarter")
    booked = {(one.column, one.substance, one.other): ug for one, ug in parts(asked.return_)}
    wrong, missing = [], []
    for key in sorted({*booked, *endorsed, *awaited}):
        figures = booked.get(key, 0), endorsed.get(key, 0), awaited.get(key, 0)
        booked_ug, endorsed_ug, awaited_ug = figures
        says = f"{booked_ug} ug booked, {endorsed_ug} ug endorsed"
        if booked_ug != endorsed_ug + awaited_ug:
            more = f", {awaited_ug} ug not endorsed yet" if awaited_ug else ""
            wrong.append((Figure(*key), says + more))
        elif awaited_ug:
            missing.append((Figure(*key), f"{awaited_ug} ug are not endorsed yet"))
    seen = len(booked) + len(endorsed)
    return weighed(wrong, "booked and endorsed amounts agree", seen, missing)


@check_of("A5", TRADE, "un1961/20/2")
def quarters_sum_to_the_year(asked: Asked) -> Told:
    """The four quarters sum to the trade of the year's return."""
    form = asked.return_.form
    year = asked.return_of(Form.C if form is Form.A else Form.P)
    quarters = asked.quarters(form)
    if year is None or len(quarters) < 4:
        return could_not_run("the return of the year, or one of four quarters,")
    return weighed(quarters_that_differ(year, quarters), "quarters sum to the year", len(quarters))


def quarters_that_differ(
    year: Return, quarters: tuple[Return, ...], covered: frozenset[str] | None = None
) -> Iterator[Wrong]:
    """Figures of trade whose quarters do not sum to the year; a quarter's silence is no amount.

    `covered` are the substances that the quarters are about, where that is not all of the year.
    """
    keys = {
        figure
        for one in (year, *quarters)
        for column in COLUMNS
        for figure, _ in one.of(column)
        if covered is None or figure.substance in covered
    }
    for figure in sorted(keys):
        sum_ug = sum(
            one.amount(figure.column, figure.substance, figure.other) or 0 for one in quarters
        )
        year_ug = year.amount(figure.column, figure.substance, figure.other) or 0
        if sum_ug != year_ug:
            yield figure, f"quarters {sum_ug} ug, year {year_ug} ug"


@check_of("A6", TRADE, "un1961/31/4(a)")
def every_movement_has_its_paper(asked: Asked) -> Told:
    """Each import rests on an import certificate, each export on an export authorisation."""
    papers = asked.others.papers
    if papers is None:
        return could_not_run("on which papers the entries rest")
    wrong, missing = [], []
    for figure, _ in parts(asked.return_):
        for number in asked.return_.figures[figure].rests_on:
            if number not in papers:
                missing.append((figure, f"the paper of {number} is not told"))
            elif not papers[number].startswith(PAPERS[figure.column]):
                wrong.append((figure, f"{number} rests on {papers[number] or 'nothing'}"))
    return weighed(wrong, "every movement has its paper", len(parts(asked.return_)), missing)


@check_of("A7", (Form.A,), "un1961/2/4")
def no_schedule_iii_preparation_is_counted(asked: Asked) -> Told:
    """No figure counts a preparation of Schedule III."""
    return counts_no_exempt(asked, COLUMNS)


def counts_no_exempt(asked: Asked, columns: tuple[str, ...]) -> Told:
    """Whether figures of these columns rest on entries about exempt preparations."""
    exempt = asked.others.schedule_iii
    if exempt is None:
        return could_not_run("which entries are about exempt preparations")
    seen = [one for column in columns for one in asked.return_.of(column) if one[1].rests_on]
    wrong = [
        (figure, f"counts {', '.join(sorted(exempt & set(cell.rests_on)))}")
        for figure, cell in seen
        if exempt & set(cell.rests_on)
    ]
    return weighed(wrong, "no exempt preparation is counted", len(seen))


@check_of("A8", TRADE, "un1961/20/1")
def drug_was_listed_in_the_period(asked: Asked) -> Told:
    """Each substance stood in the list that the form covers, in the period."""
    lists = asked.others.lists
    if lists is None:
        return could_not_run("the list of the day")
    spec, period = asked.return_.spec, asked.return_.period
    wrong, missing = [], []
    for substance in asked.return_.substances:
        answers = {
            entry.answer_on(day)
            for entry in lists.entries_of(substance)
            if entry.schedule in spec.scope.get(Convention(entry.convention), ())
            for day in (period.first, period.last)
        }
        if substance in spec.also or Answer.MET in answers:
            continue
        if Answer.UNDETERMINED in answers or period.last > lists.last_known_day:
            missing.append((Figure("listed", substance), "the list of the day is not settled"))
        else:
            wrong.append((Figure("listed", substance), "stood in no list of this form"))
    seen = len(asked.return_.substances)
    return weighed(wrong, "every substance was listed in the period", seen, missing)


@check_of("A9", TRADE, "un1961/20/2(b)")
def it_is_sent_in_time(asked: Asked) -> Told:
    """The return is sent by the day it is due."""
    is_a = asked.return_.form is Form.A
    due_of = clocks.form_a_due if is_a else clocks.form_ap_due
    due = due_of(asked.return_.period.last)
    sent, today = asked.others.sent_on, asked.others.today
    if sent is not None:
        says = f"due {due}, sent {sent}"
        return holds(says) if sent <= due else Told(Answer.NOT_MET, f"{says}: late")
    if today is None:
        return could_not_run("the day")
    if today <= due:
        return does_not_apply(f"due on {due}, not yet sent")
    return Told(Answer.NOT_MET, f"was due on {due}, and is not sent")
