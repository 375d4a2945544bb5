"""What a new document may start from: another one of its kind, or an entry that is wrong."""

from __future__ import annotations

from typing import Any

from ringfence.jobs.cards import stands_as
from ringfence.jobs.document_kinds import kinds
from ringfence.jobs.doing import Desk, acting, seen
from ringfence.jobs.keeping import held_of
from ringfence.ledger.account import Account
from ringfence.ledger.entry import Entry
from ringfence.store.book import Book
from ringfence.trade.acting import Held
from ringfence.trade.common_content import numbered
from ringfence.trade.endorsement import DifferenceReason, Event
from ringfence.trade.estimate import EstimateKind
from ringfence.trade.flows import Arrival
from ringfence.trade.import_certificate import ImportCertificate
from ringfence.trade.life import ActRefused
from ringfence.trade.paper import printed
from ringfence.trade.permissions import Subject, Way, require

AWAIT = "trade.endorsement.await"

NOT_REPEATED = frozenset(
    "number issued_on signature verify_code declaration conditions signed_on notified_on".split()
)
"""What belongs to one document only, and is told anew."""


def from_before(desk: Desk, kind: str, number: str, by: str) -> dict[str, Any]:
    """The answers of a document that the person may read, without what was its own."""
    paper = stands_as(seen(desk, kind, number, by).held)
    return {key: value for key, value in printed(paper).items() if key not in NOT_REPEATED}


def correction_of(desk: Desk, entry_number: str, by: str) -> dict[str, Any]:
    """A correction of an entry, filled with what the books say now; raises ActRefused.

    The numbers to put right are the person's: what stands there is what was booked.
    """

    def job(book: Book) -> dict[str, Any]:
        actor = acting(book, by)
        subject = Subject(desk.territory, (actor.operator,) if actor.operator else ())
        require(actor, "trade.correction.propose", subject)
        found = list(book.entries(number=entry_number))
        if not found or not _is_theirs(found[0], actor.operator):
            raise ActRefused("trade.correction.propose", "no entry of that number is yours to read")
        return {
            "number": _free_number(book, desk, "correction", "CO"),
            "corrects": entry_number,
            "right": [_move(one) for one in _moves(found[0])],
        }

    return desk.look(job)


def supplement_of(desk: Desk, substance: str, year: int, by: str) -> dict[str, Any]:
    """A supplement to the estimate of a drug that is in force in a year, with its first figure.

    What is wanted instead and why is the person's to say; raises ActRefused where none is in force.
    """
    word = kinds()["estimate"].enter

    def job(book: Book) -> dict[str, Any]:
        actor = acting(book, by)
        require(actor, word, Subject(desk.territory), Way.PROPOSE)
        asked = {"paper__year": year, "paper__substance": substance}
        every = [held_of(kinds()["estimate"], one)
                 for one in book.documents("estimate", state="in_force", where=asked)]  # fmt: skip
        found = [one.paper for one in every if one.paper.territory == desk.territory
                 and one.paper.kind is EstimateKind.ESTIMATE]  # fmt: skip
        if not found:
            raise ActRefused(word, "no estimate of this drug is in force that it could supplement")
        told = {"a": found[0].consumption, "b": found[0].use_for_drugs,
                "c": found[0].stocks_31_december, "d": found[0].special_stock_addition}  # fmt: skip
        return {
            "number": _free_number(book, desk, "estimate", "SUP"),
            "territory": desk.territory,
            "year": year,
            "kind": EstimateKind.SUPPLEMENT.value,
            "substance": substance,
            "replaces": found[0].number,
            "changes": [{"item_changed": letter, "old": old} for letter, old in told.items()
                        if old is not None][:1],
        }  # fmt: skip

    return desk.look(job)


def endorsement_of(desk: Desk, certificate: str, by: str) -> dict[str, Any]:
    """An endorsement of what arrived under a certificate of ours and is not endorsed yet.

    The three quantities come from paper and books; why less arrived is the person's to say.
    Raises ActRefused where nothing waits for it.
    """

    def job(book: Book) -> dict[str, Any]:
        actor = acting(book, by)
        stored = book.documents("import_certificate", number=certificate)
        held = held_of(kinds()["import_certificate"], stored[0]) if stored else None
        subject = held.subject() if held else Subject(desk.territory)
        require(actor, AWAIT, subject, Way.PROPOSE)
        waiting = not_endorsed(book, held) if held else ()
        if held is None or not waiting:
            raise ActRefused(AWAIT, "nothing has arrived under it that is not endorsed yet")
        came, first = waiting[0].export_paper, waiting[0]
        arrived = [one for one in waiting if one.export_paper == came]
        name = desk.node.config.authority[0].name if desk.node.config.authority else ""
        lines = _endorsed_lines(held, arrived)
        is_less = any(one["imported_ug"] != one.get("authorised_ug") for one in lines)
        return {
            "number": _free_number(book, desk, "endorsement", "EN"),
            "export_authorisation": came,
            "import_certificate": certificate,
            "event": Event.IMPORTED.value,
            "imported_on": first.imported_on.isoformat(),
            "customs_office": first.customs_office,
            "lines": lines,
            "difference_reason": "" if is_less else DifferenceReason.NONE.value,
            "endorsed_by": {"name": name, "country": desk.territory},
            "endorsed_on": desk.today.isoformat(),
            "returned_to": held.paper.exporter.country,
        }

    return desk.look(job)


def not_endorsed(book: Book, held: Held[ImportCertificate]) -> tuple[Arrival, ...]:
    """The arrivals under a certificate of which no endorsement speaks yet."""
    came = [one for one in held.happened(Arrival) if one.export_paper]
    if not came:
        return ()
    asked = {"paper__import_certificate": held.paper.number}
    spoken = {
        one.body["paper"].get("export_authorisation")
        for one in book.documents("endorsement", where=asked)
    }
    return tuple(one for one in came if one.export_paper not in spoken)


def _endorsed_lines(held: Held[ImportCertificate], arrived: list[Arrival]) -> list[dict[str, Any]]:
    found = []
    for number, line in numbered(held.paper.lines):
        moved = [one for each in arrived for one in each.moved if one.line == number]
        found.append(
            {
                "line": number,
                "quantity_imported": "; ".join(one.text for one in moved if one.text),
                "authorised_ug": line.quantity_base_ug,
                "imported_ug": sum(one.amount_ug for one in moved),
            }
        )
    return found


def _free_number(book: Book, desk: Desk, kind: str, code: str) -> str:
    """The next number of a kind that nothing has; it is given only when the form is sent."""
    count = book.counts().get(kind, 0) + 1
    while book.documents(kind, number=f"{desk.territory}-{code}-{desk.today.year}-{count:06d}"):
        count += 1
    return f"{desk.territory}-{code}-{desk.today.year}-{count:06d}"


def _is_theirs(entry: Entry, operator: str) -> bool:
    return not operator or any(line.account.holder == operator for line in entry.lines)


def _moves(entry: Entry) -> list[tuple[str, int, Account, Account]]:
    """The entry as moves: each substance from the account that gave to the one that took."""
    found = []
    for substance in dict.fromkeys(line.account.substance for line in entry.lines):
        lines = [line for line in entry.lines if line.account.substance == substance]
        gave = [line for line in lines if line.amount_ug < 0]
        took = [line for line in lines if line.amount_ug > 0]
        if len(gave) == 1:
            found += [(substance, one.amount_ug, gave[0].account, one.account) for one in took]
        elif len(took) == 1:
            found += [(substance, -one.amount_ug, one.account, took[0].account) for one in gave]
    return found


def _move(move: tuple[str, int, Account, Account]) -> dict[str, Any]:
    substance, amount_ug, gave, took = move
    return {
        "substance": substance,
        "amount_ug": amount_ug,
        "from": _account(gave),
        "to": _account(took),
    }


def _account(account: Account) -> dict[str, str]:
    told = {
        "kind": str(account.kind), "holder": account.holder, "place": account.place,
        "purpose": account.purpose,
    }  # fmt: skip
    return {key: value for key, value in told.items() if value}
