"""1988 article 16: commercial documents and labelling of exports of drugs and psychotropics.

Beside the papers of 1961 article 31 and 1971 article 12, invoices, manifests, customs and
transport papers show the names as in the Schedules, the quantity, the exporter, the importer and,
when available, the consignee; and the consignment is not mislabelled.
"""

from __future__ import annotations

from ringfence.law.case import Case
from ringfence.law.crossing import crosses
from ringfence.law.entry import Convention
from ringfence.law.rule import (
    Found,
    advice,
    met,
    not_applicable,
    not_met,
    rule,
    undetermined,
)
from ringfence.law.un1961.schedule_3 import stands_in_schedule_3
from ringfence.law.un1971.preparations import is_exempt_on_the_way
from ringfence.terms import Answer

_SCHEDULES = {
    Convention.UN1961: ("I", "II"),
    Convention.UN1971: ("I", "II", "III", "IV"),
}


def is_exported_drug(case: Case) -> Found:
    """Met for a narcotic drug or psychotropic substance in international trade."""
    standings = {one: case.standing(one, *named) for one, named in _SCHEDULES.items()}
    reaching = [one for one, standing in standings.items() if standing is not Answer.NOT_MET]
    if not reaching:
        return not_applicable("no narcotic drug or psychotropic substance")
    found = [crosses(case, convention) for convention in reaching]
    for wanted in (Answer.MET, Answer.UNDETERMINED):
        for crossing in found:
            if crossing.answer is wanted:
                settled = Answer.MET in standings.values()
                return crossing if settled else undetermined("whether it is a drug is not settled")
    return found[0]


@rule("un1988/16/1", "1988-16-1")
def documents_name_the_drug(case: Case) -> Found:
    """Commercial documents name the drug as in the Schedules, its quantity and the parties."""
    application = is_exported_drug(case)
    if application.answer is not Answer.MET:
        return application
    named = case.goods.documents_name_it
    if named:
        return met("the documents give its name in the Schedules, quantity and parties")
    eased = _is_eased(case)
    if eased.answer is Answer.UNDETERMINED:
        return eased
    if eased.answer is Answer.MET:
        return _prudent(named, eased.reason)
    if named is None:
        return undetermined(
            "whether the documents give its name in the Schedules, quantity, exporter, importer "
            "and, when available, consignee is not told",
            documents_name_it=None,
        )
    return not_met("the documents do not give its name in the Schedules, or leave parts out")


def _is_eased(case: Case) -> Found:
    """Met for a preparation of Schedule III, or one that is exempt on the whole way."""
    if case.is_in(Convention.UN1961, "I", "II"):
        return stands_in_schedule_3(case)
    return is_exempt_on_the_way(case)


def _prudent(named: bool | None, why: str) -> Found:
    """Article 16 adds to papers that the earlier conventions do not ask here: it is prudent."""
    if named is None:
        return not_applicable(f"naming the drug on the documents is only prudent: {why}")
    return advice(f"documents that name the drug are prudent: {why}")


@rule("un1988/16/2", "1988-16-2")
def consignment_is_not_mislabelled(case: Case) -> Found:
    """A consignment of drugs or psychotropic substances is not mislabelled."""
    application = is_exported_drug(case)
    if application.answer is not Answer.MET:
        return application
    if case.goods.is_mislabelled is None:
        return undetermined("whether labels or papers hide what it is is not told")
    if case.goods.is_mislabelled:
        return not_met("labels or papers hide what it is", is_mislabelled=True)
    return met("labels and papers say what it is", is_mislabelled=False)
