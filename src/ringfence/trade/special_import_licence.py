"""The special import licence (1971 13(3)): against a prohibition, for one quantity and two parties.

A country that has prohibited a substance may still let in a specified quantity for a specified
importer. The exporting country follows the licence; its endorsed copy travels with the goods.
It is also needed for exempt preparations.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from ringfence.law.movement import Document, said
from ringfence.law.record import Problem
from ringfence.ledger.entry import Entry
from ringfence.terms import Finding
from ringfence.trade.acting import Act, Duty, Held, ways_of, with_duties
from ringfence.trade.common_content import DatedPaper, exceeded, kept, open_question, refusal
from ringfence.trade.flows import Arrival, arrived, by_a_party
from ringfence.trade.import_certificate import has_run_out
from ringfence.trade.life import Life
from ringfence.trade.paper import missing, words
from ringfence.trade.put_to_law import (
    AT_SHIPMENT,
    FORESEEN,
    Circumstances,
    Papers,
    decided,
    foreseen,
    licence_leaves_room,
    movement_of,
)

THING = "special_import_licence"
CITATION = "un1971/13/3"


@dataclass(frozen=True, slots=True, kw_only=True)
class SpecialImportLicence(DatedPaper):
    """Leave to import what is prohibited; the quantity specified stands in its lines."""

    prohibition: str = words("the notice under article 13(1) that it stands against", 80)
    exporter_named: bool | None = said("true when the exporter is named by the authority")
    importer_named: bool | None = said("true when the importer is named by the authority")

    def problems(self) -> Iterator[Problem]:
        """The common content, and what only this paper must say."""
        yield from DatedPaper.problems(self)
        if not self.prohibition:
            yield missing("prohibition", "the notice under 1971 article 13(1)")

    def document(self) -> Document:
        """The licence as the law asks about it."""
        return replace(
            DatedPaper.document(self), valid_from=self.valid_from, valid_until=self.valid_until
        )


def travelling(
    licence: Document | None, known: Circumstances, *, is_asked_later: bool
) -> Document | None:
    """The licence of the importing country as it travels; before they leave, a copy is foreseen."""
    if licence is None:
        return None
    return replace(licence, copy_accompanies=True if is_asked_later else known.copy_accompanies)


def used_before(others: tuple[str, ...]) -> Iterable[Finding]:
    """A licence is for one specified quantity: what goes under another paper has used it."""
    if others:
        says = f"the special import licence was drawn on by {', '.join(others)}"
        yield refusal(CITATION, says)


def _is_specified(held: Held[SpecialImportLicence], act: Act) -> Iterable[Finding]:
    """The licence says which quantity, which importer and which exporter."""
    paper = held.paper
    if any(line.quantity_base_ug is None for line in paper.lines):
        yield open_question(CITATION, "the specified quantity in base is not known")
    for named, who in ((paper.exporter_named, "exporter"), (paper.importer_named, "importer")):
        if named is None:
            yield open_question(CITATION, f"whether the authority names the {who} is not told")
        elif not named:
            yield refusal(CITATION, f"the authority does not name the {who}")
        else:
            yield kept(CITATION, f"the {who} is named")


def _law_permits(held: Held[SpecialImportLicence], act: Act) -> Iterable[Finding]:
    """The import as the movement that follows when both Governments do as the licence asks."""
    if not isinstance(act.facts, Circumstances):
        yield open_question(CITATION, "what is known on the day is not put to the law")
        return
    day = max(act.day, held.paper.valid_from or act.day)
    own = replace(
        held.paper.document(), is_revoked=False, is_authentic=True, is_used=False,
        issued=held.paper.issued_on or act.day, used_base_g=Decimal(0),
    )  # fmt: skip
    papers = Papers(
        import_certificate=replace(own, number=FORESEEN),
        export_authorisation=foreseen(replace(own, number=FORESEEN), act.day),
        special_import_licence=replace(own, copy_accompanies=True),
    )
    movement = replace(movement_of(held.paper, act.facts, papers), day=day)
    yield from decided(movement, day, AT_SHIPMENT).findings


def _licence_permits(held: Held[Any], act: Act) -> Iterable[Finding]:
    known = act.facts
    return licence_leaves_room(held.paper, known) if isinstance(known, Circumstances) else ()


def _arrival_fits(held: Held[SpecialImportLicence], act: Act) -> Iterable[Finding]:
    if not isinstance(act.told, Arrival):
        yield open_question(CITATION, "what arrived is not told")
        return
    yield from by_a_party(held, act.told, act.day, CITATION, act.facts)
    yield from exceeded(held.paper.lines, act.told.moved, CITATION, "special import licence")
    period = held.paper.period
    if period is not None and act.told.imported_on not in period:
        yield refusal(CITATION, f"{act.told.imported_on} lies outside the period of the licence")


def _arrival_posts(held: Held[SpecialImportLicence], act: Act) -> list[Entry]:
    assert isinstance(act.told, Arrival)
    because = f"{THING}:{held.paper.number}"
    return arrived(because, held.paper.lines, act.told, held.paper.exporter.country)


LIFE = Life(
    kind=THING,
    first="proposed",
    states=("proposed", "issued", "used", "refused", "expired", "withdrawn"),
    transitions=with_duties(
        ways_of(
            THING,
            ("propose", "proposed", "proposed"),
            ("issue", "proposed", "issued", "2"),
            ("refuse", "proposed", "refused", "2"),
            ("use", "issued", "used"),
            ("withdraw", "issued", "withdrawn", "2"),
            ("expire", "issued", "expired"),
        ),
        issue=Duty((_is_specified, _law_permits, _licence_permits)),
        use=Duty((_arrival_fits,), _arrival_posts),
        expire=Duty((has_run_out,)),
    ),
    final=frozenset({"used", "refused", "expired", "withdrawn"}),
)
"""An import under it is booked here and under no import authorisation, or it would count twice."""
