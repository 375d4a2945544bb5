"""1988 article 12: substances frequently used in illicit manufacture (Tables I and II).

Paragraph 10, on pre-export notifications, stands in a12_pre_export_notification. The paragraphs
on changes of the Tables, on reports and on confidentiality ask nothing of a single movement.
"""

from __future__ import annotations

from ringfence.law.case import Case
from ringfence.law.crossing import crosses
from ringfence.law.entry import Convention
from ringfence.law.limits.clocks import kept_until
from ringfence.law.rule import (
    Found,
    advice,
    met,
    not_applicable,
    not_met,
    rule,
    undetermined,
)
from ringfence.law.un1988.preparations import (
    TABLES,
    WATCHED_IN_MEDICINES,
    is_medicine,
    stands_outside_article_12,
)
from ringfence.law.un1988.trade import where_precursor, where_traded
from ringfence.terms import Answer

RECORDS_KEPT_YEARS_MIN = 2
"""Article 12(9)(e): documents are kept for not less than two years."""


@rule("un1988/12/1", "1988-12-1")
def medicines_of_watched_precursors_are_announced(case: Case) -> Found:
    """Medicines with ephedrines lie outside article 12, and States ask to be told of them."""
    watched = set(case.substances(Convention.UN1988, "Table I")) & set(WATCHED_IN_MEDICINES)
    outside = stands_outside_article_12(case)
    if not watched or not is_medicine(case) or outside.answer is not Answer.MET:
        return not_applicable("no medicine with a precursor that States watch in medicines")
    if crosses(case, Convention.UN1988).answer is not Answer.MET:
        return not_applicable("the medicine is not traded between territories")
    if case.movement.pre_export_notification is not None:
        return met("a pre-export notification was made, though article 12 does not ask for it")
    return advice(
        f"a medicine with {' and '.join(sorted(watched))}: tell {case.movement.destination} "
        "before export, as Commission resolution 54/8 asks (not confirmed)"
    )


@rule("un1988/12/8", "1988-12-8")
@where_precursor(*TABLES)
def traders_are_licensed(case: Case) -> Found:
    """A Party may license those who trade in precursors: whether it does, national law says."""
    known = {"exporter": case.movement.exporter, "importer": case.movement.importer}
    unlicensed = [who for who, actor in known.items() if actor.is_licensed is False]
    facts = {who: actor.is_licensed for who, actor in known.items()}
    if unlicensed:
        told = " and ".join(unlicensed)
        return advice(f"no licence for precursors: {told}; national law may ask for one", **facts)
    if None in facts.values():
        return not_applicable("whether a licence is needed is for national law", **facts)
    return met("exporter and importer are licensed", **facts)


@rule("un1988/12/9(a)", "1988-12-9-a", "1988-12-9-a-industry")
@where_precursor(*TABLES)
def suspicious_orders_are_told(case: Case) -> Found:
    """Whoever trades in precursors tells the authority of suspicious orders."""
    suspicion = case.movement.suspicion
    if not suspicion:
        return not_applicable("nothing suspicious is told")
    return advice(f"suspicious, so tell the competent authority: {suspicion}", suspicion=suspicion)


@rule("un1988/12/9(b)", "1988-12-9-b")
@where_precursor(*TABLES)
def goods_are_not_for_illicit_manufacture(case: Case) -> Found:
    """Precursors are seized on sufficient evidence that they are for illicit manufacture.

    While something suspicious is told, nobody can say that there is no such evidence.
    """
    evidence, suspicion = case.movement.is_for_illicit_manufacture, case.movement.suspicion
    if evidence is None and suspicion:
        told = f"whether they are for illicit manufacture is for a person to judge: {suspicion}"
        return undetermined(told, is_for_illicit_manufacture=None)
    if evidence is None:
        return not_applicable("no evidence of illicit manufacture is told")
    if evidence:
        return not_met("sufficient evidence of illicit manufacture: the goods are to be seized")
    return met("they were found not to be for illicit manufacture")


@rule("un1988/12/9(c)", "1988-12-9-c")
@where_traded(*TABLES)
def suspicion_is_told_to_the_parties_concerned(case: Case) -> Found:
    """The Parties concerned are told when a consignment may be for illicit manufacture."""
    movement = case.movement
    if not (movement.suspicion or movement.is_for_illicit_manufacture):
        return not_applicable("nothing suspicious is told")
    concerned = (movement.origin, *movement.journey.transit_through, movement.destination)
    told = ", ".join(dict.fromkeys(concerned))
    return advice(
        f"tell the authorities of {told} as soon as possible, with the means of payment",
        suspicion=movement.suspicion or None,
    )


@rule("un1988/12/9(d)", "1988-12-9-d")
@where_traded(*TABLES)
def documents_name_the_substance(case: Case) -> Found:
    """Commercial documents name the substance as in the Tables, quantity and parties."""
    table_name = ", ".join(case.substances(Convention.UN1988, *TABLES))
    facts = {"documents_name_it": case.goods.documents_name_it, "substance": table_name}
    if case.goods.documents_name_it is None:
        return undetermined(
            "whether the documents give its name in the Tables, quantity, exporter, importer "
            "and, when available, consignee is not told",
            **facts,
        )
    if not case.goods.documents_name_it:
        return not_met("the documents do not give its name in the Tables, or leave parts out")
    return met("the documents give its name in the Tables, quantity and parties", **facts)


@rule("un1988/12/9(d)", "1988-12-9-d")
@where_traded(*TABLES)
def goods_are_labelled(case: Case) -> Found:
    """Imports and exports of precursors are properly labelled."""
    if case.goods.is_mislabelled is None:
        return undetermined("whether the labels say what it is is not told", is_mislabelled=None)
    if case.goods.is_mislabelled:
        return not_met("labels or papers hide what it is", is_mislabelled=True)
    return met("the labels say what it is", is_mislabelled=False)


@rule("un1988/12/9(e)", "1988-12-9-e")
@where_traded(*TABLES)
def documents_are_kept(case: Case) -> Found:
    """The documents of the consignment are kept for two years at least, ready for inspection."""
    until = kept_until(case.movement.day or case.day, RECORDS_KEPT_YEARS_MIN)
    return met(f"keep the documents at least until {until}", keep_until=until)


@rule("un1988/12/14", "1988-12-14", "1988-12-14-kits")
def preparation_is_outside_article_12(case: Case) -> Found:
    """Medicines, and preparations that cannot easily be used or recovered, are left out."""
    if not case.is_in(Convention.UN1988, *TABLES):
        return not_applicable("no substance of Table I and Table II")
    return stands_outside_article_12(case)
