"""The export authorisation (1961 31(4), 1971 12(1)): for one consignment, against a certificate.

Several consignments may draw on one certificate under 1961 only (31(4)(d)); each has its own
authorisation. Less may leave than is authorised, never more.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from ringfence.law.movement import Covered, Document, many, said
from ringfence.law.record import Problem
from ringfence.ledger.entry import Entry
from ringfence.terms import Finding
from ringfence.trade.acting import Act, Duty, Held, as_before, ways_of, with_duties
from ringfence.trade.common_content import (
    AUTHENTIC,
    Authenticity,
    DatedPaper,
    Moved,
    exceeded,
    kept,
    line_of,
    numbered,
    open_question,
    refusal,
)
from ringfence.trade.endorsement import Endorsement, Tolerance, answers_query, endorsed_lines
from ringfence.trade.flows import Shipment, by_a_party, shipped
from ringfence.trade.import_certificate import ImportCertificate, has_run_out
from ringfence.trade.life import Life
from ringfence.trade.paper import missing, words
from ringfence.trade.put_to_law import (
    AT_SHIPMENT,
    Circumstances,
    Papers,
    decided,
    licence_leaves_room,
    movement_of,
)
from ringfence.trade.refusing import as_grounds
from ringfence.trade.special_import_licence import travelling, used_before
from ringfence.trade.substance_line import SubstanceLine

THING = "export_authorisation"
COPIES = ("goods", "importing authority", "file")


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportAuthorisation(DatedPaper):
    """Leave to export one consignment; the quantity authorised stands in its lines."""

    import_paper_number: str = words("number of the import certificate", 40)
    import_paper_date: date | None = said("its day of issue")
    import_paper_authority: str = words("who issued it", 200)
    bonded_warehouse_approved: bool | None = said("true when the goods go to a bonded warehouse")
    warehouse: str = words("name and address of the bonded warehouse", 500)
    intended_for_re_export: bool | None = said("true when the certificate says so")
    re_export_countries: tuple[str, ...] = many("to which countries", limit=2, is_country=True)
    sch1_parties_authorised: bool | None = said(
        "1971 Schedule I: true when both parties are specifically authorised (7(f))"
    )
    sch1_references: tuple[str, ...] = many("the numbers of those authorisations", limit=50)
    foreign_certificate: str = words("the stored copy of the certificate", 80)
    translation: str = words("the stored translation", 80)
    foreign_certificate_authenticity: Authenticity | None = said("how far it is known as genuine")
    special_import_licence_number: str = words(
        "number of the importing country's special import licence (1971 13(3))", 40
    )
    special_import_licence_copy: str = words("the stored copy of that licence", 80)
    estimate_basis: str = words("total of estimates used, with its day of publication", 200)

    def problems(self) -> Iterator[Problem]:
        """The common content, and what only this paper must say."""
        yield from DatedPaper.problems(self)
        for name, what in (("valid_from", "first"), ("valid_until", "last")):
            if getattr(self, name) is None:
                yield missing(name, f"the {what} day on which the goods may move")
        if self.bonded_warehouse_approved and not self.warehouse:
            yield missing("warehouse", "name and address of the bonded warehouse (1961 31(9))")

    @property
    def single_use(self) -> bool:
        """Always true: each consignment has its own authorisation (1961 31(4)(a))."""
        return True

    def document(self) -> Document:
        """The authorisation as the law asks about it."""
        return replace(
            DatedPaper.document(self),
            valid_from=self.valid_from,
            valid_until=self.valid_until,
            cites_import_certificate=self.import_paper_number,
            cites_import_date=self.import_paper_date,
            cites_import_authority=self.import_paper_authority,
            states_bond=bool(self.bonded_warehouse_approved),
        )


Authorisation = Held[ExportAuthorisation]


@dataclass(frozen=True, slots=True)
class ExportFacts:
    """What an export is judged on beside the authorisation.

    certificate  the import certificate at hand; `None` where there is none
    drawn        what other authorisations have drawn on it, by line of the certificate
    is_revoked   whether the certificate was revoked or altered
    licence      the special import licence (1971 13(3)), where there is one
    others_under_licence  other papers under which goods go against that licence
    """

    known: Circumstances
    certificate: ImportCertificate | None
    drawn: tuple[Moved, ...] = ()
    is_revoked: bool | None = None
    licence: Document | None = None
    others_under_licence: tuple[str, ...] = ()


SHIPPED = frozenset({"shipped", "arrived_endorsed", "closed", "in_query", "expired_endorsed_zero"})
RELEASES = frozenset({"proposed", "refused", "withdrawn", "expired_unused"})


def draws(held: Authorisation) -> tuple[Moved, ...]:
    """What an authorisation draws on its certificate: authorised, then what left; line by line.

    The lines of certificate and authorisation are matched by their numbers. A refused, withdrawn
    or unused authorisation draws nothing, nor does one that came back endorsed with nothing.
    """
    if held.state in RELEASES or (held.state == "held" and held.came_from == "proposed"):
        return ()
    left = held.happened(Shipment)
    if left:
        return left[-1].moved
    if held.state in SHIPPED:
        return ()
    return tuple(
        Moved(number, line.quantity_base_ug or 0) for number, line in numbered(held.paper.lines)
    )


def counts_in(held: Authorisation, year: int) -> tuple[Moved, ...]:
    """What an authorisation counts against the total of the destination in a year, by line.

    In every year in which it may arrive by its period, until an endorsement tells the year in
    which it did; then there alone (1961 article 31(1)(b); as `law.limits.headroom` counts).
    """
    arrived = arrived_in(held)
    if arrived is not None:
        return draws(held) if year == arrived else ()
    left = held.happened(Shipment)
    if left and year < left[-1].exported_on.year:
        return ()
    return draws(held) if year in years_of(held) else ()


def years_of(held: Authorisation) -> frozenset[int]:
    """The years in which goods may move under an authorisation."""
    first, last = held.paper.valid_from, held.paper.valid_until
    assert first is not None and last is not None
    return frozenset(range(first.year, last.year + 1))


def arrived_in(held: Authorisation) -> int | None:
    """The year of arrival that an endorsement tells; `None` before one came back."""
    told = [one.imported_on for one in held.happened(Endorsement) if one.imported_on is not None]
    return told[-1].year if told else None


def drawn_on(certificate: str, others: Iterable[Authorisation]) -> tuple[Moved, ...]:
    """The sum of what authorisations have drawn on a certificate, by line."""
    found: dict[int, int] = {}
    for held in others:
        if held.paper.import_paper_number == certificate:
            for one in draws(held):
                found[one.line] = found.get(one.line, 0) + one.amount_ug
    return tuple(Moved(line, amount) for line, amount in sorted(found.items()))


def certificate_document(
    certificate: ImportCertificate, drawn: tuple[Moved, ...], is_authentic: bool | None
) -> Document:
    """The certificate with what is drawn on it; one for a single consignment is used by any."""
    used = {one.line: Decimal(one.amount_ug) / 1_000_000 for one in drawn}
    made = replace(certificate.document(), is_authentic=is_authentic)
    made = replace(made, used_base_g=sum(used.values(), Decimal(0)))
    if made.covers:
        covers = zip(numbered(certificate.lines), made.covers, strict=True)
        lines = tuple(_used(one, used.get(number)) for (number, _), one in covers)
        made = replace(made, covers=lines)
    return made if certificate.may_be_several_consignments else replace(made, is_used=bool(drawn))


def _used(line: Covered, used_g: Decimal | None) -> Covered:
    return replace(line, used_base_g=used_g or Decimal(0))


def _one_consignment(facts: ExportFacts) -> Iterable[Finding]:
    """A certificate that says nothing of several consignments is for one (1961 31(4)(d))."""
    if facts.certificate is None or not facts.drawn:
        return
    if not facts.certificate.may_be_several_consignments:
        yield refusal("un1961/31/4(d)", "the certificate is for one consignment and was drawn on")


def _assessed(
    held: Authorisation, act: Act, lines: tuple[SubstanceLine, ...], later: frozenset[str]
) -> Iterable[Finding]:
    facts = act.facts
    if not isinstance(facts, ExportFacts):
        yield open_question("un1961/31/4", "what is known on the day is not put to the law")
        return
    yield from _one_consignment(facts)
    yield from used_before(facts.others_under_licence)
    genuine = held.paper.foreign_certificate_authenticity
    certificate = None
    if facts.certificate is not None:
        is_authentic = AUTHENTIC[genuine] if genuine else None
        certificate = certificate_document(facts.certificate, facts.drawn, is_authentic)
        certificate = replace(certificate, is_revoked=facts.is_revoked)
    own = replace(
        held.paper.document(), is_used=False, is_revoked=False, is_authentic=True,
        issued=held.paper.issued_on or act.day,
        copy_accompanies=facts.known.copy_accompanies,
        exported_base_g=_exported_g(lines) if isinstance(act.told, Shipment) else None,
    )  # fmt: skip
    licence = travelling(facts.licence, facts.known, is_asked_later=bool(later))
    papers = Papers(certificate, own, special_import_licence=licence)
    bonded = bool(held.paper.bonded_warehouse_approved)
    movement = movement_of(replace(held.paper, lines=lines), facts.known, papers, bonded)
    day = max(act.day, held.paper.valid_from or act.day)
    yield from decided(replace(movement, day=day), day, later).findings


def _exported_g(lines: tuple[SubstanceLine, ...]) -> Decimal | None:
    grams = [line.base_g for line in lines]
    known = [one for one in grams if one is not None]
    return sum(known, Decimal(0)) if len(known) == len(grams) else None


def _law_permits(held: Authorisation, act: Act) -> Iterable[Finding]:
    return _assessed(held, act, held.paper.lines, AT_SHIPMENT)


def _known(act: Act) -> object:
    return act.facts.known if isinstance(act.facts, ExportFacts) else act.facts


def _licence_permits(held: Held[Any], act: Act) -> Iterable[Finding]:
    known = _known(act)
    return licence_leaves_room(held.paper, known) if isinstance(known, Circumstances) else ()


def _may_leave(held: Authorisation, act: Act) -> Iterable[Finding]:
    """Within what is authorised, in the period, with the papers that travel."""
    told = act.told
    if not isinstance(told, Shipment):
        yield open_question("un1961/31/4(b)", "what leaves is not told")
        return
    if held.happened(Shipment):
        yield refusal(
            "un1961/31/4(a)", f"{held.paper.number} was used: each shipment needs its own"
        )
    yield from by_a_party(held, told, act.day, "un1961/31/4(b)", _known(act))
    yield from exceeded(held.paper.lines, told.moved, "un1961/31/4(b)", "export authorisation")
    period = held.paper.period
    if period is None or told.exported_on not in period:
        yield refusal("un1961/31/4(b)", f"{told.exported_on} lies outside the period")
    is_less = any(one.amount_ug < _authorised(held, one.line) for one in told.moved)
    is_less = is_less or len(told.moved) < len(held.paper.lines)
    if is_less and not told.copies_amended:
        yield refusal(
            "un1961/31/7(c)", "less leaves than is authorised: write it on paper and every copy"
        )
    lines = tuple(
        replace(line, quantity_base_ug=one.amount_ug)
        for one in told.moved
        if (line := line_of(held.paper.lines, one.line)) is not None and one.amount_ug > 0
    )
    if lines:
        yield from _assessed(held, act, lines, frozenset())


def _authorised(held: Authorisation, number: int) -> int:
    line = line_of(held.paper.lines, number)
    return (line.quantity_base_ug or 0) if line else 0


def _shipment_posts(held: Authorisation, act: Act) -> list[Entry]:
    assert isinstance(act.told, Shipment)
    because = f"{THING}:{held.paper.number}"
    return shipped(because, held.paper.lines, act.told, held.paper.importer.country)


def _endorsement_speaks_of_it(held: Authorisation, act: Act) -> Iterable[Finding]:
    told = act.told
    if not isinstance(told, Endorsement):
        yield open_question("un1961/31/7(b)", "the endorsement is not told")
    elif told.export_authorisation != held.paper.number:
        yield refusal("un1961/31/7(b)", f"it endorses {told.export_authorisation}")
    else:
        yield kept("un1961/31/7(b)", "the endorsed authorisation came back")
        yield from _arrival_is_possible(held, told, act)
        yield from exceeded(
            held.paper.lines,
            tuple(Moved(one.line, one.imported_ug or 0) for one in told.lines),
            "un1961/31/7(b)",
            "export authorisation",
        )


def _arrival_is_possible(held: Authorisation, told: Endorsement, act: Act) -> Iterable[Finding]:
    """Goods arrive after they left, on a day that has come: the day decides which year counts."""
    left = [one.exported_on for one in held.happened(Shipment)]
    if told.imported_on is None:
        return
    if left and told.imported_on < left[-1]:
        reason = f"{told.imported_on} lies before {left[-1]}, when they left"
        yield refusal("un1961/31/7(b)", reason)
    if told.imported_on > act.day:
        yield refusal("un1961/31/7(b)", f"{told.imported_on} has not come yet")


def _is_zero(held: Authorisation, act: Act) -> Iterable[Finding]:
    if isinstance(act.told, Endorsement) and any(one.imported_ug for one in act.told.lines):
        yield refusal("un1961/31/7(b)", "something arrived: endorse what did")


def _endorsement_leads(held: Authorisation, act: Act) -> str:
    """A difference beyond tolerance opens a query; nothing is settled by silence."""
    assert isinstance(act.told, Endorsement)
    tolerance = act.facts if isinstance(act.facts, Tolerance) else Tolerance()
    told = endorsed_lines(act.told, draws(held))
    beyond = any(tolerance.is_beyond(one) for one in told)
    return "in_query" if beyond else "arrived_endorsed"


def _zero_leads(held: Authorisation, act: Act) -> str:
    left = any(one.amount_ug for shipment in held.happened(Shipment) for one in shipment.moved)
    return "in_query" if left else "expired_endorsed_zero"


LIFE = Life(
    kind=THING,
    first="proposed",
    states=(
        "proposed", "issued", "shipped", "arrived_endorsed", "closed", "held", "refused",
        "withdrawn", "expired_unused", "expired_endorsed_zero", "in_query",
    ),
    transitions=with_duties(
        ways_of(
            THING,
            ("propose", "proposed", "proposed"),
            ("issue", "proposed", "issued", "2"),
            ("refuse", "proposed held", "refused", "2"),
            ("hold", "proposed issued", "held"),
            ("lift_hold", "held", "proposed", "2"),
            ("ship", "issued", "shipped"),
            ("withdraw", "issued held", "withdrawn", "2"),
            ("expire", "issued", "expired_unused"),
            ("endorse", "shipped", "arrived_endorsed", "2"),
            ("endorse_zero", "shipped expired_unused", "expired_endorsed_zero", "2"),
            ("query", "shipped arrived_endorsed", "in_query"),
            ("settle", "in_query", "arrived_endorsed"),
            ("close", "arrived_endorsed expired_endorsed_zero", "closed"),
        ),
        issue=Duty((_law_permits, _licence_permits)),
        refuse=Duty((as_grounds(_law_permits), as_grounds(_licence_permits))),
        ship=Duty((_may_leave,), _shipment_posts),
        lift_hold=Duty(leads=as_before),
        expire=Duty((has_run_out,)),
        endorse=Duty((_endorsement_speaks_of_it,), leads=_endorsement_leads),
        endorse_zero=Duty((_endorsement_speaks_of_it, _is_zero), leads=_zero_leads),
        settle=Duty((answers_query,)),
    ),
    final=frozenset({"closed", "refused", "withdrawn"}),
)  # fmt: skip
