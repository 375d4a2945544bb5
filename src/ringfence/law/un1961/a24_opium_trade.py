"""1961 article 24: whose opium may be exported and imported, and how much of it."""

from __future__ import annotations

from decimal import Decimal

from ringfence.law.case import Case
from ringfence.law.rule import Found, met, not_applicable, not_met, rule, undetermined
from ringfence.law.un1961.amounts import fits
from ringfence.law.un1961.trade import applies_to_drugs, drugs_of

OPIUM_G_MAX = Decimal(5_000_000)
"""Five tonnes a year: what a country that only notified the Board may export (24(2)(a))."""

BASES = {
    "historic": "exported opium it grew in the ten years before 1961 (paragraph 3)",
    "notified": "notified the Board of exports of up to five tonnes (paragraph 2(a))",
    "approved": "has the Council's approval (paragraph 2(b))",
    "agency": "produced for export before 1961 and keeps an agency (paragraph 4(b))",
}
"""Why opium of a country may be imported, as `CountryFacts.opium_export_basis` writes it."""


@rule("un1961/24/4", "1961-24-4", "1961-24-2-b", "1961-24-5-b")
@applies_to_drugs
def producer_is_eligible(case: Case) -> Found:
    """Opium is imported only from producers that the article admits; seized opium is free of it."""
    if "opium" not in drugs_of(case) or _is_preparation(case):
        return not_applicable("no opium")
    if case.goods.is_seized:
        return met("seized opium: paragraph 5(b)", is_seized=True)
    place = case.movement.origin
    basis = case.origin.of("opium_export_basis").value
    if basis in BASES:
        return met(f"{place} {BASES[basis]}", opium_export_basis=basis)
    if basis == "none":
        return not_met(f"opium of {place} may not be imported", opium_export_basis=basis)
    return undetermined(f"on which ground {place} may export opium is not told")


@rule("un1961/24/2(a)", "1961-24-2-a")
@applies_to_drugs
def five_tonnes_are_kept(case: Case) -> Found:
    """A producer that only notified the Board exports at most five tonnes of opium a year."""
    if "opium" not in drugs_of(case) or _is_preparation(case) or case.goods.is_seized:
        return not_applicable("no opium of its own")
    if case.origin.of("opium_export_basis").value != "notified":
        return not_applicable("the origin does not export on a notice to the Board")
    exported = case.movement.limit.opium_exported_g
    if exported is None:
        return undetermined("how much opium was exported this year is not told", exported=None)
    return fits(case, OPIUM_G_MAX - exported, lambda g: f"five tonnes a year leave {g} g")


def _is_preparation(case: Case) -> bool:
    return case.goods.composition is not None
