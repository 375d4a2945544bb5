"""1961 article 30: trade and distribution within a territory are under licence."""

from __future__ import annotations

from ringfence.law.case import Case
from ringfence.law.movement import Actor, MovementKind
from ringfence.law.rule import Found, met, not_applicable, rule
from ringfence.law.un1961.a31_international_trade import is_licensed
from ringfence.law.un1961.trade import every, is_drug
from ringfence.terms import Answer


@rule("un1961/30/1", "1961-30-1-a-b", "1961-30-1-c")
def domestic_trade_is_licensed(case: Case) -> Found:
    """Who trades in or distributes drugs is licensed, or is a practitioner or State enterprise."""
    if not _stays(case):
        return not_applicable("no trade within one territory")
    standing = is_drug(case)
    if standing.answer is not Answer.MET:
        return standing
    movement = case.movement
    return every(_licensed(movement.exporter, "seller"), _licensed(movement.importer, "buyer"))


def _stays(case: Case) -> bool:
    """True for goods told to stay at home, or sent from a territory to itself."""
    movement = case.movement
    if movement.kind is MovementKind.SHIPMENT:
        return bool(movement.origin) and movement.origin == movement.destination
    return movement.kind is MovementKind.DOMESTIC


def _licensed(actor: Actor, role: str) -> Found:
    if actor.is_practitioner:
        return met(f"the {role} performs therapeutic or scientific functions: paragraph 1(c)")
    return is_licensed(actor, role)
