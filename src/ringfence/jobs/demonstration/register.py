"""The register of the demonstration: persons, firms, licences in several states, products."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from functools import partial

from ringfence.jobs.demonstration.acts import Desks
from ringfence.jobs.demonstration.diary import MORNING, NOON, Diary, last_days
from ringfence.jobs.demonstration.goods import Goods
from ringfence.jobs.demonstration.orders import buyers, public_key
from ringfence.jobs.demonstration.world import HOME, Firm, World
from ringfence.jobs.doing import Desk, enter
from ringfence.jobs.node_work import enter_person
from ringfence.terms import Day
from ringfence.trade.activity_grid import Activity
from ringfence.trade.licence import (
    Condition,
    GridCell,
    Ground,
    LicenceTerms,
    Notice,
    Quota,
    Succession,
)
from ringfence.trade.operator import Duty, DutyHolder, Operator, Site
from ringfence.trade.product import Ingredient, Product
from ringfence.trade.roles import Actor, Role
from ringfence.trade.substance_line import StrengthUnit

SCHEDULES = {
    "1961": ("1961/I", "1961/II"),
    "1971": ("1971/II", "1971/III", "1971/IV"),
    "1988": ("1988/Table I", "1988/Table II"),
}
ADMINISTRATOR, FIRST_APPROVER = "ad1", "ap1"


def note_register(desks: Desks) -> None:
    """Note everything of the autumn before the year, and what becomes of licences in it."""
    world, diary = desks.world, desks.diary
    diary.at(world.day(9, 1, -1), MORNING, lambda desk: _enter_office(desk, world))
    for count, firm in enumerate(world.firms):
        first = world.day(9, 2, -1) + timedelta(days=count // 4)
        _note_firm(desks, firm, first)
        _note_licence(desks, firm, first + timedelta(days=14))
    for goods in world.goods:
        if goods.strength_mg is not None:
            _note_product(desks, goods, world.day(11, 15, -1))
    _note_troubles(desks)


def _enter_office(desk: Desk, world: World) -> None:
    for officer in world.officers:
        _enter_person(desk, officer.actor)


def _enter_person(desk: Desk, person: Actor) -> None:
    desk.work(
        lambda book: (
            enter_person(book, desk.node, person, ADMINISTRATOR, FIRST_APPROVER)
            if person.person != FIRST_APPROVER or not book.persons(role=str(Role.APPROVER))
            else None
        )
    )


def _note_firm(desks: Desks, firm: Firm, day: Day) -> None:
    by, kind = desks.world.officer(firm.number), "operator"
    is_open = firm.kind == "applicant" and firm.number.endswith("0")
    if is_open:
        day = last_days(desks.world.day(1, 31, 1), 4)
    paper = _registration(firm, day, buyers(desks.world))
    desks.diary.at(day, MORNING, lambda desk: enter(desk, kind, paper, by))
    if is_open:
        return
    desks.by_two(day + timedelta(days=1), kind, firm.number, "register", by)
    for person, role in ((firm.responsible, Role.RESPONSIBLE_PERSON), (firm.clerk, _CLERK)):
        actor = Actor(person, role, HOME, firm.number)
        step = partial(_enter_person, person=actor)
        desks.diary.at(day + timedelta(days=2), MORNING, step)


_CLERK = Role.OPERATOR_CLERK


def _registration(firm: Firm, day: Day, signers: tuple[Firm, ...]) -> Operator:
    trait = firm.trait
    return Operator(
        number=firm.number,
        party=firm.party,
        business_types=trait.business_types,
        sites=tuple(
            Site(site=one, address=firm.party, receives_as=trait.receives_as, since=day)
            for one in firm.sites
        ),
        duty_holders=(
            DutyHolder(person=firm.responsible, duty=Duty.PERSON_IN_CHARGE, since=day),
            DutyHolder(
                person=firm.responsible,
                duty=Duty.SIGNATORY,
                signing_key=public_key(firm) if firm in signers else "",
                since=day,
            ),
        ),
    )


def grid_of(firm: Firm) -> tuple[GridCell, ...]:
    """The cells of a firm's licence: its activities with whole schedules, at each site."""
    return tuple(
        GridCell(activity=Activity(activity), schedule=schedule, site=site)
        for treaty in firm.trait.treaties
        for schedule in SCHEDULES[treaty]
        for activity in firm.trait.activities
        for site in firm.sites
        if (activity, schedule) != ("use_industrial", "1961/I")
    )


def terms_of(firm: Firm, world: World, **more: object) -> LicenceTerms:
    """The terms of a firm's licence."""
    first = world.day(1, 1)
    quotas = tuple(
        Quota(substance=one.substance, year=world.year, quota_ug=int(one.year_g * 10**6))
        for one in world.goods
        if firm.kind == "maker" and one.is_drug
    )
    asked = {
        "number": firm.licence,
        "holder": firm.number,
        "valid_from": first,
        "valid_until": world.day(12, 31, 2),
        "grid": grid_of(firm),
        "persons": (firm.responsible,),
        "quotas": quotas,
        "conditions": (
            Condition(text="Stock is counted each month", reason="invented for a demonstration"),
        ),
        "law_day": world.day(10, 1, -1),
    }
    return LicenceTerms(**{**asked, **more})  # type: ignore[arg-type]


def _note_licence(desks: Desks, firm: Firm, day: Day) -> None:
    if firm.kind == "applicant":
        return
    by, number = desks.world.officer(firm.licence), firm.licence
    paper = terms_of(firm, desks.world)
    if firm is desks.world.retired:
        paper = replace(paper, valid_until=desks.world.day(8, 31))
    desks.diary.at(day, MORNING, lambda desk: enter(desk, "licence", paper, by))
    desks.decided(day + timedelta(days=3), "licence", number, "issue")


def _note_product(desks: Desks, goods: Goods, day: Day) -> None:
    assert goods.strength_mg is not None
    strength = Ingredient(
        substance=goods.substance,
        strength=goods.strength_mg,
        strength_unit=StrengthUnit.MG,
        strength_is_base=True,
    )
    name = goods.substance.replace("-", " ").capitalize()
    paper = Product(
        product=goods.product,
        preparation_name=f"{name} Exempli (fictitious)",
        pharmaceutical_form="tablet",
        ingredients=(strength,),
        units_per_pack=100,
    )
    by = desks.world.officer(goods.product)
    desks.diary.at(day, MORNING, lambda desk: enter(desk, "product", paper, by))
    desks.by_two(day + timedelta(days=1), "product", goods.product, "enter", by)


def _note_troubles(desks: Desks) -> None:
    """Licences that are refused, proposed, suspended, lifted, revoked, renewed, given back."""
    world = desks.world
    applicants = [one for one in world.of_kind("applicant") if not one.number.endswith("0")]
    for place, firm in enumerate(applicants):
        day = world.day(3 + place, 3)
        if place % 2:
            day = last_days(world.day(1, 31, 1), 2 + place)
        by, paper = world.officer(firm.licence), terms_of(firm, world, valid_from=day)
        _propose(desks.diary, day, paper, by)
        if place % 2 == 0:
            desks.decided(day + timedelta(days=4), "licence", firm.licence, "refuse")
    for firm, verb in zip(
        world.troubled, ("suspend", "revoke", "surrender", "renew", "lift"), strict=False
    ):
        _trouble(desks, firm, verb)


def _propose(diary: Diary, day: Day, paper: LicenceTerms, by: str) -> None:
    diary.at(day, MORNING, lambda desk: enter(desk, "licence", paper, by))


def _trouble(desks: Desks, firm: Firm, verb: str) -> None:
    world, number = desks.world, firm.licence
    day, by = world.day(9, 15), world.officer(number)
    if verb == "surrender":
        desks.note(day, NOON, "licence", number, "surrender", firm.responsible)
        return
    if verb == "renew":
        paper = terms_of(
            firm, world, number=f"{number}-2", valid_from=world.day(10, 1), replaces=number
        )
        _propose(desks.diary, day, paper, by)
        desks.decided(day, "licence", paper.number, "issue")
        told = Succession(paper.number, world.day(10, 1))
        desks.by_two(day + timedelta(days=1), "licence", number, "renew", by, told)
        return
    ground = Ground(citation="un1961/34/(b)", reason="records were not kept (invented)")
    notice = Notice(
        grounds=(ground,),
        notice_on=day,
        hearing_until=day + timedelta(days=10),
        effective_on=day + timedelta(days=15),
    )
    first = "revoke" if verb == "revoke" else "suspend"
    desks.by_two(day, "licence", number, first, by, notice)
    if verb == "lift":
        desks.by_two(day + timedelta(days=40), "licence", number, "lift", by)
