"""The import certificate (1961 31(4)) or import authorisation (1971 12(1)), and its life.

It takes from the limit of the importing territory from the day of issue. What arrives counts in
the year of its physical import; what expires unused, or is endorsed with less, is given back.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from ringfence.law.limits.headroom import Authorised, Consignment
from ringfence.law.movement import Document, many, said
from ringfence.law.record import Problem
from ringfence.ledger.entry import Entry
from ringfence.terms import Answer, Day, Finding
from ringfence.trade.acting import Act, Duty, Held, as_before, ways_of, with_duties
from ringfence.trade.common_content import (
    DatedPaper,
    Moved,
    TreatyBasis,
    exceeded,
    kept,
    line_of,
    numbered,
    open_question,
    refusal,
)
from ringfence.trade.flows import Arrival, arrived, by_a_party
from ringfence.trade.life import Life
from ringfence.trade.paper import missing, words
from ringfence.trade.put_to_law import (
    AT_SHIPMENT,
    Circumstances,
    Papers,
    decided,
    foreseen,
    licence_leaves_room,
    movement_of,
)
from ringfence.trade.refusing import as_grounds

THING = "import_certificate"
COPIES = ("goods", "exporting authority", "file")


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportCertificate(DatedPaper):
    """Leave to import: who, what, how much, from whom, within which days."""

    may_be_several_consignments: bool | None = said(
        "1961: true when several consignments may come under it (31(4)(d)); never under 1971"
    )
    bonded_warehouse_approved: bool | None = said("true when it approves a bonded warehouse")
    warehouse: str = words("name and address of the bonded warehouse", 500)
    intended_for_re_export: bool | None = said("true when the goods are to be exported again")
    re_export_countries: tuple[str, ...] = many("to which countries", limit=2, is_country=True)
    sch1_parties_authorised: bool | None = said(
        "1971 Schedule I: true when both parties are specifically authorised (7(f))"
    )
    sch1_references: tuple[str, ...] = many("the numbers of those authorisations", limit=50)

    def problems(self) -> Iterator[Problem]:
        """The common content, and what only this paper must say."""
        yield from DatedPaper.problems(self)
        if self.valid_from is None:
            yield missing("valid_from", "the first day on which the goods may move")
        if self.valid_until is None:
            yield missing("valid_until", "the last day on which the goods may move")
        if self.bonded_warehouse_approved and not self.warehouse:
            yield missing("warehouse", "name and address of the bonded warehouse (1961 31(9))")
        if self.may_be_several_consignments and TreatyBasis.UN1971 in self.treaty_basis:
            problem = "under 1971 each import has an authorisation of its own (12(1)(a))"
            yield Problem("may_be_several_consignments", problem, "Write false")

    def document(self) -> Document:
        """The certificate as the law asks about it."""
        return replace(
            DatedPaper.document(self),
            valid_from=self.valid_from,
            valid_until=self.valid_until,
            approves_bond=bool(self.bonded_warehouse_approved),
            states_re_export=self.intended_for_re_export,
        )


Certificate = Held[ImportCertificate]


def arrivals(held: Certificate) -> tuple[Arrival, ...]:
    """What arrived under the certificate so far."""
    return held.happened(Arrival)


def rest_ug(held: Certificate, line: int) -> int | None:
    """What of a line has not arrived yet; `None` where its base is not known."""
    stated = line_of(held.paper.lines, line)
    if stated is None or stated.quantity_base_ug is None:
        return None
    came = (one for arrival in arrivals(held) for one in arrival.moved if one.line == line)
    return stated.quantity_base_ug - sum(one.amount_ug for one in came)


def _law_permits(held: Certificate, act: Act) -> Iterable[Finding]:
    """The import as the movement that follows when the exporting Government does as asked.

    Judged by the law of the first day on which the goods may move.
    """
    if not isinstance(act.facts, Circumstances):
        return [open_question("un1961/31/4", "what is known on the day is not put to the law")]
    certificate = replace(
        held.paper.document(), is_used=False, used_base_g=Decimal(0), is_revoked=False,
        is_authentic=True, issued=held.paper.issued_on or act.day,
    )  # fmt: skip
    papers = Papers(certificate, foreseen(certificate, act.day))
    bonded = bool(held.paper.bonded_warehouse_approved)
    movement = movement_of(held.paper, act.facts, papers, bonded)
    day = max(act.day, held.paper.valid_from or act.day)
    return decided(replace(movement, day=day), day, AT_SHIPMENT).findings


def _licence_permits(held: Held[Any], act: Act) -> Iterable[Finding]:
    known = act.facts
    return licence_leaves_room(held.paper, known) if isinstance(known, Circumstances) else ()


def _arrival_fits(held: Certificate, act: Act) -> Iterable[Finding]:
    told = act.told
    if not isinstance(told, Arrival):
        yield open_question("un1961/31/7(b)", "what arrived is not told")
        return
    yield from by_a_party(held, told, act.day, "un1961/31/7(b)", act.facts)
    issued = held.paper.issued_on or held.days[0]
    if told.imported_on < issued:
        reason = f"{told.imported_on} lies before the certificate, which is of {issued}"
        yield refusal("un1961/31/4(a)", reason)
    if arrivals(held) and not held.paper.may_be_several_consignments:
        yield refusal("un1961/31/4(d)", "the certificate is for one consignment, which arrived")
    if any(one.export_paper == told.export_paper for one in arrivals(held)):
        yield refusal("un1961/31/4(a)", f"{told.export_paper} has arrived already")
    left = tuple(
        replace(line, line=number, quantity_base_ug=rest_ug(held, number))
        for number, line in numbered(held.paper.lines)
    )
    yield from exceeded(left, told.moved, "un1961/31/4(d)", "rest of the import certificate")
    first, period = held.paper.valid_from or held.paper.issued_on, held.paper.period
    if first is not None and told.imported_on < first:
        reason = f"{told.imported_on} lies before the first day of the certificate, {first}"
        yield refusal("un1961/31/4(a)", reason)
    elif period is not None and told.imported_on not in period:
        reason = f"{told.imported_on} lies outside the period of the certificate"
        yield replace(refusal("un1961/31/4(b)", reason), is_advice=True)


def _arrival_posts(held: Certificate, act: Act) -> list[Entry]:
    assert isinstance(act.told, Arrival)
    because = f"{THING}:{held.paper.number}"
    return arrived(because, held.paper.lines, act.told, held.paper.exporter.country)


def _arrival_leads(held: Certificate, act: Act) -> str:
    assert isinstance(act.told, Arrival)
    came = {one.line: one.amount_ug for one in act.told.moved}
    left = (
        (rest_ug(held, number) or 0) - came.get(number, 0)
        for number, _ in numbered(held.paper.lines)
    )
    may_more = bool(held.paper.may_be_several_consignments) and any(left)
    return "part_used" if may_more else "used_up"


def has_run_out(held: Held[DatedPaper], act: Act) -> Iterable[Finding]:
    """Met when the last day of a paper has passed."""
    last = held.paper.valid_until
    if last is None:
        yield open_question("un1961/31/4(b)", "the last day of the paper is not told")
    elif act.day <= last:
        yield refusal("un1961/31/4(b)", f"the paper holds until {last}")
    else:
        yield kept("un1961/31/4(b)", f"the paper ran out on {last}")


def names_successor(held: Held[DatedPaper], act: Act) -> Iterable[Finding]:
    """A paper is replaced by another that bears a new number and names this one."""
    told = act.told
    if not isinstance(told, DatedPaper) or type(told) is not type(held.paper):
        yield open_question("un1961/31/4(a)", "the paper that takes its place is not told")
    elif told.replaces != held.paper.number or told.number == held.paper.number:
        yield refusal("un1961/31/4(a)", "the new paper needs its own number and names the old one")
    else:
        yield kept("un1961/31/4(a)", f"{told.number} takes its place")


LIFE = Life(
    kind=THING,
    first="proposed",
    states=(
        "proposed", "issued", "part_used", "used_up", "held", "refused", "withdrawn", "expired",
        "replaced",
    ),
    transitions=with_duties(
        ways_of(
            THING,
            ("propose", "proposed", "proposed"),
            ("issue", "proposed", "issued", "2"),
            ("refuse", "proposed held", "refused", "2"),
            ("hold", "proposed issued part_used", "held"),
            ("lift_hold", "held", "proposed", "2"),
            ("arrive", "issued part_used", "used_up"),
            ("withdraw", "issued part_used held", "withdrawn", "2"),
            ("replace", "issued part_used", "replaced", "2"),
            ("expire", "issued part_used", "expired"),
        ),
        issue=Duty((_law_permits, _licence_permits,)),
        refuse=Duty((as_grounds(_law_permits), as_grounds(_licence_permits))),
        arrive=Duty((_arrival_fits,), _arrival_posts, _arrival_leads),
        lift_hold=Duty(leads=as_before),
        expire=Duty((has_run_out,)),
        replace=Duty((names_successor,)),
    ),
    final=frozenset({"used_up", "refused", "withdrawn", "expired", "replaced"}),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Takes:
    """What a certificate takes from the limit of a territory for one substance and year.

    re_export_ug  what it adds to the limit, because it is certified for re-export
    is_bound      True where a treaty ceiling stands over it (1961 31(1)(b)): no ceiling, no import;
                  an assessment of 1971 only warns
    """

    territory: str
    substance: str
    year: int
    amount_ug: int
    re_export_ug: int = 0
    is_bound: bool = True


TAKES_NOTHING = frozenset({"proposed", "refused"})
CLOSED = frozenset({"used_up", "withdrawn", "expired", "replaced"})
HEADROOM_RULES = frozenset({"un1961/31/1(b)", "ecosoc/1981/7", "ecosoc/1991/44"})


def takes(held: Certificate, year: int, as_of: Day) -> tuple[Takes, ...]:
    """What the certificate takes from the limits of a year, one for each substance that counts.

    Before it is issued it takes nothing. Once issued it takes what it states in every year in
    which that may arrive; what arrived counts in the year of arrival alone; the rest is given back
    when it is used up, withdrawn, replaced or run out.
    """
    found: dict[str, Decimal] = {}
    if held.state in TAKES_NOTHING or (held.state == "held" and held.came_from == "proposed"):
        return ()
    for number, line in numbered(held.paper.lines):
        if line.quantity_base_ug is not None and counts(held.findings, number, held.paper):
            counted = as_authorised(held, number).counts_in(year, as_of)
            found[line.substance] = found.get(line.substance, Decimal(0)) + counted
    to = held.paper.importer.country
    is_again = bool(held.paper.intended_for_re_export)
    bound = {line.substance for number, line in numbered(held.paper.lines)
             if _is_bound(held.findings, number, held.paper)}  # fmt: skip
    return tuple(
        Takes(to, name, year, _ug(grams), _ug(grams) if is_again else 0, name in bound)
        for name, grams in found.items()
        if grams
    )


def _is_bound(findings: tuple[Finding, ...], number: int, paper: ImportCertificate) -> bool:
    """Whether the ceiling of 1961 article 31(1)(b) speaks of a line; so where nothing is known."""
    own = _of_line(findings, number, paper, frozenset({"un1961/31/1(b)"}))
    others = _of_line(findings, number, paper, HEADROOM_RULES)
    return not others or any(one.answer is not Answer.NOT_APPLICABLE for one in own)


def _of_line(
    findings: tuple[Finding, ...], number: int, paper: ImportCertificate, rules: frozenset[str]
) -> list[Finding]:
    """The findings of some rules that speak of a line."""
    return [
        one
        for one in findings
        if one.rule in rules
        and (len(paper.lines) == 1 or one.facts.get("line", "1") == str(number))
    ]


def as_authorised(held: Certificate, number: int) -> Authorised:
    """One line of the certificate as `law.limits.headroom` counts it."""
    line = line_of(held.paper.lines, number)
    assert line is not None and line.base_g is not None
    came = tuple(
        Consignment(arrival.imported_on, _grams(one), arrival.imported_on, _grams(one))
        for arrival in arrivals(held)
        for one in arrival.moved
        if one.line == number
    )
    first = held.paper.valid_from or held.paper.issued_on or held.days[0]
    until = held.paper.valid_until
    closed = held.state in CLOSED
    return Authorised(held.paper.number, line.base_g, first, until, came, closed)


def counts(findings: tuple[Finding, ...], number: int, paper: ImportCertificate) -> bool:
    """Whether a line counts against a limit: not where every rule of headroom leaves it out."""
    own = _of_line(findings, number, paper, HEADROOM_RULES)
    return not own or any(one.answer is not Answer.NOT_APPLICABLE for one in own)


def _grams(one: Moved) -> Decimal:
    return Decimal(one.amount_ug) / 1_000_000


def _ug(grams: Decimal) -> int:
    return int(grams * 1_000_000)
