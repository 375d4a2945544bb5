"""Goods that pass through: leave asked for, given, refused, used, changed."""

from __future__ import annotations

from decimal import Decimal
from functools import partial

from ringfence.jobs import let_pass
from ringfence.jobs.demonstration.acts import Desks, country_facts, known, line
from ringfence.jobs.demonstration.diary import MORNING, NOON, last_days, later
from ringfence.jobs.demonstration.plan import Movement
from ringfence.jobs.demonstration.world import HOME, PARTNERS, authority
from ringfence.terms import Day
from ringfence.trade.common_content import Moved, TreatyBasis
from ringfence.trade.holding import Hold
from ringfence.trade.transit_permit import Diversion, Passage, TransitPaper
from ringfence.trade.transport import Mode, Transport

SEAL_BROKEN = Hold(reason="A seal is broken; the goods are counted (invented)")
KIND = "transit_permit"
FATES = ("closed", "detained", "diverted", "refused", "left", "entered", "issued", "proposed")
"""Where the transits of the year are left, the oldest first."""


def note_transits(desks: Desks) -> None:
    """Note a few transits from one partner to the other."""
    world = desks.world
    drugs = [one for one in world.goods if one.is_drug]
    firms = world.of_kind("importer")
    for place, fate in enumerate(FATES):
        number = f"XA-TP-{world.year}-{place + 1:02}"
        day = last_days(world.day(1, 31, 1), 24 - 3 * place)
        if fate in ("closed", "refused"):
            day = later(world.day(10, 1), 9 * place)
        goods, firm = drugs[place % len(drugs)], firms[place % len(firms)]
        _note(desks, Movement(number, goods, firm, PARTNERS[1], day, Decimal(500), fate))


def _note(desks: Desks, movement: Movement) -> None:
    world, number, day = desks.world, movement.number, movement.day
    by, fate = world.officer(number), movement.fate
    countries = tuple(country_facts(one) for one in (HOME, *PARTNERS))
    told = known(movement.goods, movement.partner, world.year, countries=countries)
    paper = _paper(desks, movement)
    desks.diary.at(day, MORNING, partial(let_pass.propose, paper=paper, by=by, known=told))
    if fate == "proposed":
        return
    desks.decided(day, KIND, number, "refuse" if fate == "refused" else "issue")
    if fate in ("refused", "issued"):
        return
    if fate == "diverted":
        away = Diversion("XD", authority(HOME).name, PARTNERS[0])
        desks.by_two(later(day, 4), KIND, number, "divert", by, away)
        return
    seen = later(day, 7)
    desks.note(seen, NOON, KIND, number, "enter", "cu1", _passage(movement, seen))
    if fate == "detained":
        desks.note(seen, 13, KIND, number, "detain", "cu2", SEAL_BROKEN)
    elif fate in ("left", "closed"):
        gone = later(seen, 3)
        desks.note(gone, NOON, KIND, number, "leave", "cu2", _passage(movement, gone))
        if fate == "closed":
            desks.note(later(gone, 2), MORNING, KIND, number, "close", by)


def _paper(desks: Desks, movement: Movement) -> TransitPaper:
    world, goods, last = desks.world, movement.goods, desks.world.day(6, 30, 1)
    return TransitPaper(
        number=movement.number,
        issued_on=movement.day,
        authority=authority(HOME),
        treaty_basis=(TreatyBasis(goods.treaty),),
        exporter=world.foreign(PARTNERS[0], goods),
        importer=world.foreign(PARTNERS[1], goods),
        lines=(line(goods, movement.grams),),
        transport=Transport(
            mode=(Mode.ROAD,), transit=(HOME,), entry_point="North Gate (fictitious)",
            exit_point="South Gate (fictitious)",
        ),
        valid_from=movement.day,
        valid_until=last,
        transit_country=HOME,
        responsible_person=movement.firm.party,
        export_authorisation_number=movement.number.replace("XA-TP", "XB-EA"),
        export_authorisation_expires=last,
        import_certificate_number=movement.number.replace("XA-TP", "XC-IC"),
        import_certificate_expires=last,
    )  # fmt: skip


def _passage(movement: Movement, day: Day) -> Passage:
    return Passage(
        seen_on=day,
        customs_office="Sampleton customs (fictitious)",
        moved=(Moved(1, movement.base_ug),),
        copy_shown=True,
        is_processed=False,
        is_repacked=False,
    )
