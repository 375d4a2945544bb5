"""1988 article 12(10): telling the importing country before a precursor leaves.

A Party that asked for it through the Secretary-General is told of every export of a Table I
substance to it, before the export. The treaty sets no number of days and says nothing of what an
objection or silence does; both are the authority's choice and stand here as parameters.
"""

from __future__ import annotations

from ringfence.law.authorisation_checks import all_of, covers, names_parties, names_substance
from ringfence.law.case import Case
from ringfence.law.consignment import consigned_base_g
from ringfence.law.entry import Convention
from ringfence.law.movement import Document, MovementKind
from ringfence.law.rule import (
    Found,
    advice,
    met,
    not_applicable,
    not_met,
    rule,
    undetermined,
)
from ringfence.law.un1988.demands import is_requested
from ringfence.law.un1988.trade import where_traded
from ringfence.terms import Answer

OBJECTION_REFUSES = True
"""[policy] An objection of the importing country refuses the export; false: it holds it."""

SILENCE_CLEARS = False
"""[policy] Without an answer the goods wait; true: a notification that nobody answered clears
them, where national law says so."""

_WHAT = "pre-export notification"


@rule("un1988/12/10(a)", "1988-12-10-a")
@where_traded("Table I")
def notification_is_sent_before_export(case: Case) -> Found:
    """A Table I substance leaves only after the importing country, if it asked, was told."""
    if _is_in_transit(case):
        return not_applicable("in transit: the exporting country owes the notification")
    return _sent_where_requested(case, "Table I", is_requested(case, "Table I"))


@rule("un1988/12/10(a)", "1988-12-10-a")
@where_traded("Table I")
def importing_country_does_not_object(case: Case) -> Found:
    """The importing country was asked and does not object: its law decides on the import."""
    notification = case.movement.pre_export_notification
    if notification is None or _is_in_transit(case):
        return not_applicable("no pre-export notification to answer")
    facts = {"answered": notification.answered, "is_objected": notification.is_objected}
    country = case.movement.destination
    if notification.is_objected:
        return _objected(country, facts)
    if notification.answered and notification.is_objected is None:
        return undetermined(f"{country} answered; whether it objects is not told", **facts)
    if is_requested(case, "Table I") is Answer.NOT_MET:
        return not_applicable(f"{country} has not asked to be told", **facts)
    if notification.answered and notification.is_objected is False:
        return met(f"{country} answered and does not object", **facts)
    if notification.answered is False:
        return _silent(country, facts)
    return undetermined(f"whether {country} answered or objected is not told", **facts)


def _objected(country: str, facts: dict[str, bool | None]) -> Found:
    told = not_met if OBJECTION_REFUSES else undetermined
    return told(f"{country} objects to the import", **facts)


def _silent(country: str, facts: dict[str, bool | None]) -> Found:
    if SILENCE_CLEARS:
        return met(f"{country} did not answer, which clears the goods", **facts)
    return undetermined(f"{country} has not answered yet", **facts)


@rule("un1988/12/10(a)", "1988-12-10-a")
@where_traded("Table I")
def notification_says_what_it_must(case: Case) -> Found:
    """It gives parties, name in Table I, quantity, expected entry point and day of despatch."""
    notification = case.movement.pre_export_notification
    if notification is None or _is_in_transit(case):
        return not_applicable("no pre-export notification")
    if is_requested(case, "Table I") is Answer.NOT_MET:
        return not_applicable(f"{case.movement.destination} has not asked to be told")
    movement = case.movement
    substances = case.substances(Convention.UN1988, "Table I")
    return all_of(
        names_parties(notification, movement.exporter, movement.importer, _WHAT),
        names_substance(notification, substances, _WHAT),
        covers(notification, *consigned_base_g(case, substances), _WHAT),
        _is_stated("expected point of entry", notification.entry_point),
        _is_stated("expected day of despatch", notification.despatch_day),
    )


def _is_stated(what: str, value: object) -> Found:
    if not value:
        return undetermined(f"the {what} is not told")
    return met(f"the {what} is stated")


@rule("un1988/12/10(b)", "1988-12-10-b")
@where_traded("Table II")
def table_ii_is_notified_where_applied(case: Case) -> Found:
    """A Table II substance is announced where the importer asks and the exporter applies it."""
    if _is_in_transit(case):
        return not_applicable("in transit: the exporting country owes the notification")
    requested = is_requested(case, "Table II")
    country, origin = case.movement.destination, case.movement.origin
    applied = case.origin.of("notifies_table_ii")
    if applied.value:
        return _sent_where_requested(case, "Table II", requested)
    is_open = case.movement.pre_export_notification is None
    if is_open and requested is not Answer.NOT_MET and not applied.is_known:
        return undetermined(
            f"whether {country} asked to be told of Table II, and whether {origin} applies that, "
            "is not known",
            notifies_table_ii=None,
            requests_notification_for=None if requested is Answer.UNDETERMINED else "asked",
        )
    if is_open and requested is Answer.MET:
        return advice(f"{country} asked to be told of Table II, which {origin} does not apply")
    return not_applicable(f"{origin} does not announce exports of Table II")


def _sent_where_requested(case: Case, table: str, requested: Answer) -> Found:
    """What follows from the request and the day on which the notification was sent."""
    country = case.movement.destination
    if requested is Answer.NOT_MET:
        return not_applicable(f"{country} has not asked to be told of exports of {table}")
    sent = _is_sent_before(case, case.movement.pre_export_notification)
    if sent.answer is Answer.MET or requested is Answer.MET:
        return sent
    return undetermined(
        f"whether {country} asked to be told of exports of {table} is not known, and {sent.reason}",
        requests_notification_for=None,
        **sent.facts,
    )


def _is_sent_before(case: Case, notification: Document | None) -> Found:
    if notification is None:
        return not_met(f"there is no {_WHAT}")
    shipped = case.movement.day or case.day
    facts = {"sent": notification.sent, "shipped": shipped}
    if notification.sent is None:
        return undetermined(f"the day on which the {_WHAT} was sent is not told", **facts)
    if notification.sent > shipped:
        return not_met(f"the {_WHAT} was sent on {notification.sent}, after shipment", **facts)
    if notification.sent == shipped:
        return undetermined(f"whether the {_WHAT} was sent before the goods left is not told")
    return met(f"the {_WHAT} was sent on {notification.sent}, before shipment", **facts)


def _is_in_transit(case: Case) -> bool:
    return case.movement.kind is MovementKind.TRANSIT
