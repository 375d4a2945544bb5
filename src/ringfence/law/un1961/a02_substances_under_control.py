"""1961 article 2: which regime a substance, a preparation or an industrial use comes under."""

from __future__ import annotations

from ringfence.law.case import Case
from ringfence.law.entry import Convention
from ringfence.law.movement import Material, Purpose
from ringfence.law.rule import Found, met, not_applicable, not_met, rule, told, undetermined
from ringfence.law.un1961.trade import drugs_of, drugs_trade, is_poppy_straw


@rule("un1961/2/3", "1961-2-3", "1961-1-1-s")
def preparation_is_judged_by_its_drug(case: Case) -> Found:
    """A preparation is controlled like the drug in it, so what is in it must be known."""
    composition = case.goods.composition
    if composition is None or not drugs_of(case):
        return not_applicable("not told to be a preparation of a drug")
    if not composition.ingredients:
        return undetermined("what the preparation holds is not told", ingredients=None)
    names = ", ".join(one.name for one in composition.ingredients)
    return met(f"judged by what it holds: {names}", ingredients=names)


@rule("un1961/2/5(b)", "1961-2-5-a-b", "1961-Schedule-IV-final-paragraph")
@drugs_trade
def schedule_4_drug_is_permitted(case: Case) -> Found:
    """A drug of Schedule IV may be prohibited by a country, save small amounts for research."""
    drugs = case.substances(Convention.UN1961, "IV")
    if not drugs:
        return not_applicable("no drug of Schedule IV")
    place, purpose = case.movement.destination, case.movement.purpose
    prohibited = case.destination.of("prohibits_schedule_iv").value
    facts = {"drugs": ", ".join(drugs), "purpose": purpose, "prohibits_schedule_iv": prohibited}
    if purpose is Purpose.SCIENTIFIC:
        return met("for research, which no prohibition of Schedule IV need stop", **facts)
    if prohibited is None:
        if case.destination.of("permits_destination").value:
            return met(f"the law of {place} permits the import of this drug", **facts)
        return undetermined(f"whether {place} prohibits it save for research is not told", **facts)
    if set(drugs) & set(prohibited):
        return not_met(f"{place} prohibits it save for research", **facts)
    return met(f"{place} does not prohibit it", **facts)


_PLANT_MEASURES = {
    Material.OPIUM: "articles 19(1)(e), 20(1)(g), 21 bis, 22, 23 and 24",
    Material.COCA_LEAF: "articles 22, 26 and 27",
    Material.CANNABIS_TOPS: "articles 22 and 28",
    Material.CANNABIS_RESIN: "articles 22 and 28",
    Material.POPPY_STRAW: "article 25",
    Material.CANNABIS_LEAVES: "article 28(3)",
}
"""Which articles on plants stand beside the rules on trade, by what the goods are."""


@rule("un1961/2/7", "1961-2-7")
def plant_measures_are_named(case: Case) -> Found:
    """Opium, coca leaf, cannabis, its leaves and poppy straw carry the articles on their plants."""
    material = case.goods.material
    articles = None if material is None else _PLANT_MEASURES.get(material)
    if articles is None:
        return not_applicable("no plant material of article 2(6) and (7)")
    return met(f"{material}: {articles} apply as well", material=material)


@rule("un1961/2/9", "1961-2-9")
def industrial_use_is_denatured(case: Case) -> Found:
    """A drug for industry is free only when denatured, so that it is neither abused nor won."""
    if case.movement.purpose is not Purpose.INDUSTRIAL:
        return not_applicable("not for industrial use")
    if not drugs_of(case) or is_poppy_straw(case):
        return not_applicable("no drug of Schedules I and II")
    return told(
        case.goods.is_denatured,
        "is_denatured",
        "denatured, so that it can be neither abused nor recovered",
        "not denatured: industrial use is not free of control",
        "whether it is denatured",
    )
