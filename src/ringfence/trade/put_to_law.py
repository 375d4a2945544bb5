"""A paper put to the law: the movement it speaks of, and the findings of `law.decision.assess`.

There is no law in this room. What a paper says becomes a `Movement`, what the register and the
books know is added as facts, and every finding comes back. A question that can only be answered
when the goods leave (does a copy travel, do labels name the drug) is kept as advice until then;
an answer that is already "not met" binds at once.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date

from ringfence.law import movement as law
from ringfence.law.decision import Decision, assess
from ringfence.law.movement import Delivery, Document, Goods, Journey, Movement
from ringfence.terms import Answer, Day, Finding
from ringfence.trade.common_content import MovementPaper
from ringfence.trade.substance_line import LinePurpose, goods_of

AT_SHIPMENT = frozenset(
    {
        "un1961/31/6", "un1961/31/11", "un1961/31/7(c)",
        "un1971/12/1(d)", "un1971/12/3(d)", "un1971/12/3(e)",
        "un1971/12/2(b)", "un1988/12/9(d)", "un1988/16/1", "un1988/16/2",
    }
)  # fmt: skip
"""Citations of what accompanies the goods: asked when they leave, not when a paper is issued."""

PURPOSES = {
    LinePurpose.MEDICAL: law.Purpose.MEDICAL,
    LinePurpose.VETERINARY: law.Purpose.MEDICAL,
    LinePurpose.EMERGENCY_STOCK: law.Purpose.MEDICAL,
    LinePurpose.SCIENTIFIC: law.Purpose.SCIENTIFIC,
    LinePurpose.REFERENCE_STANDARD: law.Purpose.SCIENTIFIC,
    LinePurpose.INDUSTRIAL: law.Purpose.INDUSTRIAL,
    LinePurpose.RE_EXPORT: law.Purpose.RE_EXPORT,
}
"""Purposes of lines in the words of the law. For manufacture it must be told what is made."""

FORESEEN = "foreseen"
"""Number of the paper that the other Government is still to issue."""


@dataclass(frozen=True, slots=True)
class CeilingLeft:
    """The ceiling of a licence that leaves least of one substance for a paper, in micrograms."""

    substance: str
    left_ug: int | None = None
    ceiling: str = ""


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What is known on the day beside the papers. `None` is not known, and nothing permits.

    exporter, importer  what the register says of their standing
    limits              estimates and assessments with what is taken of them, from the books
    countries           what countries have asked for, reserved or exempted
    goods_are_named     labels and commercial documents name the goods (1988 12(9)(d), 16)
    copy_accompanies    a copy of each paper that must travel does travel with the goods
    purpose, delivery   where the papers leave it open
    sites               `firm/site` where the licences let the goods be held, from the books
    holds               why nothing new is issued to the own firm, from the books
    ceilings            what quotas and ceilings of the own firm's licence leave, from the books
    """

    day: Day
    exporter: law.Actor | None = law.said(
        "what its own authority says of the exporter; a firm of this territory is found in the "
        "register (1961 31(3), 1971 8, 1988 12(8))"
    )
    importer: law.Actor | None = law.said(
        "what its own authority says of the importer; a firm of this territory is found in the "
        "register (1961 31(3), 1971 8, 1988 12(8))"
    )
    limits: tuple[law.Limit, ...] = law.many(
        "each drug: what the Board published for the destination, from its estimates and notices; "
        "what is taken of them is found in the books (1961 31(1)(b), 21(4), 14(2))"
    )
    countries: tuple[law.CountryFacts, ...] = law.many(
        "both sides, and each territory on the way: treaties, notices, prohibitions, "
        "requests and reservations, from the depositary and the Board's lists "
        "(1971 13, 1988 12(10)(a))"
    )
    goods_are_named: bool | None = law.said(
        "true when invoices, transport and customs documents name the goods as in the Schedule or "
        "Table: seen on the documents handed in (1988 12(9)(d), 16(1))"
    )
    is_mislabelled: bool | None = law.said(
        "true when labels or papers hide what it is: seen on the goods or reported by customs "
        "(1988 16(2))"
    )
    copy_accompanies: bool | None = law.said(
        "true when a copy of the paper travels with the goods; before they leave, that the "
        "exporter has undertaken it (1961 31(6), 1971 12(1)(d))"
    )
    purpose: law.Purpose | None = law.said(
        "what the goods are for, where the lines do not say it alike: from the order or the end "
        "user's declaration (1961 4(c), 1971 5(2))"
    )
    delivery: Delivery | None = law.said(
        "where they are delivered, where the address leaves it open: from the order; a post office "
        "box is never open (1961 31(8), 31(9))"
    )
    suspicion: str = field(
        default="",
        metadata={
            "says": "what makes the order suspicious, from the officer's own look at firms, route "
            "and quantity; blank where nothing does (1988 12(9)(a))"
        },
    )
    is_for_illicit_manufacture: bool | None = law.said(
        "true on sufficient evidence that the goods are for illicit manufacture: police, customs "
        "or the other authority say so (1988 12(9)(b))"
    )
    requested_by_recognised_agency: bool | None = law.said(
        "humanitarian emergency: true when a recognised agency asked for the supplies, by its "
        "letter"
    )
    ceilings: tuple[CeilingLeft, ...] = ()
    holds: tuple[str, ...] = ()
    sites: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class Papers:
    """The papers of one movement as the law asks about them."""

    import_certificate: Document | None = None
    export_authorisation: Document | None = None
    export_declaration: Document | None = None
    pre_export_notification: Document | None = None
    special_import_licence: Document | None = None
    transit_permit: Document | None = None


def movement_of(
    paper: MovementPaper, known: Circumstances, papers: Papers, bonded: bool = False
) -> Movement:
    """The movement that a paper speaks of, with the papers at hand."""
    several = len(known.limits) > 1
    return Movement(
        goods=_goods(paper, known),
        day=known.day,
        origin=paper.exporter.country,
        destination=paper.importer.country,
        purpose=known.purpose or _purpose(paper),
        exporter=paper.exporter.before_the_law(known.exporter),
        importer=paper.importer.before_the_law(known.importer),
        journey=_journey(paper, known, bonded),
        import_certificate=papers.import_certificate,
        export_authorisation=papers.export_authorisation,
        export_declaration=papers.export_declaration,
        pre_export_notification=papers.pre_export_notification,
        special_import_licence=papers.special_import_licence,
        transit_permit=papers.transit_permit,
        limit=known.limits[0] if known.limits and not several else law.Limit(),
        limits=known.limits if several else (),
        suspicion=known.suspicion,
        is_for_illicit_manufacture=known.is_for_illicit_manufacture,
        requested_by_recognised_agency=known.requested_by_recognised_agency,
        country=known.countries,
    )


def licence_leaves_room(paper: MovementPaper, known: Circumstances) -> Iterable[Finding]:
    """A paper is issued within the quotas and ceilings of the own firm's licence, and no hold."""
    for reason in known.holds:
        yield Finding("trade.hold.put", Answer.NOT_MET, reason)
    for one in known.ceilings:
        asked = sum(
            line.quantity_base_ug or 0 for line in paper.lines if line.substance == one.substance
        )
        facts = {"asked_ug": str(asked), "left_ug": str(one.left_ug)}
        enough = one.left_ug is not None and asked <= one.left_ug
        says = f"{one.ceiling} leaves {one.left_ug} ug, {asked} ug are asked"
        yield Finding(
            "trade.licence.ceiling", Answer.MET if enough else Answer.NOT_MET, says, facts
        )


def decided(movement: Movement, day: Day, later: frozenset[str] = frozenset()) -> Decision:
    """What the law says of the movement on the day; see `weighed` for `later`."""
    decision = assess(movement, day)
    return replace(decision, findings=weighed(decision.findings, later))


def weighed(findings: Iterable[Finding], later: frozenset[str]) -> tuple[Finding, ...]:
    """The findings, with those that are open until a later act kept as advice."""
    return tuple(
        replace(one, is_advice=True, reason=f"asked when the goods leave: {one.reason}")
        if one.answer is Answer.UNDETERMINED and one.rule in later
        else one
        for one in findings
    )


def foreseen(certificate: Document, day: date) -> Document:
    """The export authorisation that a certificate asks the other Government for.

    An import is judged as the movement that would follow if that Government did as asked; what is
    wrong then is wrong with the certificate.
    """
    return replace(
        certificate,
        number=FORESEEN,
        authority=FORESEEN,
        is_notified_authority=True,
        issued=day,
        cites_import_certificate=certificate.number,
        cites_import_date=certificate.issued,
        cites_import_authority=certificate.authority,
        states_bond=certificate.approves_bond,
        used_base_g=None,
        is_used=False,
        is_revoked=False,
        is_authentic=True,
        copy_accompanies=None,
    )


def _goods(paper: MovementPaper, known: Circumstances) -> tuple[Goods, ...]:
    named, wrong = known.goods_are_named, known.is_mislabelled
    return tuple(goods_of(line, named, wrong) for line in paper.lines)


def _purpose(paper: MovementPaper) -> law.Purpose | None:
    found = {PURPOSES.get(line.purpose) if line.purpose else None for line in paper.lines}
    return found.pop() if len(found) == 1 else None


def _journey(paper: MovementPaper, known: Circumstances, bonded: bool) -> Journey:
    delivery = known.delivery or (Delivery.BONDED_WAREHOUSE if bonded else _delivery(paper))
    return Journey(
        delivery=delivery,
        conveyance=paper.transport.conveyance,
        transit_through=paper.transport.transit,
        authorisation_copy_shown=known.copy_accompanies if paper.transport.transit else None,
    )


def _delivery(paper: MovementPaper) -> Delivery | None:
    """An address of street and house is premises; a post-office box is refused on the paper."""
    target = paper.importer if paper.consignee.is_empty else paper.consignee
    return Delivery.PREMISES if target.address_line_1 else None
