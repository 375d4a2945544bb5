"""Exports under an authorisation: foreign certificates, shipments, endorsements that come back."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from functools import partial

from ringfence.jobs import authorise_export
from ringfence.jobs.demonstration.acts import Desks, act, decide, known, line
from ringfence.jobs.demonstration.diary import AFTERNOON, MORNING, NOON, last_days, later
from ringfence.jobs.demonstration.plan import Movement, Plan, days_on
from ringfence.jobs.demonstration.world import HOME, authority
from ringfence.jobs.doing import Desk
from ringfence.terms import Day
from ringfence.trade.common_content import Authenticity, Moved, TreatyBasis
from ringfence.trade.endorsement import DifferenceReason, EndorsedLine, Endorsement, Event
from ringfence.trade.export_authorisation import ExportAuthorisation
from ringfence.trade.flows import Shipment
from ringfence.trade.holding import Hold
from ringfence.trade.import_certificate import ImportCertificate
from ringfence.trade.refusing import Refusal
from ringfence.trade.transport import Mode, Transport

REFUSED = Refusal(
    reason="The firm has not said for whom the goods are meant (invented)",
    citation="un1961/31/4(b)",
    remedy="Name the consignees and how much each of them receives",
)
NOT_ANSWERED = Hold(
    reason="The other authority has not said that its certificate is genuine (invented)",
    for_firm="It waits for an answer of the authority of the importer (invented)",
)
KIND = "export_authorisation"
VALID_DAYS = 60
LEFT_AS_THEY_ARE = 7
"""So many of the newest exports are left where their fate says; the others are closed."""

ENDED = frozenset({"refused", "withdrawn", "issued"})


def note_exports(desks: Desks, plan: Plan) -> None:
    """Note every planned export, and those that are stopped or still wait at the end."""
    newest = sorted(plan.exports, key=lambda one: one.day)[-LEFT_AS_THEY_ARE:]
    for planned in plan.exports:
        movement = planned if planned in newest else settled(planned)
        note_issued(desks, movement)
        if movement.fate in ("closed", "endorsed", "shipped"):
            note_shipped(desks, movement, movement.base_ug)
        if movement.fate in ("closed", "endorsed"):
            _note_endorsed(desks, movement)
        if movement.fate == "zero":
            _note_none_arrived(desks, movement, is_closed=movement is not planned)
    _note_stopped(desks, plan.exports)


def settled(movement: Movement) -> Movement:
    """The same movement, gone to its end: only the newest are left on their way."""
    ends = {"shipped": "closed", "endorsed": "closed", "closed": "closed"}
    return replace(movement, fate=ends.get(movement.fate, "zero"))


def _note_none_arrived(desks: Desks, movement: Movement, *, is_closed: bool) -> None:
    """It ran out unused: the other authority says so on the paper, and it is closed."""
    day, by = desks.world.day(1, 14, 1), desks.world.officer(movement.number)
    if days_on(movement.day, VALID_DAYS) >= desks.world.day(12, 31):
        return
    told = endorsement_of(desks, movement, 0, day)
    desks.by_two(day, KIND, movement.number, "endorse-zero", by, told)
    if is_closed:
        desks.note(later(day, 2), MORNING, KIND, movement.number, "close", by)


def certificate_number(movement: Movement) -> str:
    """The number of the foreign certificate."""
    return movement.number.replace(f"{HOME}-EA", f"{movement.partner}-IC")


def foreign_certificate(desks: Desks, movement: Movement) -> ImportCertificate:
    """The certificate of the importing authority, as it was seen."""
    issued = days_on(movement.day, -20)
    return ImportCertificate(
        number=certificate_number(movement),
        issued_on=issued,
        authority=authority(movement.partner),
        treaty_basis=(TreatyBasis(movement.goods.treaty),),
        exporter=movement.firm.party,
        importer=desks.world.foreign(movement.partner, movement.goods),
        lines=(line(movement.goods, movement.grams),),
        transport=Transport(mode=(Mode.AIR,)),
        valid_from=issued,
        valid_until=days_on(movement.day, 120),
        may_be_several_consignments=False,
        bonded_warehouse_approved=False,
        intended_for_re_export=False,
    )


def authorisation_of(
    desks: Desks,
    movement: Movement,
    number: str = "",
    genuine: Authenticity = Authenticity.CONFIRMED_BY_AUTHORITY,
) -> ExportAuthorisation:
    """The authorisation against that certificate."""
    return ExportAuthorisation(
        number=number or movement.number,
        issued_on=movement.day,
        authority=authority(HOME),
        treaty_basis=(TreatyBasis(movement.goods.treaty),),
        exporter=movement.firm.party,
        importer=desks.world.foreign(movement.partner, movement.goods),
        lines=(line(movement.goods, movement.grams),),
        transport=Transport(mode=(Mode.AIR,)),
        valid_from=movement.day,
        valid_until=days_on(movement.day, VALID_DAYS),
        import_paper_number=certificate_number(movement),
        import_paper_date=days_on(movement.day, -20),
        import_paper_authority=authority(movement.partner).name,
        bonded_warehouse_approved=False,
        intended_for_re_export=False,
        foreign_certificate_authenticity=genuine,
    )


def note_certificate(desks: Desks, movement: Movement, state: str = "valid") -> None:
    """Enter the foreign certificate, and note what its authority said of it, if anything."""
    paper, by = foreign_certificate(desks, movement), desks.world.officer(movement.number)
    day = later(movement.day, -9)
    desks.diary.at(day, MORNING, lambda desk: authorise_export.enter_certificate(desk, paper, by))
    if state:
        desks.diary.at(
            later(day, 4), NOON,
            lambda desk: authorise_export.mark_certificate(desk, paper.number, by, state),
        )  # fmt: skip


def note_proposed(desks: Desks, movement: Movement, paper: ExportAuthorisation, day: Day) -> None:
    """Propose an authorisation, with what is known beside it."""
    by = desks.world.officer(movement.number)
    told = known(movement.goods, movement.partner, desks.world.year)
    desks.diary.at(day, MORNING, lambda desk: authorise_export.propose(desk, paper, by, told))


def note_issued(desks: Desks, movement: Movement) -> None:
    """From the foreign certificate to the authorisation."""
    note_certificate(desks, movement)
    note_proposed(desks, movement, authorisation_of(desks, movement), movement.day)
    desks.decided(movement.day, KIND, movement.number, "issue")


def shipment(movement: Movement, day: Day, amount_ug: int) -> Shipment:
    """What leaves the main site of the exporter."""
    is_less = amount_ug < movement.base_ug
    text = f"{Decimal(amount_ug) / 10**6} g of base"
    return Shipment(day, movement.firm.number, "main", (Moved(1, amount_ug, text),), is_less)


def note_shipped(desks: Desks, movement: Movement, amount_ug: int) -> Day:
    """What was authorised leaves within two weeks; gives the day."""
    day = later(movement.day, 12)
    told = shipment(movement, day, amount_ug)
    desks.moved[movement.number] = (day, amount_ug)
    desks.note(day, NOON, KIND, movement.number, "ship", movement.firm.clerk, told)
    return day


def endorsement_of(desks: Desks, movement: Movement, imported_ug: int, day: Day) -> Endorsement:
    """What the importing authority wrote on the authorisation and sent back."""
    lines = (
        EndorsedLine(
            line=1,
            quantity_imported=f"{Decimal(imported_ug) / 10**6} g of base",
            authorised_ug=movement.base_ug,
            imported_ug=imported_ug,
        ),
    )
    is_less = imported_ug < movement.base_ug
    return Endorsement(
        number=movement.number.replace(f"{HOME}-EA", f"{movement.partner}-EN"),
        export_authorisation=movement.number,
        import_certificate=certificate_number(movement),
        event=Event.IMPORTED if imported_ug else Event.PERIOD_EXPIRED,
        imported_on=days_on(day, -10) if imported_ug else None,
        lines=lines,
        difference_reason=DifferenceReason.UNKNOWN if is_less else DifferenceReason.NONE,
        endorsed_by=authority(movement.partner),
        endorsed_on=days_on(day, -5),
        returned_to=HOME,
    )


def _note_endorsed(desks: Desks, movement: Movement) -> None:
    day, by = later(movement.day, 40), desks.world.officer(movement.number)
    told = endorsement_of(desks, movement, movement.base_ug, day)
    desks.by_two(day, KIND, movement.number, "endorse", by, told)
    if movement.fate == "closed":
        desks.note(later(day, 2), MORNING, KIND, movement.number, "close", by)


def _note_stopped(desks: Desks, exports: tuple[Movement, ...]) -> None:
    """Authorisations issued, held, refused, withdrawn; and one of which only a scan is at hand."""
    world = desks.world
    fates = ("scan_only", "held", "refused", "withdrawn", "issued", "proposed")
    for place, (model, fate) in enumerate(zip(exports[-len(fates) :], fates, strict=False)):
        movement = Movement(
            number=f"XA-EA-{world.year}-9{place:03}",
            goods=model.goods,
            firm=model.firm,
            partner=model.partner,
            day=later(world.day(12, 1), place)
            if fate in ENDED
            else last_days(world.day(1, 31, 1), 3),
            grams=Decimal(1),
            fate=fate,
        )
        is_scan = fate == "scan_only"
        note_certificate(desks, movement, "" if is_scan else "valid")
        genuine = Authenticity.SCAN_ONLY if is_scan else Authenticity.CONFIRMED_BY_AUTHORITY
        paper = authorisation_of(desks, movement, "", genuine)
        note_proposed(desks, movement, paper, movement.day)
        desks.diary.at(movement.day, AFTERNOON, partial(_stop, desks=desks, movement=movement))


def _stop(desk: Desk, desks: Desks, movement: Movement) -> None:
    world, number, fate = desks.world, movement.number, movement.fate
    second, by = world.approver(number), world.officer(number)
    if fate in ("held", "scan_only"):
        act(desk, KIND, number, "hold", by, NOT_ANSWERED)
    elif fate == "refused":
        act(desk, KIND, number, "refuse", by, REFUSED)
        decide(desk, KIND, number, "refuse", second)
    elif fate in ("withdrawn", "issued"):
        decide(desk, KIND, number, "issue", second)
    if fate == "withdrawn":
        act(desk, KIND, number, "withdraw", by)
        decide(desk, KIND, number, "withdraw", second)
