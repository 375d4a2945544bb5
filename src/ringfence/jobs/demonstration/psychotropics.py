"""What the 1971 Convention asks for: assessments, and licences against a prohibition."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from functools import partial

from ringfence.jobs import license_special_import
from ringfence.jobs.demonstration.acts import Desks, country_facts, known, line
from ringfence.jobs.demonstration.diary import MORNING, NOON, last_days, later
from ringfence.jobs.demonstration.goods import UG_PER_G, Goods
from ringfence.jobs.demonstration.imports import arrival
from ringfence.jobs.demonstration.plan import Movement
from ringfence.jobs.demonstration.world import HOME, PARTNERS, authority
from ringfence.jobs.doing import enter
from ringfence.terms import Day
from ringfence.trade.assessment import Assessment, Published
from ringfence.trade.common_content import TreatyBasis
from ringfence.trade.special_import_licence import SpecialImportLicence
from ringfence.trade.transport import Mode, Transport

ASSESSMENT, LICENCE = "assessment", "special_import_licence"
ASSESSMENT_FATES = (
    *("confirmed", "confirmed", "sent", "queried", "approved", "checked", "draft", "confirmed"),
)
LEFT_OPEN = frozenset({"draft", "checked", "approved", "queried"})
LICENCE_FATES = ("used", "issued", "refused", "withdrawn", "proposed")


def note_psychotropics(desks: Desks) -> None:
    """Note the assessments of the territory, and what comes in against its own prohibitions."""
    world = desks.world
    goods = [one for one in world.goods if one.treaty == "1971"]
    for place, fate in enumerate(ASSESSMENT_FATES):
        own = goods[place % len(goods)]
        number = f"XA-AS-{world.year}-{place + 1:02}"
        _note_assessment(desks, _assessment(own, number, world.day(1, 1)), fate)
    older = f"XA-AS-{world.year}-01"
    newer = _assessment(goods[0], f"{older}-B", world.day(7, 1), replaces=older)
    _note_assessment(desks, newer, "confirmed", world.day(3, 3))
    prohibited = [one for one in goods if one.schedule == "1971/II"]
    for place, fate in enumerate(LICENCE_FATES):
        _note_licence(desks, prohibited[place % len(prohibited)], place, fate)


def _assessment(goods: Goods, number: str, day: Day, replaces: str = "") -> Assessment:
    return Assessment(
        number=number,
        territory=HOME,
        substance=goods.substance,
        quantity_ug=int(goods.year_g * 3) * UG_PER_G,
        effective_on=day,
        reason="two hospitals opened (invented)" if replaces else "",
        replaces=replaces,
    )


def _note_assessment(desks: Desks, paper: Assessment, fate: str, begun: Day | None = None) -> None:
    number, ends = paper.number, desks.world.day(1, 31, 1)
    day = begun or later(desks.world.day(10, 6, -1), int(number[-2:]))
    if fate in LEFT_OPEN:
        day = last_days(ends, 24 if fate == "queried" else 4)
    desks.diary.at(day, MORNING, partial(enter, kind_name=ASSESSMENT, paper=paper, by="st1"))
    if fate == "draft":
        return
    desks.note(day, NOON, ASSESSMENT, number, "check", "st1")
    if fate == "checked":
        return
    approved = later(day, 1)
    desks.by_two(approved, ASSESSMENT, number, "approve", "st1")
    if fate == "approved":
        return
    desks.note(later(approved, 1), MORNING, ASSESSMENT, number, "send", "st1")
    if fate == "queried":
        desks.note(later(day, 20), MORNING, ASSESSMENT, number, "note-query", "st1")
    elif fate == "confirmed":
        published = later(day, 50)
        desks.by_two(
            later(published, 1), ASSESSMENT, number, "confirm", "st1", Published(published)
        )


def _note_licence(desks: Desks, goods: Goods, place: int, fate: str) -> None:
    """One hundred grams against a prohibition that the territory is imagined to have made."""
    world = desks.world
    number, partner = f"XA-SL-{world.year}-{place + 1:02}", PARTNERS[place % len(PARTNERS)]
    day = last_days(world.day(1, 31, 1), 3) if fate == "proposed" else world.day(9, 1)
    day = later(day, 0)
    firm = world.traders(goods)[place % len(world.traders(goods))]
    by = world.officer(number)
    paper = SpecialImportLicence(
        number=number,
        issued_on=day,
        authority=authority(HOME),
        treaty_basis=(TreatyBasis.UN1971,),
        exporter=world.foreign(partner, goods),
        importer=firm.party,
        lines=(line(goods, Decimal(100)),),
        transport=Transport(mode=(Mode.AIR,)),
        valid_from=day,
        valid_until=world.day(6, 30, 1),
        prohibition=f"notice of {HOME} (invented)",
        exporter_named=True,
        importer_named=True,
    )
    own, other = country_facts(HOME), country_facts(partner)
    countries = (replace(own, prohibits=(goods.substance,)), other)
    told = known(goods, partner, world.year, countries=countries)
    desks.diary.at(
        day, MORNING, partial(license_special_import.propose, paper=paper, by=by, known=told)
    )
    if fate == "proposed":
        return
    desks.decided(day, LICENCE, number, "refuse" if fate == "refused" else "issue")
    if fate == "withdrawn":
        desks.by_two(later(day, 5), LICENCE, number, "withdraw", by)
    elif fate == "used":
        came = later(day, 20)
        movement = Movement(number, goods, firm, partner, day, Decimal(100), fate)
        there = replace(arrival(movement, came, movement.base_ug), export_paper=f"{partner}-EA-77")
        desks.note(came, NOON, LICENCE, number, "use", "cu1", there)
