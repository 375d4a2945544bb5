"""1961 article 31: special provisions relating to international trade, paragraphs 1 to 3, 5, 16.

The papers of paragraphs 4 to 7 stand in `a31_papers`, what happens on the way in
`a31_on_the_way`.
"""

from __future__ import annotations

from decimal import Decimal

from ringfence.law.authorisation_checks import is_in_hand
from ringfence.law.case import Case
from ringfence.law.entry import Convention
from ringfence.law.movement import Actor, Document, Limit
from ringfence.law.names_in_law import names_place_or_substance
from ringfence.law.passage_checks import free_zone_is_supervised
from ringfence.law.rule import Found, met, not_applicable, not_met, rule, told, undetermined
from ringfence.law.un1961.amounts import fits, limit_of
from ringfence.law.un1961.humanitarian import needs_no_certificate
from ringfence.law.un1961.schedule_3 import stands_in_schedule_3
from ringfence.law.un1961.trade import applies, applies_to_drugs, drugs_trade, every, is_drug
from ringfence.terms import Answer


@rule("un1961/31/1(a)", "1961-31-1-a", "1961-31-16")
@drugs_trade
def destination_law_permits(case: Case) -> Found:
    """No export is permitted but in accordance with the law of the importing country."""
    place = case.movement.destination
    permits = case.destination.of("permits_destination")
    found = told(
        permits.value,
        "permits_destination",
        f"the law of {place} permits the import",
        f"the law of {place} does not permit the import",
        f"whether the law of {place} permits the import",
    )
    permitted = Found(found.answer, found.reason, {**found.facts, "source": permits.source})
    return every(permitted, _demanded_papers(case))


def _demanded_papers(case: Case) -> Found:
    """What the destination asks for preparations of Schedule III, which the article frees."""
    if stands_in_schedule_3(case).answer is not Answer.MET:
        return not_applicable("the article itself asks for the papers")
    known, place = case.destination.of("demands_authorisation_for"), case.movement.destination
    drugs = case.substances(Convention.UN1961, "I", "II")
    demanded = names_place_or_substance(known, ["1961 III"], drugs)
    if demanded is Answer.UNDETERMINED and known.is_known and known.is_complete:
        return undetermined(f"{place} demands papers for what cannot be read: it may be this")
    if demanded is not Answer.MET:
        return not_applicable(f"{place} is not known to demand papers for Schedule III")
    movement = case.movement
    return every(
        is_in_hand(movement.import_certificate, f"import certificate, which {place} asks for"),
        is_in_hand(movement.export_authorisation, f"export authorisation that {place} asks for"),
    )


@rule("un1961/31/1(b)", "1961-31-1-b", "1961-19-5", "1961-50-2")
@applies_to_drugs
def estimates_leave_room(case: Case) -> Found:
    """No export beyond the destination's total of estimates, with what is to be re-exported."""
    if case.origin.of("reserves_31_1_b").value:
        return not_applicable(f"{case.movement.origin} reserved paragraph 1(b): article 50(2)")
    emergency = needs_no_certificate(case)
    if emergency.answer is Answer.MET:
        return not_applicable(f"{emergency.reason}: consumption of the exporting country")
    limit = limit_of(case)
    if limit is None:
        return undetermined("of which drug the estimates are is not told", limit=None)
    parts = _headroom(limit)
    missing = [name for name, amount in parts.items() if amount is None]
    room = sum((amount for amount in parts.values() if amount is not None), start=Decimal(0))
    found = fits(case, room, lambda g: f"the estimates leave {g} g")
    if missing == [_ADDS_ONLY] and found.answer is Answer.MET:
        return Found(found.answer, found.reason, {**found.facts, **_shown(parts)})
    if missing:
        return undetermined(f"the headroom is not known: {', '.join(missing)} not told", **parts)
    return Found(found.answer, found.reason, {**found.facts, **_shown(parts)})


_ADDS_ONLY = "re_export_g"
"""An amount that can only add to the room: what fits without it fits with any."""


def _headroom(limit: Limit) -> dict[str, Decimal | None]:
    """What adds to the room and, with a minus sign, what takes from it."""

    def less(amount: Decimal | None) -> Decimal | None:
        return None if amount is None else -amount

    return {
        "total_of_estimates_g": limit.total_of_estimates_g,
        "re_export_g": limit.re_export_g,
        "excess_g": less(limit.excess_g),
        "imports_authorised_g": less(limit.imports_authorised_g),
    }


def _shown(parts: dict[str, Decimal | None]) -> dict[str, str]:
    return {name: "not known" if each is None else str(each) for name, each in parts.items()}


@rule("un1961/31/2", "1961-31-2")
@drugs_trade
def free_zone_is_under_control(case: Case) -> Found:
    """Free ports and zones are supervised at least like the rest of the territory."""
    return free_zone_is_supervised(case.movement.journey)


@rule("un1961/31/3", "1961-31-3")
@applies_to_drugs
def traders_are_licensed(case: Case) -> Found:
    """Exporter and importer hold a licence, or are State enterprises."""
    movement = case.movement
    return every(
        is_licensed(movement.exporter, "exporter"),
        is_licensed(movement.importer, "importer"),
    )


def is_licensed(actor: Actor, role: str) -> Found:
    """The actor holds a licence or is a State enterprise; `role` names it in the words."""
    if actor.is_state_enterprise:
        return met(f"the {role} is a State enterprise, which needs no licence")
    return told(
        actor.is_licensed,
        f"{role}_is_licensed",
        f"the {role} is licensed",
        f"the {role} has no licence",
        f"whether the {role} is licensed",
    )


@rule("un1961/31/5", "1961-31-5")
@applies
def import_certificate_is_held(case: Case) -> Found:
    """An export is authorised only against the importing country's certificate."""
    certificate = case.movement.import_certificate
    if certificate is None:
        return _without_certificate(case)
    if not certificate.number:
        return undetermined("the import certificate has no number", number=None)
    authorisation = case.movement.export_authorisation
    if authorisation is not None and _precedes(authorisation, certificate):
        return not_met("the export was authorised before the import certificate was issued")
    return met(f"import certificate {certificate.number} is attached", number=certificate.number)


def _precedes(authorisation: Document, certificate: Document) -> bool:
    """True when the export was authorised before there was a certificate to rest on."""
    authorised = authorisation.issued or authorisation.valid_from
    return bool(authorised and certificate.issued and authorised < certificate.issued)


def _without_certificate(case: Case) -> Found:
    emergency = needs_no_certificate(case)
    if emergency.answer in (Answer.MET, Answer.UNDETERMINED):
        return emergency
    return not_met("no import certificate is attached")


@rule(
    "un1961/31/16",
    "1961-31-16",
    "1961-2-4",
    "1961-Schedule-III-items-1-8",
    "1961-Schedule-III-item-3",
)
def schedule_3_frees_from_papers(case: Case) -> Found:
    """A preparation of Schedule III needs no certificate, authorisation or room in estimates.

    Where it is unsure, this only tells so: the rules on the papers decide what is missing.
    """
    standing = is_drug(case)
    if standing.answer is Answer.NOT_APPLICABLE:
        return standing
    found = stands_in_schedule_3(case)
    if found.answer is Answer.NOT_MET:
        return not_applicable(f"not of Schedule III: {found.reason}", **found.facts)
    is_advice = found.answer is Answer.UNDETERMINED
    return Found(found.answer, found.reason, found.facts, is_advice)
