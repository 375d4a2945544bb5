"""Faces made of facts and tables: what a paper says first, in the order of the paper itself.

Names are those of its fields; a value is shown by what it is (a day, an amount, a firm), and what
is not told says so.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any

from django.utils.translation import gettext as _

from ringfence.jobs.case_view import CaseView
from ringfence.ledger.account import Account
from ringfence.trade.acting import Held
from ringfence.trade.assessment import Published
from ringfence.trade.company_return import Nil
from ringfence.trade.correction import AccountNamed
from ringfence.trade.customer_declaration import SupplierKnows
from ringfence.trade.destruction import DestructionDone, Explanation, seen_by
from ringfence.trade.endorsement import Reply
from ringfence.trade.flows import Arrival
from ringfence.trade.order import Fill, ReceivedFill, received_packages
from ringfence.trade.receipt import Receipt
from ringfence.trade.transit_permit import Diversion, Passage
from ringfence.web.parts.labels import WHOLE, label
from ringfence.web.parts.substance_names import substance_name

FIRMS = frozenset(
    {"operator", "customer", "supplier", "purchaser_operator", "supplier_operator", "holder"}
)
"""Fields that hold the number of a firm of the register."""

PAPERS = {
    "export_authorisation": "export_authorisation",
    "export_authorisation_number": "export_authorisation",
    "import_certificate": "import_certificate",
    "import_certificate_number": "import_certificate",
}
"""Fields that hold the number of a paper, with its kind."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One value: its name, and how it is shown: as text, as `ug`, or as a document of a kind."""

    name: str
    value: Any
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """Rows with a heading for each of their cells."""

    caption: str
    rows: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True, slots=True)
class Section:
    """One part of a paper: facts, then tables."""

    heading: str
    facts: tuple[Cell, ...] = ()
    tables: tuple[Table, ...] = ()
    empty: str = ""


def cell(record: Any, name: str) -> Cell:
    """The value of a field, shown as what the field holds."""
    kind = "ug" if name.endswith("_ug") else "operator" if name in FIRMS else PAPERS.get(name, "")
    said = name if name in WHOLE else name.removesuffix("_ug")
    value = getattr(record, name)
    if isinstance(value, tuple):
        value = ", ".join(str(one) for one in value)
    if name == "substance" and value:
        value = substance_name(value)
    return Cell(label(said), value, kind)


def facts(record: Any, names: str) -> tuple[Cell, ...]:
    """The fields of a record, in the order named."""
    return tuple(cell(record, name) for name in names.split())


def table(caption: str, records: Sequence[Any], names: str = "") -> Table:
    """A row for each record; every field of it where none is named."""
    chosen = names or (" ".join(one.name for one in fields(records[0])) if records else "")
    return Table(caption, tuple(facts(one, chosen) for one in records))


def _lines(record: Any) -> Table:
    names = "name_declared substance quantity unit quantity_base_ug"
    return table(_("Lines, as declared and in base"), record.lines, names)


def _parties(record: Any) -> tuple[Cell, ...]:
    """Who sends and who receives, with their countries."""
    found = []
    for side in ("exporter", "importer", "consignee"):
        party = getattr(record, side)
        if not party.is_empty:
            said = ", ".join(one for one in (party.party_name, party.country) if one)
            found.append(Cell(label(side), said))
    return tuple(found)


def destruction(held: Held[Any], view: CaseView) -> list[Section]:
    """Plan, what was weighed against it, who was to see it and who says that they did."""
    plan = held.paper
    seen = {one.person for one in seen_by(held)}
    witnesses = tuple(
        (*facts(one, "person is_of_operator is_authorised"), Cell(_("Saw it"), one.person in seen))
        for one in plan.witnesses
    )
    done = held.happened(DestructionDone)
    planned = facts(plan, "operator site planned_on reason method")
    found = [Section(_("What is to be destroyed"), planned, (_lines(plan),))]
    found.append(Section(_("Witnesses"), (), (Table(_("Who is to see it"), witnesses),)))
    weighed = _weighed(plan, done[-1]) if done else ()
    found.append(
        Section(
            _("What was destroyed"),
            facts(done[-1], "done_on certificate") if done else (),
            (Table(_("Weighed against the plan, in base"), weighed),) if weighed else (),
            "" if done else _("It is not destroyed yet."),
        )
    )
    why = held.happened(Explanation)
    if why:
        found.append(Section(_("Why it differs"), facts(why[-1], "reason")))
    return found


def _weighed(plan: Any, done: DestructionDone) -> tuple[tuple[Cell, ...], ...]:
    rows = []
    for one in done.weighed:
        line = plan.lines[one.line - 1] if 0 < one.line <= len(plan.lines) else None
        planned_ug = line.quantity_base_ug if line else None
        difference_ug = None if planned_ug is None else one.weighed_ug - planned_ug
        rows.append(
            (
                Cell(label("substance"), substance_name(line.substance) if line else ""),
                Cell(_("Planned"), planned_ug, "ug"),
                Cell(_("Weighed"), one.weighed_ug, "ug"),
                Cell(_("Difference"), difference_ug, "difference"),
            )
        )
    return tuple(rows)


def company_return(held: Held[Any], view: CaseView) -> list[Section]:
    """The period, and each filing with how many of its lines were accepted."""
    rows = tuple(
        (
            Cell(label("receipt"), one.number),
            Cell(_("Filed"), str(one.filed_at)[:10]),
            Cell(_("Accepted"), one.accepted),
            Cell(_("Accepted with remark"), one.accepted_with_remark),
            Cell(_("Refused"), one.refused),
        )
        for one in held.happened(Receipt)
    )
    filings = Table(_("Filings of the period"), rows)
    is_nil = bool(held.happened(Nil))
    nothing = _("The firm says that there is nothing to report.") if is_nil else _("No file yet.")
    days = (
        Cell(_("First day"), held.paper.first),
        Cell(_("Last day of the period"), held.paper.last),
    )
    period = (*facts(held.paper, "operator"), *days)
    return [
        Section(_("Period"), period),
        Section(_("What was filed"), (), (filings,) if rows else (), "" if rows else nothing),
    ]


def endorsement(held: Held[Any], view: CaseView) -> list[Section]:
    """Three quantities of each line, when and where it came, what the other side says."""
    paper = held.paper
    lines = tuple(
        (
            Cell(label("line"), one.line),
            Cell(_("Authorised"), one.authorised_ug, "ug"),
            Cell(_("Shipped"), one.exported_ug, "ug"),
            Cell(_("Arrived"), one.imported_ug, "ug"),
            Cell(_("As declared"), one.quantity_imported),
            Cell(_("Short"), one.difference_ug, "difference"),
        )
        for one in paper.lines
    )
    first = facts(
        paper, "export_authorisation import_certificate event imported_on customs_office "
        "difference_reason endorsed_on returned_to",
    )  # fmt: skip
    compared = Table(_("Authorised, shipped, arrived, in base"), lines)
    found = [Section(_("What arrived"), first, (compared,))]
    replies = held.happened(Reply)
    if replies:
        answers = table(_("Answers of the other side"), replies, "replied_on text")
        found.append(Section(_("Query"), (), (answers,)))
    return found


def order(held: Held[Any], view: CaseView) -> list[Section]:
    """Who orders what of whom; ordered, sent and received of each line; who signed."""
    paper = held.paper
    sent: dict[int, int] = {}
    for fill in held.happened(Fill):
        for one in fill.packages:
            sent[one.line] = sent.get(one.line, 0) + one.packages
    lines = tuple(
        (
            Cell(label("name"), one.name or one.product_code),
            Cell(label("substance"), substance_name(one.substance)),
            Cell(_("Ordered"), one.packages),
            Cell(_("Sent"), sent.get(one.line, 0)),
            Cell(_("Received"), received_packages(held, one.line)),
            Cell(_("Base of one package"), one.base_per_package_ug, "ug"),
        )
        for one in paper.lines
    )
    sides = facts(paper, "purchaser_operator delivery_site supplier_operator supplier_site "
                  "requested_by")  # fmt: skip
    consignments = tuple(
        (Cell(_("Consignment"), one.fill), Cell(_("Sent"), one.shipped_on),
         Cell(_("Received"), _received_on(held, one.fill)))
        for one in held.happened(Fill)
    )  # fmt: skip
    tables = (Table(_("Packages ordered, sent and received"), lines),)
    moved = (Table(_("Consignments"), consignments),) if consignments else ()
    return [
        Section(_("Who orders what of whom"), sides, tables),
        Section(_("What was sent"), (), moved, "" if moved else _("Nothing was sent yet.")),
        Section(_("Signature"), facts(paper, "signatory signed_on")),
    ]


def _received_on(held: Held[Any], fill: int) -> Any:
    days = [one.received_on for one in held.happened(ReceivedFill) if one.fill == fill]
    return days[-1] if days else None


def assessment(held: Held[Any], view: CaseView) -> list[Section]:
    """The need of a year, from when, why, and whether the Board published it."""
    paper = held.paper
    need = facts(paper, "territory substance kind quantity_ug effective_on "
                 "industrial_use_product reason replaces")  # fmt: skip
    published = held.happened(Published)
    return [
        Section(_("The need of a year"), need),
        Section(
            _("The Board"),
            facts(published[-1], "published_on") if published else (),
            empty="" if published else _("The Board has not published it: it is not in force."),
        ),
    ]


def transit(held: Held[Any], view: CaseView) -> list[Section]:
    """From where to where through which country, until when; where it was seen at the border."""
    paper = held.paper
    period = facts(paper, "transit_country valid_from valid_until export_authorisation_number "
                   "import_certificate_number repacking_permitted")  # fmt: skip
    points = facts(paper.transport, "entry_point exit_point")
    found = [Section(_("What may pass"), (*_parties(paper), *period, *points), (_lines(paper),))]
    passages = held.happened(Passage)
    seen = table(_("Where the goods were seen"), passages,
                 "seen_on customs_office copy_shown is_processed is_repacked")  # fmt: skip
    says = "" if passages else _("The goods were not seen at a border yet.")
    found.append(Section(_("At the border"), (), (seen,) if passages else (), says))
    diverted = held.happened(Diversion)
    if diverted:
        named = "new_destination leave_given_by endorsement_goes_to"
        found.append(Section(_("Another destination"), facts(diverted[-1], named)))
    return found


def customer_declaration(held: Held[Any], view: CaseView) -> list[Section]:
    """Who declares to whom which use of which substance; what the supplier told."""
    paper = held.paper
    use = facts(paper, "customer customer_licence supplier substance specific_use no_resale")
    much = "period_start period_end" if paper.is_multiple else "quantity unit"
    found = [
        Section(_("What the customer declares"), (*use, *facts(paper, much))),
        Section(_("Signature"), facts(paper, "signatory signatory_position signed_on")),
    ]
    knows = held.happened(SupplierKnows)
    if knows:
        found.append(Section(_("What the supplier told"), facts(knows[-1], "category")))
    return found


def correction(held: Held[Any], view: CaseView) -> list[Section]:
    """What was booked and what is right, each as moves between accounts; why, and the proof."""
    paper = held.paper
    right = tuple(
        _moved(one.substance, one.amount_ug, _account(one.source), _account(one.target))
        for one in paper.right
    )
    found = [Section(_("What is wrong"), facts(paper, "corrects what reason proof day"))]
    taken_back = _taken_back(view)
    if taken_back:
        found.append(Section(_("Now"), (), (Table(_("What was booked and is taken back"),
                                                  taken_back),)))  # fmt: skip
    says = "" if right else _("Nothing is to be booked in its place.")
    tables = (Table(_("What should have been booked"), right),) if right else ()
    return [*found, Section(_("Right"), (), tables, says)]


def _taken_back(view: CaseView | None) -> tuple[tuple[Cell, ...], ...]:
    """What was booked first, read from the reversal that the correction posted."""
    found = []
    for entry in view.entries if view is not None else ():
        if ":right:" in entry.number:
            continue
        for gave in entry.lines:
            found += [
                _moved(gave.account.substance, took.amount_ug, _account(took.account),
                       _account(gave.account))
                for took in entry.lines
                if gave.amount_ug < 0 and took.amount_ug == -gave.amount_ug
                and took.account.substance == gave.account.substance
            ]  # fmt: skip
    return tuple(found)


def _moved(substance: str, amount_ug: int, source: str, target: str) -> tuple[Cell, ...]:
    return (
        Cell(label("substance"), substance_name(substance)),
        Cell(label("from"), source),
        Cell(label("to"), target),
        Cell(_("Base"), amount_ug, "ug"),
    )


def _account(one: AccountNamed | Account | None) -> str:
    """An account in words: what it stands for, whose, where."""
    parts = () if one is None else (label(one.kind), one.holder, one.place)
    return " ".join(part for part in parts if part)


def special_licence(held: Held[Any], view: CaseView) -> list[Section]:
    """Against which prohibition, for which quantity and firms, until when; what arrived."""
    paper = held.paper
    first = facts(paper, "prohibition valid_from valid_until exporter_named importer_named")
    found = [Section(_("What may be imported"), (*_parties(paper), *first), (_lines(paper),))]
    came = held.happened(Arrival)
    if not came:
        return [*found, Section(_("Arrival"), empty=_("Nothing has arrived yet."))]
    arrivals = table(_("Arrivals"), came, "imported_on export_paper customs_office")
    return [*found, Section(_("Arrival"), (), (arrivals,))]


SECTIONS: Mapping[str, Callable[[Held[Any], CaseView], list[Section]]] = {
    "destruction": destruction,
    "company_return": company_return,
    "endorsement": endorsement,
    "order": order,
    "assessment": assessment,
    "transit_permit": transit,
    "customer_declaration": customer_declaration,
    "special_import_licence": special_licence,
    "correction": correction,
}
"""Kinds whose face is made of sections, with what makes them."""
