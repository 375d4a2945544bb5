"""The export declaration of Schedule III (1971 12(2)): in triplicate, forwarded within 90 days.

One copy accompanies the goods, two go to the exporter's own authority, which sends one to the
importing country's authority by registered mail, with return receipt. A clerk of the firm may fill
it; its responsible person signs it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from ringfence.law.limits.clocks import declaration_due
from ringfence.law.movement import Document, said
from ringfence.law.record import Problem
from ringfence.ledger.entry import Entry
from ringfence.terms import Day, Finding
from ringfence.trade.acting import Act, Duty, Held, ways_of, with_duties
from ringfence.trade.common_content import (
    MovementPaper,
    exceeded,
    kept,
    open_question,
    refusal,
)
from ringfence.trade.endorsement import answers_query
from ringfence.trade.flows import Shipment, by_a_party, shipped
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
from ringfence.trade.special_import_licence import travelling, used_before

THING = "export_declaration"
CITATION = "un1971/12/2(c)"
COPIES_MADE = 3
FORWARDING = frozenset({"un1971/12/2(c)"})


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportDeclaration(MovementPaper):
    """What the exporter of Schedule III declares."""

    despatch_day: date | None = said("the day of despatch")
    copies_made: int | None = said("how many copies: three")
    special_import_licence_number: str = words(
        "number of the importing country's special import licence (1971 13(3))", 40
    )
    special_import_licence_copy: str = words("the stored copy of that licence", 80)

    def problems(self) -> Iterator[Problem]:
        """The common content, and what only this paper must say."""
        yield from MovementPaper.problems(self)
        if self.despatch_day is None:
            yield missing("despatch_day", "the day of despatch (1971 12(2)(a)(iv))")
        if self.copies_made is not None and self.copies_made < COPIES_MADE:
            problem = f"{self.copies_made} copies are fewer than three (1971 12(2)(a))"
            yield Problem("copies_made", problem, "Make three")
        for number, line in enumerate(self.lines, 1):
            if not line.pharmaceutical_form:
                yield missing(f"lines[{number}].pharmaceutical_form", "the pharmaceutical form")

    def document(self) -> Document:
        """The declaration as the law asks about it."""
        return replace(
            MovementPaper.document(self), copies=self.copies_made, despatch_day=self.despatch_day
        )


@dataclass(frozen=True, slots=True)
class DeclarationFacts:
    """What is known on the day, and the special import licence that the declaration names.

    others_under_licence  other papers under which goods go against that licence
    """

    known: Circumstances
    licence: Document | None = None
    others_under_licence: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Forwarding:
    """A copy sent to the importing authority by registered mail with return receipt."""

    sent_on: date
    registered_number: str


@dataclass(frozen=True, slots=True)
class Receipt:
    """The return receipt that came back."""

    returned_on: date


def due(held: Held[ExportDeclaration]) -> Day | None:
    """The last day to forward a copy: 90 days after despatch, as booked or else as stated."""
    left = held.happened(Shipment)
    despatched = left[-1].exported_on if left else held.paper.despatch_day
    return declaration_due(despatched) if despatched else None


def _assessed(held: Held[ExportDeclaration], act: Act, later: frozenset[str]) -> Iterable[Finding]:
    facts = act.facts
    if not isinstance(facts, DeclarationFacts):
        yield open_question("un1971/12/2", "what is known on the day is not put to the law")
        return
    yield from used_before(facts.others_under_licence)
    known = facts.known
    sent = held.happened(Forwarding)
    document = replace(
        held.paper.document(),
        sent=sent[-1].sent_on if sent else None,
        copy_accompanies=known.copy_accompanies,
    )
    licence = travelling(facts.licence, known, is_asked_later="un1971/12/2(b)" in later)
    papers = Papers(export_declaration=document, special_import_licence=licence)
    movement = movement_of(held.paper, known, papers)
    day = max(act.day, held.paper.despatch_day or act.day)
    yield from decided(replace(movement, day=day), day, later).findings


def _law_permits(held: Held[ExportDeclaration], act: Act) -> Iterable[Finding]:
    return _assessed(held, act, AT_SHIPMENT | FORWARDING)


def _licence_permits(held: Held[Any], act: Act) -> Iterable[Finding]:
    known = _known(act)
    return licence_leaves_room(held.paper, known) if isinstance(known, Circumstances) else ()


def _known(act: Act) -> object:
    return act.facts.known if isinstance(act.facts, DeclarationFacts) else act.facts


def _may_leave(held: Held[ExportDeclaration], act: Act) -> Iterable[Finding]:
    told = act.told
    if not isinstance(told, Shipment):
        yield open_question("un1971/12/2(a)", "what leaves is not told")
        return
    if held.happened(Shipment):
        yield refusal("un1971/12/2(a)", "the declaration was used: each export needs its own")
    yield from by_a_party(held, told, act.day, "un1971/12/2(a)", _known(act))
    yield from exceeded(held.paper.lines, told.moved, "un1971/12/2(a)", "export declaration")
    if told.exported_on != held.paper.despatch_day:
        reason = f"left on {told.exported_on}, declared for {held.paper.despatch_day}"
        yield refusal("un1971/12/2(a)", reason)
    yield from _assessed(held, act, FORWARDING)


def _shipment_posts(held: Held[ExportDeclaration], act: Act) -> list[Entry]:
    assert isinstance(act.told, Shipment)
    because = f"{THING}:{held.paper.number}"
    return shipped(because, held.paper.lines, act.told, held.paper.importer.country)


def _is_forwarded(held: Held[ExportDeclaration], act: Act) -> Iterable[Finding]:
    """Sent by registered mail; a late copy is still sent, and the finding says how late."""
    told, last = act.told, due(held)
    if not isinstance(told, Forwarding) or not told.registered_number:
        yield open_question(CITATION, "day and number of the registered letter are not told")
    elif not held.happened(Shipment):
        yield refusal(CITATION, "nothing has left yet")
    elif last is not None and told.sent_on > last:
        late = (told.sent_on - last).days
        yield replace(refusal(CITATION, f"sent {late} days after {last}"), is_advice=True)
    else:
        yield kept(CITATION, f"sent on {told.sent_on}, due by {last}")


def _is_late(held: Held[ExportDeclaration], act: Act) -> Iterable[Finding]:
    last = due(held)
    if last is None or act.day <= last:
        yield refusal(CITATION, f"the copy is due by {last}")
    else:
        yield kept(CITATION, f"the copy was due by {last}")


def _receipt_is_there(held: Held[ExportDeclaration], act: Act) -> Iterable[Finding]:
    if isinstance(act.told, Receipt):
        yield kept(CITATION, f"the receipt came back on {act.told.returned_on}")
    else:
        yield open_question(CITATION, "the day on which the receipt came back is not told")


def _where_it_was(held: Held[ExportDeclaration], act: Act) -> str:
    return held.came_from


LIFE = Life(
    kind=THING,
    first="draft",
    states=(
        "draft", "declared", "discarded", "checked", "sent_to_importing_authority",
        "receipt_back", "closed", "overdue_90", "in_query",
    ),
    transitions=with_duties(
        ways_of(
            THING,
            ("declare", "draft", "declared"),
            ("discard", "draft", "discarded"),
            ("check", "declared", "checked"),
            ("ship", "checked", "checked"),
            ("send", "checked overdue_90", "sent_to_importing_authority"),
            ("overdue", "checked", "overdue_90"),
            ("book_receipt", "sent_to_importing_authority", "receipt_back"),
            ("query", "checked sent_to_importing_authority receipt_back", "in_query"),
            ("settle", "in_query", "checked"),
            ("close", "receipt_back", "closed"),
        ),
        check=Duty((_law_permits, _licence_permits)),
        ship=Duty((_may_leave,), _shipment_posts),
        send=Duty((_is_forwarded,)),
        overdue=Duty((_is_late,)),
        book_receipt=Duty((_receipt_is_there,)),
        settle=Duty((answers_query,), leads=_where_it_was),
    ),
    final=frozenset({"closed", "discarded"}),
)  # fmt: skip
"""A clerk fills the draft; it is declared when the responsible person signs it, and not before."""
