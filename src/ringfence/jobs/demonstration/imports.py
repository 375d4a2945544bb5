"""Imports: applications, certificates in every state, arrivals, endorsements."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from functools import partial

from ringfence.jobs import authorise_import
from ringfence.jobs.demonstration.acts import Desks, act, decide, known, line
from ringfence.jobs.demonstration.diary import AFTERNOON, MORNING, NOON, last_days, later
from ringfence.jobs.demonstration.plan import Movement, Plan, days_on
from ringfence.jobs.demonstration.world import authority
from ringfence.jobs.doing import Desk, enter
from ringfence.terms import Day
from ringfence.trade.application import Application, Letter, Proposal, Wanted
from ringfence.trade.common_content import Moved, TreatyBasis
from ringfence.trade.endorsement import (
    DifferenceReason,
    EndorsedLine,
    Endorsement,
    Event,
)
from ringfence.trade.flows import Arrival
from ringfence.trade.holding import Hold
from ringfence.trade.import_certificate import ImportCertificate
from ringfence.trade.party import Declaration
from ringfence.trade.refusing import Refusal
from ringfence.trade.transport import Mode, Transport

REFUSED = Refusal(
    reason="The firm has not said for whom the goods are meant (invented)",
    citation="un1961/31/4(b)",
    remedy="Name the consignees and how much each of them receives",
)
OTHER_CONSIGNEE = Hold(
    reason="A parcel for the same address named another consignee (invented)",
    for_firm="Tell who receives the goods, and where they are kept (invented)",
)
KIND = "import_certificate"
VALID_DAYS = 150
STATES_OF_APPLICATIONS = ("draft", "sent", "complete", "under_review", "proposed", "returned")
"""Where the applications of the last weeks are left, so that there is work to do."""

ENDORSEMENTS_LEFT = ("awaited", "proposed", "made", "returned", "awaited")
"""How far the newest endorsements come, the newest first."""


def note_imports(desks: Desks, plan: Plan) -> None:
    """Note every planned import, and the applications that still wait at the end."""
    endorsed = []
    for place, movement in enumerate(plan.imports):
        _note_issued(desks, movement, certificate_of(desks, movement))
        if place % 3 == 0:
            _note_application(desks, movement)
        if movement.fate.startswith("arrives"):
            endorsed.append(_note_arrival(desks, movement))
    for movement in plan.psychotropics:
        _note_issued(desks, movement, certificate_of(desks, movement))
        endorsed.append(_note_arrival(desks, movement))
    endorsed.sort(key=lambda one: (one[1], one[0]), reverse=True)
    for place, (number, day) in enumerate(endorsed):
        left = ENDORSEMENTS_LEFT[place] if place < len(ENDORSEMENTS_LEFT) else "matched"
        _note_returned(desks, number, day, left)
    for place, movement in enumerate(plan.imports[: 2 * len(STATES_OF_APPLICATIONS)]):
        _note_waiting(desks, movement, place)
    _note_stopped(desks, plan.imports)


def certificate_of(desks: Desks, movement: Movement) -> ImportCertificate:
    """The certificate of a planned import."""
    goods = movement.goods
    return ImportCertificate(
        number=movement.number,
        issued_on=movement.day,
        authority=authority("XA"),
        treaty_basis=(TreatyBasis(goods.treaty),),
        exporter=desks.world.foreign(movement.partner, goods),
        importer=movement.firm.party,
        lines=(line(goods, movement.grams),),
        transport=Transport(mode=(Mode.AIR,)),
        valid_from=movement.day,
        valid_until=min(days_on(movement.day, VALID_DAYS), movement.day.replace(month=12, day=31)),
        may_be_several_consignments=False,
        bonded_warehouse_approved=False,
        intended_for_re_export=False,
    )


def _propose(desks: Desks, movement: Movement, paper: ImportCertificate, day: Day) -> None:
    by = desks.world.officer(paper.number)
    told = known(movement.goods, movement.partner, desks.world.year)
    desks.diary.at(day, MORNING, lambda desk: authorise_import.propose(desk, paper, by, told))


def _note_issued(desks: Desks, movement: Movement, paper: ImportCertificate) -> None:
    _propose(desks, movement, paper, movement.day)
    desks.decided(movement.day, KIND, paper.number, "issue")


def _note_arrival(desks: Desks, movement: Movement) -> tuple[str, Day]:
    """What was certified arrives within weeks; or a little less, inside the tolerance.

    Gives the endorsement that follows, and its day.
    """
    chance = desks.world.chance("arrival", movement.number)
    day = later(movement.day, chance.randint(20, 70))
    share = Decimal("0.995") if movement.fate == "arrives_less" else Decimal(1)
    amount_ug = int(movement.base_ug * share)
    told = arrival(movement, day, amount_ug)
    desks.moved[movement.number] = (told.imported_on, amount_ug)
    desks.note(day, NOON, KIND, movement.number, "arrive", f"cu{chance.randint(1, 2)}", told)
    return _note_endorsed(desks, movement, amount_ug, later(day, 6))


def arrival(movement: Movement, day: Day, amount_ug: int) -> Arrival:
    """What arrived the day before, at the main site of the importer."""
    return Arrival(
        imported_on=days_on(day, -1),
        export_paper=export_paper(movement),
        holder=movement.firm.number,
        site="main",
        moved=(Moved(1, amount_ug, f"{Decimal(amount_ug) / 10**6} g of base"),),
        customs_office="Sampleton customs (fictitious)",
    )


def export_paper(movement: Movement) -> str:
    """The number of the export authorisation abroad."""
    return movement.number.replace("XA-IC", f"{movement.partner}-EA")


def _note_endorsed(desks: Desks, movement: Movement, amount_ug: int, day: Day) -> tuple[str, Day]:
    number, by = movement.number.replace("-IC-", "-EN-"), desks.world.officer(movement.number)
    is_less = amount_ug < movement.base_ug
    lines = (
        EndorsedLine(
            line=1,
            quantity_imported=f"{Decimal(amount_ug) / 10**6} g of base",
            authorised_ug=movement.base_ug,
            imported_ug=amount_ug,
        ),
    )
    paper = Endorsement(
        number=number,
        export_authorisation=export_paper(movement),
        import_certificate=movement.number,
        event=Event.IMPORTED,
        imported_on=days_on(day, -7),
        lines=lines,
        difference_reason=DifferenceReason.WEIGHING if is_less else DifferenceReason.NONE,
        endorsed_by=authority("XA"),
        endorsed_on=day,
        returned_to=movement.partner,
    )
    desks.diary.at(day, MORNING, lambda desk: enter(desk, "endorsement", paper, by))
    return number, day


def _note_returned(desks: Desks, number: str, day: Day, fate: str = "matched") -> None:
    """How an endorsement goes on: proposed, made, returned, and matched by the other side."""
    by = desks.world.officer(number.replace("-EN-", "-IC-"))
    if fate == "awaited":
        return
    if fate == "proposed":
        day = last_days(desks.world.day(1, 31, 1), 2)
    desks.note(day, NOON, "endorsement", number, "make", by)
    if fate == "proposed":
        return
    desks.decided(day, "endorsement", number, "make")
    if fate == "made":
        return
    desks.note(later(day, 3), MORNING, "endorsement", number, "return", by)
    if fate == "returned":
        return
    desks.note(later(day, 20), MORNING, "endorsement", number, "match", by)


# Applications


def _application(desks: Desks, movement: Movement, number: str) -> Application:
    return Application(
        number=number,
        wanted=Wanted.IMPORT_CERTIFICATE,
        applicant=movement.firm.party,
        exporter=desks.world.foreign(movement.partner, movement.goods),
        importer=movement.firm.party,
        lines=(line(movement.goods, movement.grams),),
        valid_from=movement.day,
        valid_until=days_on(movement.day, VALID_DAYS),
        transport=Transport(mode=(Mode.AIR,)),
        bonded_warehouse=False,
        intended_for_re_export=False,
        several_consignments=False,
        declaration=Declaration(declared_true=True),
    )


def _fill(desks: Desks, movement: Movement, number: str, day: Day) -> None:
    paper, clerk = _application(desks, movement, number), movement.firm.clerk
    desks.diary.at(day, MORNING, lambda desk: enter(desk, "application", paper, clerk))


def _note_application(desks: Desks, movement: Movement) -> None:
    """From the first draft to the decision, which is told when the certificate is issued."""
    number, day = movement.number.replace("-IC-", "-AP-"), days_on(movement.day, -7)
    by = desks.world.officer(movement.number)
    _fill(desks, movement, number, day)
    desks.note(day, NOON, "application", number, "send", movement.firm.responsible)
    for days, verb in ((1, "accept"), (2, "review")):
        desks.note(days_on(day, days), MORNING, "application", number, verb, by)
    told = Proposal(grants=True, paper=movement.number, reasons=())
    desks.note(movement.day, MORNING, "application", number, "propose", by, told)
    desks.decided(movement.day, "application", number, "decide")


def _note_waiting(desks: Desks, movement: Movement, place: int) -> None:
    """An application of the last weeks that stays where it is."""
    world = desks.world
    number, day = f"XA-AP-{world.year}-9{place:03}", last_days(world.day(1, 31, 1), 12 - place)
    left, by = STATES_OF_APPLICATIONS[place % len(STATES_OF_APPLICATIONS)], world.officer(number)
    if left == "proposed" or place >= len(STATES_OF_APPLICATIONS):
        day = last_days(world.day(1, 31, 1), 3)
    _fill(desks, movement, number, day)
    steps: list[tuple[str, str, str, object]] = [
        ("sent", "send", movement.firm.responsible, None),
        ("complete", "accept", by, None),
        ("under_review", "review", by, None),
        ("proposed", "propose", by, Proposal(False, "", ("the need is not shown (invented)",))),
    ]
    if left == "returned":
        letter = Letter(("Say what it is for", "Name the consignee"), world.day(1, 31, 1))
        steps = [steps[0], ("returned", "return-incomplete", by, letter)]
    for hour, (state, verb, person, told) in enumerate(steps if left != "draft" else (), 10):
        desks.note(day, hour, "application", number, verb, person, told)
        if state == left:
            break


# What is stopped


def _note_stopped(desks: Desks, imports: tuple[Movement, ...]) -> None:
    """Certificates proposed, held, refused, withdrawn, replaced, as they stand at the end."""
    world = desks.world
    fates = ("proposed", "held", "refused", "withdrawn", "replaced", "issued")
    drugs = [one for one in imports if one.goods.treaty == "1961"][-2 * len(fates) :]
    for place, movement in enumerate(drugs):
        day = later(world.day(11, 20), place)
        if fates[place % len(fates)] in ("proposed", "held"):
            day = last_days(world.day(1, 31, 1), 3)
        small = Movement(
            number=f"XA-IC-{world.year}-9{place:03}",
            goods=movement.goods,
            firm=movement.firm,
            partner=movement.partner,
            day=day,
            grams=Decimal(1),
            fate=fates[place % len(fates)],
        )
        paper = certificate_of(desks, small)
        _propose(desks, small, paper, day)
        desks.diary.at(day, AFTERNOON, partial(_stop, desks=desks, movement=small))


def _stop(desk: Desk, desks: Desks, movement: Movement) -> None:
    """What an officer, customs and an approver do with it on the same afternoon."""
    world, number, fate = desks.world, movement.number, movement.fate
    second, by = world.approver(number), world.officer(number)
    if fate == "held":
        act(desk, KIND, number, "hold", "cu1", OTHER_CONSIGNEE)
    elif fate == "refused":
        act(desk, KIND, number, "refuse", by, REFUSED)
        decide(desk, KIND, number, "refuse", second)
    elif fate in ("withdrawn", "replaced", "issued"):
        decide(desk, KIND, number, "issue", second)
    if fate == "withdrawn":
        act(desk, KIND, number, "withdraw", by)
        decide(desk, KIND, number, "withdraw", second)
    elif fate == "replaced":
        _replace(desk, desks, movement)


def _replace(desk: Desk, desks: Desks, movement: Movement) -> None:
    """Another paper takes its place: it was made out for too little."""
    world, number = desks.world, movement.number
    second, by = world.approver(number), world.officer(number)
    successor = Movement(
        f"{number}-B", movement.goods, movement.firm, movement.partner,
        movement.day, Decimal(2), "issued",
    )  # fmt: skip
    new = replace(certificate_of(desks, successor), replaces=number)
    act(desk, KIND, number, "replace", by, new)
    decide(desk, KIND, number, "replace", second)
    told = known(movement.goods, movement.partner, world.year)
    authorise_import.propose(desk, new, by, told)
    decide(desk, KIND, new.number, "issue", second)
